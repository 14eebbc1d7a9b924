import { isEntity, isGone, neighbours, otherEnd, within } from "./graph.js";

export const MOST = 150; // entities drawn for themselves: what a screen can show with names
const MORE = 30; // neighbours that come with an entity that is expanded

// Edges first: of what is seen, the entities that the strongest pairs join, as in Python's first view; so each has an edge.
const leading = (graph, seen) => {
  if (seen.whole || (seen.facts === graph.facts.length && seen.entities === graph.entities.length)) return graph.view.nodes.map(({ id }) => id).filter((at) => seen.entity[at]).sort((a, b) => a - b);
  const pairs = graph.facts.filter((fact) => seen.fact[fact.at] && otherEnd(fact, fact.subject) !== null).map((fact) => {
    const strength = Math.sqrt(graph.entities[fact.subject].weight * graph.entities[fact.object].weight);
    return { fact, strength: graph.properties[fact.predicate].container ? strength / 2 : strength };
  }).sort((a, b) => b.strength - a.strength || a.fact.at - b.fact.at);
  const found = new Set();
  for (const { fact } of pairs) {
    const fresh = Number(!found.has(fact.subject)) + Number(!found.has(fact.object));
    if (found.size + fresh <= MOST) found.add(fact.subject).add(fact.object);
  }
  const first = [...found].sort((a, b) => a - b);
  return first.length ? first : graph.entities.filter(({ at }) => seen.entity[at]).slice(0, MOST).map(({ at }) => at);
};

// What a view is about, before anything in it is expanded.
const base = (graph, state, scope, ways) => {
  if (state.view === "reader") return leading(graph, scope);
  if (state.path) return ways.length ? [...new Set(ways.flat())] : state.path;
  if (state.around) return within(graph, state.around.at, state.around.hops, scope, MOST);
  if (state.only) return state.only.filter((at) => scope.entity[at]).slice(0, MOST);
  return leading(graph, scope);
};

// Neighbours that expanding an entity would bring.
export const hiddenNeighbours = (graph, at, seen, drawn) => neighbours(graph, at, seen).filter((other) => !drawn.has(other));

// Facts that differ in their qualifiers alone are one edge: all of them, by the first.
const bundled = (graph, places) => {
  const groups = new Map();
  for (const place of places) {
    const { subject, predicate, object, modality } = graph.facts[place];
    const key = [subject, predicate, object, modality, isGone(graph.facts[place])].join(" ");
    if (groups.has(key)) groups.get(key).push(place);
    else groups.set(key, [place]);
  }
  return new Map([...groups.values()].map((places_) => [places_[0], places_]));
};

// The entities and facts to draw, the facts also by their edge (`bundles`). `scope` says what may be drawn (see app.js), `ways` are those of a path.
// Equal keys mean that a view was only expanded or collapsed: what stands there stays there.
export const sceneOf = (graph, state, scope, ways = []) => {
  const first = base(graph, state, scope, ways);
  const drawn = new Set(first);
  const anchors = new Map();
  const opened = state.view === "reader" ? state.open.filter((at) => scope.entity[at]) : state.open;
  for (const at of opened) {
    for (const other of [at, ...hiddenNeighbours(graph, at, scope, drawn).slice(0, MORE)]) {
      if (drawn.has(other)) continue;
      drawn.add(other);
      anchors.set(other, at);
    }
  }
  const nodes = [...drawn];
  const edges = new Set();
  for (const at of nodes) {
    for (const place of graph.entities[at].facts) {
      const fact = graph.facts[place];
      if (scope.fact[place] && isEntity(fact.object) && drawn.has(fact.subject) && drawn.has(fact.object)) edges.add(place);
    }
  }
  const all = [...edges].sort((a, b) => a - b);
  return { nodes, edges: all, bundles: bundled(graph, all), anchors, key: first.join(" ") };
};
