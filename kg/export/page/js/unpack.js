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

const decoded = async (element) => new TextDecoder().decode(await unpacked(element.textContent));

// Runs the script that is packed in an element; the page's policy admits it by its hash.
export const run = async (element) => {
  const script = document.createElement("script");
  script.textContent = await decoded(element);
  element.replaceWith(script);
};

// The page's data out of their element, whichever way they were put there.
export const dataOf = async (element) =>
  JSON.parse(element.dataset.form === "base64" ? await decoded(element) : element.textContent);
