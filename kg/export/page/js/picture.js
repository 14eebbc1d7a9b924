import { POINTS, colourOf, draw } from "./dom.js";
import { label, t } from "./strings.js";
import { colours } from "./look.js";
import { SvgContext } from "./svgcontext.js";
import { fact as sayFact } from "./write.js";

// A picture of what is seen: the hand that draws the screen draws it once more, on a canvas of more pixels or as SVG, between a title
// and a legend.

const HEAD = 64;
const ROW = 26;
const SIDE = 20;
const SHARPEST = 4; // pixels for one of the screen
const LEAST = 2;
const MOST = 24_000_000; // pixels of a picture
const FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";

const view = (app) => (app.state.view === "map" && app.map ? app.map : app.canvas);

// What the picture shows, in words: the chosen thing, the path, or how much is drawn.
const caption = (app) => {
  const { graph, state } = app;
  const name = (at) => graph.entities[at].name;
  const chosen = state.fact !== null ? sayFact(graph, graph.facts[state.fact]) : state.entity !== null ? name(state.entity) : null;
  const about = state.path ? state.path.map(name).join(" → ") : state.around ? name(state.around.at) : null;
  const counts = t("counts", graph.documents.length, graph.entities.length, graph.facts.length);
  return [chosen ? t("chosen", chosen) : null, about === chosen ? null : about, counts].filter(Boolean).join(" · ");
};

const write = (pen, text, x, y, size, colour, weight = "") => {
  Object.assign(pen, { font: `${weight}${size}px ${FONT}`, textAlign: "left", textBaseline: "middle", fillStyle: colour });
  pen.fillText(text, x, y);
};

const cut = (pen, text, size, room) => {
  pen.font = `${size}px ${FONT}`;
  const letters = [...text];
  if (pen.measureText(text).width <= room) return text;
  while (letters.length && pen.measureText(`${letters.join("")}…`).width > room) letters.splice(-Math.max(1, Math.floor(letters.length / 20)));
  return `${letters.join("")}…`;
};

// The shape of a type about a point, as on the screen; on the map all are round.
const mark = (pen, type, x, y, round) => {
  const colour = colourOf(type);
  pen.beginPath();
  if (round || !POINTS[type.shape]) pen.arc(x, y, 6, 0, 2 * Math.PI);
  else {
    POINTS[type.shape].split(" ").map((pair) => pair.split(",").map((one) => (Number(one) - 8) * 0.8)).forEach(([dx, dy], n) => (n ? pen.lineTo(x + dx, y + dy) : pen.moveTo(x + dx, y + dy)));
    pen.closePath();
  }
  Object.assign(pen, { fillStyle: colour, strokeStyle: colour, lineWidth: 2 });
  if (type.shape === "box" && !round) pen.stroke();
  else pen.fill();
};

// The rows of the legend: the types that are drawn, and what a dashed line means where one is.
const legend = (app, pen, width, from) => {
  const { graph } = app;
  const { ink, soft } = colours();
  const { types, dashed } = from.drawn();
  const items = types.map((name) => [label(graph.types[name]), (x, y) => mark(pen, graph.types[name], x, y, from === app.map)]);
  if (dashed) items.push([t("dashed"), (x, y) => {
    pen.beginPath();
    pen.setLineDash([4, 3]);
    pen.moveTo(x - 8, y);
    pen.lineTo(x + 8, y);
    Object.assign(pen, { strokeStyle: soft, lineWidth: 1.5 });
    pen.stroke();
    pen.setLineDash([]);
  }]);
  let [x, row] = [SIDE, 0];
  return items.map(([text, sign]) => {
    pen.font = `13px ${FONT}`;
    const wide = pen.measureText(text).width + 44;
    if (x + wide > width - SIDE && x > SIDE) [x, row] = [SIDE, row + 1];
    const place = { x, row, draw: (top) => {
      sign(place.x + 8, top + place.row * ROW + ROW / 2);
      write(pen, text, place.x + 22, top + place.row * ROW + ROW / 2, 13, ink);
    } };
    x += wide;
    return place;
  });
};

// Draw all of it with a pen that `begin` gives for a width and a height.
const drawn = (app, begin) => {
  const from = view(app);
  const { width, height } = from.size();
  const { ink, soft, ground } = colours();
  const rows = legend(app, document.createElement("canvas").getContext("2d"), width, from).at(-1)?.row ?? -1;
  const all = HEAD + height + (rows + 1) * ROW + 16;
  const pen = begin(width, all);
  pen.fillStyle = ground;
  pen.fillRect(0, 0, width, all);
  pen.save();
  pen.translate(0, HEAD);
  from.paintOn(pen);
  pen.restore();
  Object.assign(pen, { globalAlpha: 1, fillStyle: ground });
  pen.fillRect(0, 0, width, HEAD); // nothing goes over the border
  pen.fillRect(0, HEAD + height, width, all - HEAD - height);
  write(pen, cut(pen, app.graph.title ?? t("title"), 20, width - 2 * SIDE), SIDE, 24, 20, ink, "600 ");
  write(pen, cut(pen, caption(app), 13, width - 2 * SIDE), SIDE, 48, 13, soft);
  for (const place of legend(app, pen, width, from)) place.draw(HEAD + height + 8);
  return pen;
};

export const picture = (app) => {
  const pen = drawn(app, (width, height) => new SvgContext(width, height));
  const { width, height } = pen.canvas;
  return draw("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": caption(app) }, ...pen.elements);
};

export const svg = (app) => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture(app))}\n`;

// As a Blob, with as many pixels for one of the screen as a picture may have.
export const png = (app) => new Promise((resolve) => {
  const surface = document.createElement("canvas");
  drawn(app, (width, height) => {
    const sharp = Math.max(LEAST, Math.min(SHARPEST, Math.floor(Math.sqrt(MOST / (width * height)))));
    Object.assign(surface, { width: width * sharp, height: height * sharp });
    const pen = surface.getContext("2d");
    pen.scale(sharp, sharp);
    return Object.assign(pen, { setTransform: () => {}, clearRect: () => {} }); // what is drawn begins where it is told
  });
  surface.toBlob(resolve, "image/png");
});

// On paper all is ink on white, and there stands the picture, as wide as the page, in place of the screen's canvas.
export const printed = (app, recolour) => {
  const paper = document.getElementById("paper");
  const { dataset, style } = document.documentElement;
  addEventListener("beforeprint", () => {
    const { theme } = dataset;
    dataset.theme = "light";
    style.setProperty("--ground", "#fff");
    recolour();
    if (["map", "graph"].includes(app.state.view) && app.canvas) paper.replaceChildren(picture(app));
    addEventListener("afterprint", () => {
      paper.replaceChildren();
      style.removeProperty("--ground");
      if (theme) dataset.theme = theme;
      else delete dataset.theme;
      recolour();
    }, { once: true });
  });
};
