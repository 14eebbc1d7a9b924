"""Checks of what people corrected: it still applies, and the graph is as they said."""

from __future__ import annotations

from collections.abc import Iterator

from kg.check.culprits import Culprit, culprit
from kg.ontology.ontology import Ontology
from kg.store.correction_json import id_of, title
from kg.text.names import normal_form
from kg.types import Corrected, Correction, Entity, EntityId, Fact, Graph, Named, Value


def lost(graph: Graph, _: Ontology) -> Iterator[Culprit]:
    """Corrections that name what is not there any more, or what is not one thing."""
    return (culprit(_name(one), reason=one.reason) for one in graph.corrections if one.state == "missing")


def overruled(graph: Graph, _: Ontology) -> Iterator[Culprit]:
    """Corrections that a later one contradicts."""
    return (culprit(_name(one), reason=one.reason) for one in graph.corrections if one.state == "overruled")


def contradicted(graph: Graph, ontology: Ontology) -> Iterator[Culprit]:
    """Corrections that are said to hold in a graph that says otherwise."""
    return (culprit(_name(one), what=what) for one in graph.corrections if (what := _wrong(one, graph, ontology)))


def holding(graph: Graph, ontology: Ontology) -> int:
    """How many corrections hold: each of them is a check that passes."""
    return sum(one.state == "holds" and _wrong(one, graph, ontology) is None for one in graph.corrections)


def _name(corrected: Corrected) -> str:
    return f"correction {id_of(corrected.correction)} ({title(corrected.correction)})"


def _wrong(corrected: Corrected, graph: Graph, ontology: Ontology) -> str | None:
    """What the graph says instead of a correction that is said to hold."""
    if corrected.state != "holds":
        return None
    if corrected.correction.kind == "assert":
        facts = {fact.id for fact in graph.facts}
        return next((f"fact {one} is not there" for one in corrected.on if one not in facts), None)
    gone = (one for one in corrected.on if EntityId(one) not in graph.entity)
    if (missing := next(gone, None)) is not None:
        return f"entity {missing} is not there"
    if corrected.correction.kind == "retract":
        return next(
            (f"fact {fact.id} says so" for fact in graph.facts if _retracted(fact, corrected, graph, ontology)), None
        )
    return _otherwise(corrected.correction, [graph.entity[EntityId(one)] for one in corrected.on])


def _otherwise(said: Correction, things: list[Entity]) -> str | None:
    """What entities are that a correction says otherwise of."""
    if said.kind in ("same", "different"):
        meant = 1 if said.kind == "same" else 2
        return None if len(things) == meant else f"the graph has {len(things)} entities for it"
    found = {thing.type if said.kind == "retype" else thing.name for thing in things}
    return None if found <= {said.to} else f"it is {', '.join(sorted(found))}"


def _retracted(fact: Fact, corrected: Corrected, graph: Graph, ontology: Ontology) -> bool:
    """Whether a fact is one that a correction retracts, and that nobody asserts."""
    said, has = corrected.correction, dict(fact.qualifiers)
    if fact.predicate != said.predicate or (said.modality or fact.modality) != fact.modality:
        return False
    if not all(isinstance(value, Value) and has.get(name) == value for name, value in said.qualifiers):
        return False
    if not _is_about(fact, corrected, graph, ontology):
        return False
    return not any(fact.id in one.on for one in graph.corrections if one.correction.kind == "assert")


def _is_about(fact: Fact, corrected: Corrected, graph: Graph, ontology: Ontology) -> bool:
    """Whether subject and object are those of a correction, and not turned round."""
    said, ends = corrected.correction, {one for one in (fact.subject, fact.object) if isinstance(one, str)}
    if ends != set(corrected.on) or (not isinstance(said.object, Named) and said.object != fact.object):
        return False
    known = ontology.properties.get(fact.predicate)
    return (known is not None and known.symmetric) or _is_called(graph.entity[fact.subject], said.subject)


def _is_called(entity: Entity, named: Named) -> bool:
    """Whether an entity, which is one of those that a correction is about, is the one that it names so."""
    names = map(normal_form, (entity.name, *entity.aliases))
    return named.id == entity.id or (named.name is not None and normal_form(named.name) in names)
