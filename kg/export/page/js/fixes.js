import { announce } from "./dom.js";
import { t } from "./strings.js";
import { cited, named, retracted, said } from "./named.js";
import { corrector } from "./fixed.js";
import { entries, instant } from "./fixread.js";
import { table } from "./fixtoml.js";

// The corrections that a reader makes: what they are, where they are kept, how they are undone.

const KEY = "kg.corrections.";
const WHO = "kg.who";
const KINDS = new Set(["same", "different", "retype", "rename", "retract", "assert"]);

const stored = (key) => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};
const store = (key, value) => {
  try {
    localStorage.setItem(key, value);
    return localStorage.getItem(key) === value;
  } catch {
    return false;
  }
};

const now = () => `${new Date().toISOString().slice(0, 19)}Z`;

// Each of the whole schema's words is known to the graph.
const learn = (graph) => {
  graph.schema ??= { types: {}, classes: {}, properties: {} };
  graph.classes = { ...graph.schema.classes, ...graph.classes };
  const names = Object.keys(graph.schema.properties).filter((name) => Object.hasOwn(graph.properties, name));
  graph.properties = { ...graph.schema.properties, ...graph.properties, ...Object.fromEntries(names.map((name) => [name, { ...graph.schema.properties[name], ...graph.properties[name] }])) };
};

export class Fixes {
  constructor(graph, changed) {
    Object.assign(this, { graph, changed, items: [], kept: true, saved: true, key: KEY + (graph.identity ?? "") });
    learn(graph);
    this.show = corrector(graph);
    this.load();
    addEventListener("storage", ({ key }) => { // another tab of this page
      if (key !== this.key) return;
      this.load();
      this.changed();
    });
    addEventListener("beforeunload", (event) => { if (!this.kept && !this.saved) event.preventDefault(); });
  }

  load() {
    this.items = [];
    try {
      const found = JSON.parse(stored(this.key) ?? "[]");
      this.items = found.filter(({ id, said: one, on }) => Number.isInteger(id) && KINDS.has(one?.kind) && typeof on === "object");
    } catch {
      announce(t("not_read"));
    }
    this.show(this.items);
  }

  get who() {
    return stored(WHO) ?? this.name ?? "";
  }

  set who(name) {
    this.name = name;
    store(WHO, name);
  }

  // Those that hold: what the file has.
  get held() {
    return this.items.filter(({ state }) => state === "holds");
  }

  put(items) {
    this.items = items;
    this.saved = !items.length;
    this.kept = store(this.key, JSON.stringify(items.map(({ id, said: one, on }) => ({ id, said: one, on }))));
    this.show(items);
    this.changed();
    if (!this.kept) announce(t("not_kept"));
  }

  get next() {
    return Math.max(0, ...this.items.map((item) => item.id)) + 1;
  }

  add(one, on, why, ...more) {
    const made = [[one, on], ...more].map(([said_, of], n) => (
      { id: this.next + n, said: { ...said_, when: now(), why: why?.trim() || t(`why_${said_.kind}`) }, on: n ? { ...of, with: this.next } : of }));
    this.put([...this.items, ...made]);
  }

  // What belongs to a correction goes with it.
  undo(...ids) {
    this.put(this.items.filter(({ id, on }) => !ids.includes(id) && !ids.includes(on.with)));
  }

  // Take in the text of a corrections.toml: {ids, left}, those that are corrections of this page now, and what is not, each {line, said?, key, values}.
  take(text) {
    const { read, left } = entries(text);
    const content = ({ who: _, ...one }) => table(one);
    const known = new Set(this.items.map((item) => content(item.said)));
    const first = this.next;
    const fresh = [];
    for (const one of read) {
      if (known.has(content(one.said))) left.push({ ...one, key: "fix_known", values: [] });
      else fresh.push({ id: first + fresh.length, said: one.said, line: one.line });
    }
    const all = [...this.items, ...fresh].sort((a, b) => instant(a.said.when) - instant(b.said.when));
    this.show(all); // finds what they are about
    const lost = new Set(fresh.filter(({ state }) => state === "missing"));
    for (const { line, said: one, reason: { key, values } } of lost) left.push({ line, said: one, key, values });
    this.put(all.filter((item) => !lost.has(item)));
    return { ids: fresh.filter((item) => !lost.has(item)).map(({ id }) => id), left: left.sort((a, b) => a.line - b.line) };
  }

