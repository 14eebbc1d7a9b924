import { button, make, some, swatch, terms, words } from "./dom.js";
import { label, t } from "./strings.js";
import { isEntity, isGone } from "./graph.js";
import { placesOf, quotation } from "./evidence.js";
import { sentence } from "./passages.js";
import { verdictBar, verdictTag } from "./verdict.js";
import { date, object, property, relation, title, value } from "./write.js";

// An entity in the right column: a line that says it in a glance, its facts as lines by importance or by sentence, numbers as a table.
// The sentence behind a fact is there when it is asked for; that of the first fact is there from the beginning.

const FACTS = 20;
const QUOTES = 3;
const LONG = 20; // characters of somebody's words
const GISTS = 2; // relations that are counted in the line

const more = (step) => t("more", step);
const qualifier = (fact, wanted) => fact.qualifiers.find(([name]) => name === wanted)?.[1];
const isFigure = (fact) => !isEntity(fact.object) && qualifier(fact, "of") !== undefined;
const isAsserted = ({ modality }) => modality === "asserted";
const contains = (graph, { predicate }) => Boolean(graph.properties[predicate].container);
const tag = (fact) => (isAsserted(fact) ? null : make("span", "tag", t(fact.modality)));

const otherOf = (fact, at) => (fact.subject === at ? fact.object : fact.subject);
const rank = (fact, at) => (isEntity(otherOf(fact, at)) ? otherOf(fact, at) : Infinity);
export const byImportance = (at) => (a, b) => Number(isAsserted(b)) - Number(isAsserted(a)) || rank(a, at) - rank(b, at) || a.at - b.at;

// What a relation is called from the side of `at`.
const heading = (graph, fact, at) => {
  const known = graph.properties[fact.predicate];
  if (fact.subject === at || known.symmetric) return property(graph, fact.predicate);
  return known.back ? label(known.back) : `← ${property(graph, fact.predicate)}`;
};

