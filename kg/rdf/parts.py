"""The triples of parts of a graph, each made without the others, so that a change of one makes only its own anew.

The parts of a graph are its documents (with the places in them that mentions and evidence are), its entities, the facts
of one key each (see `kg.run.stating`), and the graph as a whole. Together they have the triples of `kg.rdf.model`. Most
triples are of one part alone; the triple that a fact is, and what is said of a medium or a division of the gazetteer,
may be of several: these are `shared`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal, TypeAlias

from kg.ontology.ontology import Ontology
from kg.rdf.dataset import dataset
from kg.rdf.model import Describer
from kg.rdf.passages import Passages
from kg.rdf.terms import Names, Triple
from kg.store.canonical import canonical
from kg.types import Document, DocumentId, Entity, Evidence, Fact, Graph, Origin, Span

_Into: TypeAlias = Mapping[str | None, list[Triple]]  # triples by the document that says them
Kind: TypeAlias = Literal["graph", "document", "entity", "facts"]


class _Pointers(Passages):
    """Names the places in documents, which their own parts describe."""

    def knows(self, document: DocumentId) -> bool:
        """A fact's documents are all in the graph."""
        return True

    def select(self, document: DocumentId, span: Span, out: list[Triple]) -> None:
        """The part of the document has it."""

    def frame(self, document: DocumentId, span: Span, out: list[Triple]) -> None:
        """The part of the document has it."""


class Parts:
    """Describes parts as lines of N-Triples, or of N-Quads, where each document is a graph."""

    def __init__(self, ontology: Ontology, base: str, origin: Origin | None, *, quads: bool = False) -> None:
        self._ontology, self._names, self._origin, self._quads = ontology, Names(base), origin, quads
        self._shared = {"document": f"<{base}agent/", "entity": f"<{base}div/", "facts": f"<{base}id/"}

    def is_shared(self, kind: Kind, line: str) -> bool:
        """Whether another part may have a line too."""
        return kind in self._shared and line.startswith(self._shared[kind])

    def graph(self) -> set[str]:
        """What the graph says of itself."""
        return self._lines({None: self.graph_triples()})

    def graph_triples(self) -> list[Triple]:
        """The same as triples."""
        return dataset(self._origin, self._names)

    def entity(self, entity: Entity) -> set[str]:
        """What an entity is, and what it is called."""
        return self._lines(self._of_entity(entity))

    def entity_triples(self, entity: Entity) -> list[Triple]:
        """The same as triples, some of them more than once."""
        return _joined(self._of_entity(entity))

    def _of_entity(self, entity: Entity) -> _Into:
        describer = self._describer(Graph((), (), ()))
        describer.entity(entity)
        return describer.into

    def facts(self, facts: Iterable[Fact]) -> set[str]:
        """Facts and their evidence."""
        return self._lines(self._of_facts(facts))

    def facts_triples(self, facts: Iterable[Fact]) -> list[Triple]:
        """The same as triples, some of them more than once."""
        return _joined(self._of_facts(facts))

    def _of_facts(self, facts: Iterable[Fact]) -> _Into:
        describer = self._describer(Graph((), (), ()))
        describer.passages = _Pointers({}, self._names)
        for fact in canonical(Graph((), (), tuple(facts))).facts:
            describer.fact(fact)
        return describer.into

    def document(self, document: Document, entities: Iterable[Entity], proofs: Iterable[Evidence]) -> set[str]:
        """A document, the places in it of the mentions of entities and of evidence, and whom its credits mean.

        `entities` are those that it mentions, with their mentions in it alone, and with the names by which its credits
        may find them; those that only credits may find are among them.
        """
        return self._lines(self._of_document(document, entities, proofs))

    def document_triples(
        self, document: Document, entities: Iterable[Entity], proofs: Iterable[Evidence]
    ) -> list[Triple]:
        """The same as triples, some of them more than once."""
        return _joined(self._of_document(document, entities, proofs))

    def _of_document(self, document: Document, entities: Iterable[Entity], proofs: Iterable[Evidence]) -> _Into:
        graph = Graph((document,), tuple(entities), ())
        describer = self._describer(graph)
        describer.document(document)
        for entity in graph.entities:
            describer.mentions(entity)
        for proof in proofs:
            out = describer.into[document.id]
            describer.passages.select(document.id, proof.span, out)
            describer.passages.frame(document.id, proof.span, out)
        return describer.into

    def _describer(self, graph: Graph) -> Describer:
        made = Describer(replace(graph, origin=self._origin), self._names, "1.1", self._ontology)
        made.into = {None: []}
        return made

    def _lines(self, triples: Mapping[str | None, Iterable[Triple]]) -> set[str]:
        found = set[str]()
        for document, some in triples.items():
            end = "." if document is None or not self._quads else f"{self._names.document(document)} ."
            found.update(f"{s} {p} {o} {end}\n" for s, p, o in some)
        return found


def _joined(into: _Into) -> list[Triple]:
    return [triple for some in into.values() for triple in some]
