import { make } from "./dom.js";
import { language, speak, t, translate } from "./strings.js";
import { VIEWS } from "./state.js";
import { compare } from "./compare.js";
import { details } from "./details.js";
import { exports_ } from "./exports.js";
import { filters } from "./filters.js";
import { fixList } from "./fixlist.js";
import { keyHelp } from "./keyboard.js";
import { paintTypes } from "./look.js";
import { map } from "./map.js";
import { reader } from "./reader.js";
import { schema } from "./schema.js";
import { sparql } from "./sparql.js";
import { story } from "./story.js";
import { table } from "./table.js";
import { tabOf } from "./tabs.js";
import { timeline } from "./timeline.js";

// The page around the drawing: header, columns, views, in the reader's language.

const $ = (id) => document.getElementById(id);
const PANELS = { map, reader, table, timeline, story, schema, sparql, compare, fixes: fixList };

const LIVE = ["map", "timeline"]; // views that follow a slider at each frame

export const stored = (key, value) => {
  try {
    if (value === undefined) return localStorage.getItem(key);
    localStorage.setItem(key, value);
  } catch { /* a page from disk may have no storage */ }
  return null;
};

// What is not shown, in words.
const remarks = ({ graph, canvas, seen, state, article }) => {
  const { left_out: lost } = graph;
  const nodes = canvas?.scene().nodes ?? [];
  const drawn = nodes.filter((at) => seen.entity[at]).length;
  const text = state.view === "reader" && article;
  return [
    text ? t("of_article", drawn) : canvas && graph.entities.length > drawn ? t("drawn", drawn, seen.entities) : null,
    lost.entities || lost.facts ? t("lost", lost.entities, lost.facts) : null, lost.texts ? t("lost_texts", lost.texts) : null,
    graph.entities.length === 0 ? t("empty") : seen.entities === 0 ? t("all_hidden") : null,
  ].filter(Boolean);
};

const about = (graph) => {
  const parts = (graph.about ?? []).map((part) => make("li", "text", t("part", ...part)));
  return [make("h3", "", t("keys")), make("dl", "keys", ...keyHelp()), make("h3", "", t("about")), make("p", "", t("about_text")), make("ul", "", ...parts)];
};

export class Shell {
  constructor(app) {
    Object.assign(this, { app, panels: {}, column: null, rail: null });
  }

  // All that holds words is made anew in the other language.
  translate() {
    const { app, app: { graph } } = this;
    translate(document);
    $("title").textContent = graph.title ?? t("title");
    document.title = graph.title ?? t("title");
    $("counts").textContent = t("counts", graph.documents.length, graph.entities.length, graph.facts.length);
    $("tabs").replaceChildren(...app.views.map((name) => tabOf(app, name)));
    this.count();
    for (const panel of Object.values(this.panels)) panel.end?.();
    this.panels = {};
    this.rail = filters(app);
    this.column = details(app);
    exports_(app);
    app.player.retell();
    $("help-body").replaceChildren(...about(graph));
  }

  // How many corrections there are.
  count() {
    const { items } = this.app.fixes;
    $("tab-fixes").textContent = items.length ? t("fixes_count", items.length) : t("fixes");
  }

  // The graph was corrected: what was made of it before is made anew, where it stood.
  renew() {
    const scrolled = ["panel", "reader", "timeline", "story"].map((id) => [$(id), $(id).scrollTop]);
    for (const name of ["reader", "timeline", "story"]) {
      this.panels[name]?.end?.();
      delete this.panels[name];
    }
    this.panels.sparql?.renew();
    this.column = details(this.app);
    this.rail = filters(this.app);
    this.count();
    return () => scrolled.forEach(([element, top]) => { element.scrollTop = top; });
  }

  // Remarks, and the way back to the overview.
  notice() {
    const lines = remarks(this.app);
    $("notice").textContent = lines.join(t("semicolon"));
    $("notice").hidden = !lines.length;
    const { path, around, only, open } = this.app.state;
    if ($("edge-names").getAttribute("aria-pressed") !== String(this.app.state.names)) this.app.canvas?.redraw();
    $("edge-names").setAttribute("aria-pressed", String(this.app.state.names));
    $("whole").hidden = !(path || around || only || open.length);
    const { app } = this;
    const fades = app.filtered && (app.state.tight || app.canvas?.scene().nodes.some((at) => !app.seen.entity[at]));
    $("tight").hidden = !fades || app.state.view === "reader";
    $("tight").setAttribute("aria-pressed", String(app.state.tight));
  }

  // Which view is open; the drawing needs to know how much room it has.
  frame() {
    const { app, app: { state: { view } } } = this;
    const before = document.body.dataset.view;
    document.body.dataset.view = view;
    for (const name of VIEWS) {
      const visible = name === view || (name === "graph" && view === "reader");
      $(name)?.toggleAttribute("inert", !visible);
      $(name)?.classList.toggle("open", visible);
      if (name === view) $(`tab-${name}`)?.setAttribute("aria-current", "page");
      else $(`tab-${name}`)?.removeAttribute("aria-current");
    }
    // The text takes half of the drawing's room.
    if (before !== view && [before, view].includes("reader")) requestAnimationFrame(() => app.canvas?.resized());
  }

  view() {
    const { app, app: { state: { view } } } = this;
    if (!PANELS[view]) return;
    this.panels[view] ??= PANELS[view](app);
    this.panels[view].show(app.state);
  }

  // While a slider moves, what would take longer than a frame waits until it rests.
  render(sliding = false) {
    this.rail.update(this.app.state);
    if (!sliding) this.column.show(this.app.state);
    if (!sliding || LIVE.includes(this.app.state.view)) this.view();
    this.notice();
  }

  recolour() {
    const { app } = this;
    paintTypes(app.graph);
    app.canvas?.recolour();
    this.panels.map?.recolour();
  }

  // The buttons that stand on the page from the beginning.
  listen() {
    const { app } = this;
    const press = (id, action) => $(id).addEventListener("click", action);
    press("fit", () => app.canvas?.fit());
    press("whole", () => app.overview());
    press("tight", () => app.go({ tight: !app.state.tight }));
    press("edge-names", () => app.go({ names: !app.state.names }));
    press("back", () => history.back());
    press("forward", () => history.forward());
    press("help-button", () => $("help").showModal());
    press("help-close", () => $("help").close());
    press("language", () => {
      speak(language() === "zh" ? "en" : "zh");
      stored("kg.language", language());
      this.translate();
      app.render();
    });
    press("theme", () => {
      const dark = getComputedStyle(document.documentElement).colorScheme === "dark";
      document.documentElement.dataset.theme = dark ? "light" : "dark";
      stored("kg.theme", dark ? "light" : "dark");
      this.recolour();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
    document.addEventListener("click", ({ target }) => { if (!$("export").contains(target)) $("export").open = false; });
    document.addEventListener("keydown", ({ key }) => { if (key === "Escape") $("export").open = false; });
    addEventListener("hashchange", () => { if (app.restore()) app.render(); });
  }
}
