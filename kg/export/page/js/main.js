import { make } from "./dom.js";
import { speak, t, translate } from "./strings.js";
import { dataOf, run } from "./unpack.js";
import { open } from "./graph.js";
import { VIEWS } from "./state.js";
import { App } from "./app.js";
import { canvas } from "./canvas.js";
import { comparing } from "./compare.js";
import { corrected } from "./corrected.js";
import { Fixes } from "./fixes.js";
import { taking } from "./fixtake.js";
import { keyboard } from "./keyboard.js";
import { paintTypes } from "./look.js";
import { phone } from "./phone.js";
import { printed } from "./picture.js";
import { player } from "./player.js";
import { Scenes } from "./scenes.js";
import { queue } from "./queue.js";
import { search } from "./search.js";
import { Shell, stored } from "./shell.js";
import { walk } from "./walk.js";

// Puts the parts together. `window.kg` tells a test, or a reader's script, which contract the data have and when (in milliseconds)
// the first drawing stood.

const DRAWN = ["graph", "reader"]; // views that show the drawing

const $ = (id) => document.getElementById(id);

const drawing = (app) => {
  try {
    return canvas(app);
  } catch (error) {
    $("canvas").replaceChildren(make("p", "hint", t("no_canvas", error.message)));
    return null;
  }
};

// Draw anew where something has changed on which the drawing depends.
const redrawn = (app, shell) => {
  let before = [];
  return (done, sliding) => {
    const { view, path, around, only, open: expanded, entity, fact } = app.state;
    if (view === "map" || (sliding && !DRAWN.includes(view))) return; // it is drawn when it is looked at
    const now = [app.seen, app.scope, app.found, path, around, only, expanded, entity, fact, view === "reader" ? app.article : null];
    if (now.every((one, n) => one === before[n])) return;
    before = now;
    app.canvas?.show(() => {
      shell.notice();
      done?.();
    }, sliding);
  };
};

// A page that was too large for the panel of questions says so in its place.
const place = () => {
  const section = make("section", "page");
  Object.assign(section, { id: "sparql", tabIndex: 0 });
  section.dataset.tLabel = "sparql";
  document.querySelector("main").append(section);
  return section;
};

const begin = (graph) => {
  const there = { compare: false, sparql: graph.without_panel ? place() : $("sparql"), map: graph.map };
  const app = new App(graph, VIEWS.filter((name) => !(name in there) || there[name]));
  comparing(app);
  taking(app);
  app.scenes = new Scenes(graph);
  app.player = player(app);
  const again = () => corrected(app, shell);
  app.fixes = new Fixes(graph, () => app.queue.waits() || again());
  const shell = new Shell(app);
  const redraw = redrawn(app, shell);
  const ready = () => { window.kg.ready ||= performance.now(); };
  app.restore();
  app.canvas = drawing(app);
  paintTypes(graph);
  shell.translate();
  shell.listen();
  printed(app, () => shell.recolour());
  Object.assign(app, search(app), { queue: queue(app, again) });
  app.walk = app.canvas && walk(app);
  keyboard(app);
  phone(app);
  app.render = (sliding = false) => {
    shell.frame();
    redraw(ready, sliding);
    shell.render(sliding);
    app.walk?.show(app.state);
    if (app.state.view === "map") ready();
  };
  app.render();
  if (!app.canvas) ready();
  if (app.scenes.given.length && !location.hash) app.player.open(app.scenes.given, -1, false);
  window.kg.place = (id) => app.canvas.place(graph.places.entity.get(id));
  window.kg.labels = () => app.canvas.labels();
  window.kg.scene = () => {
    const { nodes, edges } = app.canvas.scene();
    return { nodes: nodes.length, facts: edges.length, joined: new Set(edges.flatMap((at) => [graph.facts[at].subject, graph.facts[at].object])).size };
  };
};

const start = async () => {
  speak(stored("kg.language") ?? (navigator.language.startsWith("zh") ? "zh" : "en"));
  const theme = stored("kg.theme");
  if (theme) document.documentElement.dataset.theme = theme;
  window.kg = { version: null, ready: 0 };
  try {
    const [data] = await Promise.all([dataOf($("data")), run($("library"))]);
    window.kg.version = data.version;
    begin(open(data));
  } catch (error) {
    translate(document);
    $("notice").hidden = false;
    $("notice").textContent = t("broken", error.message);
    throw error;
  }
};

start();
