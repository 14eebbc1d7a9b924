"""Places in documents, by the W3C's Web Annotation: a source, and selectors by position and by quotation.

    <doc/news#char=57,93> a oa:SpecificResource ; oa:hasSource doc:news ;
        oa:hasSelector <doc/news#position=57,93>, <doc/news#quote=57,93> .
    <doc/news#position=57,93> a oa:TextPositionSelector ; oa:start "57"^^xsd:nonNegativeInteger ; oa:end … .
    <doc/news#quote=57,93> a oa:TextQuoteSelector ; oa:prefix "…" ; oa:exact "…" ; oa:suffix "…" .

A place in a document with pages is on one: <doc/news#position=57,93> kg:page "3"^^xsd:nonNegativeInteger.
What stands before and behind is said where the place is evidence: a graph has many more mentions.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.ontology.namespace import KG
from kg.rdf.prefixes import OA, RDF
from kg.rdf.terms import Names, Triple, natural, text
from kg.text.pages import page_of
from kg.types import Document, DocumentId, Span

_TYPE = f"<{RDF}type>"
_SOURCE, _SELECTOR = f"<{OA}hasSource>", f"<{OA}hasSelector>"
SPECIFIC = f"<{OA}SpecificResource>"
_POSITION, _QUOTE = f"<{OA}TextPositionSelector>", f"<{OA}TextQuoteSelector>"
_START, _END, _EXACT, _PREFIX, _SUFFIX = (f"<{OA}{n}>" for n in ("start", "end", "exact", "prefix", "suffix"))
_PAGE = f"<{KG}page>"
CONTEXT = 16  # code points before and behind


class Passages:
    """Describes each place, and each pair of selectors, when it is first asked for."""

    def __init__(self, documents: Mapping[DocumentId, Document], names: Names) -> None:
        self._documents, self._names = documents, names
        self._places: dict[tuple[DocumentId, Span], str] = {}
        self._selectors: set[tuple[DocumentId, Span]] = set()
        self._framed: set[tuple[DocumentId, Span]] = set()

    def place(self, document: DocumentId, span: Span, out: list[Triple]) -> str:
        """The name of a place; what describes it is added to `out` the first time."""
        found = self._places.get((document, span))
        if found is None:
            found = self._places[document, span] = self._names.passage(document, span)
            self._point(found, document, span, out)
            self.select(document, span, out)
        return found

    def evidence(self, node: str, document: DocumentId, span: Span, out: list[Triple]) -> None:
        """Say of a node that it is a place in a document, with what stands before and behind it."""
        self._point(node, document, span, out)
        self.select(document, span, out)
        self.frame(document, span, out)

    def frame(self, document: DocumentId, span: Span, out: list[Triple]) -> None:
        """Say what stands before and behind a place, the first time."""
        source = self._documents.get(document)
        if source is not None and (document, span) not in self._framed:
            self._framed.add((document, span))
            quote, words = self._names.passage(document, span, "quote"), source.text
            around = (
                (_PREFIX, words[max(span.start - CONTEXT, 0) : span.start]),
                (_SUFFIX, words[span.end : span.end + CONTEXT]),
            )
            out.extend((quote, name, text(found)) for name, found in around if found)

    def knows(self, document: DocumentId) -> bool:
        """Whether the text of a document is there to be quoted."""
        return document in self._documents

    def _point(self, node: str, document: DocumentId, span: Span, out: list[Triple]) -> None:
        """Say of a node that it is a place in a document."""
        position, quote = (self._names.passage(document, span, kind) for kind in ("position", "quote"))
        out += (
            (node, _TYPE, SPECIFIC),
            (node, _SOURCE, self._names.document(document)),
            (node, _SELECTOR, position),
        )
        if self.knows(document):
            out.append((node, _SELECTOR, quote))

    def select(self, document: DocumentId, span: Span, out: list[Triple]) -> None:
        """Describe the selectors of a place, the first time."""
        position, quote = (self._names.passage(document, span, kind) for kind in ("position", "quote"))
        source = self._documents.get(document)
        if (document, span) not in self._selectors:
            self._selectors.add((document, span))
            out += (
                (position, _TYPE, _POSITION),
                (position, _START, natural(span.start)),
                (position, _END, natural(span.end)),
            )
            if source is not None:
                out += (quote, _TYPE, _QUOTE), (quote, _EXACT, text(source.cut(span)))
                if (page := page_of(source, span.start)) is not None:
                    out.append((position, _PAGE, natural(page)))
