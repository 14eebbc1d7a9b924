import { colourOf } from "./dom.js";
import { isEntity, otherEnd } from "./graph.js";
import { lines, paint, placed, sizeOf, write } from "./labels.js";

// One picture of the map. `view` is {x, y, k}: the point in the middle of the screen, and the scale.
// The nearer a reader comes, the more is told: communities with their leading names, then dots, edges, and the name of each dot.

const HUES = [215, 150, 25, 285, 48, 195];
const DOTS = 16; // pixels of a community's radius from which on its members are dots
const ROOM = 32; // square pixels for a dot: where all would not have it, the most important are drawn
const LINES = 45; // the same for facts
const LABELLED = 0.42; // of the window: a community that is larger shows its members' names in place of its own
const MOST_NAMES = 260; // that are tried
const FADED = 0.18;
const BATCH = 400; // lines of one path

const ease = (value, least, most) => Math.min(most, Math.max(least, value));

export const radiusOf = (graph, at, k) => ease((4 + 9 * Math.sqrt(graph.entities[at].weight / (graph.entities[0].weight || 1))) * k, 1.3, 13);

const disc = (context, x, y, r) => {
  context.moveTo(x + r, y);
  context.arc(x, y, r, 0, 2 * Math.PI);
};

const strokes = (context, pairs, screen) => {
  for (let from = 0; from < pairs.length; from += BATCH) {
    context.beginPath();
    for (const [a, b] of pairs.slice(from, from + BATCH)) {
      context.moveTo(...screen(a));
      context.lineTo(...screen(b));
    }
    context.stroke();
  }
};

// A community's leading names, as many as have room, one below the other.
const labelOf = (graph, one, r) => {
  const size = Math.round(ease(5 + r / 7, 11, 19));
  const most = r > 42 ? 3 : r > 24 ? 2 : 1;
  return one.leading.slice(0, most).map((at, n) => {
    const text = [...graph.entities[at].name];
    return { text: text.length > 10 ? `${text.slice(0, 9).join("")}…` : text.join(""), size: n ? Math.round(size * 0.82) : size };
  });
};

const communityNames = (context, scene, visible, look) => {
  const taken = [];
  const shown = [];
  for (const { one, x, y, r } of visible) {
    const rows = labelOf(scene.graph, one, r);
    for (let count = rows.length; count > 0; count -= 1) {
      const kept = rows.slice(0, count);
      const [w, h] = [Math.max(...kept.map((row) => sizeOf([row.text], row.size).w)), kept.reduce((sum, row) => sum + row.size * 1.3, 0)];
      if (taken.some((box) => Math.abs(box.x - x) * 2 < box.w + w && Math.abs(box.y - y) * 2 < box.h + h)) continue;
      taken.push({ x, y, w, h });
      shown.push({ at: one.at, names: kept.map((row) => row.text), x, y, w, h });
      let down = y - h / 2;
      for (const row of kept) {
        write(context, row.text, x, down + row.size * 0.65, row.size, 1, { colour: look.ink, halo: look.ground });
        down += row.size * 1.3;
      }
      break;
    }
  }
  return shown;
};

