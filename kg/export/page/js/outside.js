// A question stays inside the page's graph: SERVICE and FROM are refused. Whether they are keywords is asked of the
// engine's own parser, as in kg/query/outside.py: each is changed into letters that the question has nowhere else; in a
// name, a string, an IRI or a comment they are as good as those before, and where a keyword stood they do not parse.

const WORDS = /SERVICE|FROM/giu;
const LETTERS = [..."zyxwvuqkjhg"]; // no digits of hexadecimal, for %AFROM is an escape and three letters
const NAME = /(?:[?$][\p{L}\p{N}_]*|[\p{L}\p{N}_.-]*:[\p{L}\p{N}_.:%-]*)$/u;
const LATE = 3; // characters after a keyword at which the parser may say that it does not fit

// The question to parse, or null where none of the words is in it.
export const masked = (sparql) => {
  if (sparql.search(WORDS) < 0) return null;
  const low = sparql.toLowerCase();
  const masks = LETTERS.flatMap((a) => LETTERS.flatMap((b) => LETTERS.map((c) => a + b + c)));
  const mask = masks.find((letters) => !low.includes(letters));
  if (mask === undefined) throw new Error("SERVICE, FROM");
  const cased = (word) => [...mask].map((letter, n) => (/\p{Lu}/u.test(word[n]) ? letter.toUpperCase() : letter)).join(""); // ?FROM and ?FRoM stay two names
  return `${sparql.replace(WORDS, (word) => word.slice(0, -mask.length) + cased(word.slice(-mask.length)))}\n${" ".repeat(20)}`;
};

// [word, line] of the request to elsewhere at which the parser stopped with this message; null where it is another fault.
export const outside = (sparql, message) => {
  const [, line, column] = /error at (\d+):(\d+)/.exec(message) ?? [];
  if (line === undefined || message.includes("Prefix not found")) return null;
  const before = sparql.split("\n").slice(0, line - 1).map((one) => `${one}\n`).join("");
  const at = before.length + [...sparql.slice(before.length)].slice(0, column - 1).join("").length;
  for (const { 0: word, index } of sparql.matchAll(WORDS)) {
    const near = index < at && at <= index + word.length + LATE;
    if (near && !NAME.test(sparql.slice(Math.max(0, index - 200), index))) {
      return [word.toUpperCase(), sparql.slice(0, index).split("\n").length];
    }
  }
  return null;
};
