import { isEntity } from "./graph.js";
import { title } from "./write.js";

// Rows as CSV (RFC 4180). What a spreadsheet would run as a formula gets an apostrophe (OWASP, CSV injection).

const FORMULA = /^(?:[\s\u200b-\u200f\ufeff]*[=+\-@＝＋－＠]|[\t\r\n])/;
const NUMBER = /^[+-]?[0-9]*\.?[0-9]+([eE][+-]?[0-9]+)?$/;

const cell = (value) => {
  const text = String(value ?? "");
  const guarded = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
};

// With a byte order mark, without which Excel garbles Chinese.
export const csv = (rows) => `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;

const HEAD = ["fact", "subject", "subject_type", "predicate", "object", "object_type", "unit", "qualifiers", "modality", "confidence", "document", "quote", "rule"];

export const factRows = (graph, facts) => [HEAD, ...facts.flatMap((fact) => {
  const end = isEntity(fact.object) ? [graph.entities[fact.object].name, graph.entities[fact.object].class, ""] : [fact.object[0], fact.object[1], fact.object[2] ?? ""];
  const more = fact.qualifiers.map(([name, thing]) => `${name}=${isEntity(thing) ? graph.entities[thing].name : thing[0]}`).join("; ");
  const subject = graph.entities[fact.subject];
  const said = [fact.id, subject.name, subject.class, fact.predicate, ...end, more, fact.modality, fact.confidence];
  const places = fact.evidence.map(([document, start, to, rule]) => [title(graph.documents[document]), graph.documents[document].text?.slice(start, to) ?? "", graph.rules[rule]]);
  return (places.length ? places : [["", "", ""]]).map((place) => [...said, ...place]);
})];
