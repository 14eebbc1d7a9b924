// Runs behind Oxigraph's own script (see kg/export/page/assets.py), which brings Store and initSync, in a Worker of the page.
/* global Store, initSync */
let store = null;

const begin = ({ wasm, triples }) => {
  initSync({ module: wasm });
  store = new Store();
  store.load(triples, { format: "application/n-triples", no_transaction: true });
  return {};
};

// SELECT and ASK give JSON, CONSTRUCT and DESCRIBE give Turtle.
const ask = ({ sparql, form }) => ({
  answer: store.query(sparql, { results_format: form === "graph" ? "text/turtle" : "application/sparql-results+json" }),
});

self.onmessage = ({ data }) => {
  try {
    self.postMessage({ id: data.id, ...(data.wasm ? begin(data) : ask(data)) });
  } catch (error) {
    self.postMessage({ id: data.id, error: String(error.message ?? error) });
  }
};
