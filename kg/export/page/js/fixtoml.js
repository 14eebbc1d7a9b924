// corrections.toml, character for character what kg/store/corrections_file.py writes.

const HEAD = "# Corrections of the graph, which every build takes in. docs/corrections.md explains them.\n";
const ORDER = ["kind", "subject", "predicate", "object", "qualifiers", "modality", "to", "document", "quote", "who", "when", "why"];

// JSON's escapes are TOML's, but for one character that JSON does not escape.
const string = (words) => JSON.stringify(words.replace(/\p{Surrogate}/gu, "\ufffd")).replaceAll("\x7f", "\\u007f");
const key = (name) => (/^[A-Za-z0-9_-]+$/.test(name) ? name : string(name));

const value = (one) => {
  if (Array.isArray(one)) return `[${one.map(value).join(", ")}]`;
  if (typeof one === "object") return `{ ${Object.entries(one).map(([name, inner]) => `${key(name)} = ${value(inner)}`).join(", ")} }`;
  return string(String(one));
};

const isBare = (when) => !when.endsWith("+00:00"); // which is another date, as TOML has it

const sorted = (qualifiers) => Object.fromEntries(Object.entries(qualifiers).sort(([a], [b]) => (a < b ? -1 : 1)));

export const table = (said) => {
  const whole = said.qualifiers ? { ...said, qualifiers: sorted(said.qualifiers) } : said;
  const lines = ORDER.filter((name) => whole[name] !== undefined).map((name) => `${name} = ${name === "when" && isBare(whole.when) ? whole.when : value(whole[name])}\n`);
  return `[[correction]]\n${lines.join("")}`;
};

// Those that came from a file say who made them; the others are of `who`.
export const toml = (all, who) => HEAD + all.map((said) => `\n${table({ who, ...said })}`).join("");
