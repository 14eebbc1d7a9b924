"use strict";

// Puts the parts together. `window.kg` tells a test, or a reader's script, that the drawing stands.
window.kg = { version: page.version, ready: false, place: canvas.place };

{
  const choose = (id, follow = true) => {
    canvas.select(id);
    if (follow && id !== null) canvas.goTo(id);
    panel.show(id);
    notice();
  };

  const notice = () => {
    const text = [];
    if (canvas.drawn() < page.entities.length) text.push(`图中 ${canvas.drawn()} / ${page.entities.length} 个实体，其余可搜索`);
    if (page.left_out) text.push(`另有 ${page.left_out} 个实体未收入此页`);
    const line = document.getElementById("notice");
    line.textContent = text.join("；");
    line.hidden = !text.length;
  };

  document.getElementById("counts").textContent = `${page.documents.length} 篇文章 · ${page.entities.length} 个实体 · ${page.facts.length} 条事实`;
  panel.start(choose);
  panel.show(null);
  legend.start(canvas.toggle);
  search.start(choose);
  canvas.start((id) => choose(id, false), () => { window.kg.ready = true; });
  notice();

  const labels = document.getElementById("labels");
  labels.setAttribute("aria-pressed", String(canvas.labelled()));
  labels.addEventListener("click", () => labels.setAttribute("aria-pressed", String(canvas.toggleLabels())));
  document.getElementById("fit").addEventListener("click", () => {
    choose(null);
    canvas.fit();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.id !== "query") choose(null);
  });
}
