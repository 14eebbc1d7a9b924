import { isEntity } from "./graph.js";
import { plain } from "./find.js";
import { written } from "./named.js";

// Which things of this page a correction of a file is about, found as kg/merge/corrections finds them. An Error with `key` and `values` says why none.

const wrong = (key, ...values) => Object.assign(new Error(key), { key, values });
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const called = ({ name, id }) => name ?? id;

export const finder = (graph, final) => {
  let forms = null; // normal form -> places that have it as the graph came
  const known = new Map(); // names and their normal forms
  const formOf = (name) => {
    if (!known.has(name)) known.set(name, plain(name));
    return known.get(name);
  };

  const bearing = (form) => {
    if (!forms) {
      forms = new Map();
      for (const { at, own, name, aliases, named } of graph.entities) {
        if (named && !own) continue; // a correction made it
        for (const one of new Set([own?.name ?? name, ...(own?.aliases ?? aliases)].map(plain))) {
          if (forms.has(one)) forms.get(one).push(at);
          else forms.set(one, [at]);
        }
      }
    }
    const now = graph.entities.filter((one) => one.fixed); // and those that corrections gave another name, or made
    const all = new Set([...(forms.get(form) ?? []).map((at) => graph.entities[final(at)]), ...now]);
    return [...all].filter((one) => one.into === undefined && [one.name, ...one.aliases].some((name) => formOf(name) === form));
  };

  const standsIn = (one, form, documents) => {
    const places = new Set(one.mentions.filter((_, n) => n % 3 === 0));
    const here = new Set(written(graph, one.mentions).get(form)?.keys());
    return [...places].some((at) => documents.has(graph.documents[at].id) && (graph.documents[at].text === undefined || here.has(graph.documents[at].id)));
  };

  const thing = (named) => {
    const { name, type, id, documents } = named;
    let found = [];
    if (name !== undefined) {
      const form = plain(name);
      found = bearing(form);
      if (documents) found = found.filter((one) => standsIn(one, form, new Set(documents)));
      const coarse = Object.hasOwn(graph.schema.classes, type ?? "") ? graph.schema.classes[type].type : null;
      const kin = found.filter((one) => [one, one.own ?? one].some((seen) => graph.classes[seen.class].type === coarse));
      if (coarse && kin.length) found = kin;
    }
    if (id !== undefined && found.length !== 1 && !(documents && !found.length && name !== undefined)) {
      const at = graph.places.entity.get(id);
      const meant = at === undefined ? [] : [graph.entities[final(at)]];
      found = found.length ? found.filter((one) => meant.includes(one)) : meant;
    }
    if (!found.length) throw wrong(documents ? "fix_nowhere" : "fix_nothing", called(named));
    if (found.length > 1) throw wrong("fix_several", called(named), found.length);
    return found[0];
  };

  const end = (one) => (one.value === undefined ? thing(one).at : [one.value, one.type, ...(one.unit === undefined ? [] : [one.unit])]);
  const list = (qualifiers) => Object.entries(qualifiers ?? {});

  const property = (name) => {
    if (!Object.hasOwn(graph.properties, name)) throw wrong("fix_property", name);
    return graph.properties[name];
  };

  // Facts of a triple that have these qualifiers, and the modality where one is given.
  const facts = ({ predicate, modality }, subject, object, qualifiers) => {
    const { symmetric } = property(predicate);
    const fits = (one) => (one.subject === subject && same(one.object, object)) || (symmetric && one.subject === object && one.object === subject);
    return graph.entities[subject].facts.map((at) => graph.facts[at]).filter((one) => one.predicate === predicate && fits(one)
      && (modality === undefined || one.modality === modality) && qualifiers.every(([name, value]) => one.qualifiers.some(([key, other]) => key === name && same(other, value))));
  };

  const retract = (said) => {
    const [found] = facts(said, end(said.subject), end(said.object), list(said.qualifiers).map(([name, one]) => [name, end(one)]));
    if (!found) throw wrong("fix_no_fact");
    return { fact: found.id };
  };

  // Whether the schema takes an end of a fact there: a thing of these classes, or a value.
  const takes = (known, one, places) => {
    const { range, datatype } = known;
    if (one.value !== undefined) return datatype === one.type;
    const name = places === undefined ? one.type : graph.entities[places].class;
    return !datatype && (range ?? []).includes(graph.classes[name].type);
  };

  const assert = (said) => {
    const known = property(said.predicate);
    const { subject, object, document, quote } = said;
    if (quote !== undefined) {
      const at = graph.places.document.get(document);
      if (!graph.documents[at]?.text?.includes(quote)) throw wrong("fix_no_quote", document);
    }
    // A thing that only the quotation names has no place yet.
    const fresh = (one) => one.value === undefined && one.type && quote?.includes(one.name ?? "\0") && Object.hasOwn(graph.schema.classes, one.type);
    const place = (one) => {
      try {
        return end(one);
      } catch (error) {
        if (error.key !== "fix_several" && fresh(one)) return undefined;
        throw error;
      }
    };
    const [from, to, more] = [place(subject), place(object), list(said.qualifiers).map(([name, one]) => [name, place(one)])];
    if (!known.domain?.length || Array.isArray(from)) throw wrong("fix_misfit", said.predicate);
    const right = takes({ range: known.domain }, subject, from) && takes(known, object, to) && (from !== to || from === undefined)
      && list(said.qualifiers).every(([name, one], n) => known.qualifiers?.includes(name) && takes(property(name), one, more[n][1]));
    if (!right) throw wrong("fix_misfit", said.predicate);
    const alike = from === undefined ? undefined : facts({ ...said, modality: said.modality ?? "asserted" }, from, to, more).find((one) => one.qualifiers.length === more.length);
    if (alike?.verdict === "added") throw wrong("fix_is_so");
    if (alike) return { fact: alike.id };
    const id = (one) => (isEntity(one) ? graph.entities[one].id : undefined);
    return { subject: id(from), object: id(to), qualifiers: Object.fromEntries(more.map(([name, one]) => [name, id(one)])) };
  };

  const change = (key) => ({ subject, to }) => {
    if (key === "class" && !Object.hasOwn(graph.schema.classes, to)) throw wrong("fix_class", to);
    const one = thing(subject);
    if (one[key] === to && !one.fixed) throw wrong("fix_is_so"); // where things were joined, it keeps rules from choosing
    return { subject: one.id };
  };

  const pair = ({ kind, subject, object }) => {
    const [one, other] = [thing(subject), thing(object)];
    if (one !== other) return { subject: one.id, object: other.id };
    if (kind === "same") throw wrong("fix_is_so");
    return { subject: one.id };
  };

  const kinds = { same: pair, different: pair, rename: change("name"), retype: change("class"), retract, assert };
  return (said) => kinds[said.kind](said);
};
