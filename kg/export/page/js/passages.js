// Passages of a text: sentences about an evidence, and pieces where marks begin and end.

const REACH = 160; // characters to look for the ends of a sentence on both sides

const ends = (text, from, to) => [...text.slice(from, to).matchAll(/[。！？!?\n][”’」』）)]*/g)].map((match) => from + match.index + match[0].length);

// No surrogate pair is cut.
const whole = (text, at) => (at > 0 && at < text.length && /[\udc00-\udfff]/.test(text[at]) && /[\ud800-\udbff]/.test(text[at - 1]) ? at + 1 : at);

// [start, end] of the sentence around a passage.
export const sentence = (text, start, end) => {
  const low = whole(text, Math.max(0, start - REACH));
  const high = whole(text, Math.min(text.length, end + REACH));
  let from = Math.min(start, ends(text, low, start).at(-1) ?? low);
  let to = Math.max(end, ends(text, Math.max(start, end - 1), high)[0] ?? high);
  while (from < start && /\s/.test(text[from])) from += 1;
  while (to > end && /\s/.test(text[to - 1])) to -= 1;
  return [from, to];
};

// Marks [start, end, mark] within [from, to] -> [start, end, marks that cover it], in order, gaps included. Marks that hold
// others come before them.
export const pieces = (from, to, marks) => {
  const inside = marks.filter(([start, end]) => start < to && end > from).sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const cuts = [...new Set([from, to, ...inside.flatMap(([start, end]) => [Math.max(from, start), Math.min(to, end)])])].sort((a, b) => a - b);
  const found = [];
  let [open, next] = [[], 0];
  for (let at = 0; at + 1 < cuts.length; at += 1) {
    while (next < inside.length && inside[next][0] <= cuts[at]) open.push(inside[next++]);
    open = open.filter(([, end]) => end > cuts[at]);
    found.push([cuts[at], cuts[at + 1], open.map(([, , mark]) => mark)]);
  }
  return found;
};

// An entity's mentions in a document: [[start, end]].
export const mentionsIn = (entity, document) => {
  const found = [];
  for (let at = 0; at < entity.mentions.length; at += 3) {
    if (entity.mentions[at] === document) found.push([entity.mentions[at + 1], entity.mentions[at + 2]]);
  }
  return found;
};

// The page of the file that a place stands on, the first is 1; 0 where the document has no pages.
export const pageOf = (document, at) => (document.pages ?? []).filter((start) => start <= at).length;

// Offsets of a text in code points, as Python and RDF count, from those in UTF-16 units.
export const pointsOf = (words) => {
  if (words === undefined || !/[\ud800-\udbff][\udc00-\udfff]/.test(words)) return (at) => at;
  const seconds = [...words.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)].map(({ index }) => index + 1);
  return (at) => at - seconds.filter((second) => second < at).length;
};
