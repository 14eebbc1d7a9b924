import { date } from "./write.js";
import { button, draw, make } from "./dom.js";
import { t } from "./strings.js";
import { axesOf, barOf, bins, edges, named, spansOf } from "./times.js";

// When the facts happened, or were reported, as bars, and a brush with two handles that chooses a part of them. A stroke beside the handles makes a
// new part, one between them moves it.

const [WIDE, HIGH] = [480, 56];
const NEAR = 14; // pixels from a handle that mean it
const TOUCH = 26;
const LEAP = 5; // bars of PageUp and PageDown

// Which time is meant: a choice where both are known.
export const timeChoice = (app) => {
  const there = axesOf(app.graph);
  if (there.length < 2) return { element: null, there, update: () => {} };
  const chips = there.map((by) => button("chip", () => app.go({ by, from: null, to: null }), t(`by_${by}`)));
  const update = ({ by }) => chips.forEach((chip, n) => {
    chip.classList.toggle("on", there[n] === by);
    chip.setAttribute("aria-pressed", String(there[n] === by));
  });
  const group = make("p", "axis", ...chips);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", t("time"));
  return { element: group, there, update };
};

const heightOf = (count, most) => (count ? Math.max(2, (Math.sqrt(count) / Math.sqrt(most)) * HIGH) : 0);

// The bars and handles of one axis.
const track = (app, by) => {
  const spans = spansOf(app.graph, by);
  const axis = bins(spans);
  const { counts } = axis;
  const last = counts.length - 1;
  const most = Math.max(...counts);
  const wide = WIDE / counts.length;
  const say = (month) => date(named(axis, month));
  const bar = (className) => counts.map((_, n) => draw("rect", { class: className, x: n * wide + 0.5, width: Math.max(1, wide - 1) }));
  const [behind, bars] = [bar("all"), bar("now")];
  const level = (rect, count) => {
    const high = heightOf(count, most);
    rect.setAttribute("height", high);
    rect.setAttribute("y", HIGH - high);
  };
  behind.forEach((rect, n) => level(rect, counts[n]));
  const picture = draw("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, "aria-hidden": "true", preserveAspectRatio: "none" }, ...behind, ...bars);
  const part = make("div", "part");
  const handle = (key) => {
    const one = make("div", `handle ${key}`);
    one.tabIndex = 0;
    one.setAttribute("role", "slider");
    one.setAttribute("aria-label", `${t("time")} · ${t(key)}`);
    return one;
  };
  const handles = [handle("from"), handle("to")];
  const area = make("div", "track", picture, part, ...handles);
  let at = [0, last];

  const choose = (a, b) => {
    const [low, high] = [Math.max(0, Math.min(a, b)), Math.min(last, Math.max(a, b))];
    if (low === at[0] && high === at[1]) return;
    const whole = low === 0 && high === last;
    app.go({ from: whole ? null : edges(axis, low)[0], to: whole ? null : edges(axis, high)[1] }, true);
  };
  const keys = (side, { key }) => {
    const now = at[side];
    const to = { ArrowLeft: now - 1, ArrowDown: now - 1, ArrowRight: now + 1, ArrowUp: now + 1, PageDown: now - LEAP, PageUp: now + LEAP, Home: 0, End: last }[key];
    if (to === undefined) return false;
    const [a, b] = side ? [at[0], Math.max(at[0], to)] : [Math.min(at[1], to), at[1]];
    choose(a, b);
    return true;
  };
  handles.forEach((one, side) => one.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys(side, event)) return;
    event.preventDefault();
    event.stopPropagation();
  }));

  let held = null; // {side} of a handle, {from} of a stroke, {grip, part} of what is moved
  const placeOf = ({ clientX }) => {
    const { left, width } = area.getBoundingClientRect();
    return { share: (clientX - left) / width, width };
  };
  const barAt = ({ share }) => Math.min(last, Math.max(0, Math.floor(share * counts.length)));
  area.addEventListener("pointerdown", (event) => {
    const place = placeOf(event);
    const near = event.pointerType === "touch" ? TOUCH : NEAR;
    const [low, high] = [at[0] / counts.length, (at[1] + 1) / counts.length].map((share) => Math.abs(share - place.share) * place.width);
    const inside = barAt(place) >= at[0] && barAt(place) <= at[1] && (at[0] > 0 || at[1] < last);
    if (Math.min(low, high) < near) held = { side: low < high ? 0 : 1 };
    else held = inside ? { grip: barAt(place), part: at } : { from: barAt(place) };
    area.setPointerCapture(event.pointerId);
    handles[held.side ?? 0].focus({ preventScroll: true });
    event.preventDefault();
  });
  area.addEventListener("pointermove", (event) => {
    if (!held) return;
    const now = barAt(placeOf(event));
    if (held.side === 0) choose(Math.min(now, at[1]), at[1]);
    else if (held.side === 1) choose(at[0], Math.max(now, at[0]));
    else if (held.part) {
      const by_ = Math.max(-held.part[0], Math.min(last - held.part[1], now - held.grip));
      choose(held.part[0] + by_, held.part[1] + by_);
    } else choose(held.from, now);
  });
  for (const name of ["pointerup", "pointercancel"]) area.addEventListener(name, () => { held = null; });
  area.addEventListener("dblclick", () => app.go({ from: null, to: null }));

  const shown = Array(counts.length).fill(-1);
  const fill = (visible) => {
    const found = Array(counts.length).fill(0);
    spans.forEach((some, n) => { if (some.length && visible[n]) found[barOf(axis, some[0][0])] += 1; });
    found.forEach((count, n) => {
      if (count === shown[n]) return;
      shown[n] = count;
      level(bars[n], count);
      bars[n].replaceChildren(draw("title", {}, `${say(edges(axis, n)[0])} · ${count}`));
    });
  };
  const ends = make("p", "ends", make("span", "", say(axis.low)), make("span", "", say(axis.high)));
  const update = ({ from, to }, visible) => {
    at = [from === null ? 0 : barOf(axis, from), to === null ? last : barOf(axis, to)];
    const [left, right] = [at[0] / counts.length, (at[1] + 1) / counts.length];
    Object.assign(part.style, { left: `${left * 100}%`, width: `${(right - left) * 100}%` });
    const months = [edges(axis, at[0])[0], edges(axis, at[1])[1]];
    handles.forEach((one, side) => {
      one.style.left = `${(side ? right : left) * 100}%`;
      one.setAttribute("aria-valuemin", String(side ? at[0] : 0));
      one.setAttribute("aria-valuemax", String(side ? last : at[1]));
      one.setAttribute("aria-valuenow", String(at[side]));
      one.setAttribute("aria-valuetext", say(months[side]));
    });
    bars.forEach((rect, n) => rect.classList.toggle("off", n < at[0] || n > at[1]));
    fill(visible);
    return `${say(months[0])} – ${say(months[1])}`;
  };
  return { element: make("div", "brush", area, ends), update };
};

export const brush = (app) => {
  const choice = timeChoice(app);
  const box = make("div", "time-box");
  if (!choice.there.length) {
    box.append(make("p", "hint", t("no_dates")));
    return { element: box, update: () => {} };
  }
  const said = make("p", "hint");
  let [drawn, now] = [null, null];
  const update = (state, visible) => {
    choice.update(state);
    if (drawn !== state.by) {
      drawn = state.by;
      now = track(app, drawn);
      box.replaceChildren(...[choice.element, now.element, said].filter(Boolean));
    }
    const words = now.update(state, visible);
    said.textContent = state.from === null && state.to === null ? words : `${words} · ${t(`undated_${state.by}`)}`;
  };
  return { element: box, update };
};
