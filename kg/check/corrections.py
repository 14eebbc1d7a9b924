"""Checks of what people corrected: it still applies, and the graph is as they said."""

from __future__ import annotations

from collections.abc import Iterator

from kg.check.culprits import Culprit, culprit
from kg.ontology.ontology import Ontology
from kg.store.correction_json import id_of, title
from kg.types import Corrected, EntityId, Fact, Graph, Value


def lost(graph: Graph, _: Ontology) -> Iterator[Culprit]:
    """Corrections that name what is not there any more, or what is not one thing."""
    return (culprit(_name(one), reason=one.reason) for one in graph.corrections if one.state == "missing")


def overruled(graph: Graph, _: Ontology) -> Iterator[Culprit]:
    """Corrections that a later one contradicts."""
    return (culprit(_name(one), reason=one.reason) for one in graph.corrections if one.state == "overruled")


def contradicted(graph: Graph, _: Ontology) -> Iterator[Culprit]:
    """Corrections that are said to hold in a graph that says otherwise."""
    return (culprit(_name(one), what=what) for one in graph.corrections if (what := _wrong(one, graph)))


def holding(graph: Graph) -> int:
    """How many corrections hold: each of them is a check that passes."""
    return sum(one.state == "holds" and _wrong(one, graph) is None for one in graph.corrections)


def _name(corrected: Corrected) -> str:
    return f"correction {id_of(corrected.correction)} ({title(corrected.correction)})"


def _wrong(corrected: Corrected, graph: Graph) -> str | None:
    """What the graph says instead of a correction that is said to hold."""
    said, on = corrected.correction, corrected.on
    if corrected.state != "holds":
        return None
    if said.kind == "assert":
        facts = {fact.id for fact in graph.facts}
        return next((f"fact {one} is not there" for one in on if one not in facts), None)
    things = [graph.entity.get(EntityId(one)) for one in on]
    if None in things:
        return f"entity {on[things.index(None)]} is not there"
    if said.kind == "retract":
        return next((f"fact {fact.id} says so" for fact in graph.facts if _retracted(fact, corrected, graph)), None)
    if said.kind in ("same", "different"):
        meant = 1 if said.kind == "same" else 2
        return None if len(on) == meant else f"the graph has {len(on)} entities for it"
    found = next((thing.type if said.kind == "retype" else thing.name for thing in things if thing), None)
    return None if found == said.to else f"it is {found}"


def _retracted(fact: Fact, corrected: Corrected, graph: Graph) -> bool:
    """Whether a fact is one that a correction retracts, and that nobody asserts."""
    said = corrected.correction
    if fact.predicate != said.predicate or (said.modality or fact.modality) != fact.modality:
        return False
    if isinstance(said.object, Value) and fact.object != said.object:
        return False
    if {one for one in (fact.subject, fact.object) if isinstance(one, str)} != set(corrected.on):
        return False
    values = {name: value for name, value in said.qualifiers if isinstance(value, Value)}
    if len(values) < len(said.qualifiers) or any(dict(fact.qualifiers).get(name) != values[name] for name in values):
        return False
    return not any(fact.id in one.on for one in graph.corrections if one.correction.kind == "assert")
