import { BY, isWhole } from "./filter.js";

// How many things each choice of a filter would show, under all the other filters. Nothing is drawn here.

const count = (counts, name) => counts.set(name, (counts.get(name) ?? 0) + 1);

// {types, properties, documents}: Map from a choice to a number of entities (of types) or of facts; time: a byte for each fact, 1 where only the time
// may hide it.
export const facets = (graph, state, seen) => {
  const found = { types: new Map(), properties: new Map(), documents: new Map(), time: new Uint8Array(graph.facts.length) };
  const but = (bit) => (at) => (seen.hidden[at] & ~bit) === 0;
  const [typed, related, sourced, timed] = [BY.types, BY.properties, BY.documents, BY.time].map(but);
  const whole = isWhole({ ...state, types: [] });
  for (const one of graph.entities) if (one.into === undefined && (whole || one.facts.some(typed))) count(found.types, one.type);
  for (const { at, predicate, evidence } of graph.facts) {
    if (related(at)) count(found.properties, predicate);
    if (sourced(at)) {
      if (evidence.length === 1) count(found.documents, evidence[0][0]);
      else for (const document of new Set(evidence.map(([place]) => place))) count(found.documents, document);
    }
    found.time[at] = Number(timed(at));
  }
  return found;
};
