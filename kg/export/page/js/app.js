import { announce } from "./dom.js";
import { t } from "./strings.js";
import { path } from "./graph.js";
import { ALL, seenBy } from "./filter.js";
import { START, readFrom, written } from "./state.js";

// What a reader can do. The state is one value; every verb changes it by `go`, after which `render` (set by main.js) shows it.
export class App {
  constructor(graph, views) {
    Object.assign(this, { graph, views, state: START, canvas: null, find: null, asked: null, render: () => {} });
    this.picking = null; // the entity from which a path is wanted
    this.seen = null; // what the filters show
    this.found = null; // the path between the two of the state, if there is one
    this.address = null;
  }

  put(state) {
    const same = this.seen && Object.keys(ALL).every((key) => state[key] === this.state[key]);
    this.state = state;
    if (!same) this.seen = seenBy(this.graph, state);
    this.found = state.path ? path(this.graph, ...state.path, this.seen) : null;
  }

  // Change the state: a new place in the browser's history, or (while a slider moves) the same.
  go(changes, replace = false) {
    this.put({ ...this.state, ...changes });
    const hash = written(this.graph, this.state);
    if (hash !== this.address) {
      this.address = hash;
      if (replace) location.replace(`#${hash}`);
      else location.hash = hash;
    }
    this.render();
  }

  // The state that the address means; whether it is another one than that which is shown.
  restore() {
    const hash = location.hash.slice(1);
    if (hash === this.address) return false;
    this.address = hash;
    const { state, lost } = readFrom(this.graph, hash);
    this.put(state);
    if (lost) announce(t("not_here"));
    return true;
  }

  isDrawn(at) {
    return this.canvas?.scene().nodes.includes(at) ?? false;
  }

  // Choose an entity: what is not drawn is brought, and with `expand` its neighbours too.
  choose(at, { expand = false } = {}) {
    if (this.picking !== null) {
      this.pathTo(at);
      return;
    }
    const { open, path: ends, view } = this.state;
    if (view === "map" && this.graph.map) {
      this.go({ entity: at, fact: null, document: null });
      return;
    }
    const opens = !this.isDrawn(at) || (expand && this.canvas.hidden(at) > 0);
    const leave = ends && !this.isDrawn(at) ? { path: null } : {};
    this.go({ entity: at, fact: null, document: null, open: opens && !open.includes(at) ? [...open, at] : open, ...leave });
  }

  // A click on what is chosen already: its neighbours come or go.
  press(at) {
    const again = at === this.state.entity && this.picking === null;
    if (again && (this.state.open.includes(at) || this.canvas.hidden(at) > 0)) this.toggleOpen(at);
    else this.choose(at, { expand: true });
  }

  chooseFact(at) {
    this.go({ fact: at, entity: null });
  }

  toggleOpen(at) {
    const { open } = this.state;
    this.go({ open: open.includes(at) ? open.filter((one) => one !== at) : [...open, at] });
  }

  // Only an entity's neighbourhood, or (null) everything again.
  focus(at) {
    this.go({ view: "graph", around: at === null ? null : { at, hops: 1 }, path: null, only: null, open: [] });
  }

  only(places) {
    this.go({ view: "graph", only: places, path: null, around: null, open: [], entity: null, fact: null });
  }

  overview() {
    this.go({ path: null, around: null, only: null, open: [] });
  }

  pickPath(at) {
    this.picking = at;
    this.render();
    if (at !== null) announce(t("path_to", this.graph.entities[at].name));
  }

  pathTo(at) {
    const from = this.picking;
    this.picking = null;
    if (from === at) this.render();
    else this.go({ view: "graph", path: [from, at], entity: null, fact: null, open: [], around: null, only: null });
  }

  // Open a document, at a fact's evidence where one is named.
  read(document, fact) {
    this.go({ view: "reader", document, ...(fact === undefined ? {} : { fact, entity: null }) });
  }

  readMention(at) {
    this.go({ view: "reader", entity: at, fact: null, document: this.graph.entities[at].mentions[0] });
  }

  clear() {
    if (this.picking !== null) this.pickPath(null);
    else this.go({ entity: null, fact: null });
  }
}
