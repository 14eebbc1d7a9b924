import { isEntity } from "./graph.js";
import { AXES, spansOf } from "./times.js";

// Which facts and entities a reader wants to see. Types and properties are those switched off, documents those chosen (none: all);
// `least` is in percent, `from` and `to` are months (see graph.js) or null, of what happened or was reported (`by`).
export const ALL = { types: [], properties: [], documents: [], least: 0, from: null, to: null };

// What hides a fact, as bits.
export const BY = { types: 1, properties: 2, documents: 4, least: 8, time: 16 };

export const isWhole = (filter) => Object.keys(ALL).every((key) => String(filter[key]) === String(ALL[key]));

// What hides facts; the same filter of types hides entities too, whatever facts they have.
const hiding = (graph, filter) => {
  const [types, properties, documents] = [filter.types, filter.properties, filter.documents].map((names) => new Set(names));
  const typeSeen = (at) => !types.has(graph.entities[at].type);
  const anytime = filter.from === null && filter.to === null;
  const spans = anytime ? null : spansOf(graph, filter.by ?? AXES[0]);
  const [from, to] = [filter.from ?? -Infinity, filter.to ?? Infinity];
  const bits = (one) => (typeSeen(one.subject) && (!isEntity(one.object) || typeSeen(one.object)) ? 0 : BY.types)
    | (properties.has(one.predicate) ? BY.properties : 0)
    | (documents.size && !one.evidence.some(([document]) => documents.has(document)) ? BY.documents : 0)
    | (one.confidence * 100 < filter.least ? BY.least : 0)
    | (anytime || spans[one.at].some(([first, last]) => last >= from && first <= to) ? 0 : BY.time);
  return { typeSeen, bits };
};

const sum = (bytes) => bytes.reduce((total, byte) => total + byte, 0);

// {fact, entity}: a byte for each, 1 where it is to be seen, and how many of them are; `hidden`: by what each fact is hidden; `whole` where nothing is filtered.
export const seenBy = (graph, filter) => {
  const { typeSeen, bits } = hiding(graph, filter);
  const [fact, hidden] = [new Uint8Array(graph.facts.length), new Uint8Array(graph.facts.length)];
  const entity = new Uint8Array(graph.entities.length);
  for (const one of graph.facts) {
    hidden[one.at] = bits(one);
    fact[one.at] = hidden[one.at] ? 0 : 1;
  }
  const whole = isWhole({ ...filter, types: [] });
  for (const one of graph.entities) entity[one.at] = one.into === undefined && typeSeen(one.at) && (whole || one.facts.some((at) => fact[at])) ? 1 : 0;
  return { fact, entity, hidden, facts: sum(fact), entities: sum(entity), whole: isWhole(filter) };
};

// What one document says: as `seenBy`, of the facts that it proves and the entities that it names.
export const seenIn = (graph, document) => {
  const fact = new Uint8Array(graph.facts.length);
  const entity = new Uint8Array(graph.entities.length);
  for (const { at, evidence } of graph.facts) fact[at] = evidence.some(([place]) => place === document) ? 1 : 0;
  for (const { at, mentions, into } of graph.entities) {
    entity[at] = into === undefined && mentions.some((place, n) => n % 3 === 0 && place === document) ? 1 : 0;
  }
  return { fact, entity, facts: sum(fact), entities: sum(entity) };
};
