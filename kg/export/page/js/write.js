import { label, language, t } from "./strings.js";
import { isEntity, isGone } from "./graph.js";

// Values and facts in a reader's language.

const DATE = /^(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d:\d\d).*)?$/;

export const date = (iso) => {
  const found = DATE.exec(iso);
  if (!found || language() !== "zh") return iso.replace("T", " ");
  const [, year, month, day, time] = found;
  return `${year}年${month ? `${Number(month)}月` : ""}${day ? `${Number(day)}日` : ""}${time ? ` ${time}` : ""}`;
};

const DECIMAL = /^-?\d+(?:\.\d+)?$/;

// A number as people write it: 34900000000 is 349 亿 in Chinese, 34,900,000,000 in English; always exactly.
export const number = (text) => {
  if (!DECIMAL.test(text) || text.length > 15) return text;
  const exact = Number(text);
  if (language() === "zh") {
    for (const [size, name] of [[1e8, " 亿"], [1e4, " 万"]]) {
      const short = String(exact / size);
      if (Math.abs(exact) >= size && short.length < text.length && short.length < 9) return short + name;
    }
    return text;
  }
  const [whole, part] = text.split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
};

export const value = ([text, datatype, unit]) => {
  if (datatype === "date") return date(text);
  const shown = datatype === "quantity" ? number(text) : text;
  return unit && /[\da-z]$/i.test(shown) && /^[a-z]/i.test(unit) ? `${shown} ${unit}` : `${shown}${unit ?? ""}`;
};

export const object = (graph, thing) => (isEntity(thing) ? graph.entities[thing].name : value(thing));

export const property = (graph, name) => label(graph.properties[name]);

// What an edge says: as what somebody is there, or what a number counts, where the facts say so, else the property.
export const relation = (graph, facts) => {
  const roles = facts.flatMap(({ qualifiers: some }) => some.filter(([name]) => name === "role" || name === "of").map(([, thing]) => object(graph, thing)));
  return (facts.every(isGone) ? "✗ " : "") + (roles.length ? [...new Set(roles)].join(t("listed")) : property(graph, facts[0].predicate));
};

// A fact in one line, for lists and screen readers.
export const fact = (graph, one) => {
  const mark = one.modality === "asserted" ? "" : t("bracketed", t(one.modality));
  return `${graph.entities[one.subject].name} · ${relation(graph, [one])} · ${object(graph, one.object)}${mark}`;
};

export const qualifiers = (graph, one) => one.qualifiers
  .map(([name, thing]) => `${property(graph, name)}${t("colon")}${object(graph, thing)}`).join(t("semicolon"));

// What a document says of itself: [term, content], the content empty where it says nothing.
export const metadata = ({ source, publisher, datePublished, authors, editors, reprintOf }) => [
  [t("source"), source], [t("publisher"), publisher], [t("date"), datePublished ? date(datePublished) : null],
  [t("authors"), authors.join(t("listed"))], [t("editors"), editors.join(t("listed"))], [t("reprint"), reprintOf?.id],
];

export const title = (document) => document.title ?? document.id;
