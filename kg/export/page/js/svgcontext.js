import { draw } from "./dom.js";

// A drawing context whose marks become elements of SVG: what draws on a canvas draws with it as well. It knows what vis-network and our own
// hand use: paths, dashes, texts, transparency, and transforms that keep angles.

const KEPT = ["fillStyle", "strokeStyle", "lineWidth", "globalAlpha", "font", "textAlign", "textBaseline", "lineJoin", "lineCap", "matrix", "dash"];
const ANCHORS = { center: "middle", start: "start", left: "start", end: "end", right: "end" };
const FONT = /^(?:(\d{3}) )?(\d*\.?\d+)px\s+(.*)/;
const COLOUR = /^rgba\((\d+), (\d+), (\d+), ([\d.]+)\)$/;

// eslint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const short = (number) => String(Math.round(number * 100) / 100);

export class SvgContext {
  constructor(width, height) {
    Object.assign(this, { canvas: { width, height }, elements: [], path: [], stack: [], probe: document.createElement("canvas").getContext("2d") });
    Object.assign(this, {
      fillStyle: "#000", strokeStyle: "#000", lineWidth: 1, globalAlpha: 1, font: "10px sans-serif", textAlign: "start", textBaseline: "alphabetic",
      lineJoin: "miter", lineCap: "butt", matrix: { k: 1, x: 0, y: 0 }, dash: [],
    });
  }

  save() { this.stack.push(Object.fromEntries(KEPT.map((name) => [name, this[name]]))); }

  restore() { Object.assign(this, this.stack.pop()); }

  translate(x, y) {
    const { matrix } = this;
    this.matrix = { ...matrix, x: matrix.x + matrix.k * x, y: matrix.y + matrix.k * y };
  }

  scale(k) { this.matrix = { ...this.matrix, k: this.matrix.k * k }; }

  setTransform() {} // that of the screen's pixels

  clearRect() {}

  setLineDash(dash) { this.dash = dash; }

  getLineDash() { return this.dash; }

  at(x, y) { return `${short(this.matrix.x + this.matrix.k * x)},${short(this.matrix.y + this.matrix.k * y)}`; }

  beginPath() { this.path = []; }

  closePath() { if (this.path.length) this.path.push("Z"); }

  moveTo(x, y) { this.path.push(`M${this.at(x, y)}`); }

  lineTo(x, y) { this.path.push(`${this.path.length ? "L" : "M"}${this.at(x, y)}`); }

  quadraticCurveTo(x1, y1, x, y) { this.path.push(`Q${this.at(x1, y1)} ${this.at(x, y)}`); }

  bezierCurveTo(x1, y1, x2, y2, x, y) { this.path.push(`C${this.at(x1, y1)} ${this.at(x2, y2)} ${this.at(x, y)}`); }

  rect(x, y, w, h) { this.path.push(`M${this.at(x, y)}L${this.at(x + w, y)}L${this.at(x + w, y + h)}L${this.at(x, y + h)}Z`); }

  arc(x, y, r, from, to, back = false) {
    const turn = Math.min(2 * Math.PI, back ? from - to : to - from);
    const half = from + (back ? -turn : turn) / 2;
    const end = from + (back ? -turn : turn);
    const radius = short(r * this.matrix.k);
    const point = (angle) => this.at(x + r * Math.cos(angle), y + r * Math.sin(angle));
    const piece = (angle) => `A${radius},${radius} 0 0 ${back ? 0 : 1} ${point(angle)}`;
    this.path.push(`${this.path.length && !this.path.at(-1).startsWith("Z") && !this.path.at(-1).startsWith("M") ? "L" : "M"}${point(from)}`, piece(half), piece(end));
  }

  // A colour of CSS as one that every reader of SVG knows, and how much of it is seen.
  seen(style) {
    this.probe.fillStyle = style;
    const [, r, g, b, alpha] = COLOUR.exec(this.probe.fillStyle) ?? [];
    return alpha === undefined ? [this.probe.fillStyle, this.globalAlpha] : [`rgb(${r},${g},${b})`, Number(alpha) * this.globalAlpha];
  }

  add(tag, attributes, ...children) { this.elements.push(draw(tag, attributes, ...children)); }

  fill() {
    const [fill, opacity] = this.seen(this.fillStyle);
    if (this.path.length) this.add("path", { d: this.path.join(""), fill, ...(opacity < 1 ? { "fill-opacity": short(opacity) } : {}) });
  }

  lines() {
    const [stroke, opacity] = this.seen(this.strokeStyle);
    const dash = this.dash.length ? { "stroke-dasharray": this.dash.map((one) => short(one * this.matrix.k)).join(" ") } : {};
    return { stroke, "stroke-width": short(this.lineWidth * this.matrix.k), ...(opacity < 1 ? { "stroke-opacity": short(opacity) } : {}), ...dash };
  }

  stroke() { if (this.path.length) this.add("path", { d: this.path.join(""), fill: "none", "stroke-linejoin": this.lineJoin, ...this.lines() }); }

  fillRect(x, y, w, h) {
    this.beginPath();
    this.rect(x, y, w, h);
    this.fill();
  }

  measureText(text) {
    this.probe.font = this.font;
    return this.probe.measureText(text);
  }

  text(words, x, y, look) {
    const [, weight, size, family] = FONT.exec(this.font) ?? [null, undefined, 10, "sans-serif"];
    const [left, top] = this.at(x, y).split(",");
    const middle = this.textBaseline === "middle" ? { "dominant-baseline": "central" } : {};
    this.add("text", { x: left, y: top, "font-size": short(size * this.matrix.k), "font-family": family, "text-anchor": ANCHORS[this.textAlign] ?? "start", ...middle, ...(weight ? { "font-weight": weight } : {}), ...look }, words.replace(NOT_XML, "\ufffd"));
  }

  fillText(words, x, y) {
    const [fill, opacity] = this.seen(this.fillStyle);
    this.text(words, x, y, { fill, ...(opacity < 1 ? { "fill-opacity": short(opacity) } : {}) });
  }

  strokeText(words, x, y) { this.text(words, x, y, { fill: "none", "stroke-linejoin": this.lineJoin, ...this.lines() }); }
}
