import { isEntity, isGone } from "./graph.js";
import { pageOf, pointsOf } from "./passages.js";

// The graph as RDF, triple for triple what `kg export --to turtle` writes (kg/rdf/model.py); a test holds the two together.

const KG = "https://w3id.org/zhkg/ontology#";
const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const RDFS = "http://www.w3.org/2000/01/rdf-schema#";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const SCHEMA = "https://schema.org/";
const SKOS = "http://www.w3.org/2004/02/skos/core#";
const OA = "http://www.w3.org/ns/oa#";
const PROV = "http://www.w3.org/ns/prov#";
const EDTF = "http://id.loc.gov/datatypes/edtf/";
const DCTERMS = "http://purl.org/dc/terms/";
const A = `<${RDF}type>`;
const HAN = /[\u3007\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
const CONTEXT = 16; // code points before and behind an evidence
const OVER = new Set(["former", "end"]); // qualifiers of what held once

const ESCAPES = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const escaped = (text) => text.replace(/["\\\n\r\t]/g, (character) => ESCAPES[character])
  // eslint-disable-next-line no-control-regex
  .replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]/g, (character) => (
    character === "\ufffd" ? character : `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`));

const text = (words) => `"${escaped(words)}"`;
const typed = (words, type) => `${text(words)}^^<${type}>`;
const natural = (value) => typed(String(value), `${XSD}nonNegativeInteger`);

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

const literal = ([words, datatype], chinese) => {
  if (datatype === "date") return date(words);
  if (datatype !== "quantity") return chinese(words);
  if (/^-?[0-9]+$/.test(words)) return typed(words, `${XSD}integer`);
  return typed(words, /^-?[0-9]+\.[0-9]+$/.test(words) ? `${XSD}decimal` : `${KG}Quantity`);
};

// The unit of a statement's number: its object, or else the only quantity among its qualifiers.
const unitOf = (one) => {
  if (!isEntity(one.object) && one.object[1] === "quantity") return one.object[2];
  const amounts = one.qualifiers.filter(([, thing]) => !isEntity(thing) && thing[1] === "quantity");
  return amounts.length === 1 ? amounts[0][1][2] : undefined;
};

const local = (thing) => thing.iri ?? thing.id;

export const iriOf = (graph, kind, thing) => `${graph.base}${{ entity: "id", document: "doc", fact: "statement" }[kind]}/${local(thing)}`;

// Triples [subject, predicate, object] of some facts, entities and documents (default: all), in the syntax of N-Triples. The texts
// of documents are in it only where all is asked for.
export const triples = (graph, part = null) => {
  const out = [];
  const passages = new Set();
  const [selectors, framed] = [new Set(), new Set()];
  const traditional = new Set(graph.traditional ?? []);
  const label = (words) => `${text(words)}@${traditional.has(words) ? "zh-Hant" : "zh-Hans"}`;
  const chinese = (words) => (HAN.test(words) ? label(words) : text(words));
  const mark = graph.base.includes("#") ? ";" : "#";
  const points = graph.documents.map((document) => pointsOf(document.text));
  const name = (kind, thing) => `<${iriOf(graph, kind, thing)}>`;
  const kg = (word, table) => `<${KG}${table?.[word]?.iri ?? word}>`;
  const add = (...triple) => out.push(triple);

  const describe = (node, at, start, end) => {
    const document = graph.documents[at];
    const place = `${points[at](start)},${points[at](end)}`;
    const [position, quote] = ["position", "quote"].map((kind) => `<${iriOf(graph, "document", document)}${mark}${kind}=${place}>`);
    const known = document.text !== undefined;
    add(node, A, `<${OA}SpecificResource>`);
    add(node, `<${OA}hasSource>`, name("document", document));
    add(node, `<${OA}hasSelector>`, position);
    if (known) add(node, `<${OA}hasSelector>`, quote);
    if (selectors.has(position)) return quote;
    selectors.add(position);
    add(position, A, `<${OA}TextPositionSelector>`);
    add(position, `<${OA}start>`, natural(points[at](start)));
    add(position, `<${OA}end>`, natural(points[at](end)));
    if (known) {
      add(quote, A, `<${OA}TextQuoteSelector>`);
      add(quote, `<${OA}exact>`, text(document.text.slice(start, end)));
      if (document.pages) add(position, `<${KG}page>`, natural(pageOf(document, start)));
    }
    return quote;
  };

  const passage = (at, start, end) => {
    const node = `<${iriOf(graph, "document", graph.documents[at])}${mark}char=${points[at](start)},${points[at](end)}>`;
    if (!passages.has(node)) {
      passages.add(node);
      describe(node, at, start, end);
    }
    return node;
  };

  const evidence = (node, at, start, end) => {
    const words = graph.documents[at].text;
    const quote = describe(node, at, start, end);
    if (words === undefined || framed.has(quote)) return;
    framed.add(quote);
    const before = Array.from(words.slice(Math.max(0, start - 2 * CONTEXT), start)).slice(-CONTEXT).join("");
    const behind = Array.from(words.slice(end, end + 2 * CONTEXT)).slice(0, CONTEXT).join("");
    if (before) add(quote, `<${OA}prefix>`, text(before));
    if (behind) add(quote, `<${OA}suffix>`, text(behind));
  };

  const article = (document) => {
    const node = name("document", document);
    add(node, A, `<${KG}Document>`);
    if (document.title !== undefined) add(node, `<${SCHEMA}headline>`, chinese(document.title));
    if (document.datePublished !== undefined) add(node, `<${SCHEMA}datePublished>`, date(document.datePublished));
    if (document.url !== undefined) add(node, `<${SCHEMA}url>`, document.url);
    for (const triple of document.credits) add(...triple);
    add(node, `<${SCHEMA}inLanguage>`, text(document.language));
    add(node, `<${KG}sha256>`, text(document.sha256));
    if (!part && document.text !== undefined) add(node, `<${SCHEMA}text>`, text(document.text));
    add(node, `<${KG}encoding>`, text(document.encoding));
    if (document.reprintOf) add(node, `<${KG}reprintOf>`, name("document", document.reprintOf));
    if (document.pages) add(node, `<${KG}pageStarts>`, text(document.pages.map(points[document.at]).join(" ")));
    if (part) return;
    for (const [start, end] of document.frame ?? []) add(node, `<${KG}frame>`, passage(document.at, start, end));
    for (const [field, start, end] of document.fields ?? []) add(passage(document.at, start, end), `<${KG}field>`, text(field));
  };

  // What no article says: a place is a division, which lies in others.
  const gazetteer = (place, divisions) => {
    const nodes = divisions.map(([code]) => `<${graph.base}div/${encodeURIComponent(code)}>`);
    if (nodes.length) add(place, `<${KG}division>`, nodes[0]);
    divisions.forEach(([code, called], n) => {
      add(nodes[n], A, `<${KG}Division>`);
      add(nodes[n], `<${SKOS}notation>`, text(code));
      add(nodes[n], `<${SCHEMA}name>`, label(called));
      add(nodes[n], `<${SKOS}inScheme>`, `<${KG}divisions>`);
      if (n) add(nodes[n - 1], `<${SKOS}broader>`, nodes[n]);
    });
  };

  const entity = (one) => {
    const node = name("entity", one);
    add(node, A, kg(one.class, graph.classes));
    for (const predicate of [`${SKOS}prefLabel`, `${RDFS}label`]) add(node, `<${predicate}>`, label(one.name));
    for (const alias of one.aliases) add(node, `<${SKOS}altLabel>`, label(alias));
    gazetteer(node, one.divisions);
    if (part) return;
    for (let at = 0; at < one.mentions.length; at += 3) add(node, `<${KG}mention>`, passage(...one.mentions.slice(at, at + 3)));
  };

  const object = (thing) => (isEntity(thing) ? name("entity", graph.entities[thing]) : literal(thing, chinese));

  // A figure is no triple of its own: it means nothing without its unit.
  const direct = (one, [subject, predicate, target]) => {
    if (!isEntity(one.object)) {
      if (one.object[1] !== "quantity") add(subject, predicate, target);
      return;
    }
    add(subject, predicate, target);
    const property = graph.properties[one.predicate];
    if (property.symmetric) add(target, predicate, subject);
    else if (property.inverse) add(target, `<${KG}${property.inverse}>`, subject);
  };

  const annotation = (one, node) => {
    const found = `<${graph.base}annotation/${local(one)}>`;
    add(found, A, `<${OA}Annotation>`);
    add(found, `<${OA}hasBody>`, node);
    add(found, `<${OA}motivatedBy>`, `<${OA}describing>`);
    if (graph.software) add(found, `<${DCTERMS}creator>`, graph.software);
    return found;
  };

  const fact = (one) => {
    const node = name("fact", one);
    const said = [name("entity", graph.entities[one.subject]), kg(one.predicate, graph.properties), object(one.object)];
    add(node, A, `<${KG}Statement>`);
    ["subject", "predicate", "object"].forEach((role, n) => add(node, `<${RDF}${role}>`, said[n]));
    add(node, `<${KG}confidence>`, decimal(one.confidence));
    add(node, `<${KG}modality>`, kg(one.modality));
    add(node, `<${KG}extractor>`, text(one.extractor));
    const unit = unitOf(one);
    if (unit !== undefined) add(node, `<${KG}unit>`, text(unit));
    for (const [key, thing] of one.qualifiers) add(node, kg(key, graph.properties), object(thing));
    if (one.modality === "asserted" && !one.qualifiers.some(([key]) => OVER.has(key))) direct(one, said);
    const note = one.evidence.length ? annotation(one, node) : null;
    one.evidence.forEach(([document, start, end, rule, confidence], n) => {
      const proof = `<${iriOf(graph, "fact", one)}-${n + 1}>`;
      evidence(proof, document, start, end);
      add(node, `<${PROV}wasDerivedFrom>`, name("document", graph.documents[document]));
      add(node, `<${KG}evidence>`, proof);
      add(note, `<${OA}hasTarget>`, proof);
      add(proof, A, `<${KG}Evidence>`);
      add(proof, `<${KG}rule>`, text(graph.rules[rule]));
      add(proof, `<${KG}confidence>`, decimal(confidence));
    });
  };

  if (!part) graph.dataset.forEach((triple) => add(...triple));
  (part?.documents ?? graph.documents).forEach(article);
  (part?.entities ?? graph.entities.filter(({ into }) => into === undefined)).forEach(entity);
  (part?.facts ?? graph.facts.filter((one) => !isGone(one))).forEach(fact);
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
  const used = prefixes.filter(([name]) => blocks.some((block) => block.includes(`${name}:`)));
  return `${used.map(([name, iri]) => `@prefix ${name}: <${iri}> .\n`).join("")}\n${blocks.join("\n")}`;
};
