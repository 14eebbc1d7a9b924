import { colourOf, draw, shape } from "./dom.js";
import { colours, curve } from "./look.js";
import { property } from "./write.js";

// The drawing as SVG: what stands on the canvas, with the names that were drawn on it.
export const svg = (app) => {
  const { graph } = app;
  const { positions, radius } = app.canvas.picture();
  const { nodes, bundles } = app.canvas.scene();
  const { ink, ground, edge } = colours();
  const font = { "font-family": "system-ui, 'Noto Sans CJK SC', sans-serif", "text-anchor": "middle", "paint-order": "stroke", stroke: ground, "stroke-width": 3.5, "stroke-linejoin": "round" };
  const bends = new Map();
  const lines = [...bundles.keys()].map((place) => {
    const { subject, object, predicate, modality } = graph.facts[place];
    const [a, b] = [positions[subject], positions[object]];
    const side = curve(bends, graph.facts[place]);
    const middle = { x: (a.x + b.x) / 2 - (b.y - a.y) * side, y: (a.y + b.y) / 2 + (b.x - a.x) * side };
    const dashes = modality === "asserted" ? {} : { "stroke-dasharray": "5 4" };
    return draw("path", { d: `M${a.x},${a.y} Q${middle.x},${middle.y} ${b.x},${b.y}`, fill: "none", stroke: edge, "stroke-width": 1.2, ...dashes },
      draw("title", {}, property(graph, predicate)));
  });
  const dots = nodes.map((at) => {
    const type = graph.types[graph.entities[at].type];
    const { x, y } = positions[at];
    const size = radius(at) / 8;
    return draw("g", { transform: `translate(${x - 8 * size},${y - 8 * size}) scale(${size})` }, shape(type.shape, colourOf(type)));
  });
  const names = nodes.map((at) => draw("text", { x: positions[at].x, y: positions[at].y + radius(at) + 15, fill: ink, "font-size": 13, ...font }, graph.entities[at].name));
  const [xs, ys] = [nodes.map((at) => positions[at].x), nodes.map((at) => positions[at].y)];
  const [left, top] = [Math.min(0, ...xs) - 120, Math.min(0, ...ys) - 60];
  const [wide, high] = [Math.max(0, ...xs) + 120 - left, Math.max(0, ...ys) + 60 - top];
  const picture = draw("svg", { viewBox: `${left} ${top} ${wide} ${high}`, width: wide, height: high },
    draw("rect", { x: left, y: top, width: wide, height: high, fill: ground }), ...lines, ...dots, ...names);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}\n`;
};

// The canvas as it stands, on the ground of the page, as a Blob.
export const png = (app) => new Promise((resolve) => {
  const { surface } = app.canvas.picture();
  const copy = document.createElement("canvas");
  Object.assign(copy, { width: surface.width, height: surface.height });
  const context = copy.getContext("2d");
  context.fillStyle = colours().ground;
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(surface, 0, 0);
  copy.toBlob(resolve, "image/png");
});