export const drawMap = (context, { width, height }, view, scene) => {
  const { graph, atlas, seen, chosen, hovered, cursor, look, dark } = scene;
  const { k } = view;
  const sx = (x) => width / 2 + (x - view.x) * k;
  const sy = (y) => height / 2 + (y - view.y) * k;
  const screen = (at) => [sx(atlas.x[at]), sy(atlas.y[at])];
  const inside = (x, y, r) => x + r > 0 && x - r < width && y + r > 0 && y - r < height;
  const near = new Set(chosen === null ? [] : [chosen, ...graph.entities[chosen].facts.map((at) => otherEnd(graph.facts[at], chosen)).filter((at) => at !== null)]);
  context.clearRect(0, 0, width, height);
  const visible = atlas.communities.map((one) => ({ one, x: sx(one.x), y: sy(one.y), r: one.r * k })).filter(({ x, y, r }) => inside(x, y, r));

  context.strokeStyle = look.edge;
  for (const { a, b, facts } of atlas.links) {
    const [one, other] = [atlas.communities[a], atlas.communities[b]];
    context.globalAlpha = 0.45;
    context.lineWidth = ease(Math.sqrt(facts), 1.2, 9);
    context.beginPath();
    context.moveTo(sx(one.x), sy(one.y));
    context.lineTo(sx(other.x), sy(other.y));
    context.stroke();
  }
  context.globalAlpha = 1;
  for (const { one, x, y, r } of visible) {
    context.fillStyle = look.ground;
    context.beginPath();
    disc(context, x, y, r);
    context.fill();
    context.fillStyle = `hsl(${HUES[one.at % HUES.length]} ${dark ? "35% 45% / .3" : "55% 55% / .16"})`;
    context.fill();
    if (one.at === cursor) {
      context.strokeStyle = look.accent;
      context.lineWidth = 2.5;
      context.stroke();
    }
  }
  context.lineWidth = 1.2;
  context.strokeStyle = look.edge;
  for (const { one, r } of visible) {
    if (r < LINES) continue;
    const pairs = one.facts.filter((at) => seen.fact[at]).map((at) => [graph.facts[at].subject, graph.facts[at].object]);
    context.globalAlpha = near.size ? FADED : ease(r / 300, 0.35, 1);
    strokes(context, pairs, screen);
  }
  context.globalAlpha = 1;
  if (chosen !== null) {
    const pairs = graph.entities[chosen].facts.map((at) => graph.facts[at])
      .filter((fact) => seen.fact[fact.at] && isEntity(fact.object) && atlas.community[fact.subject] >= 0 && atlas.community[fact.object] >= 0)
      .map((fact) => [fact.subject, fact.object]);
    context.strokeStyle = look.accent;
    context.lineWidth = 1.8;
    strokes(context, pairs, screen);
  }

  const byType = new Map();
  const nodes = [];
  for (const { one, r } of visible) {
    if (r < DOTS) continue;
    for (const at of one.members.slice(0, Math.ceil((Math.PI * r * r) / ROOM))) {
      const [x, y] = screen(at);
      if (!inside(x, y, 10)) continue;
      const faint = !seen.entity[at] || (near.size > 0 && !near.has(at));
      const { type } = graph.entities[at];
      const key = faint ? `${type} faint` : type;
      if (!byType.has(key)) byType.set(key, { type, faint, spots: [] });
      byType.get(key).spots.push([x, y, radiusOf(graph, at, k)]);
      nodes.push({ at, x, y, faint, r: one.r * k });
    }
  }
  for (const { type, faint, spots } of byType.values()) {
    context.globalAlpha = faint ? FADED : 1;
    context.fillStyle = colourOf(graph.types[type]);
    context.beginPath();
    for (const [x, y, r] of spots) disc(context, x, y, r);
    context.fill();
  }
  context.globalAlpha = 1;

  const wide = LABELLED * Math.min(width, height);
  const communities = communityNames(context, scene, visible.filter(({ r }) => r >= 9 && r < wide), look);
  const named = nodes.filter(({ at, r, faint }) => at === chosen || at === hovered || near.has(at) || (r >= wide && !faint))
    .sort((a, b) => Number(b.at === hovered || b.at === chosen) - Number(a.at === hovered || a.at === chosen) || a.at - b.at).slice(0, MOST_NAMES)
    .map(({ at, x, y }) => ({ id: at, x, y, r: radiusOf(graph, at, k), text: lines(graph.entities[at].name), must: at === chosen || at === hovered, leading: near.has(at) }));
  const names = placed(named, [], { blocked: communities.map(({ x, y, w, h }) => ({ x, y, w, h })), within: { w: width, h: height } });
  paint(context, names, 1, { x: 0, y: 0 }, look);
  return { communities, names: names.names.map(({ id, x, y, w, h }) => ({ id, x, y, w, h })), dots: nodes.length };
};
