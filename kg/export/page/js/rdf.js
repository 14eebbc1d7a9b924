import { isEntity } from "./graph.js";
import { pointsOf } from "./passages.js";

// The graph as RDF, triple for triple what `kg export --to turtle` writes (kg/rdf/model.py); a test holds the two together.

const KG = "https://zhkg.example/ontology#";
const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const RDFS = "http://www.w3.org/2000/01/rdf-schema#";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const SCHEMA = "https://schema.org/";
const SKOS = "http://www.w3.org/2004/02/skos/core#";
const OA = "http://www.w3.org/ns/oa#";
const PROV = "http://www.w3.org/ns/prov#";
const EDTF = "http://id.loc.gov/datatypes/edtf/";
const A = `<${RDF}type>`;
const OVER = new Set(["former", "end"]); // qualifiers of what held once

const ESCAPES = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const escaped = (text) => text.replace(/["\\\n\r\t]/g, (character) => ESCAPES[character])
  // eslint-disable-next-line no-control-regex
  .replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]/g, (character) => (
    character === "\ufffd" ? character : `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`));

const text = (words) => `"${escaped(words)}"`;
const typed = (words, type) => `${text(words)}^^<${type}>`;
const integer = (value) => typed(String(value), `${XSD}integer`);

const decimal = (value) => {
  const digits = String(value);
  if (digits.includes("e")) return typed(value.toFixed(20).replace(/0+$/, ""), `${XSD}decimal`);
  return typed(digits.includes(".") ? digits : `${digits}.0`, `${XSD}decimal`);
};

const DATES = [
  [/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/, `${XSD}date`], [/^-?[0-9]{4,}-[0-9]{2}$/, `${XSD}gYearMonth`], [/^-?[0-9]{4,}$/, `${XSD}gYear`],
  [/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?$/, `${XSD}dateTime`],
];
const date = (iso) => typed(iso, DATES.find(([pattern]) => pattern.test(iso))?.[1] ?? `${EDTF}EDTF`);

const literal = ([words, datatype]) => {
  if (datatype === "date") return date(words);
  if (datatype !== "quantity") return text(words);
  if (/^-?[0-9]+$/.test(words)) return typed(words, `${XSD}integer`);
  return typed(words, /^-?[0-9]+\.[0-9]+$/.test(words) ? `${XSD}decimal` : `${KG}Quantity`);
};

const local = (thing) => thing.iri ?? thing.id;

export const iriOf = (graph, kind, thing) => `${graph.base}${{ entity: "id", document: "doc", fact: "statement" }[kind]}/${local(thing)}`;

