import { ALL } from "./filter.js";
import { MARK, coded, decoded } from "./codes.js";
import { AXES, axesOf } from "./times.js";

// Where a reader is: one value, which the address after `#` holds, so that a link and the browser's history restore it.
// Things are places in the graph's lists; in the address they are ids, which outlive a rebuild.
export const VIEWS = ["map", "graph", "reader", "table", "timeline", "story", "schema", "sparql", "fixes", "compare"];
export const START = { view: "graph", entity: null, fact: null, around: null, path: null, only: null, open: [], document: null, way: 0, tight: false, by: AXES[0], names: true, sort: "", rows: "", query: "", ...ALL };

// The state in which a page opens: its time is that which is known.
export const startOf = (graph) => ({ ...START, by: axesOf(graph)[0] ?? AXES[0] });

// The view in which a page opens: the map, where Python drew one.
export const home = (graph) => (graph.map ? "map" : "graph");

const month = (value) => `${Math.floor(value / 12)}-${String((((value % 12) + 12) % 12) + 1).padStart(2, "0")}`;
const monthOf = (text) => {
  const found = /^(-?\d{1,6})-(0[1-9]|1[0-2])$/.exec(text ?? "");
  return found ? Number(found[1]) * 12 + Number(found[2]) - 1 : null;
};

const LONGEST = 1900; // characters of an address: with the page's own a link stays under 2 KB
const LONG = 300; // characters of a list, from which on it holds codes of the ids
const DROPPED = ["q", "x", "in", "n"]; // in that order, where an address would be longer all the same

const joined = (values) => values.map(encodeURIComponent).join(",");
const split = (text) => (text ? text.split(",").map((part) => { try { return decodeURIComponent(part); } catch { return part; } }) : []);

const listed = (ids) => {
  const whole = joined(ids);
  return whole.length > LONG ? coded(ids) : whole;
};

const partsOf = (graph, state) => {
  const names = (places) => listed(places.map((at) => graph.entities[at].id));
  return {
    v: state.view === home(graph) ? "" : state.view,
    e: state.entity === null ? "" : names([state.entity]),
    f: state.fact === null ? "" : joined([graph.facts[state.fact].id]),
    a: state.around ? `${names([state.around.at])},${state.around.hops}` : "",
    p: state.path ? names(state.path) : "",
    n: state.only ? names(state.only) : "",
    x: names(state.open),
    d: state.document === null ? "" : joined([graph.documents[state.document].id]),
    ht: listed(state.types), hp: listed(state.properties),
    in: listed(state.documents.map((at) => graph.documents[at].id)),
    en: state.names ? "" : "0", o: state.sort, r: encodeURIComponent(state.rows), q: encodeURIComponent(state.query),
    c: state.least ? String(state.least) : "",
    k: state.path && state.way ? String(state.way + 1) : "", w: state.tight ? "1" : "", tb: state.by === startOf(graph).by ? "" : state.by,
    t0: state.from === null ? "" : month(state.from), t1: state.to === null ? "" : month(state.to),
  };
};

const address = (parts) => Object.entries(parts).filter(([, value]) => value).map(([key, value]) => `${key}=${value}`).join("&");

// The address of a state, and whether it holds all of it.
export const fitted = (graph, state) => {
  const parts = partsOf(graph, state);
  let whole = true;
  for (const key of DROPPED) {
    if (address(parts).length <= LONGEST) break;
    whole &&= !parts[key];
    delete parts[key];
  }
  return { hash: address(parts), whole };
};

export const written = (graph, state) => fitted(graph, state).hash;

// The state that an address means, and whether it names something that is not here.
export const readFrom = (graph, hash) => {
  const given = new Map(hash.replace(/^#/, "").split("&").filter(Boolean).map((part) => {
    const at = part.indexOf("=");
    return at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
  }));
  let lost = false;
  const places = (kind, ids) => ids.map((id) => graph.places[kind].get(id)).filter((at) => {
    if (at === undefined) lost = true;
    return at !== undefined;
  });
  const things = { entity: graph.entities, document: graph.documents, fact: graph.facts };
  const many = (kind, key) => {
    const text = given.get(key) ?? "";
    if (!text.startsWith(MARK)) return places(kind, split(text));
    const found = decoded(text, things[kind]);
    if (found.includes(undefined)) lost = true;
    return found.filter((at) => at !== undefined);
  };
  const one = (kind, key) => many(kind, key)[0] ?? null;
  const known = (table, key) => {
    const text = given.get(key) ?? "";
    const names = text.startsWith(MARK) ? decoded(text, Object.keys(table).map((name) => ({ id: name, at: name }))) : split(text);
    return names.filter((name) => name !== undefined && Object.hasOwn(table, name));
  };
  const [centre, hops] = split(given.get("a"));
  const [around] = centre === undefined ? [] : places("entity", [centre]);
  const path = many("entity", "p");
  const only = many("entity", "n");
  const least = Number(given.get("c") ?? 0);
  const start = startOf(graph);
  const way = Number(given.get("k") ?? 1);
  const state = {
    ...start, way: path.length === 2 && [1, 2, 3].includes(way) ? way - 1 : 0, tight: given.get("w") === "1",
    by: axesOf(graph).includes(given.get("tb")) ? given.get("tb") : start.by,
    view: VIEWS.includes(given.get("v")) && (given.get("v") !== "map" || graph.map) ? given.get("v") : home(graph),
    entity: one("entity", "e"), fact: one("fact", "f"),
    around: around === undefined ? null : { at: around, hops: Math.min(3, Math.max(1, Number(hops) || 1)) },
    path: path.length === 2 ? path : null, only: only.length ? only : null, open: many("entity", "x"), document: one("document", "d"),
    types: known(graph.types, "ht"), properties: known(graph.properties, "hp"), documents: many("document", "in"),
    names: given.get("en") !== "0", sort: /^-?[a-z]{1,20}$/.test(given.get("o") ?? "") ? given.get("o") : "", rows: split(given.get("r")).join(",").slice(0, 200), query: split(given.get("q")).join(",").slice(0, 10_000),
    least: least >= 0 && least <= 100 ? Math.round(least) : 0, from: monthOf(given.get("t0")), to: monthOf(given.get("t1")),
  };
  return { state, lost };
};
