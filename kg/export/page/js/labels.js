// Names on the canvas, always in a size that can be read: where two would overlap, the less important one is not drawn until
// the reader comes nearer. vis-network, which draws names under other nodes and over one another, draws none.

export const SIZE = 13; // pixels of the screen
const LINE = 16;
const SMALL = 11;
const MORE = 26; // pixels that "+12" takes beside a name
const FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif";
const HIDDEN = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

// Chinese has no spaces to break at: a name of more than ten characters (or twenty narrow ones) takes two even lines.
const narrow = (character) => character.codePointAt(0) < 0x2e80;
const widthOf = (characters) => characters.reduce((sum, character) => sum + (narrow(character) ? 1 : 2), 0);

export const lines = (name) => {
  const characters = [...name.slice(0, 200).replace(/\s+/g, " ").replace(HIDDEN, "")];
  const width = widthOf(characters);
  const line = width <= 20 ? 20 : Math.min(18, Math.ceil(width / 2) + 1);
  const found = [""];
  let room = line;
  for (const character of characters) {
    room -= narrow(character) ? 1 : 2;
    if (room < 0 && found.length === 2) return [found[0], `${found[1].slice(0, -1)}…`];
    if (room < 0) {
      found.push("");
      room = line - (narrow(character) ? 1 : 2);
    }
    found[found.length - 1] += character;
  }
  return found.map((one) => one.trim()).filter(Boolean);
};

// Width and height in pixels of the screen.
export const sizeOf = (text, size = SIZE) => ({
  w: Math.max(0, ...text.map((one) => (widthOf([...one]) * size) / 2)) + 4, h: text.length * LINE * (size / SIZE),
});

const overlap = (a, b) => Math.abs(a.x - b.x) * 2 < a.w + b.w && Math.abs(a.y - b.y) * 2 < a.h + b.h;

// Beside, below, above a node: the first place that is free.
const around = ({ x, y, r }, { w, h }, more) => [
  { x, y: y + r + 2 + h / 2 }, { x, y: y - r - 2 - h / 2 }, { x: x + r + 4 + w / 2 + more, y }, { x: x - r - 4 - w / 2 - more, y },
].map((place) => ({ ...place, w: w + 2 * more, h, name: w }));

// Which names can be drawn, and where. Nodes, the most important first, are {id, x, y, r, text, more?, leading?, must?} and edges {id, points, text},
// all in pixels of the screen; a name is {id, x, y, w, h, text} about its middle. A leading name may stand on a node but on no
// other name; where `must` is set, the name is drawn anyway. `blocked` are boxes on which no name may stand, none goes over the
// border of `within` ({w, h}).
export const placed = (nodes, edges, { blocked = [], within = null } = {}) => {
  const taken = [...blocked, ...nodes.map(({ x, y, r }) => ({ x, y, w: 2 * r, h: 2 * r }))];
  const inside = ({ x, y, w, h }) => !within || (x - w / 2 >= 0 && x + w / 2 <= within.w && y - h / 2 >= 0 && y + h / 2 <= within.h);
  const free = (box) => inside(box) && !taken.some((other) => overlap(box, other));
  const names = [];
  for (const node of nodes) {
    const places = around(node, sizeOf(node.text), node.more && (node.must || node.leading) ? MORE : 0);
    const clear = (box) => inside(box) && !names.some((other) => overlap(box, other));
    const box = places.find(free) ?? (node.leading ? places.find(clear) : undefined) ?? (node.must ? places[0] : undefined);
    if (!box) continue;
    taken.push(box);
    names.push({ ...node, ...box });
  }
  const relations = [];
  for (const edge of edges) {
    const size = sizeOf([edge.text], SMALL);
    const box = edge.points.map((point) => ({ ...point, ...size })).find(free);
    if (!box) continue;
    taken.push(box);
    relations.push({ ...edge, ...box });
  }
  return { names, relations };
};

const inscribe = (context, text, x, y, size, line, { colour, halo }) => {
  Object.assign(context, {
    font: `${size}px ${FONT}`, textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: line, strokeStyle: halo, fillStyle: colour,
  });
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
};

// Texts as pictures: on the screen, where the same ones are drawn in each frame, a picture takes a fraction of the time.
const pictures = new Map();
const MOST_PICTURES = 1000;
const HALO = 3.5;

const pictureOf = (text, size, colours, sharp) => {
  const key = [text, size, sharp, colours.colour, colours.halo].join("\n");
  const known = pictures.get(key);
  if (known) return known;
  if (pictures.size >= MOST_PICTURES) pictures.clear();
  const made = document.createElement("canvas");
  const pen = made.getContext("2d");
  pen.font = `${size}px ${FONT}`;
  made.width = Math.ceil((pen.measureText(text).width + 2 * HALO) * sharp);
  made.height = Math.ceil((size * 1.5 + 2 * HALO) * sharp);
  inscribe(pen, text, made.width / 2, made.height / 2, size * sharp, HALO * sharp, colours);
  pictures.set(key, made);
  return made;
};

// A text about its middle, in pixels of the screen whatever the scale.
export const write = (context, text, x, y, size, scale, colours) => {
  if (!context.canvas?.isConnected) { // what leaves the page
    inscribe(context, text, x, y, size / scale, HALO / scale, colours);
    return;
  }
  const to = context.getTransform();
  const picture = pictureOf(text, size, colours, to.a * (1 / scale));
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.drawImage(picture, Math.round(to.a * x + to.e - picture.width / 2), Math.round(to.d * y + to.f - picture.height / 2));
  context.setTransform(to);
};

// Draw what `placed` found. `origin` is the place of the screen's corner in the canvas' coordinates.
export const paint = (context, { names, relations }, scale, origin, colours) => {
  const line = LINE / scale;
  const at = (place) => ({ x: origin.x + place.x / scale, y: origin.y + place.y / scale });
  for (const edge of relations) {
    const { x, y } = at(edge);
    if (edge.text.includes(" ")) { // through which the line would be seen
      context.fillStyle = colours.ground;
      context.fillRect(x - edge.w / 2 / scale, y - SMALL / 3 / scale, edge.w / scale, (SMALL * 2) / 3 / scale);
    }
    write(context, edge.text, x, y, SMALL, scale, { colour: colours.soft, halo: colours.ground });
  }
  for (const name of names) {
    const { x, y } = at(name);
    const top = y - ((name.text.length - 1) * line) / 2;
    const colour = name.faint ? colours.faint : colours.ink;
    name.text.forEach((one, n) => write(context, one, x, top + n * line, SIZE, scale, { colour, halo: colours.ground }));
    if (name.more && (name.must || name.leading)) write(context, `+${name.more}`, x + (name.name / 2 + 14) / scale, y, SMALL, scale, { colour: colours.accent, halo: colours.ground });
  }
};
