import { button } from "./dom.js";
import { t } from "./strings.js";

// The tab of a view.
export const tabOf = (app, name) => {
  const tab = button("tab", () => app.go({ view: name }), t(name));
  tab.id = `tab-${name}`;
  return tab;
};

// A view that has no tab from the beginning gets one, and is opened.
export const openView = (app, name) => {
  if (!app.views.includes(name)) {
    app.views.push(name);
    document.getElementById("tabs").append(tabOf(app, name));
  }
  app.go({ view: name });
};
