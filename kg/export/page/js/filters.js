import { button, make, swatch, words } from "./dom.js";
import { label, t } from "./strings.js";
import { ALL } from "./filter.js";
import { histogram } from "./histogram.js";
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

// Boxes for names that are shown unless switched off, with buttons for all and none.
const switches = (app, key, rows) => {
  const inputs = new Map();
  const list = make("ul", "", ...rows.map(([name, count, picture, text]) => {
    const [line, input] = box(true, (on) => {
      const off = new Set(app.state[key]);
      if (on) off.delete(name);
      else off.add(name);
      app.go({ [key]: [...off].sort() });
    }, picture, words(text), make("span", "count", String(count)));
    inputs.set(name, input);
    return make("li", "", line);
  }));
  const every = rows.map(([name]) => name).sort();
  const both = make("p", "both",
    button("link", () => app.go({ [key]: [] }), t("all")), button("link", () => app.go({ [key]: every }), t("none")));
  const update = (state) => { for (const [name, input] of inputs) input.checked = !state[key].includes(name); };
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
  const wanted = make("input", "");
  wanted.type = "search";
  wanted.setAttribute("aria-label", t("find_document"));
  wanted.placeholder = t("find_document");
  const fill = () => {
    const chosen = new Set(app.state.documents);
    const fits = graph.documents.filter((document) => title(document).includes(wanted.value.trim()));
    const first = [...fits.filter(({ at }) => chosen.has(at)), ...fits.filter(({ at }) => !chosen.has(at))].slice(0, SHOWN);
    list.replaceChildren(...first.map((document) => make("li", "", box(chosen.has(document.at), (on) => {
      const places = new Set(app.state.documents);
      if (on) places.add(document.at);
      else places.delete(document.at);
      app.go({ documents: [...places].sort((a, b) => a - b) });
    }, words(title(document)))[0])));
  };
  wanted.addEventListener("input", fill);
  let last = null;
  const update = (state) => {
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
  const types = switches(app, "types", counted(graph.entities.map(({ type }) => type))
    .map(([name, count]) => [name, count, swatch(graph.types[name]), label(graph.types[name])]));
  const properties = switches(app, "properties", counted(graph.facts.map(({ predicate }) => predicate))
    .map(([name, count]) => [name, count, null, label(graph.properties[name])]));
  const sure = confidence(app);
  const time = histogram(app);
  const sources = documents(app);
  const reset = button("reset", () => app.go({ ...ALL }), t("reset"));
  body.replaceChildren(
    section("types", true, ...types.elements), section("time", true, time.element), section("confidence", true, ...sure.elements),
    section("properties", graph.facts.length > 0, ...properties.elements), section("documents", graph.documents.length > 1, ...sources.elements), reset,
  );
  const update = (state) => {
    for (const part of [types, properties, sure, time, sources]) part.update(state);
    reset.disabled = Object.keys(ALL).every((key) => String(state[key]) === String(ALL[key]));
  };
  return { update };
};
