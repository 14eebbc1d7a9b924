"use strict";

// Names and aliases that hold the words typed; those that begin with them come first.
const search = (() => {
  const MOST = 12;
  const box = document.getElementById("query");
  const hits = document.getElementById("hits");
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

  const find = (typed) => {
    const wanted = plain(typed);
    if (!wanted) return [];
    const rank = (entity) => Math.min(...[entity.name, ...entity.aliases].map((form) => {
      const at = plain(form).indexOf(wanted);
      return at < 0 ? Infinity : Math.min(at, 1);
    }));
    const found = page.ranked.map((entity) => [rank(entity), entity]).filter(([at]) => at < Infinity);
    return found.sort(([a], [b]) => a - b).slice(0, MOST).map(([, entity]) => entity);
  };

  const start = (chosen) => {
    const close = () => { hits.hidden = true; };
    const pick = (id) => {
      close();
      chosen(id);
    };
    box.addEventListener("input", () => {
      const found = find(box.value);
      hits.replaceChildren(...found.map((entity) => {
        const button = page.make("button", "", page.swatch(entity.type), page.make("span", "text", entity.name));
        button.type = "button";
        button.addEventListener("click", () => pick(entity.id));
        return page.make("li", "", button);
      }));
      if (!found.length) hits.append(page.make("li", "", page.make("p", "", "没有找到")));
      hits.hidden = !box.value.trim();
    });
    box.addEventListener("keydown", (event) => {
      const [first] = find(box.value);
      if (event.key === "Enter" && first) pick(first.id);
      if (event.key === "Escape") close();
    });
    document.addEventListener("click", (event) => {
      if (!document.getElementById("search").contains(event.target)) close();
    });
  };

  return { start, find };
})();
