import { announce, make } from "./dom.js";
import { label, t } from "./strings.js";

// Keys: everywhere, and those of the drawing while it has the focus.

const ARROWS = { ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 }, ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 } };

export const keyHelp = () => [
  ["/", "key_search"], ["1 … 9", "key_views"], ["← ↑ → ↓", "key_move"], ["Enter", "key_expand"], ["f", "key_focus"], ["w", "key_walk"], ["← → Enter", "key_lanes"], ["+ − 0", "key_zoom"],
  ["[ ]", "key_history"], ["PgUp PgDn p", "key_scenes"], ["q", "key_queue"], ["Esc", "key_clear"], ["?", "key_help"],
].flatMap(([key, meaning]) => [make("dt", "", make("kbd", "", key)), make("dd", "", t(meaning))]);

export const keyboard = (app) => {
  const typing = ({ target }) => target.matches?.("input, textarea, select");
  const open = (name) => app.views.includes(name) && app.go({ view: name });
  const everywhere = {
    "/": () => {
      const box = document.getElementById("query");
      box.focus();
      box.select();
    },
    "?": () => document.getElementById("help").showModal(),
    q: () => app.queue.open(),
    "[": () => history.back(), "]": () => history.forward(),
    Escape: () => app.clear(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (typing(event)) return;
    const number = Number(event.key);
    if (number >= 1 && number <= app.views.length && event.key !== " ") open(app.views[number - 1]);
    else if (everywhere[event.key]) everywhere[event.key]();
    else return;
    event.preventDefault();
  });

  const { canvas } = app;
  if (!canvas) return;
  const onDrawing = {
    Enter: () => app.state.entity !== null && app.toggleOpen(app.state.entity),
    f: () => app.state.entity !== null && app.focus(app.state.around?.at === app.state.entity ? null : app.state.entity),
    "+": () => canvas.zoom(1.25), "=": () => canvas.zoom(1.25), "-": () => canvas.zoom(0.8), 0: () => canvas.fit(),
  };
  document.getElementById("canvas").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (app.walk.key(event.key)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (ARROWS[event.key]) {
      const at = canvas.next(ARROWS[event.key]);
      if (at !== null) {
        app.choose(at);
        const { name, type, facts } = app.graph.entities[at];
        announce(`${name} · ${label(app.graph.types[type])} · ${t("rows", facts.length)}`);
      }
    } else if (onDrawing[event.key]) onDrawing[event.key]();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
};
