import { isEntity, isGone } from "./graph.js";
import { language, t } from "./strings.js";
import { date, object, property, value } from "./write.js";

// Facts as sentences, by ontology/sentences.toml: nothing stands in one but names, labels and what the fact has.

const PLACE = /\{(\w+)\}/;
const CLOSED = /[。！？.!?…][”’」』）)]*$/;

const part = (thing) => (isEntity(thing) ? { entity: thing } : value(thing));

// The parts of a sentence: texts, and {entity: its place}.
export const told = (graph, fact) => {
  const zh = language() === "zh";
  const qualifiers = new Map(fact.qualifiers);
  const [needs, ...said] = (graph.sentences[fact.predicate] ?? []).find(([wanted]) => wanted.every((name) => qualifiers.has(name)))
    ?? [[], ...["", ""].fill(`{subject} ${property(graph, fact.predicate)} {object}`)];
  const things = new Map([["subject", fact.subject], ["object", fact.object], ...needs.map((name) => [name, qualifiers.get(name)])]);
  const parts = said[zh ? 0 : 1].split(PLACE).map((text, n) => (n % 2 ? part(things.get(text)) : text)).filter((one) => one !== "");
  const time = needs.includes("time") || isEntity(qualifiers.get("time") ?? 0) ? null : qualifiers.get("time");
  const rest = fact.qualifiers.filter(([name, thing]) => !needs.includes(name) && thing !== time);
  const more = rest.map(([name, thing]) => t("aside", property(graph, name), object(graph, thing)));
  if (time && zh) parts.unshift(`${date(time[0])}，`);
  parts.push(...more);
  if (time && !zh) parts.push(`, ${date(time[0])}`);
  const last = parts.at(-1);
  if (typeof last !== "string" || !CLOSED.test(last)) parts.push(zh ? "。" : ".");
  return parts;
};

export const plain = (graph, parts) => parts.map((one) => (typeof one === "string" ? one : graph.entities[one.entity].name)).join("");

const ends = (fact) => [fact.subject, fact.object, ...fact.qualifiers.map(([, thing]) => thing)].filter(isEntity);

const VALUES = { date: 2, text: 4, quantity: 8 }; // what a fact of a value counts less

// How much a fact tells: what joins important things more than what is of one; where something lies less, what a title names more.
const strength = (graph, fact) => {
  const weight = (at) => graph.entities[at].weight;
  const joins = isEntity(fact.object) ? Math.sqrt(weight(fact.subject) * weight(fact.object)) : weight(fact.subject) / (VALUES[fact.object[1]] ?? 2);
  const headline = fact.evidence.some(([at]) => ends(fact).every((end) => graph.documents[at].title?.includes(graph.entities[end].name)));
  return joins * (graph.properties[fact.predicate].container ? 0.3 : 1) * (headline ? 2 : 1);
};

const byStrength = (a, b) => b[0] - a[0] || a[1].at - b[1].at;

// Of some facts those that are to be told, the leading ones first: what is asserted and has its sentence, and nothing that
// another fact of the same words has said already. What is told of a thing again and again counts less each time.
export const leading = (graph, facts) => {
  const asserted = facts.filter((fact) => fact.modality === "asserted" && fact.evidence.length && !isGone(fact));
  const again = new Map();
  const ordered = asserted.map((fact) => [strength(graph, fact), fact]).sort(byStrength).map(([strong, fact]) => {
    const key = `${fact.subject} ${fact.predicate}`;
    again.set(key, (again.get(key) ?? 0) + 1);
    return [strong / again.get(key), fact];
  }).sort(byStrength);
  const said = new Map(); // by place of the evidence, what the facts told from there name
  return ordered.map(([, fact]) => fact).filter((fact) => {
    const key = fact.evidence[0].slice(0, 3).join(" ");
    const known = said.get(key) ?? said.set(key, []).get(key);
    const named = ends(fact);
    if (isEntity(fact.object) && known.some((names) => named.every((at) => names.includes(at)))) return false;
    known.push(named);
    return true;
  });
};
