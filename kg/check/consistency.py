"""Checks of what a graph says as a whole: ids lead somewhere, facts are the ontology's and do not repeat themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kg.check.codes import finding
from kg.check.words import fact_words
from kg.ontology.ontology import Ontology
from kg.types import Fact, Finding, Graph, Value


def dangling(graph: Graph) -> Iterator[Finding]:
    """E301 to E303: subjects, objects and qualifiers that are no entity of the graph."""
    for fact in graph.facts:
        if fact.subject not in graph.entity:
            yield finding("E301", fact_words(fact), id=fact.subject)
        if isinstance(fact.object, str) and fact.object not in graph.entity:
            yield finding("E302", fact_words(fact), id=fact.object)
        for name, value in fact.qualifiers:
            if isinstance(value, str) and value not in graph.entity:
                yield finding("E303", fact_words(fact), qualifier=name, id=value)


def nowhere(graph: Graph) -> Iterator[Finding]:
    """E304: evidence, mentions and links in documents that are not in the graph."""
    known = {d.id for d in graph.documents}
    places = [(fact_words(f), e.document) for f in graph.facts for e in f.evidence]
    places += [(f"entity {e.id}", document) for e in graph.entities for document, _ in e.mentions]
    places += [(f"link ({k.why})", end.document) for k in graph.links for end in (k.left, k.right)]
    for who, document in dict.fromkeys(places):
        if document not in known:
            yield finding("E304", who, id=document)


def repeated_ids(graph: Graph) -> Iterator[Finding]:
    """E305: two documents, entities or facts with one id."""
    for kind, things in (("documents", graph.documents), ("entities", graph.entities), ("facts", graph.facts)):
        for id_, times in sorted(Counter(thing.id for thing in things).items()):
            if times > 1:
                yield finding("E305", id_, times=times, kind=kind)


def vocabulary(graph: Graph, ontology: Ontology) -> Iterator[Finding]:
    """E218, E219: predicates that the ontology lacks, and qualifiers that a predicate does not take."""
    for fact in graph.facts:
        found = ontology.properties.get(fact.predicate)
        if found is None:
            yield finding("E218", fact_words(fact), predicate=fact.predicate)
            continue
        for name, _ in fact.qualifiers:
            if name not in found.qualifiers:
                yield finding("E219", fact_words(fact), predicate=fact.predicate, qualifier=name)


def loops(graph: Graph) -> Iterator[Finding]:
    """W301: facts whose subject is their object."""
    return (finding("W301", fact_words(f)) for f in graph.facts if f.subject == f.object)


def repeated_facts(graph: Graph, ontology: Ontology) -> Iterator[Finding]:
    """W302: facts that say the same; a symmetric one says the same both ways."""
    first: dict[tuple[object, ...], str] = {}
    for fact in graph.facts:
        said = (fact.predicate, *_ends(fact, ontology), frozenset(fact.qualifiers), fact.modality)
        if first.setdefault(said, fact.id) != fact.id:
            yield finding("W302", fact_words(fact), id=first[said])


def contradictions(graph: Graph, ontology: Ontology) -> Iterator[Finding]:
    """W303: asserted facts that are negated too, whatever their qualifiers."""
    negated = {(f.predicate, *_ends(f, ontology)) for f in graph.facts if f.modality == "negated"}
    for fact in graph.facts:
        if fact.modality == "asserted" and (fact.predicate, *_ends(fact, ontology)) in negated:
            yield finding("W303", fact_words(fact))


def circles(graph: Graph) -> Iterator[Finding]:
    """W304: things that are part of themselves, or lie in themselves, through others."""
    for predicate in ("locatedIn", "partOf"):
        above: dict[str, list[str]] = {}
        for fact in graph.facts:
            related = fact.predicate == predicate and fact.modality == "asserted"
            if related and isinstance(fact.object, str) and fact.object != fact.subject:
                above.setdefault(fact.subject, []).append(fact.object)
        for start in sorted(above):
            chain = _way_back(start, above)
            if chain and start == min(chain):
                yield finding("W304", f"entity {start}", chain=f" {predicate} ".join([*chain, start]))


def _ends(fact: Fact, ontology: Ontology) -> tuple[str | Value, str | Value]:
    """Subject and object; of a symmetric property in one order."""
    found = ontology.properties.get(fact.predicate)
    if found and found.symmetric and isinstance(fact.object, str) and fact.object < fact.subject:
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
