// Another graph, from the file that `kg export --to json` writes, in the form of the page's own: entities and facts by their places.
// An Error with `key` and `values` says what is wrong with the file.

export const LARGEST = 100_000_000; // bytes
const MOST = 200_000; // facts, and entities
const WORD = 20_000; // characters
const MODALITIES = ["asserted", "negated", "planned", "wished", "asked"];

const wrong = (key, ...values) => Object.assign(new Error(key), { key, values });

const text = (value) => (typeof value === "string" || typeof value === "number" ? String(value).slice(0, WORD) : null);
const needed = (record, name, where) => {
  const found = record && typeof record === "object" ? text(record[name]) : null;
  if (found === null) throw wrong("other_lacks", name, where);
  return found;
};
const list = (record, name) => {
  const found = record[name];
  if (!Array.isArray(found)) throw wrong("other_lacks", name, "");
  if (found.length > MOST) throw wrong("other_many", name, MOST);
  return found;
};

// A value [text, datatype, unit?], or the place of an entity.
const term = (ids, found, where) => {
  if (typeof found === "string") {
    if (!ids.has(found)) throw wrong("other_unknown", found.slice(0, 60), where);
    return ids.get(found);
  }
  const unit = found?.unit === undefined || found.unit === null ? [] : [text(found.unit) ?? ""];
  return [needed(found, "value", where), needed(found, "type", where), ...unit];
};

const factOf = (ids, titles) => (raw, at) => {
  const where = `facts ${at + 1}`;
  const subject = term(ids, needed(raw, "subject", where), where);
  const given = raw.qualifiers ?? {};
  if (typeof given !== "object") throw wrong("other_lacks", "qualifiers", where);
  const qualifiers = Object.entries(given).map(([name, said]) => {
    const value = raw.qualifierValues?.[name];
    if (value) return [name, term(ids, value, where)];
    return [name, ids.get(said) ?? [text(said) ?? "", "text"]];
  });
  const proofs = Array.isArray(raw.evidence) ? raw.evidence : [];
  const quotes = proofs.map((one) => [titles.get(text(one?.document)) ?? text(one?.document) ?? "", text(one?.quote) ?? ""]);
  const modality = MODALITIES.includes(raw.modality) ? raw.modality : "asserted";
  return { at, id: needed(raw, "id", where), subject, predicate: needed(raw, "predicate", where), object: term(ids, raw.object ?? null, where), qualifiers, modality, quotes, evidence: [] };
};

export const otherOf = (content) => {
  let raw;
  try {
    raw = JSON.parse(content);
  } catch (error) {
    throw wrong("other_no_json", error.message);
  }
  if (!raw || typeof raw !== "object" || Array.isArray(raw)) throw wrong("other_no_graph");
  const entities = list(raw, "entities").map((one, at) => ({
    at, id: needed(one, "id", `entities ${at + 1}`), name: needed(one, "name", `entities ${at + 1}`), class: needed(one, "type", `entities ${at + 1}`), weight: 1,
    mentions: (Array.isArray(one.mentions) ? one.mentions : []).map((spot) => `${spot?.document} ${spot?.start}-${spot?.end}`),
  }));
  const documents = list(raw, "documents").map((one, at) => ({ at, id: needed(one, "id", `documents ${at + 1}`), title: text(one.title) ?? text(one.id), sha256: text(one.sha256) }));
  const ids = new Map(entities.map(({ id, at }) => [id, at]));
  const titles = new Map(documents.map(({ id, title }) => [id, title]));
  const facts = [...list(raw, "facts"), ...(raw.unasserted === undefined ? [] : list(raw, "unasserted"))].map(factOf(ids, titles));
  return { entities, documents, facts };
};

// Read a file that a reader chose; the same errors.
export const read = async (file) => {
  if (file.size > LARGEST) throw wrong("other_large", LARGEST / 1e6);
  return otherOf(await file.text());
};

