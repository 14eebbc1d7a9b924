import { make } from "./dom.js";
import { t } from "./strings.js";

// An editor for SPARQL: a text area above a coloured copy of its text, with completion.

const KEYWORDS = "SELECT ASK CONSTRUCT DESCRIBE WHERE FILTER OPTIONAL UNION MINUS GRAPH BIND VALUES AS DISTINCT REDUCED GROUP ORDER BY ASC DESC HAVING LIMIT OFFSET PREFIX BASE NOT EXISTS IN UNDEF COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT SEPARATOR STR LANG LANGMATCHES DATATYPE IRI BOUND IF COALESCE REGEX REPLACE CONTAINS STRSTARTS STRENDS STRLEN SUBSTR UCASE LCASE CONCAT YEAR MONTH DAY ISIRI ISLITERAL SAMETERM TRUE FALSE".split(" ");
const TOKEN = /(#[^\n]*)|("""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)|(<[^<>\s"{}|^\x60\\]*>)|([?$][\p{L}\p{N}_]+)|([\p{L}\p{N}_-]*:[\p{L}\p{N}_.%-]*)|(\b\d+(?:\.\d+)?\b)|([\p{L}_]+)/gu;
const KINDS = ["comment", "string", "iri", "variable", "name", "number", "word"];
const SHOWN = 8;

// [kind, text] for all of a text; kind is null between tokens.
export const tokens = (sparql) => {
  const found = [];
  let end = 0;
  for (const match of sparql.matchAll(TOKEN)) {
    if (match.index > end) found.push([null, sparql.slice(end, match.index)]);
    const kind = KINDS[match.slice(1).findIndex((group) => group !== undefined)];
    const known = kind !== "word" || KEYWORDS.includes(match[0].toUpperCase()) || match[0] === "a";
    found.push([known ? (kind === "word" ? "keyword" : kind) : null, match[0]]);
    end = match.index + match[0].length;
  }
  if (end < sparql.length) found.push([null, sparql.slice(end)]);
  return found;
};

// What an entity is called in SPARQL: a prefixed name where the grammar allows it.
export const nameOf = (graph, entity) => {
  const local = entity.iri ?? entity.id;
  return /^[\p{L}\p{Nd}_][\p{L}\p{Nd}_-]*$/u.test(local) ? `id:${local}` : `<${graph.base}id/${local}>`;
};

// Completions for the word before the caret: [{text, note}].
export const completions = (app, word) => {
  const { graph } = app;
  if (!word) return [];
  const [space, rest] = word.includes(":") ? [word.slice(0, word.indexOf(":")), word.slice(word.indexOf(":") + 1)] : [null, word];
  const low = rest.toLowerCase();
  const fits = (table) => Object.entries(table).filter(([name, { zh, en }]) => name.toLowerCase().startsWith(low) || zh.startsWith(rest) || en.toLowerCase().startsWith(low))
    .map(([name, { zh }]) => ({ text: `kg:${name}`, note: zh }));
  const schema = space === null || space === "kg" ? [...fits(graph.classes), ...fits(graph.properties)] : [];
  const entities = rest && (space === null || space === "id") ? app.find(rest).map((at) => ({ text: nameOf(graph, graph.entities[at]), note: graph.entities[at].name })) : [];
  const keywords = space === null ? KEYWORDS.filter((one) => one.startsWith(word.toUpperCase())).map((one) => ({ text: one, note: "" })) : [];
  const all = space === "id" ? entities : [...keywords.slice(0, 3), ...schema.slice(0, 5), ...entities];
  return all.filter(({ text }) => text !== word).slice(0, SHOWN);
};

export const editor = (app, run) => {
  const input = make("textarea", "");
  const copy = make("pre", "");
  const list = make("ul", "completions");
  Object.assign(input, { spellcheck: false, rows: 11, id: "sparql-input" });
  for (const [name, value] of [["autocapitalize", "off"], ["autocomplete", "off"], ["aria-label", t("query")], ["aria-controls", "completions"], ["aria-describedby", "sparql-keys"]]) input.setAttribute(name, value);
  copy.setAttribute("aria-hidden", "true");
  list.id = "completions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", t("query"));
  let [found, at] = [[], 0];

  const paint = () => {
    copy.replaceChildren(...tokens(`${input.value}\n`).map(([kind, text]) => (kind ? make("span", `k-${kind}`, text) : text)));
    [copy.scrollTop, copy.scrollLeft] = [input.scrollTop, input.scrollLeft];
  };
  const wordBefore = () => /[\p{L}\p{N}_:.-]*$/u.exec(input.value.slice(0, input.selectionStart))[0];
  const close = () => {
    list.hidden = true;
    input.removeAttribute("aria-activedescendant");
  };
  const mark = () => {
    [...list.children].forEach((line, n) => line.setAttribute("aria-selected", String(n === at)));
    input.setAttribute("aria-activedescendant", `completion-${at}`);
  };
  const accept = () => {
    const word = wordBefore();
    input.setRangeText(found[at].text, input.selectionStart - word.length, input.selectionStart, "end");
    close();
    paint();
  };
  const offer = () => {
    found = completions(app, wordBefore());
    at = 0;
    list.replaceChildren(...found.map(({ text, note }, n) => {
      const line = make("li", "", make("span", "", text), note ? make("span", "also", note) : null);
      line.id = `completion-${n}`;
      line.setAttribute("role", "option");
      line.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        at = n;
        accept();
      });
      return line;
    }));
    list.hidden = !found.length;
    if (found.length) mark();
  };
  input.addEventListener("input", () => {
    paint();
    if (wordBefore().length > 1 || wordBefore() === ":") offer();
    else close();
  });
  input.addEventListener("scroll", paint);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      close();
      run();
    } else if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      offer();
    } else if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
      mark();
    } else if (!list.hidden && (event.key === "Tab" || event.key === "Enter")) {
      event.preventDefault();
      accept();
    } else if (!list.hidden && event.key === "Escape") {
      event.stopPropagation();
      close();
    }
  });
  const set = (sparql) => {
    input.value = sparql;
    paint();
  };
  const select = (from, to) => {
    input.focus();
    input.setSelectionRange(from, Math.max(to, from));
  };
  return { element: make("div", "editor", copy, input, list), set, select, get: () => input.value };
};