// Triples [subject, predicate, object] of some facts, entities and documents (default: all), in the syntax of N-Triples. The texts
// of documents are in it only where all is asked for.
export const triples = (graph, part = null) => {
  const out = [];
  const passages = new Set();
  const points = graph.documents.map((document) => pointsOf(document.text));
  const name = (kind, thing) => `<${iriOf(graph, kind, thing)}>`;
  const kg = (word, table) => `<${KG}${table?.[word]?.iri ?? word}>`;
  const add = (...triple) => out.push(triple);

  const passage = (at, start, end) => {
    const document = graph.documents[at];
    const [from, to] = [points[at](start), points[at](end)];
    const node = `<${iriOf(graph, "document", document)}#char=${from},${to}>`;
    if (passages.has(node)) return node;
    passages.add(node);
    add(node, A, `<${OA}TextPositionSelector>`);
    add(node, A, `<${OA}TextQuoteSelector>`);
    add(node, `<${KG}document>`, name("document", document));
    add(node, `<${OA}start>`, integer(from));
    add(node, `<${OA}end>`, integer(to));
    if (document.text !== undefined) add(node, `<${OA}exact>`, text(document.text.slice(start, end)));
    return node;
  };

  const describe = (document) => {
    const node = name("document", document);
    add(node, A, `<${KG}Document>`);
    for (const [key, words] of [["headline", document.title], ["publisher", document.publisher], ["sourceOrganization", document.source]]) {
      if (words !== undefined) add(node, `<${SCHEMA}${key}>`, text(words));
    }
    if (document.datePublished !== undefined) add(node, `<${SCHEMA}datePublished>`, date(document.datePublished));
    for (const author of document.authors) add(node, `<${SCHEMA}author>`, text(author));
    for (const editor of document.editors) add(node, `<${SCHEMA}editor>`, text(editor));
    add(node, `<${SCHEMA}sha256>`, text(document.sha256));
    if (!part && document.text !== undefined) add(node, `<${SCHEMA}text>`, text(document.text));
    add(node, `<${KG}encoding>`, text(document.encoding));
    if (part) return;
    for (const [start, end] of document.frame ?? []) add(node, `<${KG}frame>`, passage(document.at, start, end));
    for (const [field, start, end] of document.fields ?? []) add(passage(document.at, start, end), `<${KG}field>`, text(field));
  };

  const entity = (one) => {
    const node = name("entity", one);
    add(node, A, kg(one.class, graph.classes));
    for (const predicate of [`${SKOS}prefLabel`, `${RDFS}label`]) add(node, `<${predicate}>`, `${text(one.name)}@zh-Hans`);
    for (const alias of one.aliases) add(node, `<${SKOS}altLabel>`, `${text(alias)}@zh-Hans`);
    if (part) return;
    for (let at = 0; at < one.mentions.length; at += 3) add(node, `<${KG}mention>`, passage(...one.mentions.slice(at, at + 3)));
  };

  const object = (thing) => (isEntity(thing) ? name("entity", graph.entities[thing]) : literal(thing));

  const fact = (one) => {
    const node = name("fact", one);
    const said = [name("entity", graph.entities[one.subject]), kg(one.predicate, graph.properties), object(one.object)];
    add(node, A, `<${KG}Statement>`);
    ["subject", "predicate", "object"].forEach((role, n) => add(node, `<${RDF}${role}>`, said[n]));
    add(node, `<${KG}confidence>`, decimal(one.confidence));
    add(node, `<${KG}modality>`, kg(one.modality));
    add(node, `<${KG}extractor>`, text(one.extractor));
    if (!isEntity(one.object) && one.object[2] !== undefined) add(node, `<${KG}unit>`, text(one.object[2]));
    for (const [key, thing] of one.qualifiers) add(node, kg(key, graph.properties), object(thing));
    const over = one.qualifiers.some(([key]) => OVER.has(key));
    if (one.modality === "asserted" && !over) add(...said);
    one.evidence.forEach(([document, start, end, rule, confidence], n) => {
      const source = name("document", graph.documents[document]);
      const proof = `<${iriOf(graph, "fact", one)}-${n + 1}>`;
      add(node, `<${PROV}wasDerivedFrom>`, source);
      add(node, `<${KG}evidence>`, proof);
      add(proof, A, `<${KG}Evidence>`);
      add(proof, `<${OA}hasSource>`, source);
      add(proof, `<${OA}hasSelector>`, passage(document, start, end));
      add(proof, `<${KG}rule>`, text(graph.rules[rule]));
      add(proof, `<${KG}confidence>`, decimal(confidence));
    });
  };

  (part?.documents ?? graph.documents).forEach(describe);
  (part?.entities ?? graph.entities).forEach(entity);
  (part?.facts ?? graph.facts).forEach(fact);
  return out;
};

export const ntriples = (found) => found.map((triple) => `${triple.join(" ")} .\n`).join("");

// Turtle with prefixes, sorted, each subject once.
export const turtle = (graph, found) => {
  const prefixes = Object.entries({ id: `${graph.base}id/`, doc: `${graph.base}doc/`, st: `${graph.base}statement/`, kg: KG, rdf: RDF, rdfs: RDFS, xsd: XSD, schema: SCHEMA, skos: SKOS, oa: OA, prov: PROV })
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const short = (term) => {
    if (term === A) return "a";
    return term.replace(/<([^<>]*)>$/, (whole, iri) => {
      const space = prefixes.find(([, namespace]) => iri.startsWith(namespace));
      const rest = space ? iri.slice(space[1].length) : "";
      return space && /^[\p{L}\p{Nd}_]([\p{L}\p{Nd}_-]*)$/u.test(rest) ? `${space[0]}:${rest}` : whole;
    });
  };
  const subjects = new Map();
  for (const [subject, predicate, object] of found) {
    if (!subjects.has(subject)) subjects.set(subject, new Set());
    subjects.get(subject).add(`${predicate === A ? "a" : short(predicate)} ${object.startsWith('"') ? object.replace(/\^\^<[^<>]*>$/, (type) => `^^${short(type.slice(2))}`) : short(object)}`);
  }
  const blocks = [...subjects].map(([subject, said]) => `${short(subject)}\n    ${[...said].sort().join(" ;\n    ")} .\n`).sort();
  return `${prefixes.map(([name, iri]) => `@prefix ${name}: <${iri}> .\n`).join("")}\n${blocks.join("\n")}`;
};
