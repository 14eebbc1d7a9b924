import { announce, button, make, words } from "./dom.js";
import { label, t } from "./strings.js";
import { plain } from "./find.js";
import { sentence } from "./passages.js";
import { picker } from "./picker.js";
import { field, form, group, option, selection, typing } from "./fixparts.js";
import { title } from "./write.js";

// A fact that the graph lacks: one end is the entity at hand, the property is the schema's, the other end is searched for or is a value.

const DATE = /^-?\d{4,}(?:-\d\d(?:-\d\d)?)?$/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

// The words that are selected in the text beside the drawing, with their document: {document, quote}; null where none are.
export const selected = (graph) => {
  const marked = getSelection();
  const body = marked?.anchorNode?.parentElement?.closest(".text-body");
  const quote = marked?.toString().trim();
  if (!body || !quote) return null;
  const at = Number(body.dataset.document);
  return graph.documents[at]?.text?.includes(quote) ? { document: graph.documents[at].id, quote } : null;
};

export const addForm = (app, at, given) => {
  const { graph } = app;
  const { name, type } = graph.entities[at];
  const known = Object.entries(graph.schema.properties).filter(([, one]) => one.domain.length);
  const names = (side, found) => found.sort((a, b) => label(a[1]).localeCompare(label(b[1]), "zh-Hans-u-co-pinyin")).map(([key, one]) => option(`${side} ${key}`, label(one)));
  const choice = selection(t("property"), [
    option("", t("choose_property")), group(t("as_subject", name), names("s", known.filter(([, one]) => one.domain.includes(type)))),
    group(t("as_object", name), names("o", known.filter(([, one]) => one.range?.includes(type) && !one.symmetric))),
  ]);
  const room = make("div", "fix-room");
  let other = null; // {value()} of the chosen property: a place, a value, or {wrong}

  const valued = (one) => {
    const input = typing(t("value"));
    if (one.datatype !== "text") input.placeholder = t(one.datatype === "date" ? "date_form" : "number_form");
    const unit = one.datatype === "quantity" ? typing(t("unit")) : null;
    const value = () => checked(one, input.value.trim(), unit?.value.trim());
    return { value, parts: [field(t("value"), input), unit && field(t("unit"), unit)] };
  };
  const entity = (one, side) => {
    const classes = side === "s" ? one.range : one.domain;
    const fresh = make("div", "new-thing");
    const kind = selection(t("new_class"), Object.keys(graph.schema.classes).filter((key) => classes.includes(graph.classes[key].type)).map((key) => option(key, label(graph.classes[key]))));
    let look = null;
    // What is typed, stands in the evidence and is no entity yet can be one.
    const offer = () => {
      const typed = look?.typed;
      const unknown = side === "s" && typed && look.at === null && quote.value.includes(typed) && !app.find(typed).some((place) => plain(graph.entities[place].name) === plain(typed));
      fresh.replaceChildren(...(unknown ? [field(t("new_thing", typed), kind)] : []));
    };
    look = picker(app, t(side === "s" ? "other_end" : "first_end"), { fits: (place) => place !== at && classes.includes(graph.entities[place].type), chosen: () => offer() });
    quote.addEventListener("input", offer);
    const value = () => {
      if (look.at !== null) return look.at;
      return fresh.childElementCount ? { name: look.typed, type: kind.value } : { wrong: t("need_end") };
    };
    return { value, parts: [field(t(side === "s" ? "other_end" : "first_end"), look.element), fresh] };
  };

  const details = (one) => {
    const inputs = (one.qualifiers ?? []).filter((key) => graph.schema.properties[key]?.datatype).map((key) => [key, typing(label(graph.schema.properties[key]))]);
    for (const [key, input] of inputs) if (graph.schema.properties[key].datatype === "date") input.placeholder = t("date_form");
    const said = selection(t("modality"), ["asserted", "negated", "planned", "wished", "asked"].map((key) => option(key, t(key))));
    const element = make("details", "", make("summary", "", t("more_about")), ...inputs.map(([key, input]) => field(label(graph.schema.properties[key]), input)), field(t("modality"), said));
    const values = () => Object.fromEntries(inputs.filter(([, input]) => input.value.trim()).map(([key, input]) => [key, checked(graph.schema.properties[key], input.value.trim())]));
    return { element, values, modality: () => said.value };
  };

  const quote = make("textarea", "");
  quote.rows = 3;
  quote.setAttribute("aria-label", t("quoted"));
  const source = make("p", "hint");
  let document_ = null;
  const take = (found) => {
    quote.value = found?.quote ?? "";
    document_ = found?.document ?? null;
    source.textContent = found ? title(graph.documents[graph.places.document.get(found.document)]) : "";
    quote.dispatchEvent(new Event("input"));
  };
  const fromText = button("link", () => {
    const found = selected(graph);
    if (found) take(found);
    else announce(t("no_selection"));
  }, t("take_selection"));
  fromText.addEventListener("mousedown", (event) => event.preventDefault()); // a press would take the selection away

  let more = null;
  const chosen = () => {
    const [side, key] = choice.value.split(" ");
    const one = graph.schema.properties[key];
    [other, more] = [null, null];
    if (!one) {
      room.replaceChildren();
      return;
    }
    other = side === "s" && one.datatype ? valued(one) : entity(one, side);
    more = details(one);
    room.replaceChildren(...other.parts.filter(Boolean), more.element);
  };
  choice.addEventListener("change", chosen);
  take(given ?? selected(graph));

  const quoted = () => {
    const said = quote.value.trim();
    if (!said) return {};
    const has = (document) => document.text?.includes(said);
    const found = graph.documents.find((one) => one.id === document_ && has(one)) ?? graph.documents.find(has);
    return found ? { document: found.id, quote: said } : { wrong: t("not_quoted") };
  };
  return form([field(t("property"), choice), room, make("div", "field", words(t("quoted"), "also"), quote, make("p", "", fromText), source)], (why) => {
    if (!other) return t("need_property");
    const [side, predicate] = choice.value.split(" ");
    const [end, qualifiers, proof] = [other.value(), more.values(), quoted()];
    const wrong = end.wrong ?? Object.values(qualifiers).find((one) => one.wrong)?.wrong ?? proof.wrong;
    if (wrong) return wrong;
    const ends = side === "s" ? { subject: at, object: end } : { subject: end, object: at };
    app.fixes.assert({ ...ends, predicate, qualifiers, modality: more.modality(), quoted: proof }, why);
    return null;
  });
};

// A value of a property, as a correction has it; {wrong} where it is of another form.
const checked = ({ datatype }, text, unit) => {
  if (!text) return { wrong: t("need_value") };
  if (datatype === "date" && !DATE.test(text)) return { wrong: t("bad_date", text) };
  if (datatype === "quantity" && !NUMBER.test(text)) return { wrong: t("bad_number", text) };
  return { value: text, type: datatype, ...(unit ? { unit } : {}) };
};

// The sentence that proves a fact, with its document; undefined where none is here.
export const sentenceOf = (graph, fact) => {
  const [at, start, end] = fact.evidence.find(([place]) => graph.documents[place].text !== undefined) ?? [];
  if (at === undefined) return undefined;
  const { id, text } = graph.documents[at];
  return { document: id, quote: text.slice(...sentence(text, start, end)) };
};
