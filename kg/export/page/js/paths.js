import { isGone, otherEnd } from "./graph.js";

// The three cheapest ways between two entities (Yen's algorithm). A step costs 1; more, where it only says that one thing lies in another, or
// where no text asserts it; and to pass through an entity to which everything leads costs the more, the more leads to it. No way goes
// over what a reader has taken out. Nothing is drawn here.

const WAYS = 3;
const INSIDE = 2; // for a step that containers alone make
const UNSAID = 1; // for one that is planned, denied, wished …
const HUB = 8; // neighbours from which on an entity costs something to pass
const WORK = 200000; // entities that may be looked at for the second and third way

// A heap of [key, value], the least key first.
class Heap {
  constructor() { this.items = []; }

  push(key, value) {
    const { items } = this;
    let at = items.push([key, value]) - 1;
    while (at > 0 && items[(at - 1) >> 1][0] > key) {
      items[at] = items[(at - 1) >> 1];
      at = (at - 1) >> 1;
    }
    items[at] = [key, value];
  }

  pop() {
    const { items } = this;
    const [first, last] = [items[0], items.pop()];
    if (!items.length) return first;
    let at = 0;
    for (let child = 1; child < items.length; child = 2 * at + 1) {
      if (child + 1 < items.length && items[child + 1][0] < items[child][0]) child += 1;
      if (items[child][0] >= last[0]) break;
      items[at] = items[child];
      at = child;
    }
    items[at] = last;
    return first;
  }
}

// Steps from an entity: [[neighbour, cost of the step]], with half of the toll of each end, so that the way back costs the same.
const streets = (graph, seen, from, to) => {
  const known = new Map();
  const tolls = new Map();
  const bare = (at) => {
    if (known.has(at)) return known.get(at);
    const costs = new Map();
    for (const place of graph.entities[at].facts) {
      const fact = graph.facts[place];
      const other = seen.fact[place] && !isGone(fact) ? otherEnd(fact, at) : null;
      if (other === null) continue;
      const cost = 1 + (graph.properties[fact.predicate].container ? INSIDE : 0) + (fact.modality === "asserted" ? 0 : UNSAID);
      costs.set(other, Math.min(cost, costs.get(other) ?? Infinity));
    }
    const found = [...costs].sort((a, b) => a[0] - b[0]);
    known.set(at, found);
    return found;
  };
  const toll = (at) => {
    if (at === from || at === to) return 0;
    if (!tolls.has(at)) tolls.set(at, Math.max(0, Math.log2(bare(at).length / HUB)));
    return tolls.get(at);
  };
  return (at) => bare(at).map(([other, cost]) => [other, cost + (toll(at) + toll(other)) / 2]);
};

// How far each entity is from `to`, until `from` is reached; null where it is not.
const distances = (steps, from, to) => {
  const far = new Map([[to, 0]]);
  const done = new Map();
  const heap = new Heap();
  heap.push(0, to);
  while (heap.items.length) {
    const [cost, at] = heap.pop();
    if (done.has(at)) continue;
    done.set(at, cost);
    if (at === from) return done;
    for (const [other, step] of steps(at)) {
      if (done.has(other) || cost + step >= (far.get(other) ?? Infinity)) continue;
      far.set(other, cost + step);
      heap.push(cost + step, other);
    }
  }
  return null;
};

// The cheapest way from the end of `root` on, which does not touch `root` again nor begins with a step in `closed`; {nodes, cost} or null.
// `left` is never more than what is left (A*), and `work.left` counts what is looked at.
const detour = (steps, root, to, closed, left, work) => {
  const from = root.at(-1);
  const barred = new Set(root);
  const [far, before, heap] = [new Map([[from, 0]]), new Map(), new Heap()];
  const done = new Set();
  heap.push(left(from), from);
  while (heap.items.length && work.left > 0) {
    const [, at] = heap.pop();
    if (done.has(at)) continue;
    done.add(at);
    work.left -= 1;
    if (at === to) {
      const nodes = [];
      for (let one = to; one !== from; one = before.get(one)) nodes.unshift(one);
      return { nodes: [...root, ...nodes], cost: far.get(to) };
    }
    for (const [other, step] of steps(at)) {
      const cost = far.get(at) + step;
      if (barred.has(other) || (at === from && closed.has(other)) || cost >= (far.get(other) ?? Infinity)) continue;
      far.set(other, cost);
      before.set(other, at);
      heap.push(cost + left(other), other);
    }
  }
  return null;
};

const costOf = (steps, nodes) => nodes.slice(1).reduce((sum, at, n) => sum + steps(nodes[n]).find(([other]) => other === at)[1], 0);

// {ways, whole}: at most three ways, each a list of entities from one to the other, the cheapest first; and whether the search for them came
// to its end.
export const paths = (graph, from, to, seen, work = { left: WORK }) => {
  const steps = streets(graph, seen, from, to);
  const far = distances(steps, from, to);
  if (!far) return { ways: [], whole: true };
  const left = (at) => far.get(at) ?? far.get(from);
  const first = [from];
  while (first.at(-1) !== to) {
    const here = first.at(-1);
    const next = steps(here).filter(([other]) => far.has(other)).map(([other, step]) => [step + far.get(other), other]);
    first.push(next.reduce((best, one) => (one[0] < best[0] - 1e-9 ? one : best))[1]);
  }
  const found = [first];
  const others = new Map();
  while (found.length < WAYS && work.left > 0) {
    const last = found.at(-1);
    for (let n = 0; n + 1 < last.length; n += 1) {
      const root = last.slice(0, n + 1);
      const closed = new Set(found.filter((way) => way.length > n + 1 && root.every((at, place) => way[place] === at)).map((way) => way[n + 1]));
      const way = detour(steps, root, to, closed, left, work);
      if (way) others.set(way.nodes.join(" "), { nodes: way.nodes, cost: way.cost + costOf(steps, root) });
    }
    const best = [...others].sort(([, a], [, b]) => a.cost - b.cost || a.nodes.length - b.nodes.length)[0];
    if (!best) break;
    others.delete(best[0]);
    found.push(best[1].nodes);
  }
  return { ways: found, whole: work.left > 0 };
};

// The documents that name both, of those that a reader wants (none chosen: all), in their order.
export const shared = (graph, a, b, wanted) => {
  const of = (at) => new Set(graph.entities[at].mentions.filter((_, n) => n % 3 === 0));
  const [one, other] = [of(a), of(b)];
  return [...one].filter((at) => other.has(at) && (!wanted.length || wanted.includes(at))).sort((x, y) => x - y);
};

// Where the ways stand, from left to right: the first straight on, the second above it, the third below. Map from an entity to {x, y}.
export const laidOut = (ways, width, height) => {
  const places = new Map();
  ways.forEach((way, n) => way.forEach((at, step) => {
    if (!places.has(at)) places.set(at, { x: (width * step) / Math.max(1, way.length - 1), y: [0, -1, 1][n] * height });
  }));
  return places;
};
