import { plain } from "./find.js";

// What a correction calls a thing, so that every later build finds it again; as kg/review/compose.py has it.

const MOST = 20; // documents by which a thing is told from another of its name

const forms = ({ name, aliases }) => [name, ...aliases];

// How often each form of a thing stands in each document: normal form -> document's id -> count.
export const written = (graph, mentions) => {
  const found = new Map();
  for (let n = 0; n < mentions.length; n += 3) {
    const { id, text } = graph.documents[mentions[n]];
    if (text === undefined) continue;
    const form = plain(text.slice(mentions[n + 1], mentions[n + 2]));
    if (!found.has(form)) found.set(form, new Map());
    found.get(form).set(id, (found.get(form).get(id) ?? 0) + 1);
  }
  return found;
};

// The names of a thing that stand in the text, the most frequent first: [[name, mentions]].
export const namesOf = (graph, entity) => {
  const found = written(graph, entity.mentions);
  const count = (name) => [...(found.get(plain(name))?.values() ?? [])].reduce((sum, n) => sum + n, 0);
  const once = new Map(forms(entity).reverse().map((name) => [plain(name), name]));
  return [...once.values()].map((name) => [name, count(name)]).filter(([, n]) => n).sort((a, b) => b[1] - a[1]);
};

const longest = (names, found) => [...names].sort((a, b) => (found.get(plain(b)).size - found.get(plain(a)).size) || (a < b ? 1 : -1))[0];

// {name, type, id, documents?} of an entity as the texts have it: by a name that stands there, with documents where others are called so.
export const named = (graph, at, wanted) => {
  const entity = graph.entities[at];
  if (entity.named) return entity.named; // it was made by a correction
  const own = entity.own ?? entity;
  const found = written(graph, own.mentions);
  const known = own.aliases.filter((alias) => found.has(plain(alias)));
  const name = wanted ?? (found.has(plain(own.name)) || !known.length ? own.name : longest(known, found));
  const form = plain(name);
  const coarse = graph.classes[own.class].type;
  const alike = graph.entities.some((one) => one !== entity && !one.named
    && graph.classes[(one.own ?? one).class].type === coarse && forms(one.own ?? one).some((other) => plain(other) === form));
  const documents = alike ? [...(found.get(form)?.keys() ?? [])].sort().slice(0, MOST) : [];
  return { name, type: own.class, id: entity.id, ...(documents.length ? { documents } : {}) };
};

// An object or a qualifier of a fact.
export const term = (graph, one) => {
  if (typeof one === "number") return named(graph, one);
  const [value, type, unit] = one;
  return { value, type, ...(unit === undefined ? {} : { unit }) };
};

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

// A fact as the graph had it before things were joined.
export const asRead = (fact) => fact.own ?? fact;

// What a retraction or an assertion says of a fact.
export const retracted = (graph, fact) => {
  const { subject, object, qualifiers } = asRead(fact);
  const alike = graph.facts.filter((one) => one.predicate === fact.predicate && asRead(one).subject === subject && same(asRead(one).object, object));
  const whole = alike.length > 1 ? said(graph, fact) : {};
  return { subject: named(graph, subject), predicate: fact.predicate, object: term(graph, object), ...(alike.length > 1 && qualifiers.length ? { qualifiers: whole.qualifiers } : {}), ...(alike.length > 1 ? { modality: fact.modality } : {}) };
};

export const said = (graph, fact) => {
  const { subject, object, qualifiers } = asRead(fact);
  const more = Object.fromEntries(qualifiers.map(([name, one]) => [name, term(graph, one)]));
  return {
    subject: named(graph, subject), predicate: fact.predicate, object: term(graph, object), ...(qualifiers.length ? { qualifiers: more } : {}),
    ...(fact.modality === "asserted" ? {} : { modality: fact.modality }),
  };
};

// The first evidence of a fact whose text is here: {document, quote}.
export const cited = (graph, fact) => {
  const [document, start, end] = fact.evidence.find(([at]) => graph.documents[at].text !== undefined) ?? [];
  return document === undefined ? {} : { document: graph.documents[document].id, quote: graph.documents[document].text.slice(start, end) };
};
