import { button, make } from "./dom.js";
import { t, translate } from "./strings.js";
import { SECONDS } from "./scenes.js";

// Scenes one after another: a bar with the caption over whatever view a scene shows. PageDown and PageUp go on and back, p plays, Esc ends.

export const player = (app) => {
  const caption = make("p", "text");
  const count = make("span", "count");
  let [scenes, at, playing, timer] = [[], 0, false, 0];

  const control = (key, action, sign) => {
    const one = button("step", action, sign);
    one.dataset.tLabel = key;
    return one;
  };
  const shown = () => {
    clearTimeout(timer);
    const scene = scenes[at];
    caption.textContent = scene ? scene.caption : app.scenes.title ?? t("story");
    count.textContent = `${at + 1} / ${scenes.length}`;
    play.textContent = playing ? "❚❚" : "▶";
    play.dataset.tLabel = playing ? "pause" : "play";
    translate(bar);
    back.disabled = at <= 0;
    on.disabled = at >= scenes.length - 1;
    if (playing) timer = setTimeout(step, (scene?.seconds ?? SECONDS) * 1000, 1);
  };
  const show = (n) => {
    at = n;
    if (scenes[at] && location.hash.slice(1) !== scenes[at].show) location.hash = scenes[at].show;
  };
  const step = (by) => {
    if (at + by < 0 || at + by >= scenes.length) playing = false;
    else show(at + by);
    shown();
  };
  const toggle = () => {
    playing = !playing;
    if (playing && (at < 0 || at === scenes.length - 1)) show(0);
    shown();
  };
  const close = () => {
    clearTimeout(timer);
    [playing, bar.hidden] = [false, true];
  };
  const back = control("scene_back", () => step(-1), "‹");
  const play = control("play", toggle, "▶");
  const on = control("scene_on", () => step(1), "›");
  const bar = make("section", "", back, play, on, caption, count, control("close", close, "×"));
  Object.assign(bar, { id: "player", hidden: true });
  bar.dataset.tLabel = "story";
  caption.setAttribute("aria-live", "polite");
  document.querySelector("main").append(bar);

  const keys = { PageDown: () => step(1), PageUp: () => step(-1), p: toggle, Escape: close };
  document.addEventListener("keydown", (event) => {
    if (bar.hidden || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.matches?.("input, textarea, select") || !keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }, true);

  // Begin with a scene; -1 shows the title and waits.
  const open = (list, n, plays) => {
    [scenes, playing, bar.hidden] = [list, plays, false];
    show(n);
    shown();
  };
  return { open, retell: () => { if (!bar.hidden) shown(); } };
};
