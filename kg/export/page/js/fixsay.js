import { label, t } from "./strings.js";

// A correction in a sentence.

const name = (one) => (one.value !== undefined ? `${one.value}${one.unit ?? ""}` : one.name ?? one.id);
const where = (graph, one) => {
  const titles = (one.documents ?? []).map((id) => graph.documents[graph.places.document.get(id)]?.title ?? id);
  return titles.length ? t("in_documents", name(one), titles.slice(0, 2).join(t("listed")) + (titles.length > 2 ? "…" : "")) : name(one);
};

export const sayFix = (graph, { said }) => {
  const { kind, subject, object, predicate, to, modality, qualifiers } = said;
  if (kind === "rename") return t("said_rename", name(subject), to);
  if (kind === "retype") return t("said_retype", name(subject), label(graph.classes[to] ?? { zh: to, en: to }));
  if (kind === "same" || kind === "different") {
    const shown = name(subject) === name(object) ? [where(graph, subject), where(graph, object)] : [name(subject), name(object)];
    return t(`said_${kind}`, ...shown);
  }
  const property = label(graph.properties[predicate] ?? { zh: predicate, en: predicate });
  const more = [...Object.values(qualifiers ?? {}).map(name), ...(modality && modality !== "asserted" ? [t(modality)] : [])];
  return `${name(subject)} · ${property} · ${name(object)}${more.length ? t("bracketed", more.join(t("comma"))) : ""}`;
};

// What is done by it, in a word: an assertion of what the graph says already is that it is right.
export const fixKind = ({ said, on }) => t(said.kind === "assert" && on.fact ? "accept" : said.kind);
