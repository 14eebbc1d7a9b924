import { announce, button, make, some, terms, words } from "./dom.js";
import { label, t } from "./strings.js";
import { selected } from "./fixadd.js";
import { isEntity } from "./graph.js";
import { paintOf } from "./look.js";
import { mentionsIn, pieces } from "./passages.js";
import { date, fact as sayFact, metadata, title } from "./write.js";

// The articles' text with every mention and every evidence; a press on either selects it, and what is selected is marked.

const LISTED = 50;

export const reader = (app) => {
  const { graph } = app;
  const body = document.getElementById("reader");
  const text = make("article", "text-body");
  const choice = make("details", "articles");
  const head = make("div", "reader-head");
  let drawn = null;
  let parts = []; // [{element, entities, facts}]

  const marksOf = (at) => {
    const marks = [];
    for (const entity of graph.entities) {
      for (const [start, end] of mentionsIn(entity, at)) marks.push([start, end, { entity: entity.at }]);
    }
    for (const fact of graph.facts) {
      for (const [document, start, end] of fact.evidence) if (document === at) marks.push([start, end, { fact: fact.at }]);
    }
    for (const [start, end] of graph.documents[at].frame ?? []) marks.push([start, end, { frame: true }]);
    return marks;
  };

  // A press chooses the innermost mention; where there is none, the fact of the shortest evidence.
  const choose = ({ entities, facts }) => {
    if (getSelection()?.toString()) return; // the reader is copying text
    if (entities.length) app.choose(entities.at(-1));
    else if (facts.length) app.chooseFact(facts.at(-1));
  };

  const piece = ([start, end, marks], source) => {
    const words_ = source.text.slice(start, end);
    const [entities, facts] = ["entity", "fact"].map((key) => marks.map((mark) => mark[key]).filter((at) => at !== undefined));
    const framed = marks.some(({ frame }) => frame);
    if (!entities.length && !facts.length) return framed ? make("span", "frame", words_) : words_;
    const names = [facts.length ? "ev" : "", entities.length ? "m" : "", framed ? "frame" : ""];
    const element = make("span", names.filter(Boolean).join(" "), words_);
    const part = { element, entities, facts };
    parts.push(part);
    element.addEventListener("click", () => choose(part));
    if (entities.length) {
      const entity = graph.entities[entities.at(-1)];
      element.style.borderColor = paintOf(graph, entity.type);
      element.tabIndex = 0;
      element.setAttribute("role", "button");
      element.title = t("mention_of", label(graph.classes[entity.class]), entity.name);
      element.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        choose(part);
      });
    } else element.title = sayFact(graph, graph.facts[facts.at(-1)]);
    return element;
  };

  const draw = (at) => {
    const source = graph.documents[at];
    parts = [];
    head.replaceChildren(...[make("h2", "", title(source)), terms(metadata(source))].filter(Boolean));
    text.lang = "zh-Hans";
    text.dataset.document = String(at);
    if (source.text === undefined) text.replaceChildren(make("p", "hint", t("no_text")));
    else text.replaceChildren(...pieces(0, source.text.length, marksOf(at)).map((one) => piece(one, source)));
    drawn = at;
  };

  const mark = ({ entity, fact }) => {
    const ends = fact === null ? [] : [graph.facts[fact].subject, graph.facts[fact].object].filter(isEntity);
    let first = null;
    for (const part of parts) {
      const isFact = fact !== null && part.facts.includes(fact);
      const isEnd = isFact && part.entities.some((at) => ends.includes(at));
      const isEntityHere = entity !== null && part.entities.includes(entity);
      part.element.classList.toggle("now", isFact);
      part.element.classList.toggle("chosen", isEntityHere || isEnd);
      if (!first && (isFact || isEntityHere)) first = part.element;
    }
    return first;
  };

  // The articles, with date and number of facts, of which those are listed whose titles have what is typed.
  const articles = () => {
    const counts = new Uint32Array(graph.documents.length);
    for (const fact of graph.facts) for (const at of new Set(fact.evidence.map(([place]) => place))) counts[at] += 1;
    const wanted = make("input", "");
    wanted.type = "search";
    wanted.placeholder = t("find_document");
    wanted.setAttribute("aria-label", t("find_document"));
    const list = make("ul", "");
    const row = (document) => make("li", "", button("article", () => {
      choice.open = false;
      app.go({ document: document.at });
    }, words(title(document)), words([document.datePublished ? date(document.datePublished) : null, t("rows", counts[document.at])].filter(Boolean).join(" · "), "also")));
    const look = () => list.replaceChildren(...some(graph.documents.filter((document) => title(document).includes(wanted.value.trim())), LISTED, (step) => t("more", step), row));
    wanted.addEventListener("input", look);
    look();
    return [make("summary", "", t("choose_document")), wanted, list];
  };

  // What is selected states a fact that the graph lacks: of the first thing that it mentions.
  const fromSelection = button("chip on add-from-text", () => {
    const quoted = selected(graph);
    const range = getSelection().getRangeAt(0);
    const at = parts.find((part) => part.entities.length && range.intersectsNode(part.element))?.entities.at(-1);
    if (at === undefined) announce(t("no_mention"));
    else {
      app.fixing = { at, kind: "assert", quoted };
      app.go({ entity: at, fact: null });
    }
  }, `＋ ${t("add_from_text")}`);
  fromSelection.hidden = true;
  fromSelection.addEventListener("mousedown", (event) => event.preventDefault());
  const watch = () => { fromSelection.hidden = !selected(graph); };
  document.addEventListener("selectionchange", watch);

  const fill = () => {
    choice.replaceChildren(...articles());
    choice.hidden = graph.documents.length < 2;
    body.replaceChildren(choice, head, fromSelection, text);
    drawn = null;
  };
  fill();
  return {
    end: () => document.removeEventListener("selectionchange", watch),
    show: (state) => {
      if (!graph.documents.length) {
        body.replaceChildren(make("p", "hint", t("empty")));
        return;
      }
      const { at } = app.article;
      if (at !== drawn) {
        draw(at);
        body.scrollTop = 0;
      }
      mark(state)?.scrollIntoView({ block: "center" });
    },
  };
};
