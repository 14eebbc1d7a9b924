import { button, make, some } from "./dom.js";
import { t } from "./strings.js";
import { months } from "./graph.js";
import { date, fact as say, qualifiers } from "./write.js";

// The dated facts in the order of time, by year.

const ROWS = 150;

export const timeline = (app) => {
  const { graph } = app;
  const body = document.getElementById("timeline");
  const order = ({ time, at }) => [months(time)[0], time, at];
  const dated = graph.facts.filter(({ time }) => time).sort((a, b) => {
    const [x, y] = [order(a), order(b)];
    return x[0] - y[0] || (x[1] < y[1] ? -1 : Number(x[1] > y[1])) || x[2] - y[2];
  });

  const row = ({ fact, first }) => {
    const more = qualifiers(graph, { qualifiers: fact.qualifiers.filter(([name]) => name !== "time") });
    const line = button("event", () => app.chooseFact(fact.at),
      make("time", "", date(fact.time)), make("span", "text", say(graph, fact), more ? make("span", "also", more) : null));
    line.dataset.fact = String(fact.at);
    const year = first ? make("h2", "year", t("year", Math.floor(months(fact.time)[0] / 12))) : null;
    return make("li", fact.modality === "asserted" ? "" : "unsaid", year, line);
  };

  let before = null;
  const fill = () => {
    const found = dated.filter((fact) => app.seen.fact[fact.at]);
    const year = (fact) => Math.floor(months(fact.time)[0] / 12);
    const rows = found.map((fact, n) => ({ fact, first: n === 0 || year(found[n - 1]) !== year(fact) }));
    body.replaceChildren(found.length ? make("ol", "", ...some(rows, ROWS, (step) => t("more", step), row)) : make("p", "hint", t("no_timeline")));
    before = app.seen;
  };
  return {
    show: ({ fact }) => {
      if (before !== app.seen) fill();
      for (const line of body.querySelectorAll("[data-fact]")) line.classList.toggle("chosen", line.dataset.fact === String(fact));
    },
  };
};
