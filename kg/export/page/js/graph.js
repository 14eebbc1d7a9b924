// The graph of this page, and what follows from it. Nothing here touches the document.
// Things are known by their places in the lists: `entities[at].at === at`.

const ended = (time) => /^(-?\d{4,})(?:-(\d\d))?/.exec(time);

// Months since the year 0: the first and the last in which something dated so can have happened.
export const months = (time) => {
  const [, year, month] = ended(time);
  const first = Number(year) * 12;
  return month ? [first + Number(month) - 1, first + Number(month) - 1] : [first, first + 11];
};

export const isEntity = (object) => typeof object === "number";

// Whether a reader's corrections take a fact away: see fixed.js.
export const isGone = ({ verdict }) => verdict === "rejected" || verdict === "unfit" || verdict === "follows";

export const open = (data) => {
  const { entities, facts, documents } = data;
  entities.forEach((entity, at) => Object.assign(entity, {
    at, type: data.classes[entity.class].type, aliases: entity.aliases ?? [], pinyin: entity.pinyin ?? [], divisions: entity.divisions ?? [], facts: [],
  }));
  documents.forEach((document, at) => Object.assign(document, { at, authors: document.authors ?? [], editors: document.editors ?? [] }));
  facts.forEach((fact, at) => {
    Object.assign(fact, { at, modality: fact.modality ?? "asserted", qualifiers: fact.qualifiers ?? [] });
    entities[fact.subject].facts.push(at);
    if (isEntity(fact.object) && fact.object !== fact.subject) entities[fact.object].facts.push(at);
  });
  const byId = (things) => new Map(things.map((thing) => [thing.id, thing.at]));
  return { ...data, places: { entity: byId(entities), fact: byId(facts), document: byId(documents) } };
};

// The other end of a fact that joins an entity to another, or null.
export const otherEnd = (fact, at) => {
  if (!isEntity(fact.object) || fact.object === fact.subject) return null;
  return fact.subject === at ? fact.object : fact.subject;
};

// Entities one fact away, over facts that `seen` shows, the most important first.
export const neighbours = (graph, at, seen) => {
  const found = new Set();
  for (const place of graph.entities[at].facts) {
    const other = seen.fact[place] ? otherEnd(graph.facts[place], at) : null;
    if (other !== null) found.add(other);
  }
  return [...found].sort((a, b) => a - b);
};

// Entities within some steps of one, nearest first, at most `most`.
export const within = (graph, at, steps, seen, most) => {
  const found = new Set([at]);
  let rim = [at];
  for (let step = 0; step < steps && found.size < most; step += 1) {
    const next = new Set(rim.flatMap((one) => neighbours(graph, one, seen)).filter((one) => !found.has(one)));
    rim = [...next].sort((a, b) => a - b).slice(0, most - found.size);
    rim.forEach((one) => found.add(one));
  }
  return [...found];
};

// Facts that join two entities.
export const between = (graph, a, b, seen) => graph.entities[a].facts
  .map((place) => graph.facts[place]).filter((fact) => seen.fact[fact.at] && otherEnd(fact, a) === b);
