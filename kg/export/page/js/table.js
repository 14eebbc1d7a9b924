import { button, make, words } from "./dom.js";
import { t } from "./strings.js";
import { isEntity, isGone } from "./graph.js";
import { verdictTag } from "./verdict.js";
import { object, property, qualifiers, title, value } from "./write.js";

// All facts as rows: the equal of the drawing for readers who do not see it.

const ROWS = 100;

export const table = (app) => {
  const { graph } = app;
  const body = document.getElementById("table");
  const columns = ["subject", "property", "object", "qualifiers", "modality", "confidence", ...(graph.documents.length > 1 ? ["documents"] : [])];
  let [column, down, wanted] = [null, false, ""];

  const cellOf = {
    subject: (fact) => graph.entities[fact.subject].name,
    property: (fact) => property(graph, fact.predicate),
    object: (fact) => object(graph, fact.object),
    qualifiers: (fact) => qualifiers(graph, fact),
    modality: (fact) => t(fact.modality),
    confidence: (fact) => fact.confidence,
    documents: (fact) => [...new Set(fact.evidence.map(([at]) => title(graph.documents[at])))].join(t("semicolon")),
  };

  const chosen = () => {
    const typed = wanted.trim().toLowerCase();
    const texts = ["subject", "property", "object", "qualifiers", "modality", "documents"];
    const found = graph.facts.filter((fact) => app.seen.fact[fact.at]
      && (!typed || texts.some((name) => cellOf[name](fact).toLowerCase().includes(typed))));
    if (!column) return found;
    const order = new Intl.Collator("zh-Hans-u-co-pinyin", { numeric: true });
    const keyed = found.map((fact) => [cellOf[column](fact), fact]);
    const compare = column === "confidence" ? ([a], [b]) => a - b : ([a], [b]) => order.compare(a, b);
    return keyed.sort((a, b) => (down ? -compare(a, b) : compare(a, b)) || a[1].at - b[1].at).map(([, fact]) => fact);
  };

  const end = (thing) => (isEntity(thing) ? button("link", () => app.choose(thing), graph.entities[thing].name) : words(value(thing)));
  const row = (fact) => {
    const open = button("link", () => app.chooseFact(fact.at), property(graph, fact.predicate));
    const cells = {
      subject: end(fact.subject), property: open, object: end(fact.object), qualifiers: words(cellOf.qualifiers(fact)), modality: make("span", "", t(fact.modality), verdictTag(fact)),
      confidence: `${Math.round(fact.confidence * 100)}%`, documents: words(cellOf.documents(fact)),
    };
    const line = make("tr", app.state.fact === fact.at ? "chosen" : "", ...columns.map((name) => make("td", `c-${name}`, cells[name])));
    line.dataset.fact = String(fact.at);
    line.classList.toggle("gone", isGone(fact));
    return line;
  };

  const moreRow = (found, from) => {
    const line = make("tr", "");
    const cell = make("td", "", button("more", () => {
      const fresh = rows(found, from);
      line.replaceWith(...fresh);
    }, t("more", Math.min(ROWS, found.length - from))));
    cell.colSpan = columns.length;
    line.append(cell);
    return line;
  };
  const rows = (found, from) => [
    ...found.slice(from, from + ROWS).map(row), ...(found.length > from + ROWS ? [moreRow(found, from + ROWS)] : []),
  ];

  const head = () => make("tr", "", ...columns.map((name) => {
    const sorted = column === name;
    const sort = button("sort", () => {
      [column, down] = [name, sorted && !down];
      app.go({ sort: `${down ? "-" : ""}${column}` }, true);
      fill();
      body.querySelector(`[data-column=${name}] button`).focus();
    }, t(name), make("span", "arrow", sorted ? (down ? " ↓" : " ↑") : ""));
    sort.title = t("sort_by", t(name));
    const cell = make("th", "", sort);
    cell.scope = "col";
    cell.dataset.column = name;
    cell.setAttribute("aria-sort", sorted ? (down ? "descending" : "ascending") : "none");
    return cell;
  }));

  const count = make("span", "count");
  const area = make("div", "scroll");
  const fill = () => {
    const found = chosen();
    count.textContent = t("rows", found.length);
    area.replaceChildren(make("table", "", make("thead", "", head()), make("tbody", "", ...rows(found, 0))));
  };

  const bar = () => {
    const input = make("input", "");
    input.type = "search";
    input.value = wanted;
    input.placeholder = t("filter_rows");
    input.setAttribute("aria-label", t("filter_rows"));
    input.addEventListener("input", () => {
      wanted = input.value;
      app.go({ rows: wanted.slice(0, 200) }, true);
      fill();
    });
    return { input, element: make("div", "bar", input, count) };
  };

  // What a link, or the way back, says of sorting and of the words looked for.
  const restored = ({ sort, rows: words_ }) => {
    const name = sort.replace("-", "");
    const now = [columns.includes(name) ? name : null, sort.startsWith("-"), words_];
    if (now[0] === column && (now[1] === down || column === null) && now[2] === wanted.slice(0, 200)) return false;
    [column, down, wanted] = now;
    if (field.value !== wanted) field.value = wanted;
    return true;
  };

  const { input: field, element } = bar();
  body.replaceChildren(element, area);
  area.tabIndex = 0;
  let before = null;
  return {
    show: (state) => {
      if (restored(state) || before !== app.seen) fill();
      before = app.seen;
      for (const line of area.querySelectorAll("tr[data-fact]")) line.classList.toggle("chosen", line.dataset.fact === String(state.fact));
    },
  };
};
