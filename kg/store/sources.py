"""Which documents of a graph are sources of their own, and which repeat another one."""

from __future__ import annotations

from collections.abc import Mapping

from kg.types import DocumentId, Fact, Graph


def reprints(graph: Graph) -> Mapping[DocumentId, DocumentId]:
    """The documents that repeat another one nearly word for word, and that one (see `kg.resolve.reprints`)."""
    return {one.id: one.reprint_of for one in graph.documents if one.reprint_of is not None}


def sources(fact: Fact, of: Mapping[DocumentId, DocumentId]) -> tuple[DocumentId, ...]:
    """The documents that say a fact, a document and its reprints (`of`) once, by the one that these repeat.

    >>> from kg.types import Evidence, Span
    >>> a, b, c = (Evidence(DocumentId(name), Span(0, 2), "rule", 0.9) for name in "abc")
    >>> said = Fact("1", "partOf", "x", "y", (), "asserted", (a, b, c), 0.9, "rules")
    >>> sources(said, {DocumentId("b"): DocumentId("a")})
    ('a', 'c')
    """
    return tuple(sorted({of.get(one.document, one.document) for one in fact.evidence}))
