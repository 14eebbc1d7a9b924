import { button, make, swatch, words } from "./dom.js";
import { label, t } from "./strings.js";
import { gist } from "./entity.js";
import { find, findLabel, index } from "./find.js";
import { bearing, readTogether } from "./namesakes.js";
import { fixedTags } from "./verdict.js";

// The search box: a combobox whose list holds entities, then types and properties.

const MOST = 12;
const LABELS = 3;

export const search = (app) => {
  const { graph } = app;
  const input = document.getElementById("query");
  const hits = document.getElementById("hits");
  let forms = null;
  let at = -1;

  const options = () => [...hits.querySelectorAll("[role=option]")];
  const close = () => {
    hits.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const option = (n, action, ...children) => {
    const line = button("", () => {
      close();
      action();
    }, ...children);
    Object.assign(line, { id: `hit-${n}`, tabIndex: -1 });
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    return line;
  };
  // Name, class and what it is known for; how many facts in how many articles; namesakes stand together, so that they can be told apart.
  const entity = (place, n) => {
    const one = graph.entities[place];
    const facts = one.facts.map((at) => graph.facts[at]);
    const known = [label(graph.classes[one.class]), gist(graph, place, facts)].filter(Boolean).join(" · ");
    const documents = new Set(one.mentions.filter((_, at) => at % 3 === 0)).size;
    return option(n, () => app.choose(place), swatch(graph.types[one.type]),
      make("span", "hit", make("span", "", words(one.name), ...fixedTags(one)), words(known, "also")), words(t("in_articles", facts.length, documents), "also count"));
  };
  const together = (places) => {
    const first = new Map();
    places.forEach((at, n) => { if (!first.has(graph.entities[at].name)) first.set(graph.entities[at].name, n); });
    return places.map((at, n) => [first.get(graph.entities[at].name), n, at]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , at]) => at);
  };
  // Namesakes can be read side by side: a line after the last of them.
  const listed = (places) => {
    const names = places.map((at) => graph.entities[at].name);
    return places.flatMap((place, n) => {
      const one = (from) => entity(place, from);
      if (names[n] !== names[n - 1] || names[n] === names[n + 1]) return [one];
      const all = bearing(graph, names[n]);
      return [one, (from) => option(from, () => readTogether(app, all), make("span", "together", t("named_alike", names[n], all.length)))];
    }).map((line, n) => line(n));
  };
  const others = (table, key, note, typed, from) => findLabel(table, typed).slice(0, LABELS).map((name, n) => option(from + n, () => {
    app.go({ [key]: Object.keys(table).filter((one) => one !== name) });
  }, words(label(table[name])), make("span", "also", t(note))));

  const fill = () => {
    forms ??= index(graph);
    const typed = input.value;
    const found = listed(together(find(forms, typed, MOST)));
    const types = others(graph.types, "types", "only_type", typed, found.length);
    const used = Object.fromEntries(Object.entries(graph.properties).filter(([name]) => graph.facts.some(({ predicate }) => predicate === name)));
    const properties = others(used, "properties", "only_property", typed, found.length + types.length);
    const all = [...found, ...types, ...properties];
    hits.replaceChildren(...(all.length ? all : [make("p", "hint", t("nothing"))]));
    hits.hidden = !typed.trim();
    input.setAttribute("aria-expanded", String(!hits.hidden));
    at = -1;
  };
  const mark = (step) => {
    const lines = options();
    if (!lines.length) return;
    at = (at + step + lines.length) % lines.length;
    lines.forEach((line, n) => line.setAttribute("aria-selected", String(n === at)));
    lines[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", lines[at].id);
  };

  input.addEventListener("input", fill);
  input.addEventListener("focus", () => { if (input.value.trim()) fill(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !event.isComposing) options()[Math.max(at, 0)]?.click();
    else if (event.key === "Escape") {
      event.stopPropagation();
      if (hits.hidden) input.blur();
      close();
    }
  });
  document.addEventListener("click", (event) => { if (!document.getElementById("search").contains(event.target)) close(); });
  return { find: (typed) => find((forms ??= index(graph)), typed, MOST), forget: () => { forms = null; } };
};
