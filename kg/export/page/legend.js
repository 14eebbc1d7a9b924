"use strict";

// The types in use, by colour and shape; a press hides or shows one.
const legend = {
  start(toggled) {
    const list = document.getElementById("legend");
    for (const [type, { zh }] of Object.entries(page.types)) {
      const members = page.entities.filter((entity) => entity.type === type).length;
      const button = page.make("button", "", page.swatch(type), zh, page.make("span", "count", String(members)));
      button.type = "button";
      button.setAttribute("aria-pressed", "true");
      button.addEventListener("click", () => {
        const off = button.getAttribute("aria-pressed") === "true";
        button.setAttribute("aria-pressed", String(!off));
        toggled(type, off);
      });
      list.append(page.make("li", "", button));
    }
  },
};
