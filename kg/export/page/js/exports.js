import { announce, button, make, save } from "./dom.js";
import { t } from "./strings.js";
import { between, isEntity, isGone } from "./graph.js";
import { csv, factRows } from "./csv.js";
import { png, svg } from "./picture.js";
import { fitted } from "./state.js";
import { openView } from "./tabs.js";
import { triples, turtle } from "./rdf.js";
import { fact as sayFact } from "./write.js";

// The facts that are selected: those of the chosen thing or path, else all that the filters show.
export const selection = (app) => {
  const { graph, state } = app;
  return chosen(app).filter((fact) => state.fact === fact.at || !isGone(graph.facts[fact.at]));
};

const chosen = (app) => {
  const { graph, state, seen } = app;
  if (state.fact !== null) return [graph.facts[state.fact]];
  if (state.entity !== null) return graph.entities[state.entity].facts.map((at) => graph.facts[at]).filter(({ at }) => seen.fact[at]);
  if (state.path && app.found) return app.found.slice(1).flatMap((at, n) => between(graph, app.found[n], at, seen));
  if (state.around || state.only) return app.canvas.scene().edges.map((at) => graph.facts[at]);
  return graph.facts.filter(({ at }) => seen.fact[at]);
};

const partOf = (graph, facts, chosen) => {
  const ends = facts.flatMap((fact) => [fact.subject, fact.object, ...fact.qualifiers.map(([, thing]) => thing)]).filter(isEntity);
  const documents = facts.flatMap((fact) => fact.evidence.map(([at]) => at));
  const places = (all, from) => [...new Set(all)].sort((a, b) => a - b).map((at) => from[at]);
  return { facts, entities: places([...ends, ...(chosen === null ? [] : [chosen])], graph.entities), documents: places(documents, graph.documents) };
};

export const selectionTurtle = (app) => turtle(app.graph, triples(app.graph, partOf(app.graph, selection(app), app.state.entity)));

const copy = async (app) => {
  try {
    await navigator.clipboard.writeText(location.href);
    announce(t(fitted(app.graph, app.state).whole ? "copied" : "copied_part"));
  } catch {
    announce(t("not_copied"));
  }
};

// What is seen now becomes a scene of the reader's own story.
const keepScene = (app) => {
  const { graph, state, scenes } = app;
  const names = [state.entity === null ? null : graph.entities[state.entity].name, state.fact === null ? null : sayFact(graph, graph.facts[state.fact])];
  scenes.add(names.find(Boolean) ?? t(state.view), location.hash.slice(1));
  announce(t("scene_kept", scenes.own.length));
  app.render();
};

export const exports_ = (app) => {
  const menu = document.getElementById("export-menu");
  const keep = (name, content, type) => {
    save(name, content, type);
    announce(t("saved", name));
  };
  const entries = [
    ["png", async () => keep("graph.png", await png(app), "image/png")], ["svg", () => keep("graph.svg", svg(app), "image/svg+xml")],
    ["turtle", () => keep("selection.ttl", selectionTurtle(app), "text/turtle")],
    ["csv", () => keep("selection.csv", csv(factRows(app.graph, selection(app))), "text/csv")],
    ["link", () => copy(app)], ["scene", () => keepScene(app)], ["compare_menu", () => openView(app, "compare")], ["print", () => window.print()],
  ];
  menu.replaceChildren(...entries.map(([key, action]) => {
    const line = make("li", "", button("", () => {
      menu.closest("details").open = false;
      action();
    }, t(key)));
    line.dataset.key = key;
    return line;
  }));
};
