"use strict";

// The drawing. It holds a part of the graph: all of a small one, else the entities with most facts and what the reader asks for.
const canvas = (() => {
  const MOST = 150; // entities drawn at first, where there are more than ALL
  const ALL = 250;
  const MORE = 30; // neighbours that come with an entity that was not drawn
  const FAINT = 0.15;
  const INK = "#1c2128";
  const ROOM = 1.9; // times the area of all nodes and labels; a few nodes get more
  const CROWD = 40; // facts beyond which their labels are drawn only on request
  const FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif";

  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const hidden = new Set(); // types that the legend has switched off
  let network = null;
  let selected = null;
  let withLabels = true;

  // Chinese has no spaces to break at: a name of more than ten characters (or twenty narrow ones) takes two even lines.
  const narrow = (character) => character.codePointAt(0) < 0x2e80;
  const short = (name) => {
    const characters = [...name.replace(/\s+/g, " ").replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "")];
    const width = characters.reduce((sum, character) => sum + (narrow(character) ? 1 : 2), 0);
    const line = width <= 20 ? 20 : Math.min(18, Math.ceil(width / 2) + 1);
    const lines = [""];
    let room = line;
    for (const character of characters) {
      room -= narrow(character) ? 1 : 2;
      if (room < 0 && lines.length === 2) return `${lines[0]}\n${lines[1].slice(0, -1)}…`;
      if (room < 0) {
        lines.push("");
        room = line - (narrow(character) ? 1 : 2);
      }
      lines[lines.length - 1] += character;
    }
    return lines.join("\n").trim() || " ";
  };

  const at = (id) => page.entity.get(id).at;

  const node = (entity) => {
    const { id, label, color, shape } = page.nodes[entity.at];
    const boxed = shape === "box"; // a sheet of paper, with its name on it
    const background = boxed ? "#ffffff" : color;
    const chosen = { background, border: INK };
    return {
      id, shape, label: short(label), type: entity.type, hidden: hidden.has(entity.type), margin: 6,
      size: 9 + 2.6 * Math.sqrt(page.degree(entity.id)), borderWidth: boxed ? 1.5 : 1,
      color: { background, border: boxed ? color : "#ffffff", highlight: chosen, hover: chosen }, font: { color: INK },
    };
  };

  // Facts between the same two entities bend apart, whichever way they point.
  const bends = new Map();
  const bend = ({ from, to }) => {
    const pair = `${Math.min(from, to)} ${Math.max(from, to)}`;
    const before = bends.get(pair) ?? 0;
    bends.set(pair, before + 1);
    if (before === 0) return { enabled: false };
    const side = (before % 2 === 1) === (from < to) ? "curvedCW" : "curvedCCW";
    return { enabled: true, type: side, roundness: 0.28 * Math.ceil(before / 2) };
  };

  const edge = (drawn) => ({
    ...drawn, smooth: bend(drawn), arrows: page.properties[page.facts[drawn.id].predicate].symmetric ? "" : drawn.arrows,
    name: drawn.label, label: withLabels ? drawn.label : " ",
  });

  const options = () => ({
    nodes: { font: { size: 15, face: FONT, strokeWidth: 4, strokeColor: "#f6f7f9", vadjust: -2 }, borderWidthSelected: 3, scaling: { label: { drawThreshold: 3 } } },
    edges: {
      color: { color: "#b3bcc7", highlight: "#59636e", hover: "#59636e" }, width: 1.2, selectionWidth: 1,
      arrows: { to: { scaleFactor: 0.55 } },
      font: { size: 11, face: FONT, color: "#59636e", strokeWidth: 3, strokeColor: "#f6f7f9" },
    },
    interaction: { hover: true, tooltipDelay: 1e9, hideEdgesOnDrag: page.facts.length > 1000, keyboard: false },
    layout: { randomSeed: 7, improvedLayout: false },
    physics: {
      solver: "forceAtlas2Based",
      forceAtlas2Based: { gravitationalConstant: -90, centralGravity: 0.02, springLength: 110, springConstant: 0.06, damping: 0.5, avoidOverlap: 0.5 },
      stabilization: { iterations: 260, fit: false },
    },
  });

  // The physics knows nothing of labels and little of the window. Its map is scaled to the window's shape and to ROOM times
  // the area that nodes take with their labels; then boxes that overlap push one another apart along the shorter way.
  const boxes = () => {
    const found = nodes.getIds().map((id) => {
      const { left, right, top, bottom } = network.getBoundingBox(id);
      const { x, y } = network.getPosition(id);
      return { id, x, y, dx: (left + right) / 2 - x, dy: (top + bottom) / 2 - y, w: right - left + 14, h: bottom - top + 12 };
    });
    const { clientWidth, clientHeight } = network.canvas.frame;
    const extent = (axis) => Math.max(...found.map((box) => box[axis])) - Math.min(...found.map((box) => box[axis])) || 1;
    const area = (ROOM + 15 / found.length) * found.reduce((sum, { w, h }) => sum + w * h, 0);
    const wide = Math.sqrt(area * Math.min(2.5, Math.max(0.5, clientWidth / clientHeight))) / extent("x");
    const high = Math.sqrt(area / Math.min(2.5, Math.max(0.5, clientWidth / clientHeight))) / extent("y");
    for (const box of found) Object.assign(box, { x: box.x * wide, y: box.y * high });
    return found;
  };

  const pushed = (a, b) => {
    const x = b.x + b.dx - a.x - a.dx;
    const y = b.y + b.dy - a.y - a.dy;
    const overX = (a.w + b.w) / 2 - Math.abs(x);
    const overY = (a.h + b.h) / 2 - Math.abs(y);
    if (overX <= 0.5 || overY <= 0.5) return false;
    const along = overX < overY ? "x" : "y";
    const push = (along === "x" ? overX * (x < 0 ? -1 : 1) : overY * (y < 0 ? -1 : 1)) / 2;
    a[along] -= push;
    b[along] += push;
    return true;
  };

  const spread = () => {
    const placed = boxes();
    for (let round = 0, moved = true; moved && round < 200; round += 1) {
      moved = false;
      placed.forEach((a, at) => {
        for (let other = at + 1; other < placed.length; other += 1) moved = pushed(a, placed[other]) || moved;
      });
    }
    for (const { id, x, y } of placed) network.moveNode(id, x, y);
  };

  // The tools stand on the upper edge and the legend on the lower one: what lies between is there for the graph.
  const fit = () => {
    network.fit({ animation: false, maxZoomLevel: 1.4 });
    const { clientHeight } = network.canvas.frame;
    const above = document.getElementById("tools").offsetHeight;
    const below = document.getElementById("legend").offsetHeight;
    const share = Math.max(0.4, (clientHeight - above - below) / clientHeight);
    network.moveTo({ scale: network.getScale() * Math.min(1, share + 0.05), offset: { x: 0, y: (above - below) / 2 } });
  };

  // Everything is in place: no more movement of its own.
  const settle = () => {
    network.setOptions({ physics: false });
    network.redraw();
    spread();
    fit();
  };

  const show = (entities) => {
    nodes.add(entities.map(node));
    edges.add(page.edges.filter(({ id, from, to }) => !edges.get(id) && nodes.get(from) && nodes.get(to)).map(edge));
  };

  // Bring an entity that is not drawn, and its neighbours with most facts, around the place of one that is.
  const bring = (id) => {
    const near = page.neighbours(id);
    const fresh = [page.entity.get(id), ...page.ranked.filter((e) => near.has(e.id)).slice(0, MORE)].filter((e) => !nodes.get(e.at));
    const anchor = [...near].find((other) => nodes.get(at(other)));
    const centre = anchor === undefined ? network.getViewPosition() : network.getPosition(at(anchor));
    show(fresh);
    fresh.forEach((entity, n) => {
      const reach = 60 + 46 * Math.sqrt(n + 1);
      network.moveNode(entity.at, centre.x + reach * Math.cos(n * 2.4), centre.y + reach * Math.sin(n * 2.4));
    });
  };

  // The chosen entity and its neighbours stay; the rest grows faint.
  const paint = () => {
    const clear = selected === null ? null : new Set([selected, ...page.neighbours(selected)].map(at));
    nodes.update(nodes.getIds().map((id) => {
      const faint = clear !== null && !clear.has(id);
      return { id, opacity: faint ? FAINT : 1, font: { color: faint ? "#c9cfd6" : INK } };
    }));
    edges.update(edges.get().map(({ id, from, to, name }) => {
      const faint = selected !== null && from !== at(selected) && to !== at(selected);
      return { id, color: { opacity: faint ? FAINT : 1 }, label: (withLabels || selected !== null) && !faint ? name : " " };
    }));
  };

  const select = (id) => {
    selected = id;
    if (id === null) network.unselectAll();
    else {
      if (!nodes.get(at(id))) bring(id);
      network.selectNodes([at(id)]);
    }
    paint();
  };

  // Bring an entity into sight, if it is not.
  const goTo = (id) => {
    const { x, y } = network.canvasToDOM(network.getPosition(at(id)));
    const { clientWidth, clientHeight } = network.canvas.frame;
    const seen = x > 60 && x < clientWidth - 60 && y > 60 && y < clientHeight - 60;
    if (!seen || network.getScale() < 0.5) network.focus(at(id), { scale: Math.max(network.getScale(), 0.8), animation: false });
  };

  const toggle = (type, off) => {
    if (off) hidden.add(type);
    else hidden.delete(type);
    nodes.update(nodes.get({ filter: (item) => item.type === type }).map(({ id }) => ({ id, hidden: off })));
  };

  const toggleLabels = () => {
    withLabels = !withLabels;
    paint();
    return withLabels;
  };

  // Draw; `chosen` is told the id of a clicked entity, or null, and `done` when the drawing stands.
  const start = (chosen, done) => {
    const first = page.entities.length > ALL ? page.ranked.slice(0, MOST) : page.entities;
    withLabels = page.edges.length <= CROWD;
    show(first);
    network = new vis.Network(document.getElementById("canvas"), { nodes, edges }, options());
    network.on("click", ({ nodes: [id], edges: [fact] }) => {
      if (id !== undefined) chosen(page.entities[id].id);
      else chosen(fact === undefined ? null : page.facts[fact].subject);
    });
    network.on("hoverNode", () => { network.canvas.body.container.style.cursor = "pointer"; });
    network.on("blurNode", () => { network.canvas.body.container.style.cursor = ""; });
    network.once("stabilizationIterationsDone", () => {
      settle();
      network.once("afterDrawing", done);
      network.redraw();
    });
    if (first.length === 0) done();
  };

  return {
    start, select, goTo, toggle, toggleLabels,
    fit,
    drawn: () => nodes.length,
    place: (id) => network.canvasToDOM(network.getPosition(at(id))),
    labelled: () => withLabels,
  };
})();
