"""A graph scored against an annotated article, by the rules of the annotation guide.

    gold  received(宜宾市司法局, 先进集体)   positionAt(曲永明, 宜宾市司法局)
    found received(宜宾市司法局, 先进集体)   locatedIn(宜宾市司法局, 宜宾市)     precision 1/2, recall 1/2

Entities are matched first, by name and coarse type; a fact is right where its ends are matched entities of a gold fact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.ontology.ontology import Ontology
from kg.score.match import form, right_qualifiers, same_role, same_value

_ABSTRACT = {"CreativeWork"}  # the guide wants Legislation or Work: the bare class is never right

Json = Mapping[str, Any]


@dataclass
class Tally:
    """Counts of what is right among the found, and of what is hit among the wanted."""

    right: int = 0
    found: int = 0
    hit: int = 0
    wanted: int = 0

    def add(self, right: int, found: int, hit: int, wanted: int) -> None:
        """Add to the counts."""
        self.right += right
        self.found += found
        self.hit += hit
        self.wanted += wanted

    @property
    def precision(self) -> float:
        """The share of the found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of the wanted that was hit."""
        return self.hit / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall.

        >>> tally = Tally(); tally.add(1, 2, 1, 1); round(tally.f1, 4)
        0.6667
        """
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class Score:
    """The tallies of one or more articles by kind, and of facts by rule and property; the misses as (kind, words).

    `confidences` are those of the found facts with whether each is right, by property.
    """

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    misses: list[tuple[str, str]] = field(default_factory=list)
    rules: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    properties: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    confidences: dict[str, list[tuple[float, bool]]] = field(default_factory=lambda: defaultdict(list))

    def include(self, other: Score) -> None:
        """Add another score to this one."""
        for mine, theirs in (
            (self.tallies, other.tallies),
            (self.rules, other.rules),
            (self.properties, other.properties),
        ):
            for key, tally in theirs.items():
                mine[key].add(tally.right, tally.found, tally.hit, tally.wanted)
        for name, judged in other.confidences.items():
            self.confidences[name].extend(judged)
        self.misses.extend(other.misses)


def score(gold: Json, graph: Json, ontology: Ontology) -> Score:
    """Score one graph, in the JSON format, against the annotation of its article.

    An entity is right if it is the first that has a name and the coarse type of a gold entity; wanted are the core
    entities. A fact is right if its subject, predicate and object (and a post's role) match a gold fact that no fact
    before it has matched.
    """
    found = Score()
    linked = _entities(gold, graph, ontology, found)
    _facts(gold, graph, linked, {n for n, p in ontology.properties.items() if p.symmetric}, found)
    _document(gold.get("document") or {}, (graph.get("documents") or [{}])[0], found)
    return found


def _entities(gold: Json, graph: Json, ontology: Ontology, score: Score) -> dict[str, str]:
    """Tally the entities; gives the gold entity's id for each found entity's id that has one."""
    by_form = _by_form(gold["entities"])
    coarse = {name: top for name, top in ontology.coarse.items() if name not in _ABSTRACT}
    linked: dict[str, str] = {}
    hit: set[str] = set()
    hit_fine: set[str] = set()
    right_fine = 0
    found = graph.get("entities", [])
    for entity in found:
        candidates = [wanted for spelt in _forms(entity) for wanted in by_form.get(spelt, ())]
        typed = [c for c in candidates if coarse[c["type"]] == coarse.get(entity["type"])]
        if candidates:
            linked[entity["id"]] = (typed or candidates)[0]["id"]
        if not typed:
            score.misses.append(("spurious entity", f"{entity['name']} ({entity['type']})"))
            continue
        first = typed[0]["id"]
        if entity["type"] in {c["type"] for c in typed}:
            right_fine += first not in hit  # a second node for the same thing is wrong
            hit_fine.add(first)
        hit.add(first)
    _tally_entities(gold, found, score, (hit, hit_fine, right_fine))
    return linked


