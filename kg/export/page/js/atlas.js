import { otherEnd } from "./graph.js";

// The map as Python laid it out: where each entity stands, in which community, and what lies under a point. Nothing is drawn here.
// Coordinates are pixels at scale 1; `x[at]` is NaN for an entity that stands nowhere.

export const atlasOf = (graph) => {
  const { spots } = graph.map;
  const x = new Float64Array(graph.entities.length).fill(NaN);
  const y = new Float64Array(graph.entities.length).fill(NaN);
  const community = new Int32Array(graph.entities.length).fill(-1);
  const communities = graph.map.communities.map(([left, top, r, leading, document], at) => ({ at, x: left, y: top, r, leading, document, members: [], facts: [] }));
  const clusters = graph.map.clusters.map(([left, top, r, of]) => ({ x: left, y: top, r, of }));
  for (let n = 0; n < spots.length; n += 4) {
    const at = spots[n];
    [x[at], y[at], community[at]] = [spots[n + 1], spots[n + 2], clusters[spots[n + 3]].of];
    communities[community[at]].members.push(at);
  }
  for (const one of communities) one.members.sort((a, b) => a - b);
  for (const fact of graph.facts) {
    const other = otherEnd(fact, fact.subject);
    if (other !== null && community[other] >= 0 && community[other] === community[fact.subject]) communities[community[other]].facts.push(fact.at);
  }
  const links = graph.map.links.map(([a, b, facts]) => ({ a, b, facts }));
  return { x, y, community, communities, clusters, links, alone: graph.map.alone };
};

export const stands = (atlas, at) => at !== null && atlas.community[at] >= 0;

// The community whose disc holds a point of the map, or null.
export const communityAt = (atlas, { x, y }) => atlas.communities.find((one) => Math.hypot(one.x - x, one.y - y) <= one.r) ?? null;

// The entity that is nearest to a point within a distance, or null.
export const entityAt = (atlas, point, within) => {
  let [best, least] = [null, within];
  for (const one of atlas.communities) {
    if (Math.hypot(one.x - point.x, one.y - point.y) > one.r + within) continue;
    for (const at of one.members) {
      const far = Math.hypot(atlas.x[at] - point.x, atlas.y[at] - point.y);
      if (far < least) [best, least] = [at, far];
    }
  }
  return best;
};

// Of things with x and y, the nearest one in a direction from here, or null.
export const towards = (things, here, direction) => {
  const cost = ({ x, y }) => {
    const along = (x - here.x) * direction.x + (y - here.y) * direction.y;
    const aside = Math.abs((x - here.x) * direction.y) + Math.abs((y - here.y) * direction.x);
    return along > 1 && along > aside / 2 ? along + 2 * aside : Infinity;
  };
  let [best, least] = [null, Infinity];
  for (const one of things) {
    const far = cost(one);
    if (far < least) [best, least] = [one, far];
  }
  return best;
};

// The box that holds all of it.
export const extent = ({ communities }) => {
  const side = (pick, value) => pick(...communities.map(value));
  return {
    left: side(Math.min, (one) => one.x - one.r), right: side(Math.max, (one) => one.x + one.r),
    top: side(Math.min, (one) => one.y - one.r), bottom: side(Math.max, (one) => one.y + one.r),
  };
};
