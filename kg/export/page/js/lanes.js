import { button, draw, make, swatch } from "./dom.js";
import { label, t } from "./strings.js";
import { paintOf } from "./look.js";
import { barOf, bins, edges, named, spansOf } from "./times.js";
import { date } from "./write.js";

// Dated facts on lanes, one for each type of what they are about: a dot for the facts of one stretch of time, the larger, the more there are.
// A press on a dot chooses its fact, or looks at its stretch alone; the list below says the same in text. One dot of all can be reached by Tab, and from
// it arrow keys lead to the others.

const [LEAST, MOST] = [3.2, 10]; // pixels
const TICKS = 5;
const FINE = 100; // stretches at most

const MOVES = {
  ArrowRight: ({ row }, n) => row[n + 1], ArrowLeft: ({ row }, n) => row[n - 1], Home: ({ row }) => row[0], End: ({ row }) => row.at(-1),
  ArrowDown: ({ below, bar }) => nearest(below, bar), ArrowUp: ({ above, bar }) => nearest(above, bar),
};

const nearest = (row, bar) => row?.reduce((best, one) => (Math.abs(one.dataset.bar - bar) < Math.abs(best.dataset.bar - bar) ? one : best));

// Keys of the dots, which stand in rows from above to below.
const reach = (rows) => {
  const go = (from, to) => {
    from.setAttribute("tabindex", "-1");
    to.setAttribute("tabindex", "0");
    to.focus();
  };
  rows.forEach((row, at) => row.forEach((dot, n) => {
    dot.setAttribute("tabindex", at || n ? "-1" : "0");
    dot.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const to = MOVES[event.key]?.({ row, above: rows[at - 1], below: rows[at + 1], bar: Number(dot.dataset.bar) }, n);
      if (event.key === "Enter" || event.key === " ") dot.dispatchEvent(new MouseEvent("click"));
      else if (to) go(dot, to);
      else if (!MOVES[event.key]) return;
      event.preventDefault();
      event.stopPropagation();
    });
  }));
};

const share = ({ counts }, bar) => `${((bar + 0.5) / counts.length) * 100}%`;

export const lanes = (app, facts) => {
  const { graph, state: { by } } = app;
  const spans = spansOf(graph, by);
  const axis = bins(facts.map(({ at }) => spans[at]), FINE);
  if (!axis) return null;
  const cells = new Map(); // type -> bar -> facts
  for (const fact of facts) {
    const { type } = graph.entities[fact.subject];
    const bar = barOf(axis, spans[fact.at][0][0]);
    if (!cells.has(type)) cells.set(type, new Map());
    cells.get(type).set(bar, [...(cells.get(type).get(bar) ?? []), fact]);
  }
  const sizes = [...cells.values()].flatMap((row) => [...row.values()].map((some) => some.length));
  const most = Math.max(...sizes);
  const say = (month) => date(named(axis, month));
  const press = (bar, some) => {
    const [from, to] = edges(axis, bar);
    if (some.length === 1 || axis.counts.length === 1) app.chooseFact(some[0].at);
    else app.go({ from, to });
  };
  const dot = (type, bar, some) => {
    const r = most > 1 ? LEAST + (MOST - LEAST) * Math.sqrt((some.length - 1) / (most - 1)) : LEAST + 1;
    const about = `${say(edges(axis, bar)[0])} · ${t("rows", some.length)}`;
    const one = draw("circle", { cx: share(axis, bar), cy: 13, r, fill: paintOf(graph, type), role: "button", "aria-label": about, "data-bar": bar },
      draw("title", {}, about));
    one.addEventListener("click", () => press(bar, some));
    return one;
  };
  const total = (row) => [...row.values()].reduce((sum, some) => sum + some.length, 0);
  const lane = ([type, row]) => {
    const others = Object.keys(graph.types).filter((name) => name !== type);
    const alone = String(app.state.types) === String(others);
    const name = button("lane-name", () => app.go({ types: alone ? [] : others }), swatch(graph.types[type]), make("span", "text", label(graph.types[type])), make("span", "count", String(total(row))));
    name.setAttribute("aria-label", t("only_this", label(graph.types[type])));
    name.setAttribute("aria-pressed", String(alone));
    return make("li", "lane", name, draw("svg", { height: 26, role: "group", "aria-label": label(graph.types[type]) },
      draw("line", { x1: 0, x2: "100%", y1: 13, y2: 13 }), ...[...row].sort(([a], [b]) => a - b).map(([bar, some]) => dot(type, bar, some))));
  };
  const last = axis.counts.length - 1;
  const marks = last < TICKS ? [...axis.counts.keys()] : [...Array(TICKS).keys()].map((n) => Math.round((n * last) / (TICKS - 1)));
  const scale = make("p", "scale", ...marks.map((bar) => {
    const mark = make("span", "", say(bar === last && bar ? edges(axis, bar)[1] : edges(axis, bar)[0]));
    mark.style.left = share(axis, bar);
    return mark;
  }));
  scale.setAttribute("aria-hidden", "true");
  const ordered = [...cells].sort((a, b) => total(b[1]) - total(a[1]));
  const all = ordered.map(lane);
  reach(all.map((one) => [...one.querySelectorAll("circle")]));
  return make("div", "lanes", make("ul", "", ...all), scale);
};
