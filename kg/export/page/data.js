"use strict";

// The graph of this page, and what follows from it. Nothing here touches the document's body.
const page = JSON.parse(document.getElementById("data").textContent);

// A node's id is its entity's place, an edge's id its fact's.
page.entities.forEach((entity, at) => { entity.at = at; });
page.entity = new Map(page.entities.map((entity) => [entity.id, entity]));
page.document = new Map(page.documents.map((source) => [source.id, source]));
page.out = new Map(page.entities.map((entity) => [entity.id, []]));
page.into = new Map(page.entities.map((entity) => [entity.id, []]));
for (const fact of page.facts) {
  page.out.get(fact.subject).push(fact);
  if (fact.object.entity !== undefined) page.into.get(fact.object.entity).push(fact);
}

// How many facts stand at an entity.
page.degree = (id) => page.out.get(id).length + page.into.get(id).length;

// Entities with most facts first; equal ones stay in the order of their ids.
page.ranked = [...page.entities].sort((a, b) => page.degree(b.id) - page.degree(a.id));

page.neighbours = (id) => {
  const found = new Set();
  for (const fact of page.out.get(id)) if (fact.object.entity !== undefined) found.add(fact.object.entity);
  for (const fact of page.into.get(id)) found.add(fact.subject);
  found.delete(id);
  return found;
};

// An element with a class and children. Strings become text nodes: no text is ever read as markup.
page.make = (tag, className, ...children) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
};

// A small picture of a type: its colour and its shape, as the canvas draws them.
page.swatch = (type) => {
  const points = {
    square: "2,2 14,2 14,14 2,14", diamond: "8,0.5 15.5,8 8,15.5 0.5,8", triangle: "8,1 15,14 1,14",
    triangleDown: "1,2 15,2 8,15", hexagon: "4,1.5 12,1.5 16,8 12,14.5 4,14.5 0,8",
    star: "8,0 10,5.6 16,5.8 11.3,9.4 13,15.2 8,11.8 3,15.2 4.7,9.4 0,5.8 6,5.6", box: "0.5,4 15.5,4 15.5,12 0.5,12",
  };
  const { shape, colour } = page.types[type];
  const draw = (tag, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const picture = draw("svg", { width: 13, height: 13, viewBox: "0 0 16 16", "aria-hidden": "true" });
  const hollow = shape === "box" ? { fill: "#fff", stroke: colour, "stroke-width": 1.6 } : { fill: colour };
  picture.append(points[shape] ? draw("polygon", { points: points[shape], ...hollow }) : draw("circle", { cx: 8, cy: 8, r: 7.5, fill: colour }));
  return picture;
};
