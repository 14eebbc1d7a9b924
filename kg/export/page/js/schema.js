import { button, draw, make, shape, swatch } from "./dom.js";
import { label, t } from "./strings.js";
import { isEntity } from "./graph.js";
import { property } from "./write.js";
import { paintOf } from "./look.js";

// Which types are joined by which properties, and how often: a map, and the same as a table.

const [WIDE, HIGH, NAMED] = [760, 440, 16];

// Rows {subject, predicate, object, count}, most frequent first; the object of a fact about a value is null.
export const joins = (graph, seen) => {
  const counts = new Map();
  for (const fact of graph.facts) {
    if (!seen.fact[fact.at]) continue;
    const object = isEntity(fact.object) ? graph.entities[fact.object].type : "";
    const key = [graph.entities[fact.subject].type, fact.predicate, object].join("\n");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([key, count]) => {
    const [subject, predicate, object] = key.split("\n");
    return { subject, predicate, object: object || null, count };
  });
};

export const schema = (app) => {
  const { graph } = app;
  const body = document.getElementById("schema");

  const places = (types) => new Map(types.map((name, n) => {
    const angle = (2 * Math.PI * n) / types.length - Math.PI / 2;
    return [name, { x: WIDE / 2 + (types.length > 1 ? WIDE * 0.36 * Math.cos(angle) : 0), y: HIGH / 2 + (types.length > 1 ? HIGH * 0.36 * Math.sin(angle) : 0) }];
  }));

  // A curve between two types, bent to its right, so that the two directions stay apart; a loop at one type.
  const curve = (a, b) => {
    if (a === b) {
      const [dx, dy] = [a.x - WIDE / 2, a.y - HIGH / 2];
      const far = Math.hypot(dx, dy) || 1;
      const [ux, uy] = [dx / far, dy / far || -1];
      const end = { x: a.x + 62 * ux, y: a.y + 62 * uy };
      const side = { x: -uy * 40, y: ux * 40 };
      return [`M${a.x},${a.y} C${end.x + side.x},${end.y + side.y} ${end.x - side.x},${end.y - side.y} ${a.x},${a.y}`, { x: a.x + 50 * ux, y: a.y + 50 * uy }];
    }
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const middle = { x: (a.x + b.x) / 2 - dy * 0.16, y: (a.y + b.y) / 2 + dx * 0.16 };
    return [`M${a.x},${a.y} Q${middle.x},${middle.y} ${b.x},${b.y}`, { x: (a.x + b.x) / 4 + middle.x / 2, y: (a.y + b.y) / 4 + middle.y / 2 }];
  };

  const map = (rows) => {
    const pairs = new Map();
    for (const row of rows.filter(({ object }) => object)) {
      const key = `${row.subject}\n${row.object}`;
      pairs.set(key, [...(pairs.get(key) ?? []), row]);
    }
    const types = Object.keys(graph.types);
    const stand = places(types);
    const sum = (members) => members.reduce((total, { count }) => total + count, 0);
    const ranked = [...pairs].sort((a, b) => sum(b[1]) - sum(a[1]));
    const most = ranked.length ? sum(ranked[0][1]) : 1;
    const [lines, names] = [[], []];
    const taken = [...stand.values()].map(({ x, y }) => ({ x, y: y + 22 }));
    ranked.forEach(([key, members], n) => {
      const [from, to] = key.split("\n");
      const [d, middle] = curve(stand.get(from), stand.get(to));
      const said = members.map((row) => `${property(graph, row.predicate)} ${row.count}`);
      lines.push(draw("path", { d, class: "join", "stroke-width": 1 + 4 * Math.sqrt(sum(members) / most) },
        draw("title", {}, `${label(graph.types[from])} → ${label(graph.types[to])}: ${said.join(t("comma"))}`)));
      const free = !taken.some(({ x, y }) => Math.abs(x - middle.x) < 62 && Math.abs(y - middle.y) < 15);
      if (n >= NAMED || !free) return;
      taken.push(middle);
      names.push(draw("text", { x: middle.x, y: middle.y, class: "join-name" }, said[0] + (said.length > 1 ? " …" : "")));
    });
    const nodes = types.map((name) => {
      const { x, y } = stand.get(name);
      const type = graph.types[name];
      const picture = draw("g", { transform: `translate(${x - 12},${y - 12}) scale(1.5)` }, draw("circle", { cx: 8, cy: 8, r: 11, class: "ground" }), shape(type.shape, paintOf(graph, name)));
      return draw("g", {}, picture, draw("text", { x, y: y + 28, class: "type-name" }, label(type)));
    });
    return draw("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "map", "aria-hidden": "true" }, ...lines, ...nodes, ...names);
  };

  const only = ({ subject, predicate, object }) => {
    const ends = new Set([subject, object ?? subject]);
    const properties = [...new Set(graph.facts.map((fact) => fact.predicate))].filter((name) => name !== predicate).sort();
    app.go({ view: "table", properties, types: Object.keys(graph.types).filter((name) => object !== null && !ends.has(name)) });
  };
  const row = (one) => make("tr", "",
    make("td", "", swatch(graph.types[one.subject]), " ", label(graph.types[one.subject])),
    make("td", "", button("link", () => only(one), property(graph, one.predicate))),
    make("td", "", ...(one.object ? [swatch(graph.types[one.object]), " ", label(graph.types[one.object])] : [t("value")])),
    make("td", "number", String(one.count)));

  return {
    show: () => {
      const rows = joins(graph, app.seen);
      const head = make("tr", "", ...["subject", "property", "object", "count"].map((key) => {
        const cell = make("th", key === "count" ? "number" : "", t(key));
        cell.scope = "col";
        return cell;
      }));
      body.replaceChildren(make("p", "hint", t("schema_hint")), map(rows), make("table", "", make("thead", "", head), make("tbody", "", ...rows.map(row))));
    },
  };
};
