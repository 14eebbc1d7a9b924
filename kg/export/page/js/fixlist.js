import { announce, button, chooser, make, save, some, words } from "./dom.js";
import { t } from "./strings.js";
import { toml } from "./fixtoml.js";
import { fixKind, sayFix } from "./fixsay.js";
import { field, typing } from "./fixparts.js";
import { LARGEST } from "./fixread.js";

// The corrections that were made: how many of each kind, what they say, undo; the file that kg build takes, and what came of one that was taken in.

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
    wrong.textContent = who.value.trim() || fixes.held.every(({ said }) => said.who) ? "" : t("need_who");
    if (wrong.textContent) {
      who.focus();
      return;
    }
    save(FILE, toml(fixes.held.map(({ said }) => said), who.value.trim()), "application/toml");
    fixes.saved = true;
    announce(t("saved", FILE));
  };

  // What became of a file: how many of it hold here, and why the others do not.
  const taken = () => {
    const { name, failed, ids, left } = app.taken;
    if (failed) return [make("p", "wrong", failed())];
    const here = ids.filter((id) => fixes.items.some((item) => item.id === id));
    const refused = ({ line, said, key, values }) => make("li", "", words(t("at_line", line), "count"), " ", words(said ? `${t(said.kind)}${t("colon")}${sayFix(graph, { said })}` : ""), words(t(key, ...values), "also"));
    return [
      make("p", "count", t("taken", name, ids.length, left.length), " ", here.length ? button("chip", () => fixes.undo(...here), t("undo_all", here.length)) : null),
      left.length ? make("ul", "refused", ...some(left, ROWS, (step) => t("more", step), refused)) : null,
    ].filter(Boolean);
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
        make("p", "bar", button("chip", () => app.queue.open(), t("queue")), chooser("chip", t("take_fixes"), ".toml,application/toml", app.takeFixes)),
        make("p", "hint", t("take_hint", LARGEST / 1e6)), ...(app.taken ? taken() : []),
        some_ ? make("p", "bar", field(t("who"), who), file) : null, wrong, rows,
      ].filter(Boolean));
    },
  };
};
