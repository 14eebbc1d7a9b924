import { isEntity, isGone } from "./graph.js";
import { plain } from "./find.js";
import { finder } from "./fixfind.js";
import { joined, ordered } from "./fixname.js";

// Shows corrections in the page's graph as `kg build` will (kg/merge/corrections), and takes them back. A correction that was made here is
// {id, said, on}: what the file says, and which things of this graph are meant (ids); one from a file comes without `on`, which is found when it is
// its turn. What a fact became stands in its `verdict`: accepted, added, rejected, or unfit (for a new class) and follows (from what was rejected), which go too.

const RULE = "correction.assert";
const DATE = /^-?\d{4,}(?:-\d\d)?(?:-\d\d)?/;

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const triples = (mentions) => Array.from({ length: mentions.length / 3 }, (_, n) => mentions.slice(3 * n, 3 * n + 3));

export const corrector = (graph) => {
  let back = []; // how to take back what was done, the last first
  const came = graph.facts.length;
  const linked = graph.facts.filter(({ qualifiers }) => qualifiers.some(([, one]) => isEntity(one))).map(({ at }) => at);

  const set = (thing, key, value) => {
    const before = thing[key];
    const had = Object.hasOwn(thing, key);
    back.push(() => { if (had) thing[key] = before; else delete thing[key]; });
    thing[key] = value;
  };
  const put = (list, places, thing) => {
    Object.assign(thing, { at: list.length });
    list.push(thing);
    places.set(thing.id, thing.at);
    back.push(() => {
      places.delete(thing.id);
      list.pop();
    });
    return thing;
  };
  // Before a thing changes for the first time: as the graph had it.
  const keep = (thing, ...keys) => { if (!thing.own) set(thing, "own", Object.fromEntries(keys.map((key) => [key, thing[key]]))); };
  const change = (entity, item, values) => {
    keep(entity, "name", "class", "aliases", "mentions");
    for (const [key, value] of Object.entries(values)) set(entity, key, value);
    set(entity, "fixed", [...(entity.fixed ?? []), item]);
  };
  const rewrite = (fact, values) => {
    keep(fact, "subject", "object", "qualifiers");
    for (const [key, value] of Object.entries(values)) set(fact, key, value);
  };
  const judge = (fact, verdict, item) => {
    set(fact, "verdict", verdict);
    set(fact, "by", item);
  };

  const final = (at) => {
    const { into } = graph.entities[at];
    return into === undefined ? at : final(into);
  };
  const entityOf = (id) => {
    const at = graph.places.entity.get(id);
    if (at === undefined) throw new Error("missing");
    return graph.entities[final(at)];
  };
  const factOf = (id) => {
    const at = graph.places.fact.get(id);
    if (at === undefined) throw new Error("missing");
    return graph.facts[at];
  };

  const typed = (name) => {
    const { type } = graph.classes[name];
    if (!graph.types[type]) {
      const types = graph.types;
      graph.types = { ...types, [type]: graph.schema.types[type] };
      back.push(() => { graph.types = types; });
    }
    return { class: name, type };
  };

  const join = (item) => {
    const [a, b] = [entityOf(item.on.subject), entityOf(item.on.object)];
    if (a === b) throw new Error("missing");
    const [kept, gone] = ordered(a, b);
    const { name, class: kind } = joined(graph, kept, gone);
    const aliases = [...new Set([kept.name, gone.name, ...kept.aliases, ...gone.aliases])].filter((one) => one !== name).sort();
    change(gone, item, { into: kept.at });
    const mentions = [...triples(kept.mentions), ...triples(gone.mentions)].sort((x, y) => x[0] - y[0] || x[1] - y[1]).flat();
    const known = [kept, gone].filter((one) => one.divisions.length && one.class === kind);
    const divisions = new Set(known.map((one) => one.divisions[0][0])).size === 1 ? known[0].divisions : [];
    change(kept, item, { name, ...typed(kind), aliases, mentions, divisions, pinyin: [...kept.pinyin, ...gone.pinyin], facts: [...new Set([...kept.facts, ...gone.facts])].sort((x, y) => x - y) });
    const moved = (one) => (one === gone.at ? kept.at : one);
    const places = new Set([...graph.entities[gone.at].facts, ...linked, ...graph.facts.slice(came).map(({ at }) => at)]);
    for (const fact of [...places].map((at) => graph.facts[at])) {
      const touched = fact.subject === gone.at || fact.object === gone.at || fact.qualifiers.some(([, one]) => one === gone.at);
      if (touched) rewrite(fact, { subject: moved(fact.subject), object: moved(fact.object), qualifiers: fact.qualifiers.map(([key, one]) => [key, moved(one)]) });
    }
  };

  const fresh = (id, values) => put(graph.entities, graph.places.entity, { id, aliases: [], pinyin: [], facts: [], weight: 0, mentions: [], divisions: [], ...values });
  const attach = (fact) => {
    put(graph.facts, graph.places.fact, fact);
    for (const at of new Set([fact.subject, fact.object].filter(isEntity))) set(graph.entities[at], "facts", [...graph.entities[at].facts, fact.at]);
    return fact;
  };

  // One thing is two: the mentions of one side, by documents or by a name, become a thing of their own, and with them their facts.
  const split = (item) => {
    const one = entityOf(item.on.subject);
    const { subject, object } = item.said;
    const documents = new Set(subject.documents ?? []);
    const byName = subject.name !== object.name;
    const wanted = plain(object.name);
    const goes = ([document, start, end]) => {
      const { id, text } = graph.documents[document];
      return byName ? text !== undefined && plain(text.slice(start, end)) === wanted : documents.has(id);
    };
    const [gone, left] = [triples(one.mentions).filter(goes), triples(one.mentions).filter((mention) => !goes(mention))];
    if (!gone.length || !left.length) throw new Error("missing");
    const other = fresh(`${one.id}#${item.id}`, {
      name: byName ? object.name : one.name, class: one.class, type: one.type, pinyin: one.pinyin, weight: one.weight / 2, mentions: gone.flat(),
      named: byName ? object : subject, fixed: [item],
    });
    change(one, item, { named: byName ? subject : object, mentions: left.flat(), aliases: byName ? one.aliases.filter((alias) => plain(alias) !== wanted) : one.aliases });
    const inside = (mentions, [document, start, end]) => mentions.some(([at, from, to]) => at === document && from >= start && to <= end);
    const ofOther = (evidence) => (byName ? inside(gone, evidence) && !inside(left, evidence) : documents.has(graph.documents[evidence[0]].id));
    for (const place of one.facts) {
      const fact = graph.facts[place];
      const [theirs, ours] = [fact.evidence.filter(ofOther), fact.evidence.filter((evidence) => !ofOther(evidence))];
      if (!theirs.length) continue;
      const turned = (end) => (end === one.at ? other.at : end);
      const values = { subject: turned(fact.subject), object: turned(fact.object), evidence: theirs };
      if (ours.length) {
        attach({ ...fact, ...values, id: `${fact.id}#${item.id}`, own: undefined });
        set(fact, "evidence", ours);
      } else {
        rewrite(fact, values);
        set(fact, "own", undefined); // there is nothing before it: it is the other's from now on
        set(one, "facts", one.facts.filter((at) => at !== place));
        set(other, "facts", [...other.facts, place]);
      }
    }
  };

  const apart = (item) => {
    if (!item.on.object) split(item);
    else for (const id of [item.on.subject, item.on.object]) change(entityOf(id), item, {});
  };

  const rename = (item) => {
    const one = entityOf(item.on.subject);
    const aliases = [...new Set([...one.aliases, one.name])].filter((name) => name !== item.said.to).sort();
    change(one, item, { name: item.said.to, aliases, divisions: [] }); // the gazetteer knows what the text calls it
  };

  const retype = (item) => {
    if (!graph.classes[item.said.to]) throw new Error("missing");
    const one = entityOf(item.on.subject);
    change(one, item, { ...typed(item.said.to), divisions: item.said.to === one.class ? one.divisions : [] });
  };

  // All facts that a retraction means.
  const covered = (fact, { qualifiers = {}, modality }) => {
    const wanted = fact.qualifiers.filter(([name]) => Object.hasOwn(qualifiers, name));
    return graph.entities[fact.subject].facts.map((at) => graph.facts[at]).filter((one) => one.predicate === fact.predicate && one.subject === fact.subject && same(one.object, fact.object)
      && (modality === undefined || one.modality === modality) && wanted.every(([name, value]) => one.qualifiers.some(([key, other]) => key === name && same(other, value))));
  };
  const retract = (item) => { for (const one of covered(factOf(item.on.fact), item.said)) judge(one, "rejected", item); };

  const placed = ({ document, quote }) => {
    const at = graph.places.document.get(document);
    const start = graph.documents[at]?.text?.indexOf(quote) ?? -1;
    if (start < 0) return [];
    if (!graph.rules.includes(RULE)) {
      graph.rules.push(RULE);
      back.push(() => graph.rules.pop());
    }
    return [[at, start, start + quote.length, graph.rules.indexOf(RULE), 1]];
  };

  // A thing that only the quotation names.
  const unheard = (item, { name, type }, [evidence]) => {
    const inside = item.said.quote.indexOf(name);
    const from = evidence[1] + inside;
    return fresh(`${name}#${item.id}`, { name, ...typed(type), mentions: [evidence[0], from, from + name.length], named: { name, type }, fixed: [item] }).at;
  };

  const assert = (item) => {
    const { said, on } = item;
    if (on.fact) {
      judge(factOf(on.fact), "accepted", item);
      return;
    }
    const evidence = said.quote === undefined ? [] : placed(said);
    if (said.quote !== undefined && !evidence.length) throw new Error("missing");
    const valued = (one) => [one.value, one.type, ...(one.unit === undefined ? [] : [one.unit])];
    const end = (one, id) => (one.value !== undefined ? valued(one) : id === undefined ? unheard(item, one, evidence) : entityOf(id).at);
    const [subject, object] = [end(said.subject, on.subject), end(said.object, on.object)];
    const qualifiers = Object.entries(said.qualifiers ?? {}).map(([name, one]) => [name, end(one, on.qualifiers?.[name])]);
    const dates = [...qualifiers.map(([, one]) => one), object].filter((one) => !isEntity(one) && one[1] === "date");
    attach({
      id: `#${item.id}`, subject, predicate: said.predicate, object, qualifiers, modality: said.modality ?? "asserted",
      confidence: 1, extractor: "correction", time: dates.map(([text]) => DATE.exec(text)?.[0]).find(Boolean), evidence, verdict: "added", by: item,
    });
  };

  // What goes with what was corrected: facts that a new class does not take, and those that were read out of a rejected one.
  const fits = (fact) => {
    const known = graph.properties[fact.predicate];
    if (!known.domain || !graph.schema.properties[fact.predicate]) return true;
    return fact.subject !== fact.object && known.domain.includes(graph.entities[fact.subject].type)
      && (!isEntity(fact.object) || known.range?.includes(graph.entities[fact.object].type));
  };
  const consequences = (items) => {
    for (const entity of graph.entities) {
      if (!entity.fixed) continue;
      for (const at of entity.facts) if (!isGone(graph.facts[at]) && !fits(graph.facts[at])) judge(graph.facts[at], "unfit", entity.fixed.at(-1));
    }
    const place = ([document, start, end]) => `${document} ${start} ${end}`;
    for (const item of items) {
      if (item.said.kind !== "retract" || item.said.qualifiers || item.state === "missing") continue;
      for (const fact of graph.facts.filter((one) => one.by === item && one.verdict === "rejected" && isEntity(one.object))) {
        const proof = new Set(fact.evidence.map(place));
        for (const [name, value] of fact.qualifiers.filter(([key]) => graph.properties[fact.predicate].implies?.includes(key))) {
          const implied = graph.entities[fact.object].facts.map((at) => graph.facts[at])
            .find((one) => one.subject === fact.object && one.predicate === name && same(one.object, value) && !one.verdict);
          if (implied && implied.evidence.every((one) => proof.has(place(one)))) judge(implied, "follows", item);
        }
      }
    }
  };

  const bind = finder(graph, final);
  const kinds = { same: join, different: apart, rename, retype, retract, assert };

  // Take back all that was shown, and show these corrections, each with its `state`: holds, or missing where it is about nothing that is here (for a `reason`).
  return (items) => {
    for (const undo of back.reverse()) undo();
    back = [];
    for (const item of items) {
      const before = back.length;
      try {
        item.on ??= bind(item.said);
        kinds[item.said.kind](item);
        item.state = "holds";
      } catch (error) {
        while (back.length > before) back.pop()();
        Object.assign(item, { state: "missing", reason: error.key ? error : { key: "lost_fix", values: [] } });
      }
    }
    consequences(items);
  };
};
