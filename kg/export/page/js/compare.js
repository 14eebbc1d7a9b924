import { announce, button, chooser, make, some, words } from "./dom.js";
import { t } from "./strings.js";
import { difference } from "./differ.js";
import { LARGEST, read } from "./other.js";
import { placesOf } from "./evidence.js";
import { openView } from "./tabs.js";
import { plain, told } from "./telling.js";
import { title } from "./write.js";

// Another graph beside this one: what is new, gone, contradicted, with the quotations of both. The file is dropped anywhere on the page, or chosen.

const LISTED = 40;
const NAMES = 60;
const QUOTES = 2;

const more = (step) => t("more", step);

// The other graph with labels and sentences, so that its facts are said as those of the page.
const dressed = (graph, other) => {
  const properties = { ...graph.properties };
  for (const { predicate, qualifiers } of other.facts) for (const name of [predicate, ...qualifiers.map(([key]) => key)]) if (!Object.hasOwn(properties, name)) properties[name] = { zh: name, en: name };
  return { ...other, properties, sentences: graph.sentences };
};

export const compare = (app) => {
  const { graph } = app;
  const body = document.getElementById("compare");

  const quote = (from, words_) => make("blockquote", "", make("p", "", words_), make("footer", "", words(from)));
  const ours = (fact) => placesOf(fact).slice(0, QUOTES).map(([document, start, end]) => {
    const source = graph.documents[document];
    return quote(title(source), source.text === undefined ? t("no_text") : source.text.slice(start, end));
  });
  const theirs = ({ quotes }) => quotes.slice(0, QUOTES).map(([from, said]) => quote(from, said || t("no_text")));
  const mark = (fact) => (fact.modality === "asserted" ? null : make("span", "tag", t(fact.modality)));
  const here = (fact) => [make("p", "what", button("link", () => app.chooseFact(fact.at), plain(graph, told(graph, fact))), mark(fact)), ...ours(fact)];
  const there = (other) => (fact) => [make("p", "what", words(plain(other, told(other, fact))), mark(fact)), ...theirs(fact)];

  const part = (key, count, about, rows) => make("section", `difference ${key}`, make("h2", "", t(key), make("span", "count", String(count))), make("p", "hint", about), ...rows);
  const names = (entities) => (entities.length ? [make("p", "text", t("their_entities", entities.length), entities.slice(0, NAMES).map(({ name }) => name).join(t("listed")), entities.length > NAMES ? "…" : "")] : []);

  const result = () => {
    const { name, found, other } = app.other;
    const says = there(other);
    const row = (...children) => make("div", "fact", ...children);
    const pair = ([mine, their]) => make("div", "pair", make("div", "", make("p", "also", t("this_page")), ...here(mine)), make("div", "", words(name, "also"), ...says(their)));
    const bar = make("p", "bar", choose(), button("chip", () => {
      app.other = null;
      fill();
    }, t("compare_end")));
    return [
      make("h2", "", t("compared", name)), bar,
      part("contradicted", found.contradicted.length, t("contradicted_hint"), some(found.contradicted, LISTED, more, pair)),
      part("added", found.added.length, t("added_hint", name), [...names(found.entities.added), ...some(found.added, LISTED, more, (fact) => row(...says(fact)))]),
      part("gone", found.gone.length, t("gone_hint", name), [...names(found.entities.gone), ...some(found.gone, LISTED, more, (fact) => row(...here(fact)))]),
    ];
  };

  const choose = () => chooser(app.other ? "chip" : "run", t("choose_graph"), ".json,application/json", app.compareWith);
  const invitation = () => [make("h2", "", t("compare_menu")), make("p", "", t("compare_hint")), make("p", "hint", t("compare_limit", LARGEST / 1e6)), make("p", "bar", choose())];

  const fill = () => {
    const said = app.other?.wrong ? [make("p", "wrong", app.other.wrong())] : [];
    body.replaceChildren(...said, ...(app.other?.found ? result() : invitation()));
  };
  let before;
  return {
    show: () => {
      if (before !== app.other) fill();
      before = app.other;
    },
  };
};

// What is dropped on the page, or chosen, is read and compared; what is no graph gets a sentence. A file of corrections is taken in.
export const comparing = (app) => {
  app.other = null;
  app.compareWith = async (file) => {
    const name = file.name.slice(0, 120);
    try {
      const other = dressed(app.graph, await read(file));
      app.other = { name, other, found: difference(app.graph, other) };
    } catch (error) {
      const { key, values } = error;
      app.other = { name, wrong: () => (key ? `${name}${t("colon")}${t(key, ...values)}` : t("other_unread", name, error.message)) };
      announce(app.other.wrong());
    }
    openView(app, "compare");
    app.render();
  };
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  const mark = (on) => document.body.classList.toggle("dropping", on);
  addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    mark(true);
  });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) mark(false); });
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    mark(false);
    const [file] = event.dataTransfer.files;
    if (file) (/\.toml$/i.test(file.name) ? app.takeFixes : app.compareWith)(file);
  });
};
