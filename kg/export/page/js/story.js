import { button, make, save, some, words } from "./dom.js";
import { t } from "./strings.js";
import { atlasOf } from "./atlas.js";
import { isEntity } from "./graph.js";
import { leading, told } from "./telling.js";
import { toml } from "./scenes.js";
import { date, title } from "./write.js";

// What the graph tells: the leading facts of each community and of each article as sentences, which lead to their evidence; and scenes.

const TOLD = 6;
const LISTED = 12;

const more = (step) => t("more", step);

export const story = (app) => {
  const { graph, scenes } = app;
  const body = document.getElementById("story");
  const atlas = graph.map ? atlasOf(graph) : null;
  const byDocument = graph.documents.map(() => []);
  for (const fact of graph.facts) for (const at of new Set(fact.evidence.map(([place]) => place))) byDocument[at].push(fact);
  let byArticle = !atlas;

  const sentence = (fact) => {
    const parts = told(graph, fact).map((one) => (typeof one === "string" ? one : button("link", () => app.choose(one.entity), graph.entities[one.entity].name)));
    const line = make("p", "line text", ...parts, button("why", () => app.chooseFact(fact.at), t("evidence")));
    line.dataset.fact = String(fact.at);
    return line;
  };
  const times = (facts) => {
    const found = facts.map(({ time }) => time).filter(Boolean).sort();
    if (!found.length) return null;
    return found[0] === found.at(-1) ? date(found[0]) : `${date(found[0])} – ${date(found.at(-1))}`;
  };
  const chapter = (head, about, facts) => {
    const listed = leading(graph, facts);
    return make("section", "chapter", head, about, listed.length ? make("div", "", ...some(listed, TOLD, more, sentence)) : make("p", "hint", t("tells_nothing")));
  };

  const seen = (facts) => facts.filter((fact) => app.seen.fact[fact.at]);
  const article = (document) => {
    const facts = seen(byDocument[document.at]);
    const about = [document.datePublished ? date(document.datePublished) : null, document.source ?? document.publisher, t("rows", facts.length)].filter(Boolean).join(" · ");
    return chapter(make("h2", "", button("link", () => app.read(document.at), title(document))), make("p", "hint", words(about)), facts);
  };
  const factsOf = ({ at, members }) => members.flatMap((one) => graph.entities[one].facts.map((place) => graph.facts[place])
    .filter((fact) => fact.subject === one && (!isEntity(fact.object) || atlas.community[fact.object] === at)));
  const community = (one) => {
    const facts = seen(factsOf(one));
    const names = one.leading.map((at) => graph.entities[at].name).join(t("listed"));
    const typical = one.document < 0 ? null : button("link", () => app.read(one.document), title(graph.documents[one.document]));
    const about = make("p", "hint", [t("members", one.members.length), times(facts)].filter(Boolean).join(" · "),
      typical ? ` · ${t("typical")}` : null, typical);
    return chapter(make("h2", "", button("link", () => app.go({ view: "map", entity: one.leading[0], fact: null }), names)), about, facts);
  };
  const chapters = () => {
    const told_ = byArticle ? graph.documents.filter(({ at }) => seen(byDocument[at]).length) : atlas.communities.filter((one) => seen(factsOf(one)).length > 1);
    return told_.length ? some(told_, LISTED, more, byArticle ? article : community) : [make("p", "hint", t("tells_nothing"))];
  };
  const choice = () => {
    const chip = (articles, key) => {
      const one = button(byArticle === articles ? "chip on" : "chip", () => {
        byArticle = articles;
        fill();
        body.querySelector(".choice .on").focus();
      }, t(key));
      one.setAttribute("aria-pressed", String(byArticle === articles));
      return one;
    };
    return atlas ? make("p", "bar choice", chip(false, "by_community"), chip(true, "by_article")) : null;
  };

  const given = () => {
    if (!scenes.given.length) return null;
    const rows = scenes.given.map((one, n) => make("li", "", button("link", () => app.player.open(scenes.given, n, false), one.caption)));
    return make("section", "scenes", make("h2", "", words(scenes.title ?? t("scenes"))), make("ol", "", ...rows),
      make("p", "bar", button("run", () => app.player.open(scenes.given, 0, true), `▶ ${t("play")}`)));
  };
  const own = () => {
    const changed = (action, then = null) => {
      action();
      fill();
      then?.();
    };
    const row = (one, n) => {
      const caption = make("input", "");
      Object.assign(caption, { type: "text", value: one.caption, maxLength: 500 });
      caption.setAttribute("aria-label", t("caption", n + 1));
      caption.addEventListener("change", () => scenes.rename(n, caption.value));
      const [show, up, gone] = [["scene_show", () => app.player.open(scenes.own, n, false), "▶"], ["scene_up", () => changed(() => scenes.raise(n)), "↑"],
        ["scene_gone", () => changed(() => scenes.remove(n)), "×"]].map(([key, action, sign]) => {
        const made = button("step", action, sign);
        Object.assign(made, { title: t(key) });
        made.setAttribute("aria-label", `${t(key)}${t("colon")}${n + 1}`);
        return made;
      });
      up.disabled = n === 0;
      return make("li", "", caption, show, up, gone);
    };
    if (!scenes.own.length) return make("p", "hint", t("scene_hint"));
    return make("section", "scenes", make("h2", "", t("own_scenes")), make("ol", "", ...scenes.own.map(row)), make("p", "bar",
      button("chip", () => app.player.open(scenes.own, 0, true), `▶ ${t("play")}`), button("chip", () => save("story.toml", toml(scenes.own), "application/toml"), "story.toml")),
    make("p", "hint", t("story_file")));
  };

  let before = null;
  const fill = () => {
    body.replaceChildren(...[given(), own(), choice(), ...chapters()].filter(Boolean));
    before = [app.seen, scenes.own];
  };
  return {
    show: ({ fact }) => {
      if (before?.[0] !== app.seen || before?.[1] !== scenes.own) fill();
      for (const line of body.querySelectorAll("[data-fact]")) line.classList.toggle("chosen", line.dataset.fact === String(fact));
    },
  };
};