  // -- facts

  // What was said of a fact: the item, if there is one that is about this very fact.
  verdict(fact) {
    return this.items.findLast(({ on }) => on.fact === fact.id) ?? null;
  }

  // Accept or reject a fact, or take that back where it was done before.
  judge(fact, kind) {
    const before = this.verdict(fact);
    if (before) this.items = this.items.filter((item) => item !== before);
    if (before?.said.kind === kind) {
      this.put(this.items);
      return;
    }
    const { graph } = this;
    const one = kind === "retract" ? retracted(graph, fact) : { ...said(graph, fact), ...cited(graph, fact) };
    this.add({ kind, ...one }, { fact: fact.id }, t(kind === "retract" ? "why_retract" : "why_accept"));
  }

  assert({ subject, predicate, object, qualifiers = {}, modality, quoted }, why) {
    const { graph } = this;
    const said_ = (one) => (typeof one === "number" ? named(graph, one) : one);
    const id = (one) => (typeof one === "number" ? graph.entities[one].id : undefined);
    const each = (form) => Object.fromEntries(Object.entries(qualifiers).map(([name, one]) => [name, form(one)]));
    this.add({
      kind: "assert", subject: said_(subject), predicate, object: said_(object), ...(Object.keys(qualifiers).length ? { qualifiers: each(said_) } : {}),
      ...(modality && modality !== "asserted" ? { modality } : {}), ...(quoted ?? {}),
    }, { subject: id(subject), object: id(object), qualifiers: each(id) }, why);
  }

  // -- things

  rename(at, to, why) {
    this.add({ kind: "rename", subject: named(this.graph, at), to }, { subject: this.graph.entities[at].id }, why);
  }

  retype(at, to, why) {
    this.add({ kind: "retype", subject: named(this.graph, at), to }, { subject: this.graph.entities[at].id }, why);
  }

  different(at, other, why) {
    this.add(...this.pair("different", at, other), why);
  }

  // Two things are one; where they differ, `wanted`, {name, class}, says what it is called and what it is: the build need not choose.
  same(at, other, wanted, why) {
    const { graph } = this;
    const unlike = (key) => graph.entities[at][key] !== graph.entities[other][key];
    const change = (kind, key) => {
      const one = graph.entities[at][key] === wanted[key] ? other : at;
      return unlike(key) ? [[{ kind, subject: named(graph, one), to: wanted[key] }, { subject: graph.entities[one].id }]] : [];
    };
    this.add(...this.pair("same", at, other), why, ...change("rename", "name"), ...change("retype", "class"));
  }

  pair(kind, at, other) {
    const { graph } = this;
    return [{ kind, subject: named(graph, at), object: named(graph, other) }, { subject: graph.entities[at].id, object: graph.entities[other].id }];
  }

  // The thing of some documents (ids) is another than that of its other documents.
  splitDocuments(at, here, why) {
    const { graph } = this;
    const { mentions, id } = graph.entities[at];
    const all = [...new Set(mentions.filter((_, n) => n % 3 === 0).map((place) => graph.documents[place].id))];
    const { name, type } = named(graph, at);
    const side = (documents) => ({ name, type, documents: documents.sort() });
    this.add({ kind: "different", subject: side(all.filter((one) => here.includes(one))), object: side(all.filter((one) => !here.includes(one))) }, { subject: id }, why);
  }

  // What is called by this name is another thing than what is called by the name of the entity.
  splitName(at, name, rest, why) {
    const { graph } = this;
    this.add({ kind: "different", subject: named(graph, at, rest), object: named(graph, at, name) }, { subject: graph.entities[at].id }, why);
  }
}
