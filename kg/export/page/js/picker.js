import { button, make, swatch, words } from "./dom.js";
import { label, t } from "./strings.js";
import { gist } from "./entity.js";

// A field that finds an entity by name, alias or pinyin: what is typed is searched, a press on a hit chooses it.

const MOST = 6;

// `fits` says which entities may be chosen; `first` are offered before anything is typed. `chosen` tells when something is.
export const picker = (app, name, { fits = () => true, first = [], chosen = () => {} } = {}) => {
  const { graph } = app;
  const input = make("input", "");
  Object.assign(input, { type: "search", autocomplete: "off", placeholder: t("find_entity") });
  input.setAttribute("aria-label", name);
  const list = make("ul", "picks");
  let at = null;

  const choose = (place) => {
    at = place;
    input.value = graph.entities[place].name;
    input.classList.add("chosen");
    list.replaceChildren();
    chosen(place);
  };
  const row = (place) => {
    const one = graph.entities[place];
    const known = [label(graph.classes[one.class]), gist(graph, place, one.facts.map((n) => graph.facts[n]))].filter(Boolean).join(" · ");
    const pick = button("pick", () => {
      choose(place);
      input.focus();
    }, swatch(graph.types[one.type]), make("span", "", words(one.name), words(known, "also")));
    return make("li", "", pick);
  };
  const fill = () => {
    at = null;
    input.classList.remove("chosen");
    const typed = input.value.trim();
    const found = (typed ? app.find(typed) : first).filter(fits).slice(0, MOST);
    list.replaceChildren(...found.map(row));
    if (typed && !found.length) list.append(make("li", "hint", t("nothing")));
    chosen(null);
  };
  input.addEventListener("input", fill);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    list.querySelector("button")?.click();
  });
  fill();
  return { element: make("div", "picker", input, list), input, get at() { return at; }, get typed() { return input.value.trim(); }, choose, fill };
};
