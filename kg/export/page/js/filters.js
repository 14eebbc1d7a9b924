import { button, make, swatch, words } from "./dom.js";
import { label, t } from "./strings.js";
import { brush } from "./brush.js";
import { facets } from "./facets.js";
import { ALL, isWhole } from "./filter.js";
import { title } from "./write.js";

// The left column: types, properties, confidence, time, documents.

const SHOWN = 50; // documents listed at a time

const counted = (things) => {
  const counts = new Map();
  for (const thing of things) counts.set(thing, (counts.get(thing) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
};

const box = (checked, changed, ...children) => {
  const input = make("input", "");
  input.type = "checkbox";
  input.checked = checked;
  input.addEventListener("change", () => changed(input.checked));
  return [make("label", "check", input, ...children), input];
};

const section = (name, open, ...children) => {
  const details = make("details", `filter ${name}`, make("summary", "", t(name)), ...children);
  details.open = open;
  return details;
};

// Counts follow the other filters: a number that is the same is not written again.
const counter = () => {
  const element = make("span", "count");
  let shown = null;
  return { element, show: (count) => {
    if (count === shown) return;
    shown = count;
    element.textContent = String(count);
    element.closest("li")?.classList.toggle("none", count === 0);
  } };
};

// Boxes for names that are shown unless switched off, each with a button that leaves it alone; buttons for all and none.
const switches = (app, key, rows) => {
  const lines = new Map();
  const every = rows.map(([name]) => name).sort();
  const alone = (name) => {
    const others = every.filter((one) => one !== name);
    app.go({ [key]: String(app.state[key]) === String(others) ? [] : others });
  };
  const list = make("ul", "", ...rows.map(([name, picture, text]) => {
    const count = counter();
    const [line, input] = box(true, (on) => {
      const off = new Set(app.state[key]);
      if (on) off.delete(name);
      else off.add(name);
      app.go({ [key]: [...off].sort() });
    }, picture, words(text), count.element);
    const only = button("only", () => alone(name), t("only"));
    only.setAttribute("aria-label", t("only_this", text));
    lines.set(name, { input, only, count });
    return make("li", "facet", line, rows.length > 1 ? only : null);
  }));
  const both = make("p", "both",
    button("link", () => app.go({ [key]: [] }), t("all")), button("link", () => app.go({ [key]: every }), t("none")));
  const update = (state, counts) => {
    const off = new Set(state[key]);
    for (const [name, { input, only, count }] of lines) {
      input.checked = !off.has(name);
      only.setAttribute("aria-pressed", String(off.size === every.length - 1 && !off.has(name)));
      count.show(counts[key].get(name) ?? 0);
    }
  };
  return { elements: rows.length > 1 ? [list, both] : [list], update };
};

const confidence = (app) => {
  const input = make("input", "");
  Object.assign(input, { type: "range", min: 0, max: 100, step: 5 });
  input.setAttribute("aria-label", t("confidence"));
  const said = make("output", "hint");
  input.addEventListener("input", () => app.go({ least: Number(input.value) }, true));
  const update = ({ least }) => {
    input.value = String(least);
    said.textContent = t("at_least", least);
    input.setAttribute("aria-valuetext", said.textContent);
  };
  return { elements: [input, said], update };
};

const documents = (app) => {
  const { graph } = app;
  const list = make("ul", "");
  let [shown, counts] = [[], new Map()];
  const number = () => { for (const [at, count] of shown) count.show(counts.get(at) ?? 0); };
  const wanted = make("input", "");
  wanted.type = "search";
  wanted.setAttribute("aria-label", t("find_document"));
  wanted.placeholder = t("find_document");
  const fill = () => {
    const chosen = new Set(app.state.documents);
    const fits = graph.documents.filter((document) => title(document).includes(wanted.value.trim()));
    const first = [...fits.filter(({ at }) => chosen.has(at)), ...fits.filter(({ at }) => !chosen.has(at))].slice(0, SHOWN);
    shown = first.map((document) => [document.at, counter()]);
    list.replaceChildren(...first.map((document, n) => make("li", "", box(chosen.has(document.at), (on) => {
      const places = new Set(app.state.documents);
      if (on) places.add(document.at);
      else places.delete(document.at);
      app.go({ documents: [...places].sort((a, b) => a - b) });
    }, words(title(document)), shown[n][1].element)[0])));
    number();
  };
  wanted.addEventListener("input", fill);
  let last = null;
  const update = (state, found) => {
    counts = found.documents;
    number();
    if (state.documents === last) return; // else a box would lose the focus under the reader's hand
    const focused = list.contains(document.activeElement) ? [...list.querySelectorAll("input")].indexOf(document.activeElement) : -1;
    last = state.documents;
    if (focused < 0) fill();
  };
  const many = graph.documents.length > 8;
  return { elements: [make("p", "hint", t("all_documents")), ...(many ? [wanted] : []), list], update };
};

export const filters = (app) => {
  const { graph } = app;
  const body = document.getElementById("filters-body");
  const byCount = (things) => counted(things).map(([name]) => name);
  const types = switches(app, "types", byCount(graph.entities.map(({ type }) => type)).map((name) => [name, swatch(graph.types[name]), label(graph.types[name])]));
  const properties = switches(app, "properties", byCount(graph.facts.map(({ predicate }) => predicate)).map((name) => [name, null, label(graph.properties[name])]));
  const sure = confidence(app);
  const time = brush(app);
  const sources = documents(app);
  const reset = button("reset", () => app.go({ ...ALL, tight: false }), t("reset"));
  body.replaceChildren(
    section("types", true, ...types.elements), section("time", true, time.element), section("confidence", true, ...sure.elements),
    section("properties", graph.facts.length > 0, ...properties.elements), section("documents", graph.documents.length > 1, ...sources.elements), reset,
  );
  let before = [];
  const update = (state) => {
    const now = [app.seen, ...Object.keys(ALL).map((key) => state[key]), state.by];
    if (now.every((one, n) => one === before[n])) return;
    before = now;
    const found = facets(graph, state, app.seen);
    for (const part of [types, properties, sure, sources]) part.update(state, found);
    time.update(state, found.time);
    reset.disabled = isWhole(state);
  };
  return { update };
};
