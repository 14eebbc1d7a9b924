// Ids so short that a link can hold hundreds: five characters of a hash for each. Two things of one page share a code once in about a
// hundred million pairs; then the more important one is meant.

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const SIZE = 5;
export const MARK = "~"; // begins a list of codes

// FNV-1a over UTF-16 units, of 32 bits, mixed at the end, of which 30 are used.
export const codeOf = (id) => {
  let hash = 0x811c9dc5;
  for (let n = 0; n < id.length; n += 1) hash = Math.imul(hash ^ id.charCodeAt(n), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash ^= hash >>> 13;
  return Array.from({ length: SIZE }, (_, n) => LETTERS[(hash >>> (6 * n)) & 63]).join("");
};

export const coded = (ids) => MARK + ids.map(codeOf).join("");

// The places of codes among things that have ids; undefined for one that nothing has.
export const decoded = (text, things) => {
  const places = new Map();
  for (const { id, at } of things) {
    const code = codeOf(id);
    if (!places.has(code)) places.set(code, at);
  }
  return (text.slice(MARK.length).match(/.{1,5}/g) ?? []).map((code) => places.get(code));
};
