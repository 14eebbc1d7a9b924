import { button, make, words } from "./dom.js";
import { t } from "./strings.js";
import { isEntity } from "./graph.js";
import { mentionsIn, pageOf, pieces, pointsOf, sentence } from "./passages.js";
import { title } from "./write.js";

// Evidences of a fact, those of one place together: [[document, start, end, [[rule, confidence]]]].
export const placesOf = (fact) => {
  const places = new Map();
  for (const [document, start, end, rule, confidence] of fact.evidence) {
    const key = `${document} ${start} ${end}`;
    if (!places.has(key)) places.set(key, [document, start, end, []]);
    places.get(key)[3].push([rule, confidence]);
  }
  return [...places.values()];
};

// A place as a quotation: its sentence, in it the words that prove the fact, and in these its two ends.
export const quotation = (app, fact, [document, start, end, rules]) => {
  const { graph } = app;
  const source = graph.documents[document];
  source.points ??= pointsOf(source.text);
  const said = rules.map(([rule, confidence]) => `${graph.rules[rule]} ${Math.round(confidence * 100)}%`).join(t("comma"));
  const page = pageOf(source, start);
  const at = [page ? t("page", page) : null, t("chars", source.points(start) + 1, source.points(end))];
  const about = [graph.documents.length > 1 ? title(source) : null, ...at, said].filter(Boolean).join(" · ");
  const link = source.text === undefined ? null : button("link", () => app.read(document, fact.at), t("in_text"));
  const footer = make("footer", "", words(about), link);
  if (source.text === undefined) return make("blockquote", "", make("p", "hint", t("no_text")), footer);
  const ends = [[fact.subject, "s"], ...(isEntity(fact.object) ? [[fact.object, "o"]] : [])];
  const marks = [[start, end, "e"], ...ends.flatMap(([at, letter]) => mentionsIn(graph.entities[at], document).map((span) => [...span, letter]))];
  const shown = pieces(...sentence(source.text, start, end), marks).map(([from, to, found]) => {
    const text = source.text.slice(from, to);
    return found.length ? make("mark", [...new Set(found)].join(" "), text) : text;
  });
  return make("blockquote", "", make("p", "", ...shown), footer);
};
