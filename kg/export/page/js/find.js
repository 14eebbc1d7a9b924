import { label } from "./strings.js";

// Search by name, alias, pinyin, initials, and the labels of types and properties in both languages.

// The normal form of names, as kg/text/names.py has it.
export const plain = (text) => text.normalize("NFKC").replace(/[·•‧・∙⋅●]/g, "·")
  .replace(/[\s“”"'‘’《》〈〉「」『』〝〞()（）\u00ad\u200b-\u200f\u2060\ufeff]+/g, "").toLowerCase();

// One string for each entity, its forms between line feeds, so that looking through 50,000 takes milliseconds.
export const index = (graph) => graph.entities.map((entity) => {
  if (entity.into !== undefined) return ""; // a reader said that it is another one
  const spelt = entity.pinyin.flatMap((form) => {
    const syllables = form.split(" ");
    return [syllables.join(""), syllables.map((syllable) => syllable[0] ?? "").join("")];
  });
  return `\n${[entity.name, ...entity.aliases, ...spelt].map(plain).join("\n")}\n`;
});

// A whole form before one that begins so before one that holds it; within these the more important first.
const rank = (forms, wanted) => {
  if (!forms.includes(wanted)) return 3;
  if (forms.includes(`\n${wanted}\n`)) return 0;
  return forms.includes(`\n${wanted}`) ? 1 : 2;
};

export const find = (forms, typed, most) => {
  const wanted = plain(typed);
  if (!wanted) return [];
  const ranks = [[], [], []];
  for (let at = 0; at < forms.length; at += 1) {
    const found = rank(forms[at], wanted);
    if (found < 3 && ranks[found].length < most) ranks[found].push(at);
  }
  return ranks.flat().slice(0, most);
};

// Names of types or properties whose label, in either language, begins so.
export const findLabel = (table, typed) => {
  const wanted = plain(typed);
  const fits = ({ zh, en }) => [zh, en].some((words) => plain(words).startsWith(wanted));
  return wanted ? Object.keys(table).filter((name) => fits(table[name])).sort((a, b) => label(table[a]).length - label(table[b]).length) : [];
};
