"""The pages of a corpus: one where a page can show it all, or else a page for each part of it and an index of these."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.ontology.ontology import Ontology
from kg.run.corpus.spill import Spills, records
from kg.types import Document, DocumentId, Entity, Fact, Graph, Origin

ENTITIES, FACTS = "page-entities", "page-facts"


@dataclass(frozen=True)
class Pages:
    """Which page each document is on: `first` are the first documents of all pages but the first one."""

    first: Sequence[DocumentId]

    def at(self, document: DocumentId) -> int:
        """The page of a document."""
        return bisect_right(self.first, document)

    def put_entity(self, entity: Entity, out: Spills) -> None:
        """An entity, to the pages of the documents that mention it, with its mentions in these."""
        places = {self.at(document) for document, _ in entity.mentions}
        for page in places:
            there = entity
            if len(places) > 1:
                mentions = tuple(one for one in entity.mentions if self.at(one[0]) == page)
                there = replace(entity, mentions=mentions)
            out.put(ENTITIES, page, there)

    def put_fact(self, fact: Fact, out: Spills) -> None:
        """A fact, to the pages of the documents that say it."""
        for page in {self.at(evidence.document) for evidence in fact.evidence}:
            out.put(FACTS, page, fact)


def graph(folder: Path, page: int, documents: Iterable[Document], origin: Origin) -> Graph:
    """The graph that a page shows."""
    entities = sorted(records(folder, ENTITIES, page, Entity), key=lambda one: one.id)
    facts = sorted(records(folder, FACTS, page, Fact), key=lambda one: one.id)
    return Graph(tuple(documents), tuple(entities), tuple(facts), (), origin)


def render_page(of: Graph, ontology: Ontology, sparql: bool | None, base: str) -> str:
    """The page."""
    from kg.export.page.render import render

    return render(of, ontology, sparql, base)
