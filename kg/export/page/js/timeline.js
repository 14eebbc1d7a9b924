import { button, make, some, swatch } from "./dom.js";
import { t } from "./strings.js";
import { timeChoice } from "./brush.js";
import { isGone, months } from "./graph.js";
import { lanes } from "./lanes.js";
import { timeOf } from "./times.js";
import { verdictTag } from "./verdict.js";
import { date, fact as say, qualifiers } from "./write.js";

// The dated facts in the order of time: on lanes by type, and below them as a list by year.

const ROWS = 60;

export const timeline = (app) => {
  const { graph } = app;
  const body = document.getElementById("timeline");
  const orders = new Map(); // of each time that may be meant, made once: [{fact, time, year}]

  const ordered = (by) => {
    if (orders.has(by)) return orders.get(by);
    const found = graph.facts.map((fact) => ({ fact, time: timeOf(graph, fact, by) })).filter(({ time }) => time)
      .map((one) => ({ ...one, month: months(one.time)[0], year: Math.floor(months(one.time)[0] / 12) }));
    found.sort((a, b) => a.month - b.month || (a.time < b.time ? -1 : Number(a.time > b.time)) || a.fact.at - b.fact.at);
    orders.set(by, found);
    return found;
  };

  const row = ({ fact, time, year, first }) => {
    const more = qualifiers(graph, { qualifiers: fact.qualifiers.filter(([name]) => name !== "time") });
    const line = button("event", () => app.chooseFact(fact.at), make("time", "", date(time)), swatch(graph.types[graph.entities[fact.subject].type]),
      make("span", "text", say(graph, fact), more ? make("span", "also", more) : null), verdictTag(fact));
    line.dataset.fact = String(fact.at);
    const head = first ? make("h2", "year", t("year", year)) : null;
    return make("li", [fact.modality === "asserted" ? "" : "unsaid", isGone(fact) ? "gone" : ""].join(" ").trim(), head, line);
  };

  let before = [];
  const fill = () => {
    const found = ordered(app.state.by).filter(({ fact }) => app.seen.fact[fact.at]);
    const rows = found.map((one, n) => ({ ...one, first: n === 0 || found[n - 1].year !== one.year }));
    const choice = timeChoice(app);
    choice.update(app.state);
    const list = found.length ? [lanes(app, found.map(({ fact }) => fact)), make("ol", "", ...some(rows, ROWS, (step) => t("more", step), row))]
      : [make("p", "hint", t(app.filtered ? "no_timeline" : "no_dates"))];
    const focused = body.contains(document.activeElement) ? [...body.querySelectorAll("button")].indexOf(document.activeElement) : -1;
    const dotted = document.activeElement?.closest?.(".lanes circle");
    body.replaceChildren(...[choice.element, ...list].filter(Boolean));
    (dotted ? body.querySelector("circle[tabindex='0']") : body.querySelectorAll("button")[focused])?.focus();
  };
  return {
    show: ({ fact, by }) => {
      const now = [app.seen, by];
      if (now.some((one, n) => one !== before[n])) fill();
      before = now;
      for (const line of body.querySelectorAll("[data-fact]")) line.classList.toggle("chosen", line.dataset.fact === String(fact));
    },
  };
};
