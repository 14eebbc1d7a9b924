import { announce, button, make, save, some, words } from "./dom.js";
import { t } from "./strings.js";
import { toml } from "./fixtoml.js";
import { fixKind, sayFix } from "./fixsay.js";
import { field, typing } from "./fixparts.js";

// The corrections that were made: how many of each kind, what they say, undo; and the file that kg build takes.

const ROWS = 100;
const FILE = "corrections.toml";

export const fixList = (app) => {
  const { graph, fixes } = app;
  const body = document.getElementById("fixes");

  const show = ({ said, on }) => {
    const fact = graph.places.fact.get(on.fact);
    if (fact !== undefined) app.go({ fact, entity: null });
    else app.go({ fact: null, entity: graph.places.entity.get(on.subject) ?? null });
    if (said.kind === "assert" && !on.fact) return;
  };
  const row = (item) => make("li", `fixed ${item.state}`,
    make("span", "verdict", fixKind(item)), words(sayFix(graph, item)),
    words([item.said.why, item.said.when.replace("T", " ").replace("Z", ""), item.state === "missing" ? t("lost_fix") : null].filter(Boolean).join(" · "), "also"),
    make("span", "fixed-tools", item.state === "missing" ? null : button("chip", () => show(item), t("show_thing")), button("chip", () => {
      fixes.undo(item.id);
      (body.querySelector(".fixed-tools .chip:last-child") ?? body).focus();
    }, t("undo"))));

  const counts = () => {
    const kinds = new Map();
    for (const item of fixes.items) kinds.set(fixKind(item), (kinds.get(fixKind(item)) ?? 0) + 1);
    const lost = fixes.items.length - fixes.held.length;
    return [t("fixes_sum", fixes.items.length), ...[...kinds].map(([kind, count]) => `${kind} ${count}`), lost ? t("lost_fixes", lost) : null].filter(Boolean).join(" · ");
  };

  const who = typing(t("who"), fixes.who);
  who.addEventListener("input", () => { fixes.who = who.value; });
  const wrong = make("p", "wrong");
  wrong.setAttribute("role", "alert");
  const write = () => {
    wrong.textContent = who.value.trim() ? "" : t("need_who");
    if (wrong.textContent) {
      who.focus();
      return;
    }
    save(FILE, toml(fixes.held.map(({ said }) => said), who.value.trim()), "application/toml");
    fixes.saved = true;
    announce(t("saved", FILE));
  };

  return {
    show: () => {
      const some_ = fixes.items.length > 0;
      const file = button("run", write, t("export_fixes"));
      file.disabled = !fixes.held.length;
      file.id = "export-fixes";
      const rows = make("ul", "fixed-list", ...some([...fixes.items].reverse(), ROWS, (step) => t("more", step), row));
      body.replaceChildren(...[
        make("h2", "", t("fixes")), some_ ? make("p", "count", counts()) : make("p", "hint", t("no_fixes")),
        make("p", fixes.kept ? "hint" : "wrong", t(fixes.kept ? "kept_here" : "not_kept")),
        make("p", "bar", button("chip", () => app.queue.open(), t("queue"))),
        some_ ? make("p", "bar", field(t("who"), who), file) : null, wrong, rows,
      ].filter(Boolean));
    },
  };
};
