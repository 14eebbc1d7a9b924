import { colourOf } from "./dom.js";

// How nodes and edges look: groups for vis-network, one for each type, and the colours of the style sheet.

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

export const colours = () => ({
  ink: colour("ink"), soft: colour("soft"), ground: colour("ground"), accent: colour("accent"), faint: colour("faint"), edge: colour("edge"), warm: colour("warm"),
});

// The style sheet's colour of each type, by its place: `--type-0` …
export const paintTypes = (graph) => Object.values(graph.types).forEach((type, n) => {
  document.documentElement.style.setProperty(`--type-${n}`, colourOf(type));
});

export const paintOf = (graph, type) => `var(--type-${Object.keys(graph.types).indexOf(type)})`;

export const options = (graph) => {
  const { ink, ground, soft, edge } = colours();
  const groups = Object.entries(graph.types).map(([name, type]) => {
    const fill = colourOf(type);
    const hollow = type.shape === "box"; // vis-network would write the name into it
    const background = hollow ? ground : fill;
    const border = hollow ? fill : ground;
    const chosen = { background, border: ink };
    return [name, { shape: hollow ? "square" : type.shape, borderWidth: hollow ? 2 : 1, color: { background, border, highlight: chosen, hover: chosen } }];
  });
  return {
    groups: Object.fromEntries(groups),
    nodes: { borderWidthSelected: 3 },
    edges: { color: { color: edge, highlight: soft, hover: soft }, width: 1.2, selectionWidth: 1.4, hoverWidth: 0.6, arrows: { to: { enabled: true, scaleFactor: 0.55 } } },
    interaction: { hover: true, tooltipDelay: 1e9, keyboard: false, multiselect: false },
    layout: { randomSeed: 7, improvedLayout: false },
    physics: false,
  };
};

export const PHYSICS = {
  enabled: true, solver: "forceAtlas2Based",
  forceAtlas2Based: { gravitationalConstant: -90, centralGravity: 0.02, springLength: 110, springConstant: 0.06, damping: 0.5, avoidOverlap: 0.5 },
  stabilization: { enabled: true, fit: false },
};

// Facts between the same two entities bend apart, whichever way they point: how far, and (by the sign) to which side.
export const curve = (before, fact) => {
  const pair = `${Math.min(fact.subject, fact.object)} ${Math.max(fact.subject, fact.object)}`;
  const count = before.get(pair) ?? 0;
  before.set(pair, count + 1);
  return ((count % 2 === 1) === (fact.subject < fact.object) ? 0.24 : -0.24) * Math.ceil(count / 2);
};

// The same for vis-network.
export const bend = (before, fact) => {
  const share = curve(before, fact);
  return share ? { enabled: true, type: share > 0 ? "curvedCW" : "curvedCCW", roundness: Math.min(0.9, Math.abs(share)) } : { enabled: false };
};
