import { t } from "./strings.js";

// Where a question is wrong, from Oxigraph's message, as kg/query/oxigraph.py finds it: the parser names the furthest place that it
// tried, and for a keyword that did not fit a place as far behind as the keyword is long.

const REPORT = /error at (\d+):(\d+): expected (?:one of )?([\s\S]*)/;
const TOLD = /at line (\d+), column (\d+): (.*)/;
const TOKEN = /"(?:[^"\\]|\\.)*"/g;
const KEYWORD = /(?<![\w'{])[A-Z][A-Z0-9_]+(?![\w'}])/g;
const SENTENCE = /Prefix not found|IRI parsing failed|The SELECT [a-z ]+/;
const NAME = /[\w.-]*:[\p{L}\p{N}_:%-]*/gu;
const WORD = /[\p{L}\p{N}_:?$@.-]+|\S/gu;
const UPDATES = new Set(["ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"]);

export const PADDING = `\n${" ".repeat(20)}`; // put behind a question, so that no keyword is tried beyond its end

// The place of a line and column, which count code points, in UTF-16 units.
const offset = (sparql, line, column) => {
  const before = sparql.split("\n").slice(0, line - 1).map((one) => `${one}\n`).join("");
  return before.length + [...sparql.slice(before.length)].slice(0, column - 1).join("").length;
};

const wordAt = (sparql, from) => {
  WORD.lastIndex = from;
  return WORD.exec(sparql);
};

const culprit = (sparql, stop, expected) => {
  const [sentence] = SENTENCE.exec(expected) ?? [];
  const end = sparql.trimEnd().length;
  if (sentence?.startsWith("Prefix")) {
    const name = [...sparql.slice(0, stop).matchAll(NAME)].at(-1);
    return { at: name.index, to: name.index + name[0].length, what: t("no_prefix", name[0].split(":")[0]) };
  }
  if (sentence?.startsWith("IRI")) {
    const at = Math.max(sparql.lastIndexOf("<", stop - 1), 0);
    return { at, to: stop, what: t("bad_iri") };
  }
  if (sentence) return { at: 0, to: end, what: t(sentence.includes("unbound") ? "unbound" : "bad_select") };
  const keywords = expected.replace(TOKEN, "").match(KEYWORD) ?? [];
  const shifted = keywords.length > 0 && !expected.match(TOKEN);
  const from = shifted ? Math.max(0, stop - Math.min(...keywords.map((one) => one.length))) : stop;
  const word = wordAt(sparql, from);
  if (!word) return { at: end, to: end, what: t("too_early") };
  const [text, at] = [word[0], word.index];
  const key = UPDATES.has(text.toUpperCase()) ? "would_change" : shifted && "?$<".includes(text[0]) ? "incomplete" : "unexpected";
  return { at, to: at + text.length, what: t(key, text) };
};

// The same from the message of a service (kg serve), which knows the place already.
const told = (whole, message) => {
  const [, line, column, what] = TOLD.exec(message) ?? [];
  if (line === undefined) return null;
  const at = offset(whole, Number(line), Number(column));
  return { at, to: at + (wordAt(whole, at)?.[0].length ?? 0), what };
};

// {at, to, line, column, what} in a question; `added` characters were put before it when it was asked. Null where the message names no place.
export const faultOf = (asked, added, message) => {
  const [, line, column, expected] = REPORT.exec(message) ?? [];
  const whole = added.replace(/[^\n]/g, " ") + asked;
  const found = line === undefined ? told(whole, message) : culprit(whole, offset(whole, Number(line), Number(column)), expected);
  if (!found) return null;
  const [at, to] = [found.at, found.to].map((one) => Math.min(asked.length, Math.max(0, one - added.length)));
  const before = asked.slice(0, at).split("\n");
  return { at, to, line: before.length, column: [...before.at(-1)].length + 1, what: found.what };
};
