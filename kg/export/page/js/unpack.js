import { inflate } from "./inflate.js";

// gzip in base64 -> bytes.
export const unpacked = async (text) => {
  const packed = atob(text);
  const bytes = new Uint8Array(packed.length);
  for (let at = 0; at < packed.length; at += 1) bytes[at] = packed.charCodeAt(at);
  if (typeof DecompressionStream === "undefined") return inflate(bytes);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

// The page's data out of their element, whichever way they were put there.
export const dataOf = async (element) => {
  const text = element.textContent;
  return JSON.parse(element.dataset.form === "base64" ? new TextDecoder().decode(await unpacked(text)) : text);
};
