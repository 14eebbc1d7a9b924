import { button, make, some, swatch, terms, words } from "./dom.js";
import { label, t } from "./strings.js";
import { isEntity, isGone } from "./graph.js";
import { entityDetails } from "./entity.js";
import { sentenceOf } from "./fixadd.js";
import { fixBox } from "./fixform.js";
import { placesOf, quotation } from "./evidence.js";
import { areNamesakes, namesakes } from "./namesakes.js";
import { fixedTags, verdictBar } from "./verdict.js";
import { ways } from "./ways.js";
import { metadata, property, title, value } from "./write.js";

// The right column: an entity or a fact with its evidence, a path, or an overview of the whole.

const FACTS = 20;
const QUOTES = 3;
const NAMES = 100;

const more = (step) => t("more", step);

export const details = (app) => {
  const { graph } = app;
  const body = document.getElementById("panel");

  const link = (at) => button("link", () => app.choose(at), graph.entities[at].name);
  const thing = (one) => (isEntity(one) ? link(one) : words(value(one)));
  const heading = (text, count) => make("h3", "", text, count === undefined ? null : make("span", "count", String(count)));
  const tag = (fact) => (fact.modality === "asserted" ? null : make("span", "tag", t(fact.modality)));
  const about = (fact) => terms(fact.qualifiers.map(([name, one]) => [property(graph, name), thing(one)]));
  const quotes = (fact) => some(placesOf(fact), QUOTES, more, (evidence) => quotation(app, fact, evidence));

  const tools = (at) => {
    const { around, open } = app.state;
    const focused = around?.at === at;
    const hops = focused ? [1, 2, 3].map((n) => {
      const one = button(n === around.hops ? "chip on" : "chip", () => app.go({ around: { at, hops: n } }), t("hops", n));
      one.setAttribute("aria-pressed", String(n === around.hops));
      return one;
    }) : [];
    const expanded = open.includes(at);
    return make("p", "tools",
      button("chip", () => app.focus(focused ? null : at), t(focused ? "unfocus" : "focus")), ...hops,
      button("chip", () => app.toggleOpen(at), t(expanded ? "collapse" : "expand")),
      button("chip", () => app.pickPath(at), t("path")));
  };

  // The division that a place is by the gazetteer, and those in which it lies, with links to those that are in the graph.
  const gazetteer = ({ at, divisions }) => {
    const known = (code) => graph.entities.find((one) => one.divisions[0]?.[0] === code && one.into === undefined && one.at !== at);
    const shown = divisions.flatMap(([code, name], n) => [n ? " › " : "", known(code) ? link(known(code).at) : words(name), ` ${code}`]);
    return divisions.length ? make("p", "aliases", t("gazetteer"), ...shown) : null;
  };

  const factsOf = entityDetails(app, link);
  const entity = (at) => {
    const one = graph.entities[at];
    const aliases = one.aliases.filter((alias) => alias !== one.name);
    const [document] = one.mentions;
    const mentions = document === undefined || graph.documents[document].text === undefined ? null
      : button("link", () => app.readMention(at), `${t("mentions", one.mentions.length / 3)} · ${t("first_mention")}`);
    const { facts, line, element } = factsOf(at);
    return [
      button("back", () => app.go({ entity: null, fact: null }), `← ${t("overview")}`),
      make("h2", "", one.name, ...fixedTags(one)),
      make("p", "kind", swatch(graph.types[one.type]), label(graph.classes[one.class]), line ? make("span", "text gist", ` · ${line}`) : null, mentions),
      aliases.length ? make("p", "aliases", t("also"), words(aliases.join(t("listed")))) : null,
      gazetteer(one), tools(at), fixBox(app, at), element,
      facts.length ? null : make("p", "hint", t("no_facts")),
    ];
  };

  const fact = (place) => {
    const one = graph.facts[place];
    return [
      button("back", () => app.go({ entity: null, fact: null }), `← ${t("overview")}`),
      make("h2", isGone(one) ? "triple gone" : "triple", link(one.subject), " ", make("span", "property", property(graph, one.predicate)), " ", thing(one.object)),
      make("p", "kind", t(one.modality), " · ", t("trust", Math.round(one.confidence * 100))),
      about(one), verdictBar(app, one),
      heading(t("evidence"), one.evidence.length),
      ...some(placesOf(one), FACTS, more, (evidence) => quotation(app, one, evidence)),
      sentenceOf(graph, one) ? button("chip", () => {
        app.fixing = { at: one.subject, kind: "assert", quoted: sentenceOf(graph, one) };
        app.go({ entity: one.subject, fact: null });
      }, `＋ ${t("assert")}`) : null,
    ];
  };

  const source = (document) => make("div", "document",
    make("div", "what", document.text === undefined ? words(title(document)) : button("link", () => app.read(document.at), title(document))),
    terms(metadata(document)));

  const kind = (name) => {
    const members = graph.entities.filter(({ type, at }) => type === name && app.seen.entity[at]);
    const list = make("ul", "");
    const box = make("details", "kind-list", make("summary", "", swatch(graph.types[name]), label(graph.types[name]), make("span", "count", String(members.length))), list);
    box.addEventListener("toggle", () => {
      if (box.open && !list.childElementCount) list.append(...some(members, NAMES, more, ({ at }) => make("li", "", link(at))));
    });
    return box;
  };

  const overview = () => [
    make("p", "hint", t(graph.entities.length ? "hint" : "empty")),
    heading(t("types"), app.seen.entities), ...Object.keys(graph.types).map(kind),
    heading(t("documents"), graph.documents.length), ...some(graph.documents, FACTS, more, source),
  ];

  const picking = (at) => [
    make("h2", "", graph.entities[at].name), make("p", "hint", t("path_to", graph.entities[at].name)),
    button("chip", () => app.pickPath(null), t("cancel")),
  ];

  const shown = ({ entity: at, fact: place, path }) => {
    if (app.picking !== null) return picking(app.picking);
    if (place !== null) return fact(place);
    if (at !== null) return entity(at);
    if (!path && areNamesakes(graph, app.state.only)) return namesakes(app, factsOf);
    return path ? ways(app, { heading, link, tag, about, quotes }) : overview();
  };

  return {
    show: (state) => {
      const focused = body.contains(document.activeElement);
      body.replaceChildren(...shown(state).filter(Boolean));
      body.scrollTop = 0;
      if (focused) body.focus();
    },
  };
};
