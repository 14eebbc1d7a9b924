import { announce, button, isDark, make } from "./dom.js";
import { label, t } from "./strings.js";
import { atlasOf, communityAt, entityAt, extent, stands, towards } from "./atlas.js";
import { colours } from "./look.js";
import { drawMap, radiusOf } from "./mapdraw.js";
import { tip } from "./tip.js";
import { title } from "./write.js";

// All of a large graph on one plane: a wheel, two fingers or + and - come nearer, a click chooses, a double click opens the neighbourhood.

const MARGIN = 24;
const NEAREST = 4;
const STEP = 1.25;
const SLACK = 6; // pixels beside a dot that still mean it
const STILL = 4; // pixels within which a press is a click
const READABLE = 1.1; // scale at which a chosen entity is looked at
const ARROWS = { ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 }, ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 } };

export const map = (app) => {
  const { graph } = app;
  const atlas = atlasOf(graph);
  const box = extent(atlas);
  const body = document.getElementById("map");
  const surface = make("canvas", "");
  const context = surface.getContext("2d");
  const view = { x: 0, y: 0, k: 0.01 };
  const fingers = new Map();
  let look = colours();
  let shown = { communities: [], names: [], dots: 0 };
  let [hovered, cursor, chosen, moved, waiting] = [null, null, null, 0, false];
  let least = 0.01;
  let told = null;

  const size = () => ({ width: body.clientWidth, height: body.clientHeight });
  const pointOf = ({ x, y }) => ({ x: view.x + (x - size().width / 2) / view.k, y: view.y + (y - size().height / 2) / view.k });
  const pixel = (event) => ({ x: event.offsetX, y: event.offsetY });

  const paintNow = () => {
    waiting = false;
    const { width, height } = size();
    const dense = devicePixelRatio || 1;
    if (!width || !height) return;
    if (surface.width !== Math.round(width * dense) || surface.height !== Math.round(height * dense)) {
      Object.assign(surface, { width: Math.round(width * dense), height: Math.round(height * dense) });
    }
    context.setTransform(dense, 0, 0, dense, 0, 0);
    shown = drawMap(context, { width, height }, view, { graph, atlas, seen: app.seen, chosen, hovered, cursor, look, dark: isDark() });
  };
  const paintOn = (pen) => drawMap(pen, size(), view, { graph, atlas, seen: app.seen, chosen, hovered, cursor, look, dark: isDark() });
  const repaint = () => {
    if (!waiting) requestAnimationFrame(paintNow);
    waiting = true;
  };

  const bound = () => {
    view.k = Math.min(NEAREST, Math.max(least, view.k));
    view.x = Math.min(box.right, Math.max(box.left, view.x));
    view.y = Math.min(box.bottom, Math.max(box.top, view.y));
    repaint();
  };
  const whole = () => {
    const { width, height } = size();
    least = Math.min((width - 2 * MARGIN) / (box.right - box.left), (height - 2 * MARGIN) / (box.bottom - box.top));
    Object.assign(view, { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, k: least });
    bound();
  };
  const zoom = (by, pixelAt = { x: size().width / 2, y: size().height / 2 }) => {
    const fixed = pointOf(pixelAt);
    view.k = Math.min(NEAREST, Math.max(least, view.k * by));
    view.x = fixed.x - (pixelAt.x - size().width / 2) / view.k;
    view.y = fixed.y - (pixelAt.y - size().height / 2) / view.k;
    bound();
  };
  const enter = (community) => {
    const { width, height } = size();
    Object.assign(view, { x: community.x, y: community.y, k: Math.min(NEAREST, (Math.min(width, height) - 2 * MARGIN) / (2 * community.r)) });
    bound();
  };
  const lookTo = (at) => {
    const { width, height } = size();
    const [x, y] = [(atlas.x[at] - view.x) * view.k, (atlas.y[at] - view.y) * view.k];
    if (view.k >= READABLE / 2 && Math.abs(x) < width / 2 - 60 && Math.abs(y) < height / 2 - 60) return;
    Object.assign(view, { x: atlas.x[at], y: atlas.y[at], k: Math.max(view.k, READABLE) });
    bound();
  };

  const under = (pixelAt) => {
    const name = shown.names.find(({ x, y, w, h }) => Math.abs(x - pixelAt.x) * 2 < w && Math.abs(y - pixelAt.y) * 2 < h);
    if (name) return { entity: name.id, community: null };
    const point = pointOf(pixelAt);
    const near = entityAt(atlas, point, (13 + SLACK) / view.k);
    const entity = near !== null && Math.hypot(atlas.x[near] - point.x, atlas.y[near] - point.y) * view.k < radiusOf(graph, near, view.k) + SLACK ? near : null;
    const community = communityAt(atlas, point);
    const closed = community !== null && shown.communities.some(({ at }) => at === community.at);
    return closed ? { entity: null, community } : { entity, community };
  };

  const tell = ({ leading, members, document: at }) => {
    const article = at < 0 ? "" : title(graph.documents[at]);
    announce(t("community", leading.map((one) => graph.entities[one].name).join(t("listed")), members.length, article));
  };

  const hover = (event) => {
    const found = under(pixel(event));
    surface.classList.toggle("over", found.entity !== null || found.community !== null);
    if (found.entity === hovered) return;
    hovered = found.entity;
    if (hovered === null) told.hide();
    else told.show(hovered, pixel(event));
    repaint();
  };

  const pinch = (event) => {
    const [a, b] = [...fingers.values()];
    const before = Math.hypot(a.x - b.x, a.y - b.y) || 1;
    fingers.set(event.pointerId, pixel(event));
    const [c, d] = [...fingers.values()];
    zoom((Math.hypot(c.x - d.x, c.y - d.y) || 1) / before, { x: (c.x + d.x) / 2, y: (c.y + d.y) / 2 });
  };
  const drag = (event) => {
    const before = fingers.get(event.pointerId);
    const now = pixel(event);
    moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
    fingers.set(event.pointerId, now);
    if (moved < STILL) return;
    told.hide();
    Object.assign(view, { x: view.x - (now.x - before.x) / view.k, y: view.y - (now.y - before.y) / view.k });
    bound();
  };
  const press = (event) => {
    const { entity, community } = under(pixel(event));
    if (entity !== null) app.choose(entity);
    else if (community !== null && shown.communities.some(({ at }) => at === community.at)) enter(community);
    else app.go({ entity: null, fact: null });
  };

  const arrow = (direction) => {
    if (chosen !== null) {
      const spots = atlas.communities.filter((one) => Math.hypot(one.x - view.x, one.y - view.y) * view.k < one.r * view.k + Math.max(size().width, size().height))
        .flatMap(({ members }) => members.map((at) => ({ at, x: atlas.x[at], y: atlas.y[at] })));
      const next = towards(spots, { x: atlas.x[chosen], y: atlas.y[chosen] }, direction);
      if (next) {
        app.choose(next.at);
        announce(`${graph.entities[next.at].name} · ${label(graph.types[graph.entities[next.at].type])} · ${t("rows", graph.entities[next.at].facts.length)}`);
      }
      return;
    }
    const here = cursor === null ? null : atlas.communities[cursor];
    const next = here ? towards(atlas.communities, here, direction) : atlas.communities[0];
    if (!next) return;
    cursor = next.at;
    tell(next);
    repaint();
  };
  const enterChosen = () => {
    if (chosen !== null) app.focus(chosen);
    else if (cursor !== null) {
      enter(atlas.communities[cursor]);
      app.choose(atlas.communities[cursor].leading[0]);
    }
  };
  const keys = {
    Enter: enterChosen, f: enterChosen, "+": () => zoom(STEP), "=": () => zoom(STEP), "-": () => zoom(1 / STEP), 0: whole,
    Escape: () => { if (chosen !== null) app.clear(); else whole(); },
  };

  const listen = () => {
    surface.addEventListener("wheel", (event) => {
      event.preventDefault();
      zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0018)), pixel(event));
    }, { passive: false });
    surface.addEventListener("pointerdown", (event) => {
      surface.setPointerCapture(event.pointerId);
      surface.classList.add("held");
      if (!fingers.size) moved = 0;
      fingers.set(event.pointerId, pixel(event));
    });
    surface.addEventListener("pointermove", (event) => {
      if (!fingers.has(event.pointerId)) hover(event);
      else if (fingers.size === 2) pinch(event);
      else drag(event);
    });
    const up = (event) => {
      const alone = fingers.size === 1 && fingers.has(event.pointerId);
      fingers.delete(event.pointerId);
      surface.classList.toggle("held", fingers.size > 0);
      if (alone && moved < STILL && event.type === "pointerup") press(event);
    };
    surface.addEventListener("pointerup", up);
    surface.addEventListener("pointercancel", up);
    surface.addEventListener("pointerleave", () => told.hide());
    surface.addEventListener("dblclick", (event) => {
      const { entity } = under(pixel(event));
      if (entity !== null) app.focus(entity);
    });
    surface.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (ARROWS[event.key]) arrow(ARROWS[event.key]);
      else if (keys[event.key]) keys[event.key]();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  };

  const watch = new ResizeObserver(() => {
    if (!body.clientWidth) return;
    if (view.k <= least * 1.01) whole();
    else repaint();
  });
  const begin = () => {
    surface.tabIndex = 0;
    surface.setAttribute("role", "application");
    surface.setAttribute("aria-label", t("map_keys"));
    const tools = make("div", "buttons", button("", () => zoom(STEP), "+"), button("", () => zoom(1 / STEP), "−"), button("", whole, t("fit")));
    tools.children[0].setAttribute("aria-label", t("nearer"));
    tools.children[1].setAttribute("aria-label", t("farther"));
    const corner = make("p", "corner", [t("mapped", atlas.communities.length, graph.entities.length - atlas.alone), atlas.alone ? t("alone", atlas.alone) : ""].filter(Boolean).join(t("semicolon")));
    body.replaceChildren(surface, tools, corner);
    told = tip(app, body);
    listen();
    whole();
    watch.observe(body);
    window.kg.map = () => ({ ...shown, scale: view.k, least, chosen, cursor });
  };
  begin();
  app.map = { size, paintOn, drawn: () => ({ types: Object.keys(graph.types), dashed: false }) };

  return {
    show: ({ entity, fact }) => {
      const wanted = entity ?? (fact === null ? null : graph.facts[fact].subject);
      const before = chosen;
      chosen = stands(atlas, wanted) ? wanted : null;
      if (chosen !== null && chosen !== before) lookTo(chosen);
      if (wanted !== null && chosen === null) announce(t("stands_nowhere", graph.entities[wanted].name));
      paintNow();
    },
    recolour: () => {
      look = colours();
      repaint();
    },
    end: () => watch.disconnect(),
    surface,
  };
};
