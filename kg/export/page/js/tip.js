import { make } from "./dom.js";
import { label } from "./strings.js";
import { fact as say } from "./write.js";

// What a reader is told of an entity under the pointer: name, class, first facts.

const FACTS = 3;
const BESIDE = 14;

export const tip = (app, body) => {
  const box = make("div", "tip");
  box.hidden = true;
  body.append(box);
  return {
    hide: () => { box.hidden = true; },
    show: (at, { x, y }) => {
      const { graph } = app;
      const { name, facts } = graph.entities[at];
      const said = facts.map((place) => graph.facts[place]).filter((fact) => app.seen.fact[fact.at]).slice(0, FACTS);
      box.replaceChildren(make("p", "text", `${name} · ${label(graph.classes[graph.entities[at].class])}`), ...said.map((fact) => make("p", "also", say(graph, fact))));
      box.hidden = false;
      box.style.left = `${Math.max(4, Math.min(x + BESIDE, body.clientWidth - box.offsetWidth - 8))}px`;
      box.style.top = `${Math.max(4, Math.min(y + BESIDE, body.clientHeight - box.offsetHeight - 8))}px`;
    },
  };
};
