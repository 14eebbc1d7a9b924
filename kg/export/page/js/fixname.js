import { plain } from "./find.js";
import { namesOf } from "./named.js";

// What two things are called and are when a correction joins them, by the rules of kg/merge/naming.py: {name, class}.

const LONGEST = new Set(["Person", "AdministrativeArea"]); // classes whose things are called by their longest name
const FULL = 0.6; // of the length of the longest name: shorter ones are short forms

// What was corrected last of two things in one respect holds for both.
const chosen = (pair, kind) => pair.flatMap(({ fixed }) => fixed ?? []).filter(({ said }) => said.kind === kind)
  .reduce((last, { said }) => (last && last.when > said.when ? last : said), null)?.to;

export const joined = (graph, kept, gone) => {
  const pair = [kept, gone];
  const type = chosen(pair, "retype") ?? kept.class;
  const given = chosen(pair, "rename");
  if (given !== undefined) return { name: given, class: type };
  const names = pair.map(({ name }) => name);
  if (LONGEST.has(type)) return { name: gone.name.length > kept.name.length ? gone.name : kept.name, class: type };
  const written = namesOf(graph, { name: kept.name, aliases: [gone.name, ...kept.aliases, ...gone.aliases], mentions: [...kept.mentions, ...gone.mentions] });
  const longest = Math.max(...written.map(([name]) => plain(name).length));
  const [best] = written.filter(([name]) => plain(name).length >= longest * FULL)
    .sort(([a, n], [b, m]) => m - n || b.length - a.length || (a < b ? -1 : 1));
  return { name: best?.[0] ?? names[0], class: type };
};

// The one of two that is mentioned more, first.
export const ordered = (a, b) => (a.mentions.length >= b.mentions.length ? [a, b] : [b, a]);
