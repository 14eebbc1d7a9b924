import { button, make, words } from "./dom.js";
import { t } from "./strings.js";
import { doubts } from "./doubt.js";
import { placesOf, quotation } from "./evidence.js";
import { isEntity } from "./graph.js";
import { verdictTag } from "./verdict.js";
import { option, selection } from "./fixparts.js";
import { fact as say, property, value } from "./write.js";

// Doubtful facts one after another: the sentence, and beside it the question whether it is so. All by keys: j and k, y and n, u, Esc.

const QUOTES = 3;
const BELOW = [0, 60, 70, 80, 90, 101];
const FIRST = 80; // percent

// `shown` shows the page anew after corrections.
export const queue = (app, shown) => {
  const { graph, fixes } = app;
  const dialog = make("dialog", "");
  dialog.id = "queue";
  document.body.append(dialog);
  let [items, at, below, judged] = [[], 0, FIRST, []];

  const factAt = (n) => graph.facts[items[n]?.at];
  const isDone = (n) => ["accepted", "rejected", "follows", "unfit"].includes(factAt(n).verdict);
  const done = () => items.filter((_, n) => isDone(n)).length;
  const go = (n) => {
    at = Math.max(0, Math.min(items.length - 1, n));
    fill();
  };
  // To the next fact of which nothing was said yet; where there is none, the next.
  const onward = () => {
    const order = items.map((_, n) => (at + 1 + n) % items.length);
    go(order.find((n) => !isDone(n)) ?? Math.min(at + 1, items.length - 1));
  };
  const judge = (kind) => {
    const fact = factAt(at);
    if (!fact) return;
    const said = fixes.verdict(fact);
    if (said?.said.kind !== kind) {
      judged.push(fact.id);
      fixes.judge(fact, kind);
    }
    onward();
  };
  // Take back what was said last, and return to it.
  const undo = () => {
    const id = judged.pop() ?? factAt(at)?.id;
    const fact = graph.facts[graph.places.fact.get(id)];
    const item = fact && fixes.verdict(fact);
    if (item) fixes.undo(item.id);
    const n = items.findIndex((one) => graph.facts[one.at]?.id === id);
    go(n < 0 ? at : n);
  };

  const KEYS = [["j", "key_next", () => go(at + 1)], ["k", "key_previous", () => go(at - 1)], ["y", "accept", () => judge("assert")], ["n", "reject", () => judge("retract")], ["u", "undo", undo]];
  const press = (key) => {
    const [, name, action] = KEYS.find(([one]) => one === key);
    return button("chip", action, make("kbd", "", key), ` ${t(name)}`);
  };

  const question = (fact) => {
    const thing = (one) => words(isEntity(one) ? graph.entities[one].name : value(one));
    const more = fact.qualifiers.map(([name, one]) => make("span", "", make("span", "also", property(graph, name)), " ", thing(one)));
    return make("div", "asked",
      make("p", "asked-fact", thing(fact.subject), make("span", "property", property(graph, fact.predicate)), thing(fact.object)),
      more.length || fact.modality !== "asserted" ? make("p", "asked-more", ...(fact.modality === "asserted" ? [] : [make("span", "tag", t(fact.modality))]), ...more) : null,
      make("p", "kind", t("trust", Math.round(fact.confidence * 100)), verdictTag(fact)),
      make("p", "is-it-so", t("is_it_so")),
      make("p", "verdicts", press("y"), press("n"), press("u")), make("p", "verdicts", press("k"), press("j")));
  };
  const quotes = (fact) => {
    const found = placesOf(fact).slice(0, QUOTES).map((evidence) => quotation(app, fact, evidence));
    return found.length ? found : [make("p", "hint", t("no_evidence"))];
  };
  const opposed = (n) => items[n].against.map((place) => {
    const other = graph.facts[place];
    const there = items.findIndex((one) => one.at === place);
    const name = there < 0 ? words(say(graph, other)) : button("link", () => go(there), say(graph, other));
    return make("div", "opposed", make("p", "", make("span", "tag", t("against")), " ", name, verdictTag(other)), ...quotes(other).slice(0, 1));
  });

  const which = () => {
    const choice = selection(t("queue_which"), BELOW.map((one) => option(String(one), one === 0 ? t("queue_against") : one > 100 ? t("queue_all") : t("queue_below", one))));
    choice.value = String(below);
    choice.addEventListener("change", () => {
      below = Number(choice.value);
      begin();
      dialog.querySelector("select").focus();
    });
    return choice;
  };

  const fill = () => {
    const focused = dialog.contains(document.activeElement) ? document.activeElement.id : "";
    const [number, finished] = [items.length, done()];
    const bar = make("progress", "");
    Object.assign(bar, { max: Math.max(1, number), value: finished });
    bar.setAttribute("aria-label", t("queue_done", finished, number - finished));
    const title = make("h2", "", t("queue"));
    title.id = "queue-title";
    const head = make("div", "queue-head", title, which(), make("span", "count", number ? `${t("queue_at", at + 1, number)} · ${t("queue_done", finished, number - finished)}` : ""),
      button("link", () => dialog.close(), make("kbd", "", "Esc"), ` ${t("key_out")}`));
    const fact = factAt(at);
    const room = make("div", "queue-room");
    room.id = "queue-room";
    room.tabIndex = -1;
    room.setAttribute("aria-live", "polite");
    if (fact) room.append(make("div", "queue-quotes", ...quotes(fact), ...opposed(at)), question(fact));
    else room.append(make("p", "hint", t("queue_end")));
    dialog.replaceChildren(head, bar, room, ...(number && finished === number ? [make("p", "hint", t("queue_finished"))] : []));
    if (focused !== "queue-which") room.focus();
  };
  const begin = () => {
    items = doubts(graph, app.seen, below);
    judged = [];
    at = Math.max(0, items.findIndex((_, n) => !isDone(n)));
    fill();
  };

  dialog.setAttribute("aria-labelledby", "queue-title");
  dialog.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("select")) return;
    const found = KEYS.find(([key]) => key === event.key.toLowerCase());
    if (!found) return;
    event.preventDefault();
    event.stopPropagation();
    found[2]();
  });
  // A press on a quotation leads into the text, out of the queue.
  dialog.addEventListener("click", ({ target }) => { if (target.closest("blockquote .link")) dialog.close(); });
  // What is behind the queue is shown anew when it is left, not at each answer.
  let waiting = false;
  dialog.addEventListener("close", () => {
    if (waiting) shown();
    waiting = false;
  });
  return {
    waits: () => {
      waiting ||= dialog.open;
      return waiting;
    },
    open: () => {
      if (dialog.open) return;
      begin();
      dialog.showModal();
      dialog.querySelector("#queue-room").focus();
    },
  };
};
