// Scenes of a story: {caption, show, seconds?}, `show` being what stands behind # in the address. Those of the file that was exported with
// the page, and the reader's own, which this browser keeps until they are saved as such a file.

const MOST = 200;
export const SECONDS = 8;

// A text as TOML has it between quotation marks.
const quoted = (words) => JSON.stringify(words.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd")).replace(/\u007f/g, "\\u007f");

export const toml = (scenes) => scenes.map(({ caption, show }) => `[[scene]]\ncaption = ${quoted(caption)}\nshow = ${quoted(show)}\n`).join("\n");

const isScene = (one) => typeof one?.caption === "string" && typeof one.show === "string";

export class Scenes {
  constructor(graph) {
    this.title = graph.story?.title ?? null;
    this.given = graph.story?.scenes ?? [];
    this.key = `kg.scenes ${graph.base} ${graph.documents.length} ${graph.facts.length} ${graph.documents[0]?.id ?? ""}`;
    this.own = this.kept();
  }

  kept() {
    try {
      const found = JSON.parse(localStorage.getItem(this.key) ?? "[]");
      return Array.isArray(found) ? found.filter(isScene).slice(0, MOST) : [];
    } catch {
      return []; // a page from disk may have no storage
    }
  }

  put(own) {
    this.own = own.slice(0, MOST);
    try {
      localStorage.setItem(this.key, JSON.stringify(this.own));
    } catch { /* they are there until the page is closed */ }
  }

  add(caption, show) {
    this.put([...this.own, { caption, show }]);
  }

  rename(n, caption) {
    this.put(this.own.map((one, at) => (at === n ? { ...one, caption } : one)));
  }

  remove(n) {
    this.put(this.own.filter((_, at) => at !== n));
  }

  // One place earlier.
  raise(n) {
    if (n > 0) this.put([...this.own.slice(0, n - 1), this.own[n], this.own[n - 1], ...this.own.slice(n + 1)]);
  }
}
