import { announce, button, make } from "./dom.js";
import { language, speak, t, translate } from "./strings.js";
import { dataOf } from "./unpack.js";
import { open, path } from "./graph.js";
import { ALL, seenBy } from "./filter.js";
import { START, VIEWS, readFrom, written } from "./state.js";
import { canvas } from "./canvas.js";
import { details } from "./details.js";
import { exports_ } from "./exports.js";
import { filters } from "./filters.js";
import { paintTypes } from "./look.js";
import { keyHelp, keyboard } from "./keyboard.js";
import { reader } from "./reader.js";
import { schema } from "./schema.js";
import { search } from "./search.js";
import { sparql } from "./sparql.js";
import { table } from "./table.js";
import { timeline } from "./timeline.js";

// Puts the parts together. The reader's state is one value; `go` changes it, and every part shows what it says.
// `window.kg` tells a test, or a reader's script, which contract the data have and when the first drawing stood.

const $ = (id) => document.getElementById(id);
const PANELS = { reader, table, timeline, schema, sparql };

const stored = (key, value) => {
  try {
    if (value === undefined) return localStorage.getItem(key);
    localStorage.setItem(key, value);
  } catch { /* a page from disk may have no storage */ }
  return null;
};

const begin = (graph) => {
  const app = {
    graph, state: START, seen: null, canvas: null, picking: null, found: null, find: null, asked: null,
    views: VIEWS.filter((name) => name !== "sparql" || $("engine-wasm")),
  };
  let parts = {};
  let column = null;
  let rail = null;
  let address = null;
  let drawnFor = null; // what of the state the drawing depends on

  const notice = () => {
    const { nodes } = app.canvas?.scene() ?? { nodes: [] };
    const { left_out: lost } = graph;
    const lines = [
      graph.entities.length > nodes.length && app.canvas ? t("drawn", nodes.length, app.seen.entities) : null,
      lost.entities || lost.facts ? t("lost", lost.entities, lost.facts) : null, lost.texts ? t("lost_texts", lost.texts) : null,
      graph.entities.length === 0 ? t("empty") : app.seen.entities === 0 ? t("all_hidden") : null,
    ].filter(Boolean);
    $("notice").textContent = lines.join("；");
    $("notice").hidden = !lines.length;
    $("whole").hidden = !(app.state.path || app.state.around || app.state.only || app.state.open.length);
  };

  const drawing = (done) => {
    const { path: ends, around, only, open: expanded } = app.state;
    const wanted = [app.seen, ends, around, only, expanded, app.state.entity, app.state.fact];
    const same = drawnFor && wanted.every((one, n) => one === drawnFor[n]);
    drawnFor = wanted;
    if (!app.canvas || (same && !done)) return;
    app.canvas.show(() => {
      notice();
      done?.();
    });
  };

  const views = () => {
    const { view } = app.state;
    const before = document.body.dataset.view;
    document.body.dataset.view = view;
    for (const name of VIEWS) {
      const visible = name === view || (name === "graph" && view === "reader");
      const section = $(name);
      if (section) section.toggleAttribute("inert", !visible);
      section?.classList.toggle("open", visible);
      $(`tab-${name}`)?.toggleAttribute("aria-current", name === view);
      if (name === view) $(`tab-${name}`)?.setAttribute("aria-current", "page");
    }
    if (before !== undefined && before !== view && [before, view].includes("reader")) requestAnimationFrame(() => app.canvas?.resized());
    if (!PANELS[view]) return;
    parts[view] ??= PANELS[view](app);
    parts[view].show(app.state);
  };

  const render = (done) => {
    app.found = app.state.path ? path(graph, ...app.state.path, app.seen) : null;
    drawing(done);
    rail.update(app.state);
    column.show(app.state);
    views();
    notice();
  };

  const put = (state) => {
    const same = app.seen && Object.keys(ALL).every((key) => state[key] === app.state[key]);
    app.state = state;
    if (!same) app.seen = seenBy(graph, state);
  };

  // Change the state: a new place in the browser's history, or (while a slider moves) the same.
  app.go = (changes, replace = false) => {
    put({ ...app.state, ...changes });
    const hash = written(graph, app.state);
    if (hash !== address) {
      address = hash;
      if (replace) location.replace(`#${hash}`);
      else location.hash = hash;
    }
    render();
  };

  const isDrawn = (at) => app.canvas?.scene().nodes.includes(at);
  app.choose = (at, { expand = false } = {}) => {
    if (app.picking !== null) {
      const from = app.picking;
      app.picking = null;
      if (from !== at) app.go({ view: "graph", path: [from, at], entity: null, fact: null, open: [], around: null, only: null });
      return;
    }
    const opens = !isDrawn(at) || (expand && app.canvas.hidden(at) > 0);
    const { open: before } = app.state;
    const focus = isDrawn(at) || !app.state.path ? {} : { path: null };
    app.go({ entity: at, fact: null, document: null, open: opens && !before.includes(at) ? [...before, at] : before, ...focus });
  };
  app.toggleOpen = (at) => {
    const { open: before } = app.state;
    app.go({ open: before.includes(at) ? before.filter((one) => one !== at) : [...before, at] });
  };
  app.focus = (at) => app.go({ view: "graph", around: at === null ? null : { at, hops: 1 }, path: null, only: null, open: [] });
  app.pickPath = (at) => {
    app.picking = at;
    column.show(app.state);
    if (at !== null) announce(t("path_to", graph.entities[at].name));
  };
  app.read = (document_, fact) => app.go({ view: "reader", document: document_, ...(fact === undefined ? {} : { fact, entity: null }) });
  app.readMention = (at) => app.go({ view: "reader", entity: at, fact: null, document: graph.entities[at].mentions[0] });
  app.clear = () => {
    $("export").open = false;
    if (app.picking !== null) app.pickPath(null);
    else app.go({ entity: null, fact: null });
  };
  const whole = () => app.go({ path: null, around: null, only: null, open: [] });

  const about = () => {
    const parts_ = (graph.about ?? []).map((part) => make("li", "text", t("part", ...part)));
    $("help-body").replaceChildren(make("h3", "", t("keys")), make("dl", "keys", ...keyHelp()), make("h3", "", t("about")), make("p", "", t("about_text")), make("ul", "", ...parts_));
  };

  // All that holds words is made anew in the other language.
  const translated = () => {
    translate(document);
    $("title").textContent = graph.title ?? t("title");
    document.title = graph.title ?? t("title");
    $("counts").textContent = t("counts", graph.documents.length, graph.entities.length, graph.facts.length);
    $("tabs").replaceChildren(...app.views.map((name) => {
      const tab = button("tab", () => app.go({ view: name }), t(name));
      tab.id = `tab-${name}`;
      return tab;
    }));
    for (const part of Object.values(parts)) part.end?.();
    parts = {};
    rail = filters(app);
    column = details(app);
    exports_(app);
    about();
  };

  const recolour = () => {
    paintTypes(graph);
    app.canvas?.recolour();
    if (app.state.view === "schema") parts.schema?.show(app.state);
  };
  const tools = () => {
    $("filters-drawer").open = innerWidth > 800;
    $("fit").addEventListener("click", () => app.canvas?.fit());
    $("whole").addEventListener("click", whole);
    $("edge-names").addEventListener("click", () => $("edge-names").setAttribute("aria-pressed", String(app.canvas.toggleNames())));
    $("back").addEventListener("click", () => history.back());
    $("forward").addEventListener("click", () => history.forward());
    $("help-button").addEventListener("click", () => $("help").showModal());
    $("help-close").addEventListener("click", () => $("help").close());
    $("language").addEventListener("click", () => {
      speak(language() === "zh" ? "en" : "zh");
      stored("kg.language", language());
      translated();
      render();
    });
    $("theme").addEventListener("click", () => {
      const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
      document.documentElement.dataset.theme = dark ? "light" : "dark";
      stored("kg.theme", dark ? "light" : "dark");
      recolour();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolour);
    document.addEventListener("click", ({ target }) => {
      const menu = $("export");
      if (!menu.contains(target)) menu.open = false;
    });
    addEventListener("hashchange", () => {
      const hash = location.hash.slice(1);
      if (hash === address) return;
      address = hash;
      const { state, lost } = readFrom(graph, hash);
      put(state);
      render();
      if (lost) announce(t("not_here"));
    });
  };

  const first = readFrom(graph, location.hash);
  address = location.hash.slice(1);
  put(first.state);
  try {
    app.canvas = canvas(app);
  } catch (error) {
    $("canvas").replaceChildren(make("p", "hint", t("no_canvas", error.message)));
  }
  paintTypes(graph);
  translated();
  app.find = search(app).find;
  tools();
  if (app.canvas) keyboard(app);
  render(() => { window.kg.ready ||= performance.now(); });
  if (!app.canvas) window.kg.ready = performance.now();
  if (first.lost) announce(t("not_here"));
  window.kg.place = (id) => app.canvas.place(graph.places.entity.get(id));
  window.kg.labels = () => app.canvas.labels();
};

const start = async () => {
  speak(stored("kg.language") ?? (navigator.language.startsWith("zh") ? "zh" : "en"));
  const theme = stored("kg.theme");
  if (theme) document.documentElement.dataset.theme = theme;
  window.kg = { version: null, ready: 0 };
  let data = null;
  try {
    data = await dataOf($("data"));
  } catch (error) {
    translate(document);
    $("notice").hidden = false;
    $("notice").textContent = t("broken", error.message);
    return;
  }
  window.kg.version = data.version;
  begin(open(data));
};

start();
