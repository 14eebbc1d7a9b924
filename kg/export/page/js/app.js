import { announce } from "./dom.js";
import { t } from "./strings.js";
import { ALL, isWhole, seenBy, seenIn } from "./filter.js";
import { paths, shared } from "./paths.js";
import { readFrom, startOf, written } from "./state.js";

const REST = 140; // milliseconds after which a slider rests

// What a reader can do. The state is one value; every verb changes it by `go`, after which `render` (set by main.js) shows it.
export class App {
  constructor(graph, views) {
    Object.assign(this, { graph, views, state: startOf(graph), canvas: null, find: null, asked: null, render: () => {} });
    this.picking = null; // the entity from which a path is wanted
    this.seen = null; // what the filters show
    this.scope = null; // what may be drawn: filters fade what stands there, and only the choice of documents makes another drawing
    this.found = null; // the path between the two of the state that is looked at, if there is one
    this.paths = { ways: [], whole: true, shared: [] }; // all of them, or the documents that name both
    this.article = null; // the document that is read
    this.address = null;
    this.resting = 0;
  }

  put(state) {
    const { graph, state: before } = this;
    const same = (keys) => this.seen && keys.every((key) => state[key] === before[key]);
    const filters = [...Object.keys(ALL), "by"];
    const [filtered, scoped, walked] = [!same(filters), !same(["documents", "tight"]), !same([...filters, "path"])];
    this.state = state;
    if (filtered) this.seen = seenBy(graph, state);
    if (state.tight) this.scope = this.seen;
    else if (scoped) this.scope = seenBy(graph, { ...ALL, documents: state.documents });
    if (walked) this.paths = this.between(state);
    this.found = this.paths.ways[state.way] ?? this.paths.ways[0] ?? null;
    if (state.view === "reader") this.open(state);
  }

  between({ path, documents }) {
    if (!path) return { ways: [], whole: true, shared: [] };
    const found = paths(this.graph, ...path, this.seen);
    return { ...found, shared: found.ways.length ? [] : shared(this.graph, ...path, documents) };
  }

  get filtered() {
    return !isWhole(this.state);
  }

  // The document to read: the one asked for, else one where the selection is mentioned, else the one that is open.
  open({ document, entity, fact }) {
    const { graph, article } = this;
    const here = article && (fact === null ? entity === null || article.seen.entity[entity] : article.seen.fact[fact]);
    const of = fact === null ? graph.entities[entity]?.mentions[0] : graph.facts[fact].evidence[0]?.[0];
    const at = document ?? (here ? article.at : of) ?? article?.at ?? 0;
    if (graph.documents.length && at !== article?.at) this.article = { at, seen: seenIn(graph, at) };
  }

  // Change the state: a new place in the browser's history, or (while a slider moves) the same. What is not drawn at each frame, and the address, which
  // browsers do not let change so often, wait until the slider rests.
  go(changes, sliding = false) {
    this.put({ ...this.state, ...changes });
    clearTimeout(this.resting);
    if (sliding) {
      this.resting = setTimeout(() => {
        this.keep(true);
        this.render();
      }, REST);
    } else this.keep(false);
    this.render(sliding);
  }

  keep(replace) {
    const hash = written(this.graph, this.state);
    if (hash === this.address) return;
    this.address = hash;
    if (replace) location.replace(`#${hash}`);
    else location.hash = hash;
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
    const document = view === "reader" && this.article?.seen.entity[at] ? this.article.at : null;
    this.go({ entity: at, fact: null, document, open: opens && !open.includes(at) ? [...open, at] : open, ...leave });
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
    this.go({ path: null, around: null, only: null, open: [], tight: false });
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
    else this.go({ view: "graph", path: [from, at], way: 0, entity: null, fact: null, open: [], around: null, only: null });
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
