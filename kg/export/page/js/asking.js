import { make } from "./dom.js";
import { label, t } from "./strings.js";
import { isEntity } from "./graph.js";
import { combobox } from "./combobox.js";
import { PARAMETER, bound } from "./questions.js";

// The shipped questions as sentences: one is chosen and runs; what it leaves open are fields, which complete names of the graph.

// What a property says in the graph, most often first.
const valuesOf = (graph, property) => {
  const counts = new Map();
  for (const { qualifiers } of graph.facts) {
    for (const [name, thing] of qualifiers) {
      if (name === property && !isEntity(thing)) counts.set(thing[0], (counts.get(thing[0]) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([text]) => text);
};

// `put` takes the SPARQL of a question that is to run; `refuse` is told of a name that is not there.
export const asking = (app, { put, refuse }) => {
  const { graph } = app;
  const choice = make("select", "", make("option", "", t("choose_question")));
  choice.setAttribute("aria-label", t("questions"));
  for (const [n, question] of graph.questions.entries()) {
    const option = make("option", "", label(question));
    option.value = String(n);
    choice.append(option);
  }
  const fields = make("p", "fields");
  const chosen = () => graph.questions[Number(choice.value)];

  const set = () => {
    const values = Object.fromEntries([...fields.querySelectorAll("input")].map((field) => [field.name, field.value]));
    const { sparql, unknown } = bound(graph, chosen(), values);
    if (unknown === undefined) put(sparql.trim());
    else refuse(t("unknown_name", unknown));
  };

  const field = (question) => (name) => {
    const known = Object.hasOwn(graph.columns, name) ? graph.columns[name] : null;
    const [, old] = PARAMETER(name).exec(question.sparql);
    const entities = (typed) => app.find(typed).map((at) => ({ text: graph.entities[at].name, note: label(graph.classes[graph.entities[at].class]) }));
    const texts = (typed) => (known?.values ? valuesOf(graph, known.values) : []).filter((one) => one.includes(typed.trim())).map((text) => ({ text, note: "" }));
    const made = combobox({ name, label: known ? label(known) : name, value: old === "UNDEF" ? "" : JSON.parse(old), suggest: old === "UNDEF" ? entities : texts, done: set });
    made.input.placeholder = t("anything");
    return made.element;
  };

  const open = () => {
    const question = chosen();
    fields.replaceChildren(...(question?.parameters.length ? [make("span", "hint", t("where")), ...question.parameters.map(field(question))] : []));
    if (question) set();
  };
  choice.addEventListener("change", open);
  return make("div", "asking", choice, fields);
};
