import { announce, button, make } from "./dom.js";
import { t } from "./strings.js";
import { answers, triplesOf } from "./answers.js";
import { asking } from "./asking.js";
import { editor } from "./editor.js";
import { engine, formOf, withPrefixes } from "./engine.js";
import { faultOf } from "./fault.js";
import { remote } from "./remote.js";

// The panel of questions: sentences with fields, the SPARQL that they are, results that lead to nodes.

const FIRST = "SELECT ?subject ?property ?object {\n  ?fact rdf:subject ?subject ; rdf:predicate ?property ; rdf:object ?object .\n}\nLIMIT 50\n";

export const sparql = (app) => {
  const { graph } = app;
  const body = document.getElementById("sparql");
  if (graph.without_panel) {
    body.replaceChildren(make("p", "hint", t("without_panel")));
    return { show: () => {}, renew: () => {} };
  }
  const { service } = document.body.dataset;
  const oxigraph = service ? remote(service) : engine(graph);
  const results = make("div", "results");
  const status = make("p", "hint");
  status.setAttribute("role", "status");
  const read = answers(app);
  let [turn, busy] = [0, false];
  let last = ""; // what was asked, as the address has it: a question's name, or = and SPARQL
  let put_ = { text: null, key: "" };

  const tell = (count, seconds, ...content) => {
    status.textContent = t("took", count, seconds);
    results.replaceChildren(...content);
    announce(status.textContent);
  };
  const show = (form, said, seconds) => {
    if (form === "graph") {
      const triples = triplesOf(said);
      tell(triples.length, seconds, ...read.drawing(triples));
      return;
    }
    const answer = JSON.parse(said);
    if (answer.boolean === undefined) tell(answer.results.bindings.length, seconds, ...read.table(answer));
    else tell(1, seconds, make("p", "what", t(answer.boolean ? "yes" : "no")));
  };

  const refuse = (text) => {
    status.textContent = text;
    results.replaceChildren();
  };
  // The words that are wrong are marked in the question.
  const failed = (asked, added, { message, outside }) => {
    const fault = outside ? null : faultOf(asked, added, message);
    const places = { timeout: "timeout", stopped: "stopped" };
    if (outside) refuse(t("outside", outside[0], outside[1] - (added.split("\n").length - 1)));
    else if (fault) refuse(t("fault", fault.line, fault.column, fault.what));
    else refuse(Object.hasOwn(places, message) ? t(places[message]) : message);
    if (!fault) return;
    query.open = true;
    input.select(fault.at, fault.to);
  };

  // The question that is asked, if one is, is asked no more.
  const halt = () => {
    if (busy) oxigraph.stop();
    turn += 1;
    [busy, stop.hidden] = [false, true];
    return turn;
  };
  const run = async () => {
    const asked = input.get();
    const key = asked === put_.text ? put_.key : `=${asked}`;
    last = key;
    if (key !== app.state.query) app.go({ query: key });
    const whole = withPrefixes(asked, graph.prefixes);
    const added = whole.slice(0, whole.length - asked.length);
    const mine = halt();
    const tellNow = (key) => { if (mine === turn) status.textContent = t(key); };
    [busy, stop.hidden] = [true, false];
    try {
      tellNow("starting");
      await oxigraph.start().catch((error) => { throw new Error(t("no_engine", error.message)); });
      tellNow("running");
      const begun = performance.now();
      const form = formOf(asked);
      const said = await oxigraph.ask(whole, form);
      if (mine === turn) show(form, said, ((performance.now() - begun) / 1000).toFixed(2));
    } catch (error) {
      if (mine === turn) failed(asked, added, error);
    } finally {
      if (mine === turn) [busy, stop.hidden] = [false, true];
    }
  };

  const input = editor(app, run);
  const stop = button("chip", () => oxigraph.stop(), t("stop"));
  stop.hidden = true;
  const keys = make("span", "hint", t("keys_hint"));
  keys.id = "sparql-keys";
  const query = make("details", "query", make("summary", "", t("query")), input.element, make("p", "bar", button("run", run, t("run")), keys));
  query.open = true;
  const put = (text, key) => {
    put_ = { text, key };
    input.set(text);
    query.open = false;
    run();
  };
  const questions = asking(app, { put, refuse: (text) => { halt(); refuse(text); } });
  body.replaceChildren(questions.element, query, make("p", "bar", status, stop), results);
  input.set(app.asked ?? FIRST);
  const able = service || (typeof WebAssembly === "object" && typeof Worker === "function");
  if (!able) body.replaceChildren(make("p", "hint", t("no_wasm")));
  return {
    show: (state) => {
      if (!state.query || state.query === last || !able) return;
      last = state.query;
      if (questions.ask(last)) return;
      input.set(last.replace(/^=/, ""));
      run();
    },
    renew: () => oxigraph.stop(), // the next question is asked of the graph as it is corrected
    end: () => { // the panel is made anew in another language
      app.asked = input.get();
      oxigraph.stop();
    },
  };
};
