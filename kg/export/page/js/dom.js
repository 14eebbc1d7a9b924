// Elements. Strings become text nodes: no text is ever read as markup.

export const make = (tag, className, ...children) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
};

export const button = (className, action, ...children) => {
  const element = make("button", className, ...children);
  element.type = "button";
  element.addEventListener("click", action);
  return element;
};

// A button that asks for a file.
export const chooser = (className, name, accept, chosen) => {
  const input = make("input", "");
  Object.assign(input, { type: "file", accept, hidden: true });
  input.addEventListener("change", () => { if (input.files[0]) chosen(input.files[0]); });
  return make("span", "", input, button(className, () => input.click(), name));
};

// A text from the graph: its direction is its own.
export const words = (text, className = "text") => make("span", className, text);

const SVG = "http://www.w3.org/2000/svg";

export const draw = (tag, attributes = {}, ...children) => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

export const POINTS = {
  square: "2,2 14,2 14,14 2,14", box: "2,2 14,2 14,14 2,14", diamond: "8,0.5 15.5,8 8,15.5 0.5,8", triangle: "8,1 15,14 1,14",
  triangleDown: "1,2 15,2 8,15", hexagon: "4,1.5 12,1.5 16,8 12,14.5 4,14.5 0,8",
  star: "8,0 10,5.6 16,5.8 11.3,9.4 13,15.2 8,11.8 3,15.2 4.7,9.4 0,5.8 6,5.6",
};

// A shape about (8, 8), as the canvas draws it; a box is hollow.
export const shape = (kind, colour) => {
  const look = kind === "box" ? { fill: "none", stroke: colour, "stroke-width": 2.4 } : { fill: colour };
  return POINTS[kind] ? draw("polygon", { points: POINTS[kind], ...look }) : draw("circle", { cx: 8, cy: 8, r: 7.5, ...look });
};

export const isDark = () => {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
};

export const colourOf = (type) => (isDark() ? type.dark : type.colour);

// Rows [term, content] as a list of terms, without those that have no content; null where none has.
export const terms = (rows) => {
  const kept = rows.filter(([, content]) => content);
  return kept.length ? make("dl", "", ...kept.flatMap(([name, content]) => [make("dt", "", name), make("dd", "", content)])) : null;
};

// A small picture of a type.
export const swatch = (type) => {
  const colours = [["light-only", type.colour], ["dark-only", type.dark]];
  const pictures = colours.map(([className, colour]) => {
    const group = shape(type.shape, colour);
    group.setAttribute("class", className);
    return group;
  });
  return draw("svg", { class: "swatch", width: 13, height: 13, viewBox: "0 0 16 16", "aria-hidden": "true" }, ...pictures);
};

// Show the first items, and the others a step at a time on request.
export const some = (items, step, more, show) => {
  const added = (from) => {
    const nodes = items.slice(from, from + step).map(show);
    const left = items.length - from - step;
    if (left > 0) {
      const next = button("more", () => {
        const fresh = added(from + step);
        next.replaceWith(...fresh);
        fresh[0].querySelector?.("button")?.focus();
      }, more(Math.min(step, left), left));
      nodes.push(next);
    }
    return nodes;
  };
  return added(0);
};

// Tell a screen reader, and briefly all others.
export const announce = (text) => {
  const line = document.getElementById("status");
  line.textContent = text;
  line.classList.add("new");
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => line.classList.remove("new"), 2500);
};

export const save = (name, content, type) => {
  const place = URL.createObjectURL(new Blob([content], { type }));
  const link = make("a", "");
  link.href = place;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(place), 10000);
};