def _tally_entities(gold: Json, found: Sequence[Json], score: Score, right: tuple[set[str], set[str], int]) -> None:
    """Count what was hit, what was hit with its fine type, and how many have the right fine type."""
    hit, hit_fine, right_fine = right
    core = {e["id"]: e for e in gold["entities"] if e["core"]}
    score.tallies["entities"].add(len(hit), len(found), len(hit & core.keys()), len(core))
    score.tallies["entities, fine type"].add(right_fine, len(found), len(hit_fine & core.keys()), len(core))
    missed = (core[i] for i in sorted(core.keys() - hit))
    score.misses.extend(("missed entity", f"{e['name']} ({e['type']})") for e in missed)


def _forms(entity: Json) -> list[str]:
    """The normal forms of an entity's name and aliases."""
    return [form(name) for name in (entity["name"], *entity.get("aliases", ()))]


def _by_form(entities: Iterable[Json]) -> Mapping[str, list[Json]]:
    found: dict[str, list[Json]] = defaultdict(list)
    for entity in entities:
        for spelt in dict.fromkeys(_forms(entity)):
            found[spelt].append(entity)
    return found


def _matches(wanted: Json, fact: Json, linked: Mapping[str, str], symmetric: set[str]) -> bool:
    if wanted["predicate"] != fact["predicate"]:
        return False
    ends = [(fact["subject"], fact["object"])]
    if fact["predicate"] in symmetric and isinstance(fact["object"], str):
        ends.append((fact["object"], fact["subject"]))
    target = wanted["object"]
    for subject, found in ends:
        if linked.get(subject) != wanted["subject"]:
            continue
        if isinstance(target, str):
            same = isinstance(found, str) and linked.get(found) == target
        else:
            same = same_value(target, found)
        if same:
            return fact["predicate"] != "positionAt" or same_role(
                wanted.get("qualifiers", {}), fact.get("qualifiers", {})
            )
    return False


def _facts(gold: Json, graph: Json, linked: Mapping[str, str], symmetric: set[str], score: Score) -> None:
    wanted = gold["facts"]
    found = graph.get("facts", [])
    names = {e["id"]: e["name"] for e in graph.get("entities", ())}
    hit: set[int] = set()
    for fact in found:
        open_ = (n for n, w in enumerate(wanted) if n not in hit and _matches(w, fact, linked, symmetric))
        match = next(open_, None)
        for rule in sorted({e.get("rule", "") for e in fact.get("evidence", ())}):
            score.rules[rule].add(match is not None, 1, 0, 0)
        score.properties[fact["predicate"]].add(match is not None, 1, 0, 0)
        score.confidences[fact["predicate"]].append((float(fact.get("confidence", 1)), match is not None))
        if match is None:
            score.misses.append(("spurious fact", _in_words(fact, names)))
            continue
        hit.add(match)
        right, have, want = right_qualifiers(wanted[match].get("qualifiers", {}), fact.get("qualifiers", {}), linked)
        score.tallies["qualifiers"].add(right, have, right, want)
    core = {n for n, w in enumerate(wanted) if w["core"]}
    score.tallies["facts"].add(len(hit), len(found), len(hit & core), len(core))
    for n in core:
        score.properties[wanted[n]["predicate"]].add(0, 0, n in hit, 1)
    names = {e["id"]: e["name"] for e in gold["entities"]}
    score.misses.extend(("missed fact", _in_words(wanted[n], names)) for n in sorted(core - hit))


def _in_words(fact: Json, names: Mapping[str, str]) -> str:
    """A fact in words; that of a graph with the rules that read it."""
    target = fact["object"]
    shown = names.get(target, target) if isinstance(target, str) else target.get("value")
    rules = ", ".join(sorted({e["rule"] for e in fact["evidence"] if "rule" in e})) if "modality" in fact else ""
    more = rules or fact.get("qualifiers") or ""
    return f"{names.get(fact['subject'], fact['subject'])} {fact['predicate']} {shown} {more}".rstrip()


def _document(gold: Json, found: Json, score: Score) -> None:
    for key, wanted in gold.items():
        if wanted in (None, [], ""):
            continue
        value = found.get(key)
        if isinstance(wanted, list):
            right = set(map(form, wanted)) <= set(map(form, value or ()))
        else:
            right = form(value or "").startswith(form(wanted))
        score.tallies["document metadata"].add(right, value not in (None, [], ""), right, 1)
        if not right:
            score.misses.append(("missed metadata", f"{key}: {wanted} (got {value})"))
