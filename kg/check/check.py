"""Graph -> findings: every check there is, in one list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from kg.check.evidence import is_within
from kg.check.shapes import shapes_of
from kg.check.table import CHECKS, finding
from kg.ontology.ontology import Ontology
from kg.rdf.model import to_quads
from kg.rdf.prefixes import BASE
from kg.types import Entity, Fact, Finding, Graph


def check(graph: Graph, ontology: Ontology, base: str = BASE) -> list[Finding]:
    """What is wrong with a graph, sorted by code, then by culprit; empty where nothing is.

    Ids, spans, vocabulary and consistency are looked at first; SHACL then runs over the part of the graph in which
    every name leads somewhere, so that one fault is one finding.
    """
    return sort(
        [
            *check_values(graph, ontology),
            *shapes_of(chain.from_iterable(to_quads(sound(graph), base, ontology=ontology).values()), ontology, base),
        ]
    )


def check_values(graph: Graph, ontology: Ontology) -> list[Finding]:
    """The findings of all checks that look at the graph itself and not at its triples, in no order."""
    return [
        finding(code, culprit)
        for code, row in CHECKS.items()
        if row.function
        for culprit in row.function(graph, ontology)
    ]


def sort(findings: Iterable[Finding]) -> list[Finding]:
    """Findings in order, each once."""
    return sorted(set(findings))


def sound(graph: Graph) -> Graph:
    """The graph without what leads nowhere: facts and mentions with unknown entities, documents or spans."""
    documents = {d.id: d for d in graph.documents}

    def stands(entity: Entity) -> Entity:
        kept = (m for m in entity.mentions if m[0] in documents and is_within(m[1], documents[m[0]]))
        return replace(entity, mentions=tuple(kept))

    def holds(fact: Fact) -> bool:
        values = (fact.subject, fact.object, *(value for _, value in fact.qualifiers))
        known = all(value in graph.entity for value in values if isinstance(value, str))
        proofs = ((e.span, documents.get(e.document)) for e in fact.evidence)
        return known and all(document is not None and is_within(span, document) for span, document in proofs)

    facts = {f.id: f for f in graph.facts if holds(f)}
    whole = tuple(
        replace(d, meta=replace(d.meta, frame=tuple(s for s in d.meta.frame if is_within(s, d))))
        for d in documents.values()
    )
    entities = tuple(stands(e) for e in graph.entity.values())
    return Graph(whole, entities, tuple(facts.values()), corrections=graph.corrections)
