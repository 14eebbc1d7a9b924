import { nameOf } from "./editor.js";

// A shipped question with its parameters set: a VALUES over one variable is a parameter (kg/rdf/questions.py).

export const PARAMETER = (name) => new RegExp(`VALUES\\s+\\?${name}\\s*\\{\\s*(UNDEF|"[^"\\\\\\n]*")\\s*\\}`, "g");
const CHOICE = (name) => new RegExp(`(VALUES\\s+\\?${name}\\s*\\{)[^{}"]*\\}`, "g"); // between names of properties

// {sparql} or {unknown: a name that nothing has}; names that are empty leave their parameter as it is.
export const bound = (graph, question, values) => {
  let { sparql } = question;
  for (const name of question.parameters) {
    const given = (values[name] ?? "").trim();
    const [, old] = PARAMETER(name).exec(sparql) ?? [];
    if (!given || old === undefined) continue;
    const named = graph.entities.filter((entity) => entity.name === given || entity.aliases.includes(given));
    if (old === "UNDEF" && !named.length) return { unknown: given };
    const terms = old === "UNDEF" ? named.map((entity) => nameOf(graph, entity)) : [JSON.stringify(given)];
    sparql = sparql.replace(PARAMETER(name), () => `VALUES ?${name} { ${terms.join(" ")} }`);
  }
  for (const [name, known] of Object.entries(question.choices)) {
    if (known.includes(values[name])) sparql = sparql.replace(CHOICE(name), (_, before) => `${before} kg:${values[name]} }`);
  }
  return { sparql };
};
