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

const oldOf = (question, name) => PARAMETER(name).exec(question.sparql)[1];
const defaultOf = (question, name) => (Object.hasOwn(question.choices, name) || oldOf(question, name) === "UNDEF" ? "" : JSON.parse(oldOf(question, name)));

const decoded = (text) => { try { return decodeURIComponent(text); } catch { return text; } };

// `put` takes the SPARQL of a question that is to run, and its name with what is filled in, as an address has it (holders;post=局长); `refuse` is told of a name that is not there.
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
    const values = Object.fromEntries([...fields.querySelectorAll("input, select")].map((field) => [field.name, field.value]));
    const { sparql, unknown } = bound(graph, chosen(), values);
    const said = Object.entries(values).filter(([name, value]) => value !== defaultOf(chosen(), name)).map((pair) => `;${pair.map(encodeURIComponent).join("=")}`);
    if (unknown === undefined) put(sparql.trim(), chosen().name + said.join(""));
    else refuse(t("unknown_name", unknown));
  };

  const field = (question) => (name) => {
    const known = Object.hasOwn(graph.columns, name) ? graph.columns[name] : null;
    const old = oldOf(question, name);
    const entities = (typed) => app.find(typed).map((at) => ({ text: graph.entities[at].name, note: label(graph.classes[graph.entities[at].class]) }));
    const texts = (typed) => (known?.values ? valuesOf(graph, known.values) : []).filter((one) => one.includes(typed.trim())).map((text) => ({ text, note: "" }));
    const made = combobox({ name, label: known ? label(known) : name, value: defaultOf(question, name), suggest: old === "UNDEF" ? entities : texts, done: set });
    made.input.placeholder = t("anything");
    return made.element;
  };

  // One of the relations that a question is about, or all of them.
  const picked = ([name, known]) => {
    const title = Object.hasOwn(graph.columns, name) ? label(graph.columns[name]) : name;
    const made = make("select", "", ...[["", t("anything")], ...known.map((one) => [one, label(graph.vocabulary[one])])].map(([value, text]) => Object.assign(make("option", "", text), { value })));
    made.name = name;
    made.setAttribute("aria-label", title);
    made.addEventListener("change", set);
    return make("label", "field", make("span", "", title), made);
  };

  const lay = (question) => {
    const every = question ? [...question.parameters.map(field(question)), ...Object.entries(question.choices).map(picked)] : [];
    fields.replaceChildren(...(every.length ? [make("span", "hint", t("where")), ...every] : []));
  };
  choice.addEventListener("change", () => {
    lay(chosen());
    if (chosen()) set();
  });
  // Ask as an address says; false where it names no question.
  const ask = (key) => {
    const [name, ...filled] = key.split(";");
    const at = graph.questions.findIndex((question) => question.name === name);
    if (at < 0) return false;
    choice.value = String(at);
    lay(chosen());
    const values = new Map(filled.map((pair) => pair.split("=").map(decoded)));
    for (const field_ of fields.querySelectorAll("input, select")) if (values.has(field_.name)) field_.value = values.get(field_.name);
    set();
    return true;
  };
  return { element: make("div", "asking", choice, fields), ask };
};
