// Decompression (RFC 1951, within gzip's frame of RFC 1952) for browsers without DecompressionStream.

const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193,
  12289, 16385, 24577];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const extraOfLength = (n) => (n < 8 || n === 28 ? 0 : (n - 4) >> 2);
const extraOfDistance = (n) => (n < 4 ? 0 : (n - 2) >> 1);

// Canonical Huffman codes: how many codes each length has, and the symbols in the order of their codes.
const codes = (lengths) => {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length] += 1;
  counts[0] = 0;
  const offsets = new Uint16Array(16);
  for (let length = 1; length < 16; length += 1) offsets[length] = offsets[length - 1] + counts[length - 1];
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((length, symbol) => { if (length) symbols[offsets[length]++] = symbol; });
  return { counts, symbols };
};

const bitsOf = (bytes, start) => {
  let [at, held, count] = [start, 0, 0];
  const bits = (wanted) => {
    while (count < wanted) {
      if (at >= bytes.length) throw new Error("the compressed data end too early");
      held |= bytes[at++] << count;
      count += 8;
    }
    const value = held & ((1 << wanted) - 1);
    held >>>= wanted;
    count -= wanted;
    return value;
  };
  const symbol = ({ counts, symbols }) => {
    let [code, first, index] = [0, 0, 0];
    for (let length = 1; length < 16; length += 1) {
      code |= bits(1);
      if (code - first < counts[length]) return symbols[index + code - first];
      index += counts[length];
      first = (first + counts[length]) << 1;
      code <<= 1;
    }
    throw new Error("the compressed data hold a code that does not exist");
  };
  const aligned = (length) => {
    [held, count] = [0, 0];
    at += length;
    return bytes.subarray(at - length, at);
  };
  return { bits, symbol, aligned };
};

const fixed = () => [codes(Array.from({ length: 288 }, (_, n) => (n < 144 ? 8 : n < 256 ? 9 : n < 280 ? 7 : 8))), codes(Array(30).fill(5))];

const dynamic = ({ bits, symbol }) => {
  const [literals, distances, count] = [bits(5) + 257, bits(5) + 1, bits(4) + 4];
  const short = Array(19).fill(0);
  for (let n = 0; n < count; n += 1) short[ORDER[n]] = bits(3);
  const table = codes(short);
  const lengths = [];
  while (lengths.length < literals + distances) {
    const found = symbol(table);
    if (found < 16) lengths.push(found);
    else if (found === 16) lengths.push(...Array(bits(2) + 3).fill(lengths.at(-1)));
    else lengths.push(...Array(found === 17 ? bits(3) + 3 : bits(7) + 11).fill(0));
  }
  return [codes(lengths.slice(0, literals)), codes(lengths.slice(literals))];
};

// Bytes of gzip -> bytes.
export const inflate = (bytes) => {
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
  const out = new Uint8Array(size);
  const { bits, symbol, aligned } = bitsOf(bytes, 10); // Python writes a header of ten bytes, without a name
  let [end, last] = [0, 0];
  while (!last) {
    last = bits(1);
    const kind = bits(2);
    if (kind === 0) {
      const [low, high] = aligned(4);
      const stored = aligned(low | (high << 8));
      out.set(stored, end);
      end += stored.length;
      continue;
    }
    const [literal, distance] = kind === 1 ? fixed() : dynamic({ bits, symbol });
    for (let found = symbol(literal); found !== 256; found = symbol(literal)) {
      if (found < 256) out[end++] = found;
      else {
        const length = LENGTHS[found - 257] + bits(extraOfLength(found - 257));
        const code = symbol(distance);
        const from = end - DISTANCES[code] - bits(extraOfDistance(code));
        for (let n = 0; n < length; n += 1) out[end + n] = out[from + n];
        end += length;
      }
    }
  }
  return out;
};
