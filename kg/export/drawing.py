"""A graph as nodes and edges for programs that draw: what GraphML and GEXF share. Nothing is held but what is seen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from kg.export.network import with_unit
from kg.export.periods import Period, period
from kg.ontology.ontology import Ontology
from kg.rdf.terms import Names, unescaped
from kg.store.canonical import canonical
from kg.types import DocumentId, Entity, EntityId, Evidence, Fact, Graph, Value


@dataclass(frozen=True, slots=True)
class Node:
    """An entity, or the value that one fact is about; `type` is a class, or date, quantity or text.

    `code` is that of GB/T 2260, of a place of which the gazetteer is sure.
    """

    iri: str
    id: str
    label: str
    type: str
    aliases: tuple[str, ...] = ()
    code: str = ""

    def aliases_json(self) -> str:
        """The other names as a list in JSON."""
        return json.dumps(self.aliases, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Edge:
    """A fact: the IRI of its statement, of its ends, its property's name and Chinese label, and what is said of it."""

    iri: str
    source: str
    target: str
    label: str
    fact: Fact
    period: Period
    qualifiers: str
    evidence: str


class Drawing:
    """The nodes and then the edges of a graph, sorted by id, each made when it is asked for."""

    def __init__(self, graph: Graph, names: Names, ontology: Ontology) -> None:
        self.graph, self._names, self._ontology = canonical(graph), names, ontology
        self._texts = {document.id: document.text for document in graph.documents}

    def nodes(self) -> Iterator[Node]:
        """Entities, then what facts name that no entity is, then values."""
        known = {entity.id for entity in self.graph.entities}
        for entity in self.graph.entities:
            yield self._node(entity)
        for fact in self.graph.facts:
            for end in (fact.subject, fact.object):
                if isinstance(end, str) and end not in known:  # kg check says so
                    known.add(end)
                    yield Node(self._iri(end), end, end, "")
        for fact in self.graph.facts:
            if isinstance(fact.object, Value):
                key = f"{fact.id}-value"
                yield Node(_bare(self._names.statement(key)), key, with_unit(fact.object), fact.object.datatype)

    def edges(self) -> Iterator[Edge]:
        """Facts, whatever their modality."""
        for fact in self.graph.facts:
            known, value = self._ontology.properties.get(fact.predicate), isinstance(fact.object, Value)
            target = _bare(self._names.statement(f"{fact.id}-value")) if value else self._iri(str(fact.object))
            words = {name: v if isinstance(v, str) else with_unit(v) for name, v in fact.qualifiers}
            yield Edge(
                _bare(self._names.statement(fact.id)),
                self._iri(fact.subject),
                target,
                known.zh if known else fact.predicate,
                fact,
                period(fact),
                json.dumps(words, ensure_ascii=False),
                json.dumps([self._proof(one) for one in fact.evidence], ensure_ascii=False),
            )

    def _node(self, entity: Entity) -> Node:
        code = entity.divisions[0].code if entity.divisions else ""
        return Node(self._iri(entity.id), entity.id, entity.name, entity.type, entity.aliases, code)

    def _iri(self, entity: EntityId | str) -> str:
        return _bare(self._names.entity(entity))

    def _proof(self, proof: Evidence) -> dict[str, str | int]:
        start, end = proof.span.start, proof.span.end
        quote = self._texts.get(DocumentId(proof.document), "")[start:end]
        return {"document": proof.document, "start": start, "end": end, "quote": quote, "rule": proof.rule}


def _bare(term: str) -> str:
    return unescaped(term[1:-1])
