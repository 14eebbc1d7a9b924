import { button, make } from "./dom.js";
import { t } from "./strings.js";

// What a reader, or somebody before the page was made, said of a fact or an entity, and the buttons to say it.

// A badge, or null where nobody said anything.
export const verdictTag = (fact) => {
  const said = fact.verdict ?? (fact.extractor.split("+").includes("correction") ? "confirmed" : null);
  return said && make("span", `verdict ${said}`, t(`is_${said}`));
};

export const fixedTags = (entity) => [...new Set((entity.fixed ?? []).map(({ said }) => said.kind))].map((kind) => make("span", "verdict", t(`was_${kind}`)));

// Accept or reject a fact; a second press takes it back. The buttons that follow a press are made anew: the same one has the focus again.
export const verdictBar = (app, fact) => {
  const { fixes } = app;
  const item = fact.verdict === "added" ? fact.by : fixes.verdict(fact);
  const bar = make("p", "verdicts");
  bar.dataset.fact = String(fact.at);
  const judge = (kind, key, sign) => {
    const one = button("chip", () => {
      fixes.judge(fact, kind);
      document.querySelector(`.verdicts[data-fact="${fact.at}"] [data-kind=${kind}]`)?.focus();
    }, `${sign} ${t(key)}`);
    one.dataset.kind = kind;
    one.setAttribute("aria-pressed", String(item?.said.kind === kind));
    return one;
  };
  if (fact.verdict === "added") bar.append(button("chip", () => fixes.undo(item.id), t("undo")));
  else bar.append(judge("assert", "accept", "✓"), judge("retract", "reject", "✗"));
  const tag = verdictTag(fact);
  if (tag) bar.append(tag);
  return bar;
};
