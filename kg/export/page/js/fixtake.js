import { announce } from "./dom.js";
import { t } from "./strings.js";
import { content } from "./fixread.js";

// A corrections.toml that is dropped on the page, or chosen: `app.taken` says what came of it, {name, ids, left} or, where it is no such file, {name, failed}.

export const taking = (app) => {
  app.taken = null;
  app.takeFixes = async (file) => {
    const name = file.name.slice(0, 120);
    try {
      const text = await content(file);
      app.taken = { name, ...app.fixes.take(text) };
    } catch (error) {
      if (!error.key) throw error;
      app.taken = { name, failed: () => `${name}${t("colon")}${t(error.key, ...error.values)}` };
    }
    const { failed, ids, left } = app.taken;
    announce(failed ? failed() : t("taken", name, ids.length, left.length));
    app.go({ view: "fixes" });
  };
};
