import { label, language, t } from "./strings.js";
import { isEntity } from "./graph.js";

// Values and facts in a reader's language.

const DATE = /^(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d:\d\d).*)?$/;

export const date = (iso) => {
  const found = DATE.exec(iso);
  if (!found || language() !== "zh") return iso.replace("T", " ");
  const [, year, month, day, time] = found;
  return `${year}年${month ? `${Number(month)}月` : ""}${day ? `${Number(day)}日` : ""}${time ? ` ${time}` : ""}`;
};

export const value = ([text, datatype, unit]) => (datatype === "date" ? date(text) : `${text}${unit ?? ""}`);

export const object = (graph, thing) => (isEntity(thing) ? graph.entities[thing].name : value(thing));

export const property = (graph, name) => label(graph.properties[name]);

// What an edge says: as what somebody is there, where the facts say so, else the property.
export const relation = (graph, facts) => {
  const roles = facts.flatMap(({ qualifiers: some }) => some.filter(([name]) => name === "role").map(([, thing]) => object(graph, thing)));
  return roles.length ? [...new Set(roles)].join("、") : property(graph, facts[0].predicate);
};

// A fact in one line, for lists and screen readers.
export const fact = (graph, one) => {
  const mark = one.modality === "asserted" ? "" : `（${t(one.modality)}）`;
  return `${graph.entities[one.subject].name} · ${property(graph, one.predicate)} · ${object(graph, one.object)}${mark}`;
};

export const qualifiers = (graph, one) => one.qualifiers
  .map(([name, thing]) => `${property(graph, name)}：${object(graph, thing)}`).join("；");

// What a document says of itself: [term, content], the content empty where it says nothing.
export const metadata = ({ source, publisher, datePublished, authors, editors }) => [
  [t("source"), source], [t("publisher"), publisher], [t("date"), datePublished ? date(datePublished) : null],
  [t("authors"), authors.join("、")], [t("editors"), editors.join("、")],
];

export const title = (document) => document.title ?? document.id;
