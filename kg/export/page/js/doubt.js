import { isEntity, isGone } from "./graph.js";

// Which facts may be wrong: those that are not sure, and those that contradict one another.

const agrees = (a, b) => a === b || a.startsWith(`${b}-`) || b.startsWith(`${a}-`); // 2020 and 2020-07

// Place of a fact -> places of those that contradict it: what is asserted and negated, two values of what a thing has one of, two things
// each of which contains the other.
export const contradictions = (graph) => {
  const found = new Map();
  const note = (a, b) => {
    for (const [one, other] of [[a, b], [b, a]]) found.set(one.at, [...new Set([...(found.get(one.at) ?? []), other.at])]);
  };
  const groups = (key) => {
    const made = new Map();
    for (const fact of graph.facts) {
      const name = isGone(fact) ? null : key(fact);
      if (name !== null) made.set(name, [...(made.get(name) ?? []), fact]);
    }
    return [...made.values()].filter((members) => members.length > 1);
  };
  const pairs = (members, differ) => members.forEach((a, n) => members.slice(0, n).forEach((b) => { if (differ(a, b)) note(a, b); }));
  const ends = ({ subject, predicate, object }) => {
    const turned = graph.properties[predicate].symmetric && isEntity(object) && object < subject;
    return JSON.stringify(turned ? [predicate, object, subject] : [predicate, subject, object]);
  };
  const opposed = new Set(["asserted", "negated"]);
  for (const members of groups((fact) => (opposed.has(fact.modality) ? ends(fact) : null))) pairs(members, (a, b) => a.modality !== b.modality);
  const single = (fact) => graph.properties[fact.predicate].single && fact.modality === "asserted";
  const value = ({ object }) => (isEntity(object) ? String(object) : object[0]);
  for (const members of groups((fact) => (single(fact) ? `${fact.predicate} ${fact.subject}` : null))) pairs(members, (a, b) => !agrees(value(a), value(b)));
  const contains = (fact) => graph.properties[fact.predicate].container && isEntity(fact.object) && fact.modality === "asserted";
  const both = ({ subject, object }) => [subject, object].sort((a, b) => a - b).join(" ");
  for (const members of groups((fact) => (contains(fact) ? `${fact.predicate} ${both(fact)}` : null))) pairs(members, (a, b) => a.subject === b.object && a.object === b.subject);
  return found;
};

// The facts to ask about, the least sure first, those that contradict each other together: [{at, against: [place]}]. `below` is in percent; 0:
// only contradictions. What a person asserted before is sure.
export const doubts = (graph, seen, below) => {
  const against = contradictions(graph);
  const asked = graph.facts.filter((fact) => seen.fact[fact.at] && fact.verdict !== "added" && fact.verdict !== "follows" && fact.verdict !== "unfit"
    && !fact.extractor.split("+").includes("correction") && (against.has(fact.at) || fact.confidence * 100 < below));
  const least = (fact) => Math.min(fact.confidence, ...(against.get(fact.at) ?? []).map((at) => graph.facts[at].confidence));
  const first = (fact) => Math.min(fact.at, ...(against.get(fact.at) ?? []));
  const keyed = asked.map((fact) => [least(fact), first(fact), fact]);
  return keyed.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2].confidence - b[2].confidence || a[2].at - b[2].at)
    .map(([, , { at }]) => ({ at, against: against.get(at) ?? [] }));
};
