"""Checks of what a graph says as a whole: ids lead somewhere, facts are the ontology's and do not repeat themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kg.check.culprits import Culprit, culprit, fact_name
from kg.ontology.ontology import Ontology
from kg.types import Fact, Graph, Value


def unknown_subjects(graph: Graph, _: Ontology) -> Iterator[Culprit]:
    """Subjects of facts that are no entity of the graph."""
    for fact in graph.facts:
        if fact.subject not in graph.entity:
            yield culprit(fact_name(fact), id=fact.subject)


def unknown_objects(graph: Graph, _: Ontology) -> Iterator[Culprit]:
    """Objects of facts that are no entity of the graph and no value."""
    for fact in graph.facts:
        if isinstance(fact.object, str) and fact.object not in graph.entity:
            yield culprit(fact_name(fact), id=fact.object)


def unknown_qualifier_values(graph: Graph, _: Ontology) -> Iterator[Culprit]:
    """Qualifiers that name no entity of the graph."""
    for fact in graph.facts:
        for name, value in fact.qualifiers:
            if isinstance(value, str) and value not in graph.entity:
                yield culprit(fact_name(fact), qualifier=name, id=value)


def unknown_documents(graph: Graph, _: Ontology) -> Iterator[Culprit]:
    """Evidence, mentions and links in documents that are not in the graph, and reprints of such."""
    known = {d.id for d in graph.documents}
    places = [(fact_name(f), e.document) for f in graph.facts for e in f.evidence]
    places += [(f"entity {e.id}", document) for e in graph.entities for document, _ in e.mentions]
    places += [(f"link ({k.why})", end.document) for k in graph.links for end in (k.left, k.right)]
    places += [(f"document {d.id}", d.reprint_of) for d in graph.documents if d.reprint_of is not None]
    for owner, document in dict.fromkeys(places):
        if document not in known:
            yield culprit(owner, id=document)


def repeated_ids(graph: Graph, _: Ontology) -> Iterator[Culprit]:
    """Two documents, entities or facts with one id."""
    for kind, things in (("documents", graph.documents), ("entities", graph.entities), ("facts", graph.facts)):
        for id_, times in sorted(Counter(thing.id for thing in things).items()):
            if times > 1:
                yield culprit(id_, times=times, kind=kind)


def unknown_predicates(graph: Graph, ontology: Ontology) -> Iterator[Culprit]:
    """Predicates that the ontology lacks."""
    for fact in graph.facts:
        if fact.predicate not in ontology.properties:
            yield culprit(fact_name(fact), predicate=fact.predicate)


def unknown_qualifiers(graph: Graph, ontology: Ontology) -> Iterator[Culprit]:
    """Qualifiers that their predicate does not take."""
    for fact in graph.facts:
        known = ontology.properties.get(fact.predicate)
        for name, _ in fact.qualifiers if known else ():
            if known and name not in known.qualifiers:
                yield culprit(fact_name(fact), predicate=fact.predicate, qualifier=name)


def loops(graph: Graph, _: Ontology) -> Iterator[Culprit]:
    """Facts whose subject is their object."""
    return (culprit(fact_name(f)) for f in graph.facts if f.subject == f.object)


def repeated_facts(graph: Graph, ontology: Ontology) -> Iterator[Culprit]:
    """Facts that say the same; a symmetric one says the same both ways."""
    first: dict[tuple[object, ...], str] = {}
    for fact in graph.facts:
        content = (fact.predicate, *_ends(fact, ontology), frozenset(fact.qualifiers), fact.modality)
        if first.setdefault(content, fact.id) != fact.id:
            yield culprit(fact_name(fact), id=first[content])


def contradictions(graph: Graph, ontology: Ontology) -> Iterator[Culprit]:
    """Asserted facts that are negated too, whatever their qualifiers."""
    negated = {(f.predicate, *_ends(f, ontology)) for f in graph.facts if f.modality == "negated"}
    for fact in graph.facts:
        if fact.modality == "asserted" and (fact.predicate, *_ends(fact, ontology)) in negated:
            yield culprit(fact_name(fact))


def circles(graph: Graph, ontology: Ontology) -> Iterator[Culprit]:
    """Things that contain themselves, through others, by one of the ontology's containers."""
    for predicate in (name for name, known in ontology.properties.items() if known.container):
        above: dict[str, list[str]] = {}
        for fact in graph.facts:
            related = fact.predicate == predicate and fact.modality == "asserted"
            if related and isinstance(fact.object, str) and fact.object != fact.subject:
                above.setdefault(fact.subject, []).append(fact.object)
        for start in sorted(above):
            chain = _way_back(start, above)
            if chain and start == min(chain):
                yield culprit(f"entity {start}", chain=f" {predicate} ".join([*chain, start]))


def _ends(fact: Fact, ontology: Ontology) -> tuple[str | Value, str | Value]:
    """Subject and object; of a symmetric property in one order."""
    known = ontology.properties.get(fact.predicate)
    if known and known.symmetric and isinstance(fact.object, str) and fact.object < fact.subject:
        return fact.object, fact.subject
    return fact.subject, fact.object


def _way_back(start: str, above: dict[str, list[str]]) -> list[str]:
    """The first shortest way from a thing up to itself, without its end; empty where there is none."""
    came: dict[str, str] = {}
    front = [start]
    while front:
        beyond = []
        for thing in front:
            for higher in above.get(thing, ()):
                if higher == start:
                    way = [thing]
                    while way[-1] != start:
                        way.append(came[way[-1]])
                    return way[::-1]
                if higher not in came:
                    came[higher] = thing
                    beyond.append(higher)
        front = beyond
    return []
