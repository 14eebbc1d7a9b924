import { isGone, neighbours } from "./graph.js";
import { hiddenNeighbours, sceneOf } from "./scene.js";
import { arranged, joinedTo, radial, scaleOf } from "./layout.js";
import { lines, paint, placed, sizeOf } from "./labels.js";
import { tip } from "./tip.js";
import { PHYSICS, bend, colours, options } from "./look.js";
import { laidOut } from "./paths.js";
import { relation } from "./write.js";

// The drawing: vis-network shows the scene of the reader's state, our own hand writes the names on it.

const SETTLE = 200; // steps of physics where no places are known
const CLOSEST = 1.25; // scale of a graph of few nodes
const WIDTH = 1.2; // pixels of the screen, of an edge
const FAINT = 0.18;
const GONE = 0.07; // what the filters hide stays where it is, for as long as it is drawn
const VIEWS = 12; // whose places are kept
const STEP = 190; // pixels from step to step of a path, and from way to way
const LEAST = 0.5; // scale at which a chosen entity is looked at
const LEADING = 8; // the most important entities, whose names may stand on other nodes
const MOST_SWELL = 1.7;
const BESIDE = 150; // pixels of the window kept for names left and right of the outermost nodes, and (less) above and below

export const canvas = (app) => {
  const { graph } = app;
  const frame = document.getElementById("canvas");
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const given = new Map(graph.view.nodes.map((node) => [node.id, node])); // pyvis' nodes, with the places from Python
  const heaviest = graph.entities[0]?.weight || 1;
  let network = null;
  let scene = { nodes: [], edges: [], bundles: new Map(), anchors: new Map(), key: null };
  let hidden = new Map(); // neighbours that are not drawn, by entity
  let shown = { names: [], relations: [] };
  let look = colours();
  let hovered = null;
  let widthAt = 1; // the scale for which edges are as wide as they are
  let turn = 0;
  let drawnFrom = []; // on what the scene depends
  let pointed = null; // a fact to which a reader who walks along facts points
  const stood = new Map(); // places of the nodes of the last views, by their keys
  const shades = new Map();
  let selected = ""; // what vis-network shows as selected

  let swell = 1; // a drawing that has to be made small gets larger nodes
  const radius = (at) => swell * (6.5 + 12 * Math.sqrt(graph.entities[at].weight / heaviest));
  const item = (at, { x, y }) => {
    const { w, h } = sizeOf(lines(graph.entities[at].name));
    return { id: at, x, y, w: Math.max(w, 2 * radius(at)) + 8, h: 2 * radius(at) + h + 10 };
  };

  const node = (at) => ({ id: at, group: graph.entities[at].type, size: radius(at), label: undefined });
  const gone = (place) => (isGone(graph.facts[place]) ? { color: look.warm, highlight: look.warm, hover: look.warm } : {});
  const edge = (before) => (place) => {
    const fact = graph.facts[place];
    const symmetric = graph.properties[fact.predicate].symmetric;
    return { id: place, from: fact.subject, to: fact.object, smooth: bend(before, fact), dashes: fact.modality !== "asserted" || isGone(fact), ...(symmetric ? { arrows: "" } : {}) };
  };

  // A line of the screen keeps its width, however small the drawing is.
  const thicken = () => {
    const scale = network.getScale();
    if (Math.abs(Math.log(scale / widthAt)) < 0.05) return;
    widthAt = scale;
    network.setOptions({ edges: { width: WIDTH / Math.min(1, scale) } });
  };

  const put = (items) => { for (const { id, x, y } of items) network.moveNode(id, x, y); };
  const links = () => scene.edges.map((place) => [graph.facts[place].subject, graph.facts[place].object]);

  const fit = () => {
    if (!scene.nodes.length) return;
    const places = Object.values(network.getPositions());
    const range = (axis) => [Math.min(...places.map((place) => place[axis])), Math.max(...places.map((place) => place[axis]))];
    const [[left, right], [top, bottom]] = [range("x"), range("y")];
    const scale = Math.min(CLOSEST, (frame.clientWidth - BESIDE) / (right - left), (frame.clientHeight - BESIDE * 0.7) / (bottom - top));
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.max(scale, 0.02), animation: false });
    thicken();
  };

  const arrange = (places) => {
    swell = 1;
    const items = arranged(scene.nodes.map((at) => item(at, places[at])), links(), frame.clientWidth, frame.clientHeight);
    if (!items.length) return;
    swell = Math.min(MOST_SWELL, Math.max(1, 1 / scaleOf(items, frame.clientWidth, frame.clientHeight)));
    nodes.update(scene.nodes.map((at) => ({ id: at, size: radius(at) })));
    put(items);
    fit();
  };

  // Places from Python where it gave them; else physics finds some, beginning on a spiral.
  const settle = (done) => {
    const { around, path, view } = app.state;
    const kept = stood.get(scene.key);
    if (kept && scene.nodes.every((at) => kept[at])) {
      put(scene.nodes.map((at) => ({ id: at, ...kept[at] })));
      fit();
      done();
      return;
    }
    if (path && app.paths.ways.length && view !== "reader" && !app.state.open.length) {
      swell = 1;
      const longest = Math.max(...app.paths.ways.map((way) => way.length));
      put([...laidOut(app.paths.ways, STEP * (longest - 1), STEP * 0.6)].map(([id, place]) => ({ id, ...place })));
      fit();
      done();
      return;
    }
    if (around?.hops === 1 && view !== "reader") {
      swell = 1;
      const ratio = Math.min(1.8, Math.max(0.7, frame.clientWidth / frame.clientHeight));
      put(radial(scene.nodes.map((at) => item(at, { x: 0, y: 0 })), around.at, ratio));
      fit();
      done();
      return;
    }
    if (scene.nodes.every((at) => given.has(at))) {
      arrange(Object.fromEntries(scene.nodes.map((at) => [at, given.get(at)])));
      done();
      return;
    }
    const mine = turn;
    scene.nodes.forEach((at, n) => network.moveNode(at, 60 * Math.sqrt(n) * Math.cos(n * 2.4), 60 * Math.sqrt(n) * Math.sin(n * 2.4)));
    network.once("stabilizationIterationsDone", () => {
      if (mine !== turn) return;
      network.setOptions({ physics: false });
      arrange(network.getPositions());
      done();
    });
    network.setOptions({ physics: PHYSICS });
    network.stabilize(SETTLE);
  };

  const replace = (places) => {
    const wanted = new Set(places);
    nodes.remove(nodes.getIds().filter((at) => !wanted.has(at)));
    nodes.add(places.filter((at) => !nodes.get(at)).map(node));
  };

  // What stands there stays there; newcomers gather around what they came with.
  const extend = (before) => {
    const stand = network.getPositions(scene.nodes.filter((at) => before.has(at)));
    const fresh = scene.nodes.filter((at) => !before.has(at));
    if (!fresh.length) return;
    const items = Object.entries(stand).map(([at, place]) => item(Number(at), place));
    put(joinedTo(items, fresh.map((at) => item(at, { x: 0, y: 0 })), (at) => {
      const near = [scene.anchors.get(at), ...neighbours(graph, at, app.seen)].find((other) => stand[other]);
      return near === undefined ? network.getViewPosition() : stand[near];
    }));
  };

  const isSeen = (at) => app.seen.entity[at] === 1;
  const seenOf = (place) => scene.bundles.get(place).filter((one) => app.seen.fact[one]);
  const isOnWay = (place) => {
    const { subject, object } = graph.facts[place];
    return app.found.some((at, n) => n > 0 && ((at === object && app.found[n - 1] === subject) || (at === subject && app.found[n - 1] === object)));
  };
  const way = () => (app.state.path && app.state.view !== "reader" ? app.found : null);

  const chosen = () => {
    const { entity, fact } = app.state;
    if (fact !== null) return new Set([graph.facts[fact].subject, graph.facts[fact].object]);
    if (entity === null) return way() ? new Set(way()) : null;
    return new Set([entity, ...neighbours(graph, entity, app.seen)]);
  };

  const isOfChoice = (place) => {
    const { entity, fact } = app.state;
    if (fact !== null) return scene.bundles.get(place).includes(fact);
    if (entity === null) return Boolean(way()) && isOnWay(place);
    return graph.facts[place].subject === entity || graph.facts[place].object === entity;
  };

  const changed = (all) => all.filter(([key, shade]) => shades.get(key) !== shade && shades.set(key, shade));
  const emphasize = () => {
    const clear = chosen();
    const shadeOf = (at) => (!isSeen(at) ? GONE : !clear || clear.has(at) ? 1 : FAINT);
    const shadeAlong = (place) => (!seenOf(place).length ? GONE : !clear || isOfChoice(place) ? 1 : FAINT);
    nodes.update(changed(scene.nodes.map((at) => [`n${at}`, shadeOf(at), at])).map(([, opacity, id]) => ({ id, opacity })));
    edges.update(changed([...scene.bundles.keys()].map((place) => [`e${place}`, shadeAlong(place), place])).map(([, opacity, id]) => ({ id, color: { ...gone(id), opacity } })));
    const { entity, fact } = app.state;
    const wanted = pointed ?? fact;
    const chosenEdge = wanted === null ? undefined : [...scene.bundles.keys()].find((place) => scene.bundles.get(place).includes(wanted));
    const node = chosenEdge === undefined && entity !== null && nodes.get(entity) ? entity : null;
    if (selected === `${chosenEdge} ${node}`) return;
    selected = `${chosenEdge} ${node}`;
    network.unselectAll();
    if (chosenEdge !== undefined) network.selectEdges([chosenEdge]);
    else if (node !== null) network.selectNodes([node]);
  };

  const lookTo = () => {
    const { entity, fact } = app.state;
    const at = entity ?? (fact === null ? null : graph.facts[fact].subject);
    if (at === null || !nodes.get(at)) return;
    const { x, y } = network.canvasToDOM(network.getPosition(at));
    const seen = x > 40 && x < frame.clientWidth - 40 && y > 40 && y < frame.clientHeight - 60;
    if (seen && network.getScale() >= LEAST) return;
    network.moveTo({ position: network.getPosition(at), scale: Math.max(network.getScale(), 0.8), animation: false });
    thicken();
  };

  const names = (context) => {
    const scale = network.getScale();
    const origin = network.DOMtoCanvas({ x: 0, y: 0 });
    const clear = chosen();
    const screen = (place) => ({ x: (place.x - origin.x) * scale, y: (place.y - origin.y) * scale });
    const inside = ({ x, y }) => x > -80 && y > -40 && x < frame.clientWidth + 80 && y < frame.clientHeight + 40;
    const first = (at) => (at === hovered || at === app.state.entity ? 0 : !clear || clear.has(at) ? 1 : 2);
    const positions = network.getPositions();
    const items = scene.nodes.filter((at) => positions[at] && (isSeen(at) || at === app.state.entity || at === hovered)).map((at) => ({
      id: at, ...screen(positions[at]), r: radius(at) * scale, text: lines(graph.entities[at].name), more: hidden.get(at),
      must: first(at) === 0, leading: at < LEADING && first(at) < 2, faint: first(at) === 2, order: first(at),
    })).filter(inside).sort((a, b) => a.order - b.order || a.id - b.id);
    const named = [...scene.bundles.keys()].filter((place) => (seenOf(place).length && (clear ? isOfChoice(place) : app.state.names)) || place === hovered?.edge);
    if (pointed !== null) named.sort((a, b) => Number(scene.bundles.get(b).includes(pointed)) - Number(scene.bundles.get(a).includes(pointed)));
    const relations = named.map((place) => {
      const curve = network.body.edges[place]?.edgeType;
      const points = curve?.getPoint ? [0.5, 0.4, 0.6, 0.3, 0.7].map((share) => screen(curve.getPoint(share))) : [];
      return { id: place, text: relation(graph, (seenOf(place).length ? seenOf(place) : [place]).map((one) => graph.facts[one])), points };
    });
    shown = placed(items, relations, { within: { w: frame.clientWidth, h: frame.clientHeight } });
    paint(context, shown, scale, origin, look);
  };

  const named = ({ x, y }) => shown.names.find((name) => Math.abs(x - name.x) * 2 < name.w && Math.abs(y - name.y) * 2 < name.h)?.id;

  const listen = () => {
    const told = tip(app, frame.parentElement);
    network.on("afterDrawing", names);
    network.on("zoom", thicken);
    network.on("click", ({ nodes: [at], edges: [fact], pointer: { DOM } }) => {
      const entity = at ?? named(DOM);
      if (entity !== undefined) app.press(entity);
      else if (fact !== undefined) app.chooseFact(fact);
      else app.go({ fact: null, entity: null });
    });
    const hover = (what) => {
      hovered = what;
      frame.style.cursor = what === null ? "" : "pointer";
    };
    network.on("hoverNode", ({ node: at, pointer: { DOM } }) => {
      hover(at);
      told.show(at, DOM);
    });
    network.on("blurNode", () => {
      hover(null);
      told.hide();
    });
    network.on("dragStart", told.hide);
    network.on("hoverEdge", ({ edge: place }) => {
      hover({ edge: place });
      network.redraw();
    });
    network.on("blurEdge", () => hover(null));
  };

  const start = () => {
    network = new vis.Network(frame, { nodes, edges }, options(graph));
    frame.querySelector("canvas")?.setAttribute("aria-hidden", "true");
    listen();
  };

  const remember = () => {
    if (!scene.nodes.length) return;
    stood.delete(scene.key);
    stood.set(scene.key, network.getPositions());
    if (stood.size > VIEWS) stood.delete(stood.keys().next().value);
  };

  // Draw what the state says; `done` is told when it stands. Where only filters have changed, what they hide fades.
  const show = (done = () => {}, sliding = false) => {
    const { view, path, around, only, open } = app.state;
    const text = view === "reader" ? app.article : null;
    const now = [text, text ? null : app.scope, path && !text ? app.paths : null, text ? null : around, text ? null : only, open];
    if (now.every((one, n) => one === drawnFrom[n])) {
      emphasize();
      if (sliding) network.body.emitter.emit("_requestRedraw"); // once a frame, however often a slider moves
      else {
        lookTo();
        network.redraw();
      }
      done();
      return;
    }
    remember();
    const before = new Set(scene.nodes);
    const { key } = scene;
    drawnFrom = now;
    const scope = text ? text.seen : app.scope;
    scene = sceneOf(graph, app.state, scope, app.paths.ways);
    const drawn = new Set(scene.nodes);
    hidden = new Map(scene.nodes.map((at) => [at, hiddenNeighbours(graph, at, scope, drawn).length]));
    shades.clear();
    selected = "";
    edges.clear();
    replace(scene.nodes);
    edges.add([...scene.bundles.keys()].map(edge(new Map())));
    const stands = () => {
      emphasize();
      lookTo();
      network.redraw();
      done();
    };
    if (scene.key === key) {
      extend(before);
      stands();
      return;
    }
    turn += 1;
    network.setOptions({ physics: false });
    if (scene.nodes.length) settle(stands);
    else stands();
  };

  // The entity nearest to the chosen one in a direction ({x, y}); the most important one where none is chosen.
  const next = (direction) => {
    const { entity } = app.state;
    if (entity === null || !nodes.get(entity)) return scene.nodes[0] ?? null;
    const here = network.getPosition(entity);
    const cost = ([, { x, y }]) => {
      const along = (x - here.x) * direction.x + (y - here.y) * direction.y;
      const aside = Math.abs((x - here.x) * direction.y) + Math.abs((y - here.y) * direction.x);
      return along > 1 && along > aside * 0.5 ? along + 2 * aside : Infinity;
    };
    const best = Object.entries(network.getPositions()).map((one) => [cost(one), Number(one[0])]).sort((a, b) => a[0] - b[0])[0];
    return best && best[0] < Infinity ? best[1] : null;
  };

  start();
  return {
    show, fit, next,
    zoom: (by) => {
      network.moveTo({ scale: Math.min(5, Math.max(0.02, network.getScale() * by)), animation: false });
      thicken();
    },
    redraw: () => network.redraw(),
    recolour: () => {
      look = colours();
      network.setOptions(options(graph));
      nodes.update(scene.nodes.map((at) => ({ id: at, group: graph.entities[at].type })));
      emphasize();
    },
    resized: () => {
      network.setSize("100%", "100%");
      network.redraw();
      fit();
      lookTo();
    },
    scene: () => scene,
    point: (fact) => {
      pointed = fact;
      emphasize();
      network.redraw();
    },
    hidden: (at) => hidden.get(at) ?? 0,
    place: (at) => network.canvasToDOM(network.getPosition(at)),
    labels: () => shown,
    size: () => ({ width: frame.clientWidth, height: frame.clientHeight }),
    drawn: () => ({
      types: Object.keys(graph.types).filter((name) => scene.nodes.some((at) => graph.entities[at].type === name)),
      dashed: [...scene.bundles.keys()].some((place) => graph.facts[place].modality !== "asserted"),
    }),
    // All that the screen shows, once more with another pen.
    paintOn: (pen) => {
      network.canvas.getContext = () => pen;
      try {
        network.renderer._redraw();
      } finally {
        delete network.canvas.getContext;
        network.redraw();
      }
    },
  };
};
