import { isEntity, neighbours, path, within } from "./graph.js";

export const MOST = 150; // entities drawn for themselves: what a screen can show with names
const MORE = 30; // neighbours that come with an entity that is expanded

const ranked = (graph, seen) => {
  const found = [];
  for (let at = 0; at < graph.entities.length && found.length < MOST; at += 1) if (seen.entity[at]) found.push(at);
  return found;
};

// What a view is about, before anything in it is expanded.
const base = (graph, state, seen) => {
  if (state.path) return path(graph, ...state.path, seen) ?? state.path;
  if (state.around) return within(graph, state.around.at, state.around.hops, seen, MOST);
  if (state.only) return state.only.filter((at) => seen.entity[at]).slice(0, MOST);
  return ranked(graph, seen);
};

// Neighbours that expanding an entity would bring.
export const hiddenNeighbours = (graph, at, seen, drawn) => neighbours(graph, at, seen).filter((other) => !drawn.has(other));

// The entities and facts to draw. Equal keys mean that a view was only expanded or collapsed: what stands there stays there.
export const sceneOf = (graph, state, seen) => {
  const first = base(graph, state, seen);
  const drawn = new Set(first);
  const anchors = new Map();
  for (const at of state.open) {
    for (const other of [at, ...hiddenNeighbours(graph, at, seen, drawn).slice(0, MORE)]) {
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
      if (seen.fact[place] && isEntity(fact.object) && drawn.has(fact.subject) && drawn.has(fact.object)) edges.add(place);
    }
  }
  return { nodes, edges: [...edges].sort((a, b) => a - b), anchors, key: first.join(" ") };
};
