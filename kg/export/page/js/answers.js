import { button, make, save, words } from "./dom.js";
import { label, t } from "./strings.js";
import { csv } from "./csv.js";
import { iriOf, turtle } from "./rdf.js";
import { MOST } from "./scene.js";
import { sketch } from "./sketch.js";
import { date, number } from "./write.js";

// What a question is answered, as a reader reads it: columns by their labels, numbers with their units, things by their names.

const ROWS = 200;
const SHARE = Symbol("a number from 0 to 1, shown in percent");
const XSD = "http://www.w3.org/2001/XMLSchema#";
const DATES = new Set(["date", "gYear", "gYearMonth", "dateTime"].map((name) => XSD + name));
const NUMBERS = new Set(["integer", "decimal", "double", "nonNegativeInteger"].map((name) => XSD + name));
const TRIPLE = /^(<[^<>]*>|_:\S+) (<[^<>]*>) (.+) \.$/;
const LITERAL = /^"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^<>]*)>)?$/;
const MODALITIES = new Set(["asserted", "negated", "planned", "wished", "asked"]);
const CODES = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

// A term of N-Triples as JSON results have it.
const termOf = (text) => {
  if (text.startsWith("<")) return { type: "uri", value: text.slice(1, -1) };
  const [, raw, language, datatype] = LITERAL.exec(text) ?? [null, text];
  const value = raw.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, four, eight, one) => (one ? CODES[one] ?? one : String.fromCodePoint(parseInt(four ?? eight, 16))));
  return { type: "literal", value, ...(language ? { "xml:lang": language } : {}), ...(datatype ? { datatype } : {}) };
};

export const triplesOf = (ntriples) => ntriples.split("\n").map((line) => TRIPLE.exec(line)?.slice(1)).filter(Boolean);

export const answers = (app) => {
  const { graph } = app;
  const { columns } = graph;
  const places = new Map([
    ...graph.entities.map((entity) => [iriOf(graph, "entity", entity), { entity: entity.at, fact: null, document: null }]),
    ...graph.facts.map((fact) => [iriOf(graph, "fact", fact), { fact: fact.at, entity: null, document: null }]),
    ...graph.documents.map((document) => [iriOf(graph, "document", document), { document: document.at, fact: null, entity: null }]),
  ]);
  const called = (name) => (Object.hasOwn(columns, name) ? label(columns[name]) : name);
  const short = (iri) => {
    const [name, space] = Object.entries(graph.prefixes).find(([, namespace]) => iri.startsWith(namespace)) ?? [];
    const rest = space ? iri.slice(space.length) : "";
    if (name === "kg" && MODALITIES.has(rest)) return t(rest);
    const known = name === "kg" ? [graph.properties, graph.classes, graph.vocabulary].find((table) => Object.hasOwn(table ?? {}, rest)) : undefined;
    if (known) return label(known[rest]);
    return name ? `${name}:${rest}` : iri;
  };
  const nameOf = (place, iri) => {
    if (place.entity !== null) return graph.entities[place.entity].name;
    return place.document === null ? short(iri) : graph.documents[place.document].title ?? graph.documents[place.document].id;
  };
  const press = (place) => () => {
    if (place.entity !== null) app.choose(place.entity);
    else if (place.fact !== null) app.chooseFact(place.fact);
    else app.read(place.document);
  };
  const literal = ({ value, datatype }, unit) => {
    if (DATES.has(datatype)) return date(value);
    if (!NUMBERS.has(datatype)) return value;
    return unit === SHARE ? `${Math.round(Number(value) * 100)}%` : `${number(value)}${unit ? `${/^[a-z]/i.test(unit) ? " " : ""}${unit}` : ""}`;
  };
  const cell = (term, unit) => {
    if (!term) return "";
    const place = term.type === "uri" ? places.get(term.value) : undefined;
    if (place) return button("link", press(place), nameOf(place, term.value));
    return words(term.type === "uri" ? short(term.value) : literal(term, unit));
  };

  const chips = (found, ...others) => {
    const entities = [...new Set(found)].slice(0, MOST);
    return make("p", "bar", entities.length ? button("chip", () => app.only(entities), t("highlight")) : null, ...others);
  };

  const table = (answer) => {
    const { head: { vars }, results: { bindings } } = answer;
    const found = bindings.flatMap((row) => vars.map((name) => places.get(row[name]?.value)?.entity)).filter((at) => at !== undefined && at !== null);
    const raw = () => csv([vars, ...bindings.map((row) => vars.map((name) => row[name]?.value ?? ""))]);
    const bar = chips(found, button("chip", () => save("result.csv", raw(), "text/csv"), t("csv_rows")),
      button("chip", () => save("result.json", JSON.stringify(answer, null, 1), "application/json"), t("json_rows")));
    const unitOf = (name) => (Object.hasOwn(columns, name) ? columns[name].unit : undefined);
    const joined = new Set(vars.map(unitOf).filter((unit) => vars.includes(unit)));
    // A unit stands behind its number, and what no row has is no column.
    const shown = vars.filter((name) => !joined.has(name) && (!bindings.length || bindings.some((row) => row[name])));
    const isNumber = (name) => bindings.some((row) => NUMBERS.has(row[name]?.datatype));
    const numbers = new Set(shown.filter(isNumber));
    const heads = shown.map((name) => {
      const head = make("th", numbers.has(name) ? "number" : "", called(name));
      Object.assign(head, { scope: "col", title: `?${name}` });
      return head;
    });
    const unit = (row, name) => (unitOf(name) === "%" ? SHARE : row[unitOf(name)]?.value);
    const line = (row) => make("tr", "", ...shown.map((name) => make("td", numbers.has(name) ? "number" : "", cell(row[name], unit(row, name)))));
    const tbody = make("tbody", "");
    const more = make("div", "");
    const fill = (from) => {
      tbody.append(...bindings.slice(from, from + ROWS).map(line));
      const left = bindings.length - from - ROWS;
      more.replaceChildren(...(left > 0 ? [button("more", () => fill(from + ROWS), t("more", Math.min(ROWS, left)))] : []));
    };
    fill(0);
    return [bar, make("div", "scroll", make("table", "", make("thead", "", make("tr", "", ...heads)), tbody)), more];
  };

  // A graph is drawn; its triples stand below.
  const drawing = (found) => {
    const ids = new Map();
    const nodes = [];
    const node = (text) => {
      if (ids.has(text)) return ids.get(text);
      const term = termOf(text);
      const place = term.type === "uri" ? places.get(term.value) : undefined;
      const known = place && place.entity !== null ? { type: graph.entities[place.entity].type, entity: place.entity } : {};
      const name = place ? nameOf(place, term.value) : term.type === "uri" ? short(term.value) : literal(term);
      nodes.push({ name, ...known, ...(place ? { press: press(place) } : {}) });
      ids.set(text, nodes.length - 1);
      return nodes.length - 1;
    };
    const edges = found.map(([subject, predicate, object]) => [node(subject), node(object), short(predicate.slice(1, -1))]);
    const written = turtle(graph, found);
    const { element, drawn } = sketch(graph, nodes, edges);
    const bar = chips(nodes.map(({ entity }) => entity).filter((at) => at !== undefined), button("chip", () => save("result.ttl", written, "text/turtle"), "Turtle"));
    return [bar, drawn < nodes.length ? make("p", "hint", t("sketched", drawn, nodes.length)) : null, nodes.length ? make("div", "scroll", element) : null, make("pre", "turtle", written)].filter(Boolean);
  };

  return { table, drawing };
};
