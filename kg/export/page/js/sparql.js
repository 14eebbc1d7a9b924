import { announce, button, make, save, some, words } from "./dom.js";
import { label, t } from "./strings.js";
import { csv } from "./csv.js";
import { editor } from "./editor.js";
import { engine, formOf, withPrefixes } from "./engine.js";
import { bound } from "./questions.js";
import { iriOf } from "./rdf.js";
import { remote } from "./remote.js";
import { MOST } from "./scene.js";

// The SPARQL panel: questions, editor, results that lead to nodes.

const ROWS = 200;
const FIRST = "SELECT ?subject ?property ?object {\n  ?fact rdf:subject ?subject ; rdf:predicate ?property ; rdf:object ?object .\n}\nLIMIT 50\n";

export const sparql = (app) => {
  const { graph } = app;
  const body = document.getElementById("sparql");
  const { service } = document.body.dataset;
  const oxigraph = service ? remote(service) : engine(graph);
  const results = make("div", "results");
  const status = make("p", "hint");
  status.setAttribute("role", "status");
  let answer = null;
  let asking = 0;

  const places = new Map([
    ...graph.entities.map((entity) => [iriOf(graph, "entity", entity), { entity: entity.at, fact: null }]),
    ...graph.facts.map((fact) => [iriOf(graph, "fact", fact), { fact: fact.at, entity: null }]),
  ]);
  const short = (iri) => {
    const [name, space] = Object.entries(graph.prefixes).find(([, namespace]) => iri.startsWith(namespace)) ?? [];
    const rest = space ? iri.slice(space.length) : "";
    if (name === "kg") return label(graph.properties[rest] ?? graph.classes[rest] ?? { zh: `kg:${rest}`, en: `kg:${rest}` });
    return name ? `${name}:${rest}` : iri;
  };
  const cell = (term) => {
    if (!term) return "";
    const place = term.type === "uri" ? places.get(term.value) : undefined;
    if (!place) return words(term.type === "uri" ? short(term.value) : term.value);
    const name = place.entity === null ? short(term.value) : graph.entities[place.entity].name;
    return button("link", () => (place.entity === null ? app.chooseFact(place.fact) : app.choose(place.entity)), name);
  };

  const found = ({ head: { vars }, results: { bindings } }) => {
    const entities = bindings.flatMap((row) => vars.map((name) => places.get(row[name]?.value)?.entity)).filter((at) => at !== undefined && at !== null);
    const raw = () => csv([vars, ...bindings.map((row) => vars.map((name) => row[name]?.value ?? ""))]);
    const bar = make("p", "bar",
      entities.length ? button("chip", () => app.only([...new Set(entities)].slice(0, MOST)), t("highlight")) : null,
      button("chip", () => save("result.csv", raw(), "text/csv"), t("csv_rows")),
      button("chip", () => save("result.json", JSON.stringify(answer, null, 1), "application/json"), t("json_rows")));
    const heads = vars.map((name) => {
      const head = make("th", "", name);
      head.scope = "col";
      return head;
    });
    const line = (row) => make("tr", "", ...vars.map((name) => make("td", "", cell(row[name]))));
    const tbody = make("tbody", "");
    const fill = (from) => {
      tbody.append(...bindings.slice(from, from + ROWS).map(line));
      const left = bindings.length - from - ROWS;
      more.replaceChildren(...(left > 0 ? [button("more", () => fill(from + ROWS), t("more", Math.min(ROWS, left)))] : []));
    };
    const more = make("div", "");
    fill(0);
    return [bar, make("div", "scroll", make("table", "", make("thead", "", make("tr", "", ...heads)), tbody)), more];
  };

  const show = (form, seconds) => {
    if (form === "graph") {
      status.textContent = t("took", answer.split("\n").length - 1, seconds);
      results.replaceChildren(make("p", "bar", button("chip", () => save("result.ttl", answer, "text/turtle"), "Turtle")), make("pre", "turtle", answer));
    } else if (answer.boolean !== undefined) {
      status.textContent = t("took", 1, seconds);
      results.replaceChildren(make("p", "what", t(answer.boolean ? "yes" : "no")));
    } else {
      status.textContent = t("took", answer.results.bindings.length, seconds);
      results.replaceChildren(...found(answer));
    }
    announce(status.textContent);
  };

  const refuse = (text) => {
    status.textContent = text;
    results.replaceChildren();
  };
  const failed = ({ message }) => refuse(message === "timeout" ? t("timeout") : message === "stopped" ? t("stopped") : message);

  const run = async () => {
    const asked = input.get();
    const whole = withPrefixes(asked, graph.prefixes);
    const added = whole.split("\n").length - asked.split("\n").length;
    if (asking) oxigraph.stop();
    asking += 1;
    const mine = asking;
    stop.hidden = false;
    try {
      status.textContent = t("starting");
      await oxigraph.start().catch((error) => { throw new Error(t("no_engine", error.message)); });
      status.textContent = t("running");
      const begun = performance.now();
      const form = formOf(asked);
      const said = await oxigraph.ask(whole, form);
      answer = form === "graph" ? said : JSON.parse(said);
      if (mine === asking) show(form, ((performance.now() - begun) / 1000).toFixed(2));
    } catch (error) {
      if (mine === asking && error.outside) refuse(t("outside", error.outside[0], error.outside[1] - added));
      else if (mine === asking) failed(error);
    } finally {
      if (mine === asking) {
        stop.hidden = true;
        asking = 0;
      }
    }
  };

  const input = editor(app, run);
  const stop = button("chip", () => oxigraph.stop(), t("stop"));
  stop.hidden = true;

  // The menu of questions; the parameters of the chosen one are fields, and set at once.
  const menu = () => {
    const choice = make("select", "", make("option", "", t("choose_question")));
    choice.setAttribute("aria-label", t("questions"));
    for (const [n, question] of graph.questions.entries()) {
      const option = make("option", "", label(question));
      option.value = String(n);
      choice.append(option);
    }
    const fields = make("span", "fields");
    const set = () => {
      const question = graph.questions[Number(choice.value)];
      const values = Object.fromEntries([...fields.querySelectorAll("input")].map((field) => [field.name, field.value]));
      const { sparql: text, unknown } = bound(graph, question, values);
      if (unknown === undefined) input.set(text.trim());
      refuse(unknown === undefined ? "" : t("unknown_name", unknown));
    };
    choice.addEventListener("change", () => {
      const question = graph.questions[Number(choice.value)];
      if (!question) return;
      fields.replaceChildren(...question.parameters.map((name) => {
        const field = make("input", "");
        Object.assign(field, { name, placeholder: `${name} (${t("optional")})` });
        field.setAttribute("aria-label", name);
        field.addEventListener("change", set);
        return field;
      }));
      set();
    });
    return make("p", "bar", choice, fields);
  };

  const keys = make("span", "hint", t("keys_hint"));
  keys.id = "sparql-keys";
  body.replaceChildren(menu(), input.element, make("p", "bar", button("run", run, t("run")), stop, keys), status, results);
  input.set(app.asked ?? FIRST);
  const able = service || (typeof WebAssembly === "object" && typeof Worker === "function");
  if (!able) body.replaceChildren(make("p", "hint", t("no_wasm")));
  return {
    show: () => {},
    end: () => { // the panel is made anew in another language
      app.asked = input.get();
      oxigraph.stop();
    },
  };
};
