import { draw, shape } from "./dom.js";
import { t } from "./strings.js";
import { lines, sizeOf } from "./labels.js";
import { arranged } from "./layout.js";
import { paintOf } from "./look.js";
import { springs } from "./springs.js";

// A small drawing of its own: nodes {name, type?, press?} and edges [a, b, name]. What a question constructs is drawn so.

const MOST = 40;
const LEAST = 0.85; // scale below which the drawing is scrolled
const [WIDTH, HEIGHT] = [860, 520];
const RADIUS = 8;
const LINE = 16;

const text = (content, x, y, look) => draw("text", { x, y, "text-anchor": "middle", ...look }, content);

// Where a line from `from` meets a node: its dot, or its name, which stands below.
const before = (from, { x, y, w, h }) => {
  const far = Math.hypot(from.x - x, from.y - y) || 1;
  const [across, down] = [(from.x - x) / far, (from.y - y) / far];
  const named = down > 0 && Math.abs(across) * (RADIUS + 3) < (down * w) / 2;
  const off = named ? Math.min((h - RADIUS) / down, w / 2 / Math.abs(across)) : RADIUS + 3;
  return { x: x + across * Math.min(off, far), y: y + down * Math.min(off, far) };
};

const edgeOf = (places) => ([a, b, names]) => {
  const [from, to] = [places[a], places[b]];
  const end = before(from, to);
  const far = Math.hypot(end.x - from.x, end.y - from.y) || 1;
  const [x, y] = [(end.x - from.x) / far, (end.y - from.y) / far];
  const back = { x: end.x - 9 * x, y: end.y - 9 * y };
  return draw("g", { class: "join" },
    draw("line", { x1: from.x, y1: from.y, x2: back.x, y2: back.y }),
    draw("polygon", { points: `${end.x},${end.y} ${back.x - 4 * y},${back.y + 4 * x} ${back.x + 4 * y},${back.y - 4 * x}` }),
    text(names.join(t("listed")), (from.x + end.x) / 2, (from.y + end.y) / 2 + 4, { class: "join-name" }));
};

const nodeOf = (graph) => ({ name, type, press }, { x, y }) => {
  const known = type === undefined ? null : graph.types[type];
  const dot = known ? draw("g", { transform: `translate(${x - RADIUS},${y - RADIUS})` }, shape(known.shape, paintOf(graph, type))) : draw("circle", { class: "plain", cx: x, cy: y, r: 4 });
  const names = lines(name).map((one, n) => text(one, x, y + RADIUS + 14 + n * LINE, {}));
  const group = draw("g", { class: press ? "node can" : "node" }, dot, ...names);
  if (!press) return group;
  group.setAttribute("role", "button");
  group.setAttribute("tabindex", "0");
  group.setAttribute("aria-label", name);
  group.addEventListener("click", press);
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    press();
  });
  return group;
};

// The nodes to be drawn where there are too many: from the one that most edges touch along edges.
const leading = (nodes, edges) => {
  const joined = nodes.map(() => []);
  for (const [a, b] of edges) {
    joined[a].push(b);
    joined[b].push(a);
  }
  const order = nodes.map((_, n) => n).sort((a, b) => joined[b].length - joined[a].length || a - b);
  const found = new Set();
  for (const first of order) {
    const queue = found.has(first) ? [] : [first];
    for (const at of queue) {
      if (found.size >= MOST) return [...found];
      found.add(at);
      for (const next of joined[at]) if (!found.has(next) && !queue.includes(next)) queue.push(next);
    }
  }
  return [...found];
};

// {element, drawn}: the drawing, and how many of the nodes are in it.
export const sketch = (graph, nodes, edges) => {
  const chosen = leading(nodes, edges);
  const kept = chosen.map((at) => nodes[at]);
  const place = new Map(chosen.map((at, n) => [at, n]));
  const bundles = new Map();
  for (const [from, to, name] of edges.filter(([a, b]) => place.has(a) && place.has(b))) {
    const [a, b] = [place.get(from), place.get(to)];
    const key = `${a} ${b}`;
    if (!bundles.has(key)) bundles.set(key, [a, b, []]);
    if (!bundles.get(key)[2].includes(name)) bundles.get(key)[2].push(name);
  }
  const joins = [...bundles.values()];
  if (!kept.length) return { element: null, drawn: 0 };
  const found = springs(kept.length, joins);
  const items = kept.map(({ name }, id) => {
    const { w, h } = sizeOf(lines(name));
    return { id, ...found[id], w: Math.max(w, 2 * RADIUS) + 12, h: 2 * RADIUS + h + 14 };
  });
  const places = arranged(items, joins.map(([a, b]) => [a, b]), WIDTH, HEIGHT);
  const side = (pick, key, size, sign) => pick(...places.map((one) => one[key] + (sign * one[size]) / 2));
  const [left, top] = [side(Math.min, "x", "w", -1) - 12, side(Math.min, "y", "h", -1) - 12];
  const [wide, high] = [side(Math.max, "x", "w", 1) + 12 - left, side(Math.max, "y", "h", 1) + 12 - top];
  const paint = nodeOf(graph);
  const element = draw("svg", { class: "map sketch", viewBox: `${left} ${top} ${wide} ${high}`, role: "group", "aria-label": t("constructed") },
    ...joins.map(edgeOf(places)), ...kept.map((node, n) => paint(node, places[n])));
  Object.assign(element.style, { width: `${Math.round(wide)}px`, maxWidth: "none", maxHeight: "none" });
  if (wide * LEAST > 300) element.style.minWidth = `${Math.round(wide * LEAST)}px`;
  return { element, drawn: kept.length };
};
