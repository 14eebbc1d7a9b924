import { masked, outside } from "./outside.js";
import { PADDING } from "./fault.js";
import { unpacked } from "./unpack.js";
import { ntriples, triples } from "./rdf.js";

// Oxigraph in a Worker, begun when the first question comes, ended when one takes too long.

const LONGEST = 10000; // milliseconds that a question may take

// What kind of answer a question wants.
export const formOf = (sparql) => {
  const bare = sparql.replace(/<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g, " ");
  return /^(?:\s|(?:PREFIX\s+[\w.-]*:|BASE)\s*)*(CONSTRUCT|DESCRIBE)\b/i.test(bare) ? "graph" : "rows";
};

export const withPrefixes = (sparql, prefixes) => {
  const declared = new Set([...sparql.matchAll(/PREFIX\s+([\w.-]*):/gi)].map(([, name]) => name));
  const missing = Object.entries(prefixes).filter(([name]) => !declared.has(name) && sparql.includes(`${name}:`));
  return missing.map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`).join("") + sparql;
};

export const engine = (graph) => {
  let worker = null;
  let ready = null;
  let waiting = new Map();
  let count = 0;

  const end = (reason) => {
    worker?.terminate();
    [worker, ready] = [null, null];
    for (const { reject } of waiting.values()) reject(new Error(reason));
    waiting = new Map();
  };

  const call = (message, transfer = []) => new Promise((resolve, reject) => {
    count += 1;
    waiting.set(count, { resolve, reject });
    worker.postMessage({ id: count, ...message }, transfer);
  });

  const begin = async () => {
    const of = (id) => unpacked(document.getElementById(id).textContent);
    const [script, wasm] = await Promise.all([of("engine-script"), of("engine-wasm")]);
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    worker = new Worker(address);
    worker.onmessage = ({ data: { id, error, answer } }) => {
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) resolve(answer);
      else reject(new Error(error));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      end(event.message ?? "the worker ended");
    };
    try {
      await call({ wasm: wasm.buffer, triples: graph.tree + ntriples(triples(graph)) }, [wasm.buffer]);
    } finally {
      URL.revokeObjectURL(address);
    }
  };

  const start = () => {
    ready ??= begin().catch((error) => {
      end(error.message);
      throw error;
    });
    return ready;
  };

  // An Error with `outside`, [word, line], where the question reaches outside.
  const guard = async (sparql) => {
    const other = masked(sparql);
    if (other === null) return;
    await call({ parse: other }).catch((error) => {
      throw Object.assign(error, { outside: outside(sparql, error.message) });
    });
  };

  const ask = async (sparql, form) => {
    await start();
    const timer = setTimeout(() => end("timeout"), LONGEST);
    try {
      await guard(sparql);
      return await call({ sparql: sparql + PADDING, form });
    } finally {
      clearTimeout(timer);
    }
  };

  return { start, ask, stop: () => { if (worker) end("stopped"); } };
};
