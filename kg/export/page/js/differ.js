import { isEntity, isGone } from "./graph.js";
import { pointsOf } from "./passages.js";

// What another graph says that this one does not, the other way round, and where the two contradict each other. `kg diff` finds entities
// again in the same way: by id, and where ids changed, by mentions in documents of the same text.

// Ids of the other graph as they are called here, where that is not what they are called there.
const renamed = (graph, other) => {
  const here = new Map(graph.documents.map((document) => [document.id, document]));
  const same = new Set(other.documents.filter(({ id, sha256 }) => here.get(id)?.sha256 === sha256).map(({ id }) => id));
  const known = new Set(other.entities.map(({ id }) => id));
  const spots = new Map();
  for (const entity of graph.entities) {
    if (known.has(entity.id)) continue;
    for (let n = 0; n < entity.mentions.length; n += 3) {
      const document = graph.documents[entity.mentions[n]];
      if (!same.has(document.id)) continue;
      document.points ??= pointsOf(document.text);
      spots.set(`${document.id} ${document.points(entity.mentions[n + 1])}-${document.points(entity.mentions[n + 2])}`, entity.id);
    }
  }
  const found = new Map();
  for (const entity of other.entities) {
    if (graph.places.entity.has(entity.id)) continue;
    const counts = new Map();
    for (const spot of entity.mentions) if (spots.has(spot)) counts.set(spots.get(spot), (counts.get(spots.get(spot)) ?? 0) + 1);
    const [best] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    if (best) found.set(entity.id, best[0]);
  }
  return found;
};

const plain = (text) => (/^-?\d{1,15}(?:\.\d{1,15})?$/.test(text) ? String(Number(text)) : text);

// How facts are compared: each end as the id that an entity has here, or its value.
const reader = (graph, names, symmetric) => {
  const end = (thing) => {
    if (!isEntity(thing)) return `"${plain(thing[0])}" ${thing[1]} ${thing[2] ?? ""}`;
    const { id } = graph.entities[thing];
    return names.get(id) ?? id;
  };
  const triple = (fact) => {
    const ends = [end(fact.subject), end(fact.object)];
    if (symmetric(fact.predicate)) ends.sort();
    return JSON.stringify([fact.predicate, ...ends]);
  };
  const qualifier = (fact, name) => {
    const found = fact.qualifiers.find(([key]) => key === name);
    return found ? end(found[1]) : "";
  };
  return { end, triple, said: (fact) => `${triple(fact)} ${fact.modality} ${JSON.stringify(fact.qualifiers.map(([name, thing]) => [name, end(thing)]).sort())}`, qualifier };
};

// What two values must have in common to contradict each other: a property that has one value only, or figures of one thing in one unit.
const rival = (single, reads) => (fact) => {
  if (fact.modality !== "asserted") return null;
  if (single.has(fact.predicate)) return JSON.stringify([reads.end(fact.subject), fact.predicate]);
  const of = reads.qualifier(fact, "of");
  if (!of || isEntity(fact.object) || fact.object[1] !== "quantity" || reads.qualifier(fact, "approximate")) return null;
  return JSON.stringify([reads.end(fact.subject), fact.predicate, of, fact.object[2] ?? "", reads.qualifier(fact, "time")]);
};

// A date of less precision says nothing else.
const agree = (a, b, [one, other]) => {
  if (one === other) return true;
  if (isEntity(a.object) || isEntity(b.object) || a.object[1] !== "date" || b.object[1] !== "date") return false;
  return a.object[0].startsWith(b.object[0]) || b.object[0].startsWith(a.object[0]);
};

const grouped = (facts, keyOf) => {
  const found = new Map();
  for (const fact of facts) {
    const key = keyOf(fact);
    if (key === null) continue;
    if (found.has(key)) found.get(key).push(fact);
    else found.set(key, [fact]);
  }
  return found;
};

// {entities: {added, gone}, added, gone, contradicted}: entities and facts by their places, contradictions as pairs [of this, of the other].
export const difference = (graph, other) => {
  const names = renamed(graph, other);
  const stated = graph.facts.filter((fact) => !isGone(fact)); // what the reader took out is not said
  const symmetric = (name) => Boolean(graph.properties[name]?.symmetric);
  const [here, there] = [reader(graph, new Map(), symmetric), reader(other, names, symmetric)];
  const single = new Set(graph.single ?? []);
  const [mine, theirs] = [grouped(stated, here.said), grouped(other.facts, there.said)];
  const [ours, rivals] = [grouped(stated, rival(single, here)), grouped(other.facts, rival(single, there))];
  const denied = grouped(other.facts, (fact) => `${there.triple(fact)} ${fact.modality}`);
  const contradicted = [];
  const OPPOSITE = { asserted: "negated", negated: "asserted" };
  for (const [key, facts] of ours) {
    const others = rivals.get(key) ?? [];
    const agreed = facts.some((fact) => others.some((one) => agree(fact, one, [here.end(fact.object), there.end(one.object)])));
    if (others.length && !agreed) contradicted.push([facts[0], others[0]]);
  }
  for (const fact of stated) {
    const against = OPPOSITE[fact.modality] && denied.get(`${here.triple(fact)} ${OPPOSITE[fact.modality]}`);
    if (against && !mine.has(there.said(against[0]))) contradicted.push([fact, against[0]]);
  }
  const used = new Set(contradicted.flat());
  const only = (facts, of, known) => facts.filter((fact) => !used.has(fact) && !known.has(of(fact)));
  const called = new Set(other.entities.map(({ id }) => names.get(id) ?? id));
  return {
    entities: {
      added: other.entities.filter(({ id }) => !graph.places.entity.has(id) && !names.has(id)), gone: graph.entities.filter(({ id }) => !called.has(id)),
    },
    added: only(other.facts, there.said, mine), gone: only(stated, here.said, theirs), contradicted,
  };
};
