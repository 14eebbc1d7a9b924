import { date } from "./write.js";
import { draw, make } from "./dom.js";
import { t } from "./strings.js";
import { months } from "./graph.js";

// When the dated facts happened, as bars; two sliders, or a stroke over the bars, choose a part.

const MOST = 48; // bars
const STEPS = [1, 3, 12, 60, 120, 600, 1200]; // months in a bar
const [WIDE, HIGH] = [228, 56];

// {first, step, counts}: months of the first bar and in each bar; null where no fact has a date.
export const bins = (facts) => {
  const found = facts.filter(({ time }) => time).map(({ time }) => months(time)[0]);
  if (!found.length) return null;
  const [low, high] = found.reduce(([a, b], month) => [Math.min(a, month), Math.max(b, month)], [Infinity, -Infinity]);
  const step = STEPS.find((months_) => (high - low) / months_ < MOST) ?? Math.ceil((high - low + 1) / MOST);
  const first = Math.floor(low / step) * step;
  const counts = Array(Math.floor((high - first) / step) + 1).fill(0);
  for (const month of found) counts[Math.floor((month - first) / step)] += 1;
  return { first, step, counts };
};

const name = (month, step) => {
  const year = String(Math.floor(month / 12)).padStart(4, "0");
  return date(step % 12 === 0 ? year : `${year}-${String((month % 12) + 1).padStart(2, "0")}`);
};

export const histogram = (app) => {
  const box = make("div", "histogram");
  const found = bins(app.graph.facts);
  if (!found) {
    box.append(make("p", "hint", t("no_dates")));
    return { element: box, update: () => {} };
  }
  const { first, step, counts } = found;
  const most = Math.max(...counts);
  const wide = WIDE / counts.length;
  const bars = counts.map((count, n) => {
    const high = count ? Math.max(2, (Math.sqrt(count) / Math.sqrt(most)) * HIGH) : 0;
    const bar = draw("rect", { x: n * wide + 0.5, y: HIGH - high, width: Math.max(1, wide - 1), height: high });
    bar.append(draw("title", {}, `${name(first + n * step, step)} · ${count}`));
    return bar;
  });
  const picture = draw("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, "aria-hidden": "true", preserveAspectRatio: "none" }, ...bars);
  const slider = (key) => {
    const input = make("input", "");
    Object.assign(input, { type: "range", min: 0, max: counts.length - 1 });
    input.setAttribute("aria-label", `${t("time")} · ${t(key)}`);
    return input;
  };
  const [low, high] = [slider("from"), slider("to")];
  const said = make("p", "hint");
  const choose = (a, b) => {
    const [from, to] = [Math.min(a, b), Math.max(a, b)];
    const whole = from === 0 && to === counts.length - 1;
    app.go({ from: whole ? null : first + from * step, to: whole ? null : first + (to + 1) * step - 1 }, true);
  };
  low.addEventListener("input", () => choose(Number(low.value), Math.max(Number(low.value), Number(high.value))));
  high.addEventListener("input", () => choose(Math.min(Number(low.value), Number(high.value)), Number(high.value)));
  let begun = null;
  const barAt = ({ clientX }) => {
    const { left, width } = picture.getBoundingClientRect();
    return Math.min(counts.length - 1, Math.max(0, Math.floor(((clientX - left) / width) * counts.length)));
  };
  picture.addEventListener("pointerdown", (event) => {
    begun = barAt(event);
    picture.setPointerCapture(event.pointerId);
    choose(begun, begun);
  });
  picture.addEventListener("pointermove", (event) => { if (begun !== null) choose(begun, barAt(event)); });
  picture.addEventListener("pointerup", () => { begun = null; });
  box.append(picture, low, high, said);
  const update = ({ from, to }) => {
    const [a, b] = [from === null ? 0 : Math.floor((from - first) / step), to === null ? counts.length - 1 : Math.floor((to - first) / step)];
    low.value = String(a);
    high.value = String(b);
    low.setAttribute("aria-valuetext", name(first + a * step, step));
    high.setAttribute("aria-valuetext", name(first + b * step, step));
    bars.forEach((bar, n) => bar.classList.toggle("off", n < a || n > b));
    const all = from === null && to === null;
    said.textContent = `${name(first + a * step, step)} – ${name(first + b * step, step)}${all ? "" : ` · ${t("undated")}`}`;
  };
  return { element: box, update };
};
