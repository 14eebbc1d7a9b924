import { isEntity, months } from "./graph.js";

// Which facts and entities a reader wants to see. Types and properties are those switched off, documents those chosen (none: all);
// `least` is in percent, `from` and `to` are months (see graph.js) or null.
export const ALL = { types: [], properties: [], documents: [], least: 0, from: null, to: null };

const narrows = ({ properties, documents, least, from, to }) => properties.length || documents.length || least || from !== null || to !== null;

// {fact, entity}: a byte for each, 1 where it is to be seen, and how many of them are.
export const seenBy = (graph, filter) => {
  const fact = new Uint8Array(graph.facts.length);
  const entity = new Uint8Array(graph.entities.length);
  const [types, properties, documents] = [filter.types, filter.properties, filter.documents].map((names) => new Set(names));
  const typeSeen = (at) => !types.has(graph.entities[at].type);
  const inTime = ({ time }) => {
    if (filter.from === null && filter.to === null) return true;
    if (!time) return false;
    const [first, last] = months(time);
    return last >= (filter.from ?? -Infinity) && first <= (filter.to ?? Infinity);
  };
  const wanted = (one) => !properties.has(one.predicate) && one.confidence * 100 >= filter.least && inTime(one)
    && (!documents.size || one.evidence.some(([document]) => documents.has(document)))
    && typeSeen(one.subject) && (!isEntity(one.object) || typeSeen(one.object));
  for (const one of graph.facts) fact[one.at] = wanted(one) ? 1 : 0;
  const whole = !narrows(filter);
  for (const one of graph.entities) entity[one.at] = typeSeen(one.at) && (whole || one.facts.some((at) => fact[at])) ? 1 : 0;
  const sum = (bytes) => bytes.reduce((total, byte) => total + byte, 0);
  return { fact, entity, facts: sum(fact), entities: sum(entity) };
};
