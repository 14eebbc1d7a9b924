import { label, t } from "./strings.js";
import { byImportance } from "./entity.js";
import { isEntity, otherEnd } from "./graph.js";
import { fact as say, qualifiers } from "./write.js";

// A walk along facts: arrows choose among the facts of the entity where a reader stands, Enter goes to the other end of one, Backspace goes back. Each
// fact is said, in the words of the list of facts, to those who see it and to those who hear it.

const NEXT = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

export const walk = (app) => {
  const { graph } = app;
  const line = document.getElementById("walk");
  const toggle = document.getElementById("walk-button");
  let [on, at, facts, n] = [false, null, [], -1];
  let trail = [];

  const tell = (...parts) => { line.textContent = parts.filter(Boolean).join(" · "); };
  const stand = (entity) => {
    at = entity;
    n = -1;
    facts = graph.entities[at].facts.map((place) => graph.facts[place]).filter((fact) => app.seen.fact[fact.at]).sort(byImportance(at));
    app.canvas.point(null);
    tell(graph.entities[at].name, label(graph.classes[graph.entities[at].class]), t("rows", facts.length), facts.length ? t("walk_keys") : null);
  };
  const pick = (step) => {
    if (!facts.length) return;
    n = n < 0 ? (step > 0 ? 0 : facts.length - 1) : (n + step + facts.length) % facts.length;
    const other = otherEnd(facts[n], at);
    app.canvas.point(facts[n].at);
    tell(`${n + 1}/${facts.length}`, say(graph, facts[n]), qualifiers(graph, { qualifiers: facts[n].qualifiers.filter(([name]) => name !== "role") }),
      other === null ? null : t("walk_enter", graph.entities[other].name));
  };
  const go = (to) => app.choose(to, { expand: true });
  const end = () => {
    on = false;
    trail = [];
    tell();
    app.canvas.point(null);
    toggle.setAttribute("aria-pressed", "false");
  };
  const begin = () => {
    const { entity, fact } = app.state;
    const from = entity ?? (fact === null ? app.canvas.scene().nodes[0] : graph.facts[fact].subject);
    if (from === undefined) return;
    on = true;
    toggle.setAttribute("aria-pressed", "true");
    at = null;
    go(from);
  };
  const enter = () => {
    const other = n < 0 ? null : otherEnd(facts[n], at);
    if (other !== null) {
      trail.push(at);
      go(other);
    } else if (n >= 0 && !isEntity(facts[n].object)) tell(say(graph, facts[n]), t("walk_value"));
  };
  const keys = {
    w: end, Escape: end, Enter: enter, Backspace: () => { if (trail.length) go(trail.pop()); },
    ...Object.fromEntries(Object.entries(NEXT).map(([key, step]) => [key, () => pick(step)])),
  };
  toggle.addEventListener("click", () => {
    if (on) end();
    else begin();
    if (on) document.getElementById("canvas").focus();
  });

  return {
    // Whether a key of the drawing was meant for the walk.
    key: (name) => {
      if (!on) {
        if (name !== "w") return false;
        begin();
        return true;
      }
      keys[name]?.();
      return name in keys;
    },
    // The reader may have gone elsewhere by other means.
    show: ({ entity, view }) => {
      if (!on) return;
      if (!["graph", "reader"].includes(view) || app.picking !== null) end();
      else if (entity !== null && entity !== at) stand(entity);
    },
  };
};
