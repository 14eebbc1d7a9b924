// The engine of a page that a service shows (kg serve): questions go to its SPARQL endpoint.

const ACCEPT = { graph: "application/n-triples", rows: "application/sparql-results+json" };

// What a refusal says, by RFC 9457; a proxy may have put another in its place.
const reason = async (response) => {
  const text = await response.text();
  try {
    return JSON.parse(text).detail ?? text;
  } catch {
    return `${response.status} ${response.statusText}`;
  }
};

export const remote = (address) => {
  let running = null;

  const ask = async (sparql, form) => {
    running = new AbortController();
    const { signal } = running;
    const body = new URLSearchParams({ query: sparql });
    try {
      const response = await fetch(address, { method: "POST", headers: { Accept: ACCEPT[form] }, body, signal });
      if (!response.ok) throw new Error(await reason(response));
      return await response.text();
    } catch (error) {
      throw signal.aborted ? new Error("stopped") : error;
    }
  };

  return { start: async () => {}, ask, stop: () => running?.abort() };
};
