// TOML -> values, as far as files of corrections go: tables, strings, numbers, dates, lists. An Error with `key` and `values` says where it is none.
// Tables have no prototype, so that no key means more than others. A number is a Numeral (a string of digits), a date a Moment.

export class Numeral extends String {}
export class Moment extends String {}

const DEEPEST = 12;

const SPACE = /(?:[ \t\r\n]|#[^\n]*)*/y;
const BLANK = /[ \t]*/y;
const END = /[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/y;
const BARE = /[\w-]+/y;
const STRINGS = [ // the content of each, and whether it has escapes
  [/"""(?:\r?\n)?((?:[^\\"]|\\[^]|"{1,2}(?!"))*"{0,2})"""/y, true], [/'''(?:\r?\n)?((?:[^']|'{1,2}(?!'))*'{0,2})'''/y, false],
  [/"((?:[^"\\\n]|\\.)*)"/y, true], [/'([^'\n]*)'/y, false],
];
const MOMENT = /(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d:\d\d(?:\.\d+)?)([Zz]|[+-]\d\d:\d\d)?)?/y;
const NUMERAL = /[+-]?\d[\d_]*(?:\.\d[\d_]*)?(?![\w.:-])/y;
const WORD = /(?:true|false)(?!\w)/y;
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([ \t]*\r?\n\s*)|([^]))/g;
const SHORT = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", e: "\x1b", '"': '"', "\\": "\\" };

const table = () => Object.create(null);
const isTable = (one) => typeof one === "object" && Object.getPrototypeOf(one) === null;

class Reader {
  constructor(text) {
    Object.assign(this, { text, at: 0, lines: new WeakMap(), root: table() });
    this.now = this.root;
  }

  wrong() {
    const line = this.text.slice(0, this.at).split("\n").length;
    return Object.assign(new Error("toml_wrong"), { key: "toml_wrong", values: [line, this.text.slice(this.at, this.at + 30).split("\n")[0]] });
  }

  take(form) {
    form.lastIndex = this.at;
    const found = form.exec(this.text);
    if (found) this.at = form.lastIndex;
    return found;
  }

  is(sign) {
    if (!this.text.startsWith(sign, this.at)) return false;
    this.at += sign.length;
    return true;
  }

  need(sign) {
    if (!this.is(sign)) throw this.wrong();
  }

  string() {
    for (const [form, escapes] of STRINGS) {
      const found = this.take(form);
      if (found) return escapes ? this.unescaped(found[1]) : found[1];
    }
    return null;
  }

  unescaped(content) {
    return content.replace(ESCAPE, (_, four, eight, fold, one) => {
      const point = parseInt(four ?? eight, 16);
      if (fold !== undefined) return "";
      if (one === undefined ? point > 0x10ffff : !Object.hasOwn(SHORT, one)) throw this.wrong();
      return one === undefined ? String.fromCodePoint(point) : SHORT[one];
    });
  }

  keys() {
    const found = [];
    do {
      this.take(BLANK);
      const key = this.take(BARE)?.[0] ?? (/["']/.test(this.text[this.at]) ? this.string() : null);
      if (key === null) throw this.wrong();
      found.push(key);
      this.take(BLANK);
    } while (this.is("."));
    if (found.length > DEEPEST) throw this.wrong();
    return found;
  }

  // The table in which the last of some keys stands.
  inner(from, keys) {
    let one = from;
    for (const key of keys.slice(0, -1)) {
      one[key] ??= table();
      one = Array.isArray(one[key]) ? one[key].at(-1) : one[key];
      if (!one || !isTable(one)) throw this.wrong();
    }
    return one;
  }

  put(from, keys, value) {
    const [one, key] = [this.inner(from, keys), keys.at(-1)];
    if (key in one) throw this.wrong();
    one[key] = value;
  }

  list(close, item) {
    const found = [];
    for (this.take(SPACE); !this.is(close); this.take(SPACE)) {
      found.push(item());
      this.take(SPACE);
      if (this.is(",")) continue;
      this.need(close);
      break;
    }
    return found;
  }

  value(depth = 0) {
    if (depth > DEEPEST) throw this.wrong();
    if (this.is("[")) return this.list("]", () => this.value(depth + 1));
    if (this.is("{")) {
      const made = table();
      this.list("}", () => this.pair(made, depth + 1));
      return made;
    }
    const words = this.string();
    if (words !== null) return words;
    const moment = this.take(MOMENT);
    if (moment) return new Moment(moment[2] ? `${moment[1]}T${moment[2]}${(moment[3] ?? "").toUpperCase().replace("+00:00", "Z")}` : moment[1]);
    const word = this.take(NUMERAL);
    if (word) return new Numeral(word[0].replaceAll("_", "").replace("+", ""));
    const truth = this.take(WORD);
    if (!truth) throw this.wrong();
    return truth[0] === "true";
  }

  pair(into, depth = 0) {
    const keys = this.keys();
    this.need("=");
    this.take(BLANK);
    this.put(into, keys, this.value(depth));
  }

  head() {
    const many = this.is("[[");
    if (!many) this.need("[");
    const [keys, made] = [this.keys(), table()];
    this.need(many ? "]]" : "]");
    const around = this.inner(this.root, keys);
    if (!many) this.put(this.root, keys, made);
    else if (Array.isArray(around[keys.at(-1)] ??= [])) around[keys.at(-1)].push(made);
    else throw this.wrong();
    this.lines.set(made, this.line);
    this.now = made;
  }

  all() {
    let seen = 0;
    this.line = 1;
    for (this.take(SPACE); this.at < this.text.length; this.take(SPACE)) {
      this.line += this.text.slice(seen, this.at).split("\n").length - 1;
      seen = this.at;
      if (this.text[this.at] === "[") this.head();
      else this.pair(this.now);
      if (!this.take(END)) throw this.wrong();
    }
    return { root: this.root, lineOf: (one) => this.lines.get(one) ?? 1 };
  }
}

// {root, lineOf(table)}: all values, and the line on which a table's head stands.
export const parsed = (text) => new Reader(text).all();