// Class, place, who leads it or what somebody is, and how often what else is told: 国家机关 · 宜宾市 · 局长 杨国庆 · 获得 1.
export const gist = (graph, at, facts) => {
  const said = facts.filter((fact) => isAsserted(fact) && !isGone(fact));
  const inside = said.find((fact) => fact.subject === at && contains(graph, fact));
  const post = said.find((fact) => isEntity(fact.object) && qualifier(fact, "role"));
  const counts = new Map();
  for (const fact of said) {
    if (fact === inside || fact === post || contains(graph, fact) || isFigure(fact)) continue;
    const name = heading(graph, fact, at);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const often = [...counts].sort((a, b) => b[1] - a[1]).slice(0, GISTS).map(([name, count]) => `${name} ${count}`);
  const office = !post ? null : post.subject === at ? `${object(graph, post.object)} ${relation(graph, [post])}` : `${relation(graph, [post])} ${graph.entities[post.subject].name}`;
  return [inside ? object(graph, inside.object) : null, office, ...often].filter(Boolean).join(" · ");
};

export const entityDetails = (app, link) => {
  const { graph } = app;
  let bySentence = false;

  const thing = (one) => (isEntity(one) ? link(one) : words(value(one)));
  const about = (fact, without) => {
    const rows = fact.qualifiers.filter(([name]) => name !== without);
    return rows.length ? make("span", "also", rows.map(([name, one]) => `${property(graph, name)} ${isEntity(one) ? graph.entities[one].name : value(one)}`).join(t("comma"))) : null;
  };
  const quotes = (fact) => some(placesOf(fact), QUOTES, more, (evidence) => quotation(app, fact, evidence));

  // A line, and below it, when it is asked for, the sentences that prove it.
  const line = (fact, open, ...children) => {
    const proof = make("div", "proof");
    const show = (shown) => {
      proof.replaceChildren(...(shown ? [...quotes(fact), verdictBar(app, fact)] : []));
      toggle.setAttribute("aria-expanded", String(shown));
    };
    const toggle = button("quote", () => show(!proof.childElementCount), t("quote"));
    const sure = button("sure-link", () => app.chooseFact(fact.at), make("span", "sure", t("trust", Math.round(fact.confidence * 100))));
    show(open);
    const long = !isEntity(fact.object) && fact.object[0].length > LONG;
    return make("div", isGone(fact) ? "fact gone" : "fact", make("div", long ? "what long" : "what", ...children.filter(Boolean), tag(fact), verdictTag(fact), make("span", "ask", toggle, sure)), proof);
  };

  const item = (at, open) => (fact) => {
    const other = otherOf(fact, at);
    const role = qualifier(fact, "role");
    return line(fact, open === fact, role === undefined ? null : make("span", "role", `${isEntity(role) ? graph.entities[role].name : value(role)} `), thing(other), about(fact, "role"));
  };

  const byRelation = (at, facts) => {
    const groups = new Map();
    for (const fact of facts) {
      const name = heading(graph, fact, at);
      if (!groups.has(name)) groups.set(name, []);
      groups.get(name).push(fact);
    }
    const weight = (members) => Number(members.every((fact) => contains(graph, fact))) * 1e9 + Math.min(...members.map((fact) => rank(fact, at)));
    const ordered = [...groups].sort(([, a], [, b]) => weight(a) - weight(b));
    const first = ordered[0]?.[1][0];
    return ordered.flatMap(([name, members]) => [
      make("h3", "", name, make("span", "count", String(members.length))), ...some(members, FACTS, more, item(at, first)),
    ]);
  };

  // The facts of each sentence below it, in the order of the texts.
  const bySentences = (at, facts) => {
    const groups = new Map();
    for (const fact of facts) {
      const [document, start, end] = fact.evidence[0] ?? [-1, 0, 0];
      const text = graph.documents[document]?.text;
      const [from, to] = text === undefined ? [0, 0] : sentence(text, start, end);
      const key = `${document} ${from}`;
      if (!groups.has(key)) groups.set(key, { document, from, said: text === undefined ? t("no_text") : text.slice(from, to), members: [] });
      groups.get(key).members.push(fact);
    }
    const ordered = [...groups.values()].sort((a, b) => a.document - b.document || a.from - b.from);
    const shown = ({ document, said, members }) => make("div", "told",
      make("blockquote", "", make("p", "", said), make("footer", "", words(graph.documents.length > 1 && document >= 0 ? title(graph.documents[document]) : ""))),
      ...members.map((fact) => line(fact, false, link(fact.subject), ` ${relation(graph, [fact])} `, thing(fact.object), about(fact, "role"))));
    return some(ordered, FACTS, more, shown);
  };

  const figures = (facts) => {
    if (!facts.length) return [];
    const row = (fact) => {
      const when = qualifier(fact, "time");
      const open = button("link", () => app.chooseFact(fact.at), value(qualifier(fact, "of")));
      return make("tr", "", make("td", "", open, tag(fact), verdictTag(fact)), make("td", "number", value(fact.object)), make("td", "", when ? date(when[0]) : ""));
    };
    const body = make("tbody", "", ...facts.slice(0, FACTS).map(row));
    const rest = facts.slice(FACTS);
    const all = rest.length ? button("more", () => {
      body.append(...rest.map(row));
      all.remove();
    }, more(rest.length)) : null;
    return [make("h3", "", property(graph, facts[0].predicate), make("span", "count", String(facts.length))), make("table", "figures", body), all];
  };

  const order = (at, shown) => {
    const choice = (sentences, key) => {
      const one = button(bySentence === sentences ? "chip on" : "chip", () => {
        bySentence = sentences;
        shown.fill();
        shown.element.querySelector(".chip.on")?.focus();
      }, t(key));
      one.setAttribute("aria-pressed", String(bySentence === sentences));
      return one;
    };
    return make("p", "order", choice(false, "by_relation"), choice(true, "by_sentence"));
  };

  // The facts of an entity, in the order that the reader wants.
  return (at) => {
    const facts = graph.entities[at].facts.map((place) => graph.facts[place]).filter((fact) => app.seen.fact[fact.at]);
    const told = facts.filter((fact) => !isFigure(fact)).sort(byImportance(at));
    const shown = { element: make("div", "facts"), fill: () => {} };
    shown.fill = () => {
      const listed = bySentence ? bySentences(at, told) : byRelation(at, told);
      shown.element.replaceChildren(...[told.length > 2 ? order(at, shown) : null, ...listed, ...figures(facts.filter(isFigure))].filter(Boolean));
    };
    shown.fill();
    return { facts, line: gist(graph, at, facts), element: shown.element };
  };
};
