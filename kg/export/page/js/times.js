import { months } from "./graph.js";

// When facts happened, or when articles reported them: what the brush, the filter of time and the timeline go by.

const MOST = 48; // bars
const STEPS = [1, 3, 12, 24, 60, 120, 600, 1200]; // months in a bar
const EARLY = 0.02; // share of the facts, the earliest, that may stand in one bar
const MUCH = 3; // times as long as all the others

export const AXES = ["event", "report"];

const dated = (time) => (/^-?\d{4,}/.test(time ?? "") ? months(time) : null);
const known = new WeakMap(); // {event, report} of each graph

// For each fact the spans [first month, last month] in which it happened (`by` is "event") or in which it was reported ("report"); none where
// no text says.
export const spansOf = (graph, by) => {
  if (!known.has(graph)) {
    const published = graph.documents.map(({ datePublished }) => dated(datePublished));
    const reported = (fact) => [...new Set(fact.evidence.map(([document]) => document))].map((document) => published[document]).filter(Boolean).sort((a, b) => a[0] - b[0]);
    known.set(graph, {
      event: graph.facts.map(({ time }) => [dated(time)].filter(Boolean)), report: graph.facts.map(reported),
    });
  }
  return known.get(graph)[by];
};

// The graph was corrected: its times are looked at anew.
export const forgetTimes = (graph) => known.delete(graph);

// The date of a fact, as the text has it, or that of its first report; null where there is none.
export const timeOf = (graph, fact, by) => (by === "event" ? fact.time ?? null
  : fact.evidence.map(([document]) => graph.documents[document].datePublished).filter((time) => dated(time)).sort()[0] ?? null);

// {first, step, counts, low, high, early}: months of the first bar and in each bar, the first and the last month that are meant, and whether the first
// bar holds all that was before (where a few early dates would leave one bar to all the others); null where nothing is dated.
export const bins = (spans, most = MOST) => {
  const found = spans.filter((some) => some.length).map((some) => some[0]);
  if (!found.length) return null;
  const begun = found.map(([month]) => month).sort((a, b) => a - b);
  const low = begun[0];
  const high = found.reduce((most, [, month]) => Math.max(most, month), low);
  const main = begun[Math.floor(begun.length * EARLY)];
  const early = high - low > MUCH * (high - main) + most;
  const from = early ? main : low;
  const step = STEPS.find((size) => (high - from) / size < most - 1) ?? Math.ceil((high - from + 1) / most);
  const first = Math.floor(from / step) * step - (early ? step : 0);
  const counts = Array(Math.floor((high - first) / step) + 1).fill(0);
  const axis = { first, step, counts, low, high, early };
  for (const [month] of found) counts[barOf(axis, month)] += 1;
  return axis;
};

// The bar in which a month stands.
export const barOf = ({ first, step, counts }, month) => Math.min(counts.length - 1, Math.max(0, Math.floor((month - first) / step)));

// The first and the last month of a bar, of those that are meant at all.
export const edges = ({ first, step, counts, low, high, early }, bar) => [
  bar === 0 ? (early ? low : Math.max(low, first)) : first + bar * step, bar === counts.length - 1 ? high : first + (bar + 1) * step - 1,
];

// A month as an ISO date, without the month where bars are years.
export const named = ({ step }, month) => {
  const year = Math.floor(month / 12);
  const digits = `${year < 0 ? "-" : ""}${String(Math.abs(year)).padStart(4, "0")}`;
  return step % 12 === 0 ? digits : `${digits}-${String(month - year * 12 + 1).padStart(2, "0")}`;
};

// The times that are known of any fact.
export const axesOf = (graph) => AXES.filter((by) => spansOf(graph, by).some((some) => some.length));
