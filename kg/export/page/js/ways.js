import { button, make } from "./dom.js";
import { t } from "./strings.js";
import { between, isGone } from "./graph.js";
import { mentionsIn, sentence } from "./passages.js";
import { property, title } from "./write.js";

// The ways between two entities in the right column: up to three, of which one is looked at; where no facts join the two, the articles that name both.

const ARTICLES = 10;

// The sentences of a document that name the two: one, where a sentence names both.
const said = (graph, document, ends) => {
  const { text } = graph.documents[document];
  if (text === undefined) return [t("no_text")];
  const [one, other] = ends.map((at) => mentionsIn(graph.entities[at], document));
  const pairs = one.flatMap((a) => other.map((b) => [a, b])).map(([a, b]) => ({ a, b, far: Math.abs(a[0] - b[0]) }));
  const near = pairs.reduce((best, pair) => (pair.far < best.far ? pair : best));
  const found = [near.a, near.b].sort((a, b) => a[0] - b[0]).map(([start, end]) => sentence(text, start, end).join(" "));
  return [...new Set(found)].map((span) => text.slice(...span.split(" ").map(Number)));
};

const fallback = (app, ends) => {
  const { graph, paths: { shared } } = app;
  const names = ends.map((at) => graph.entities[at].name);
  if (!shared.length) return [make("p", "hint", t(app.filtered ? "no_path_seen" : "no_path"))];
  const article = (document) => make("div", "fact",
    make("div", "what", button("link", () => app.read(document), title(graph.documents[document]))),
    make("blockquote", "", ...said(graph, document, ends).map((words) => make("p", "", words))));
  return [
    make("h2", "", t("same_article", shared.length)), make("p", "hint", t(app.filtered ? "no_facts_join_seen" : "no_facts_join", ...names)),
    ...shared.slice(0, ARTICLES).map(article),
  ];
};

// `parts` makes what the right column makes of facts everywhere.
export const ways = (app, { heading, link, tag, about, quotes }) => {
  const { graph, found, state: { path }, paths: { ways: all, whole } } = app;
  const back = button("back", () => app.go({ path: null, way: 0 }), `← ${t("whole")}`);
  if (!found) return [back, ...fallback(app, path)];
  const choice = (way, n) => {
    const one = button(way === found ? "chip on" : "chip", () => app.go({ way: n, entity: null, fact: null }), t("way", n + 1, way.length - 1));
    one.setAttribute("aria-pressed", String(way === found));
    return one;
  };
  const steps = found.slice(1).flatMap((at, n) => [
    heading(`${graph.entities[found[n]].name} → ${graph.entities[at].name}`),
    ...between(graph, found[n], at, app.seen).filter((one) => !isGone(one)).map((one) => make("div", "fact",
      make("div", "what", link(one.subject), ` · ${property(graph, one.predicate)} · `, link(one.object), tag(one)), about(one), ...quotes(one))),
  ]);
  const choices = make("p", "tools", ...all.map(choice));
  choices.setAttribute("role", "group");
  choices.setAttribute("aria-label", t("ways"));
  return [
    back, make("h2", "", t("path_found", found.length - 1)), make("p", "kind", found.map((at) => graph.entities[at].name).join(" → ")),
    all.length > 1 ? choices : null, whole ? null : make("p", "hint", t("ways_cut")), ...steps,
  ];
};
