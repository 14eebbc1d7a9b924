import { button, make, words } from "./dom.js";
import { label, t } from "./strings.js";
import { plain } from "./find.js";
import { named, namesOf } from "./named.js";
import { joined, ordered } from "./fixname.js";
import { picker } from "./picker.js";
import { addForm } from "./fixadd.js";
import { field, form, group, option, selection, typing } from "./fixparts.js";
import { title } from "./write.js";

// What is wrong with an entity: a box in its details, with a form for each kind of correction.

const DOCUMENTS = 40; // listed at a time

const renameForm = (app, at) => {
  const { name } = app.graph.entities[at];
  const input = typing(t("new_name"), name);
  return form([field(t("new_name"), input)], (why) => {
    const wanted = input.value.trim();
    if (!wanted) return t("need_name");
    if (wanted === name) return t("same_name");
    app.fixes.rename(at, wanted, why);
    return null;
  });
};

const retypeForm = (app, at) => {
  const { graph } = app;
  const now = graph.entities[at].class;
  const groups = new Map();
  for (const name of Object.keys(graph.schema.classes)) {
    const { type } = graph.classes[name];
    groups.set(type, [...(groups.get(type) ?? []), name]);
  }
  const choice = selection(t("new_class"), [...groups].map(([type, names]) => group(label(graph.classes[type]), names.map((name) => option(name, label(graph.classes[name]))))));
  choice.value = now;
  return form([field(t("new_class"), choice)], (why) => {
    if (choice.value === now) return t("same_class");
    app.fixes.retype(at, choice.value, why);
    return null;
  });
};

// Entities that are called as this one is, in whatever spelling.
const namesakes = ({ graph }, at) => {
  const { name, aliases } = graph.entities[at];
  const forms = new Set([name, ...aliases].map(plain));
  return graph.entities.filter((one) => one.at !== at && one.into === undefined && [one.name, ...one.aliases].some((other) => forms.has(plain(other)))).map((one) => one.at);
};

// One of two, where they differ: {element, value()}.
const either = (key, values, shown, wanted) => {
  const boxes = [...new Set(values)].map((value) => {
    const input = Object.assign(make("input", ""), { type: "radio", name: key, value, checked: value === wanted });
    return make("label", "check", input, words(shown(value)));
  });
  const element = make("fieldset", "", make("legend", "also", t(key)), ...boxes);
  return { element: boxes.length > 1 ? element : null, value: () => element.querySelector("input:checked")?.value ?? wanted };
};

const sameForm = (app, at) => {
  const { graph } = app;
  const room = make("div", "fix-room");
  let [name, type] = [null, null];
  const chosen = (place) => {
    if (place === null) {
      room.replaceChildren();
      return;
    }
    const pair = ordered(graph.entities[at], graph.entities[place]);
    const rules = joined(graph, ...pair);
    const names = pair.map((one) => one.name);
    name = either("joined_name", names, (one) => one, names.includes(rules.name) ? rules.name : names[0]);
    type = either("joined_class", pair.map((one) => one.class), (one) => label(graph.classes[one]), rules.class);
    room.replaceChildren(...[name.element, type.element].filter(Boolean));
  };
  const other = picker(app, t("same_hint"), { fits: (one) => one !== at, first: namesakes(app, at), chosen });
  return form([make("p", "hint", t("same_hint")), other.element, room], (why) => {
    if (other.at === null) return t("need_end");
    app.fixes.same(at, other.at, { name: name.value(), class: type.value() }, why);
    return null;
  });
};

const byName = (app, at) => {
  const { graph } = app;
  const found = namesOf(graph, graph.entities[at]);
  if (found.length < 2 || graph.entities[at].named) return null;
  const main = named(graph, at).name;
  const choice = (name, count) => button("chip", () => app.fixes.splitName(at, name, plain(name) === plain(main) ? found.find(([other]) => plain(other) !== plain(main))[0] : main), t("other_name", name, count));
  return make("div", "split", make("p", "split-title", t("split_name")), ...found.filter(([name]) => plain(name) !== plain(main)).map(([name, count]) => choice(name, count)));
};

const byDocument = (app, at) => {
  const { graph } = app;
  const { mentions, named: made } = graph.entities[at];
  const counts = new Map();
  for (let n = 0; n < mentions.length; n += 3) counts.set(mentions[n], (counts.get(mentions[n]) ?? 0) + 1);
  if (counts.size < 2 || made) return null;
  const boxes = [...counts].slice(0, DOCUMENTS).map(([place, count]) => {
    const input = Object.assign(make("input", ""), { type: "checkbox", value: graph.documents[place].id });
    return make("label", "check", input, words(title(graph.documents[place])), make("span", "count", String(count)));
  });
  const list = make("div", "split-documents", ...boxes);
  return make("div", "split", make("p", "split-title", t("split_documents")), make("p", "hint", t("other_documents")), form([list], (why) => {
    const here = [...list.querySelectorAll("input:checked")].map((input) => input.value);
    if (!here.length || here.length === counts.size) return t("choose_some");
    app.fixes.splitDocuments(at, here, why);
    return null;
  }));
};

const differentForm = (app, at) => {
  const other = picker(app, t("other_entity"), { fits: (one) => one !== at, first: namesakes(app, at) });
  const pair = form([other.element], (why) => {
    if (other.at === null) return t("need_end");
    app.fixes.different(at, other.at, why);
    return null;
  });
  const ways = [byName(app, at), byDocument(app, at)].filter(Boolean);
  return make("div", "", ...(ways.length ? ways : [make("p", "hint", t("one_form"))]), make("div", "split", make("p", "split-title", t("other_entity")), pair));
};

const FORMS = { assert: addForm, rename: renameForm, retype: retypeForm, same: sameForm, different: differentForm };

// The box; `app.fixing`, {at, kind, quoted?}, says which form is open.
export const fixBox = (app, at) => {
  const room = make("div", "fix-room");
  const chips = Object.keys(FORMS).map((kind) => {
    const one = button("chip", () => open(app.fixing?.kind === kind ? null : { at, kind }), t(kind));
    one.dataset.kind = kind;
    return one;
  });
  const open = (wanted) => {
    app.fixing = wanted;
    for (const chip of chips) chip.setAttribute("aria-pressed", String(chip.dataset.kind === wanted?.kind));
    room.replaceChildren(...(wanted ? [FORMS[wanted.kind](app, at, wanted.quoted)] : []));
    room.querySelector("input, select, textarea")?.focus();
  };
  const box = make("details", "fix", make("summary", "", t("fix")), make("p", "fix-kinds", ...chips), room);
  if (app.fixing?.at === at) {
    box.open = true;
    open(app.fixing);
  } else app.fixing = null;
  box.addEventListener("toggle", () => { if (!box.open) open(null); });
  return box;
};
