"use strict";

// The right column: one entity with its facts and their evidence, or an overview of the whole.
const panel = (() => {
  const MODALITY = { negated: "否定", planned: "计划", wished: "愿望", asked: "要求" };
  const make = page.make;
  const body = document.getElementById("panel");
  let choose = () => {};

  const link = (id) => {
    const button = make("button", "link", page.entity.get(id)?.name ?? id);
    button.type = "button";
    if (page.entity.has(id)) button.addEventListener("click", () => choose(id));
    return button;
  };

  const value = (thing) => (thing.entity === undefined ? make("span", "text", thing.text) : link(thing.entity));

  const table = (rows) => {
    const kept = rows.filter(([, content]) => content);
    return kept.length ? make("dl", "", ...kept.flatMap(([name, content]) => [make("dt", "", name), make("dd", "", content)])) : null;
  };

  const quote = (evidence) => {
    const words = evidence.pieces.map(([text, marks]) => (marks ? make("mark", [...marks].join(" "), text) : text));
    const place = `第 ${evidence.start + 1}–${evidence.end} 字`;
    const title = page.documents.length > 1 ? `${page.document.get(evidence.document).title} · ` : "";
    const trust = evidence.confidence < 1 ? ` · 可信度 ${Math.round(evidence.confidence * 100)}%` : "";
    return make("blockquote", "", make("p", "", ...words), make("footer", "", `${title}${place} · ${evidence.rule}${trust}`));
  };

  // One fact as seen from an entity: the other end, the qualifiers, the sentences that say it.
  const item = (fact, other) => {
    const long = (other.text ?? "").length > 20;
    const what = make("div", long ? "what long" : "what", value(other));
    if (MODALITY[fact.modality]) what.append(make("span", "tag", MODALITY[fact.modality]));
    const rows = fact.qualifiers.map(([name, content]) => [page.properties[name].zh, value(content)]);
    return make("div", "fact", what, table(rows), ...fact.evidence.map(quote));
  };

  const grouped = (facts, arrow, other) => {
    const groups = new Map();
    for (const fact of facts) {
      const { zh, symmetric } = page.properties[fact.predicate];
      const heading = symmetric ? zh : arrow(zh);
      groups.set(heading, [...(groups.get(heading) ?? []), fact]);
    }
    return [...groups].flatMap(([heading, members]) => [
      make("h3", "", heading, make("span", "count", String(members.length))),
      ...members.map((fact) => item(fact, other(fact))),
    ]);
  };

  const fill = (...children) => {
    body.replaceChildren(...children.filter(Boolean));
    body.scrollTop = 0;
  };

  const entity = (id) => {
    const { name, type, kind, aliases } = page.entity.get(id);
    const back = make("button", "back", "← 全部");
    back.type = "button";
    back.addEventListener("click", () => choose(null));
    fill(
      back,
      make("h2", "", name),
      make("span", "kind", page.swatch(type), kind),
      aliases.length ? make("p", "aliases", "又称：", make("span", "text", aliases.join("、"))) : null,
      ...grouped(page.out.get(id).filter((fact) => fact.object.entity !== undefined), (zh) => zh, (fact) => fact.object),
      ...grouped(page.into.get(id).filter((fact) => fact.subject !== id), (zh) => `← ${zh}`, (fact) => ({ entity: fact.subject })),
      ...grouped(page.out.get(id).filter((fact) => fact.object.entity === undefined), (zh) => zh, (fact) => fact.object),
      page.degree(id) ? null : make("p", "hint", "文中没有关于它的事实。"),
    );
  };

  const source = (meta) => make(
    "div", "document", make("div", "what", make("span", "text", meta.title)),
    table([["来源", meta.source], ["发布", meta.publisher], ["日期", meta.date], ["作者", meta.authors.join("、")], ["编辑", meta.editors.join("、")]]),
  );

  const kind = (type) => {
    const members = page.ranked.filter((member) => member.type === type);
    const list = make("ul", "");
    const box = make("details", "", make("summary", "", page.swatch(type), page.types[type].zh, make("span", "count", String(members.length))), list);
    box.addEventListener("toggle", () => {
      if (box.open && !list.childElementCount) list.append(...members.map((member) => make("li", "", link(member.id))));
    });
    return box;
  };

  const overview = () => fill(
    make("p", "hint", "点按图中的点或下列名称，查看事实与原文依据。"),
    make("h3", "", "文章", make("span", "count", String(page.documents.length))),
    ...page.documents.map(source),
    make("h3", "", "实体", make("span", "count", String(page.entities.length))),
    ...Object.keys(page.types).map(kind),
  );

  return { show: (id) => (id === null ? overview() : entity(id)), start: (chosen) => { choose = chosen; } };
})();
