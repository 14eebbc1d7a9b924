import { button, make, swatch } from "./dom.js";
import { label, t } from "./strings.js";

// Things of one name, read side by side: what is known of each, so that a reader sees whether they are one.

const MOST = 30;

// The entities that bear a name, the most important first.
export const bearing = (graph, name) => graph.entities.filter((one) => one.name === name && one.into === undefined).map(({ at }) => at).slice(0, MOST);

export const areNamesakes = (graph, places) => places !== null && places.length > 1 && places.every((at) => graph.entities[at].name === graph.entities[places[0]].name);

// They, and what each has to do with, in one drawing.
export const readTogether = (app, places) => app.go({
  view: "graph", only: places, open: places, path: null, around: null, entity: null, fact: null, document: null,
});

export const namesakes = (app, factsOf) => {
  const { graph, state: { only } } = app;
  const one = (at) => {
    const { type, class: name } = graph.entities[at];
    const { facts, line, element } = factsOf(at);
    const open = button("link", () => app.choose(at), [label(graph.classes[name]), line].filter(Boolean).join(" · "));
    return make("section", "namesake", make("p", "kind", swatch(graph.types[type]), open), facts.length ? element : make("p", "hint", t("no_facts")));
  };
  return [
    button("back", () => app.overview(), `← ${t("whole")}`), make("h2", "", graph.entities[only[0]].name),
    make("p", "hint", t("alike", only.length)), ...only.map(one),
  ];
};
