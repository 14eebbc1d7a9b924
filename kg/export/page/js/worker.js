// Runs behind Oxigraph's own script (see kg/export/page/assets.py), which brings Store and initSync, in a Worker of the page.
/* global Store, initSync */
let store = null;

const begin = ({ wasm, triples }) => {
  initSync({ module: wasm });
  store = new Store();
  store.load(triples, { format: "application/n-triples", no_transaction: true });
  return {};
};

// SELECT and ASK give JSON, CONSTRUCT and DESCRIBE give N-Triples.
const ask = ({ sparql, form }) => ({
  answer: store.query(sparql, { results_format: form === "graph" ? "application/n-triples" : "application/sparql-results+json" }),
});

// Of no graph, for its grammar only.
const tryOut = ({ parse: sparql }) => {
  new Store().query(sparql);
  return {};
};

self.onmessage = ({ data }) => {
  try {
    self.postMessage({ id: data.id, ...(data.wasm ? begin : data.parse ? tryOut : ask)(data) });
  } catch (error) {
    self.postMessage({ id: data.id, error: String(error.message ?? error) });
  }
};
