"""Checks of the evidence in a graph: every span lies in its document."""

from __future__ import annotations

from collections.abc import Iterator

from kg.check.culprits import Culprit, culprit, fact_name
from kg.ontology.ontology import Ontology
from kg.types import Document, Graph, Span


def is_within(span: Span, document: Document) -> bool:
    """Whether a span has characters, all of them in the document.

    >>> is_within(Span(0, 2), Document("a", "北京")), is_within(Span(1, 3), Document("a", "北京"))
    (True, False)
    """
    return 0 <= span.start < span.end <= len(document.text)


def spans_outside(graph: Graph, _: Ontology) -> Iterator[Culprit]:
    """Spans of evidence, mentions, links and metadata that are empty or end beyond the text."""
    documents = {d.id: d for d in graph.documents}
    places = [(fact_name(f), e.document, e.span) for f in graph.facts for e in f.evidence]
    places += [(f"entity {e.id}", document, span) for e in graph.entities for document, span in e.mentions]
    places += [(f"link ({k.why})", end.document, end.mention.span) for k in graph.links for end in (k.left, k.right)]
    for d in graph.documents:
        places += [(f"document {d.id}", d.id, span) for span in (*d.meta.frame, *(span for _, span in d.meta.fields))]
    for owner, name, span in places:
        document = documents.get(name)
        if document is not None and not is_within(span, document):
            length = len(document.text)
            yield culprit(owner, span=f"{span.start}-{span.end}", document=name, length=length)


def unmentioned(graph: Graph, _: Ontology) -> Iterator[Culprit]:
    """Entities that no document mentions."""
    return (culprit(f"entity {e.id}") for e in graph.entities if not e.mentions)
