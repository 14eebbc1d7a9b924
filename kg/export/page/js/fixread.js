import { Moment, Numeral, parsed } from "./tomlread.js";

// corrections.toml -> what each of its tables says, in the form that this page writes; kg/store/correction_json.py has the same rules.

export const LARGEST = 2_000_000; // bytes
const MOST = 5_000; // corrections
const WORD = 20_000; // characters

const BY_ALL = ["kind", "who", "when", "why", "subject"];
const FACT = [...BY_ALL, "predicate", "object", "qualifiers", "modality"];
const [PAIR, CHANGE] = [[...BY_ALL, "object"], [...BY_ALL, "to"]];
const KEYS = { same: PAIR, different: PAIR, retype: CHANGE, rename: CHANGE, retract: FACT, assert: [...FACT, "document", "quote"] };
const MODALITIES = ["asserted", "negated", "planned", "wished", "asked"];
const DATATYPES = ["date", "quantity", "text"];
const IRI = /^(?:https?|urn):[^\s<>]*[/#]id\/([^/#?]+)$/;
const WHEN = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?)?$/;

const wrong = (key, ...values) => Object.assign(new Error(key), { key, values });

// A date, or a date with time, as milliseconds; it is UTC where it names no zone.
export const instant = (when) => Date.parse(when.length === 19 ? `${when}Z` : when);

const isWhen = (text) => WHEN.test(text) && !Number.isNaN(instant(text)) && new Date(text.slice(0, 10)).toISOString().startsWith(text.slice(0, 10));

const words = (raw, key) => {
  if (!(key in raw)) throw wrong("form_lacks", key);
  if (typeof raw[key] !== "string" || !raw[key].trim() || raw[key].length > WORD) throw wrong("form_wrong", key);
  return raw[key];
};
const oneOf = (raw, key, known) => {
  if (!known.includes(words(raw, key))) throw wrong("form_wrong", key);
  return raw[key];
};
const only = (raw, known) => {
  const other = Object.keys(raw).find((key) => !known.includes(key));
  if (other !== undefined) throw wrong("form_key", other.slice(0, 60), known.join(", "));
};
const inner = (raw, key) => {
  if (!(key in raw)) throw wrong("form_lacks", key);
  if (typeof raw[key] !== "object" || Object.getPrototypeOf(raw[key]) !== null) throw wrong("form_wrong", key);
  return raw[key];
};

const readable = (id) => {
  const found = IRI.exec(id);
  try {
    return found ? decodeURIComponent(found[1]) : id;
  } catch {
    return id;
  }
};

const thing = (raw, key) => {
  if (typeof raw[key] === "string") {
    const id = readable(words(raw, key));
    return id === raw[key] ? { name: id, id } : { id };
  }
  const found = inner(raw, key);
  only(found, ["name", "type", "id", "documents"]);
  if (!("name" in found) && !("id" in found)) throw wrong("form_lacks", `${key}.name`);
  const made = Object.fromEntries(["name", "type", "id"].filter((one) => one in found).map((one) => [one, words(found, one)]));
  if (made.id) made.id = readable(made.id);
  const documents = found.documents ?? [];
  if (!Array.isArray(documents) || documents.some((one) => typeof one !== "string")) throw wrong("form_wrong", "documents");
  return documents.length ? { ...made, documents: [...new Set(documents)].sort() } : made;
};

const term = (raw, key) => {
  if (typeof raw[key] !== "object" || !("value" in raw[key])) return thing(raw, key);
  const found = inner(raw, key);
  only(found, ["value", "type", "unit"]);
  const value = found.value instanceof Numeral ? String(found.value) : words(found, "value");
  return { value, type: oneOf(found, "type", DATATYPES), ...("unit" in found ? { unit: words(found, "unit") } : {}) };
};

const READ = {
  subject: thing, to: words, predicate: words, document: words, quote: words, who: words, why: words,
  modality: (raw, key) => oneOf(raw, key, MODALITIES),
  qualifiers: (raw, key) => {
    const given = inner(raw, key);
    return Object.fromEntries(Object.keys(given).sort().map((name) => [name, term(given, name)]));
  },
  when: (raw, key) => {
    const found = raw[key] instanceof Moment ? String(raw[key]) : words(raw, key);
    if (!isWhen(found)) throw wrong("form_wrong", key);
    return found;
  },
};

const NEEDED = { same: ["object"], different: ["object"], retype: ["to"], rename: ["to"], retract: ["predicate", "object"], assert: ["predicate", "object"] };

const said = (raw) => {
  if (typeof raw !== "object" || Object.getPrototypeOf(raw) !== null) throw wrong("form_wrong", "correction");
  const kind = oneOf(raw, "kind", Object.keys(KEYS));
  only(raw, KEYS[kind]);
  const lacks = [...BY_ALL, ...NEEDED[kind]].find((key) => !(key in raw)) ?? (("document" in raw) === ("quote" in raw) ? undefined : "document" in raw ? "quote" : "document");
  if (lacks) throw wrong("form_lacks", lacks);
  const object = KEYS[kind] === PAIR ? thing : term;
  return { kind, ...Object.fromEntries(Object.keys(raw).filter((key) => key !== "kind").map((key) => [key, (READ[key] ?? object)(raw, key)])) };
};

// {read, left}: the corrections of a text, each {said, line}, and what is of another form, {line, key, values}. An Error with `key` and `values`
// says what is wrong with the text as a whole.
export const entries = (text) => {
  const { root, lineOf } = parsed(text);
  only(root, ["correction"]);
  const all = root.correction ?? [];
  if (!Array.isArray(all)) throw wrong("form_wrong", "correction");
  if (all.length > MOST) throw wrong("fixes_many", MOST);
  const [read, left] = [[], []];
  for (const raw of all) {
    const line = lineOf(raw);
    try {
      read.push({ said: said(raw), line });
    } catch (error) {
      if (!error.key) throw error;
      left.push({ line, key: error.key, values: error.values });
    }
  }
  return { read, left };
};

// The text of a file that a reader chose; the same errors.
export const content = async (file) => {
  if (file.size > LARGEST) throw wrong("other_large", LARGEST / 1e6);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw wrong("no_utf8");
  }
};
