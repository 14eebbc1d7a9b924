"""What is made of one document without a look at the others: the unit that workers give back and that is kept on disk.

part(layer, ontology)    its Layer, the links within it, its things with the buckets in which they are compared
"""

from __future__ import annotations

from dataclasses import replace

import msgspec

from kg.ontology.ontology import Ontology
from kg.resolve.across_documents import AcrossDocuments, Bucket
from kg.resolve.document_things import DocumentThing, DocumentThings
from kg.resolve.within_document import WithinDocument
from kg.types import Claim, Document, DocumentId, Layer, Link, Mention, Meta


class Bucketed(msgspec.Struct, array_like=True):
    """A thing of a document, and the buckets in which it is compared with those of others."""

    buckets: list[Bucket]
    thing: DocumentThing


class Part(msgspec.Struct, array_like=True):
    """A document with its Layer, and what follows from that alone."""

    id: DocumentId
    text: str
    meta: Meta
    extractor: str
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    links: tuple[Link, ...]
    things: list[Bucketed]
    reprint_of: DocumentId | None = None  # once all documents are known

    @property
    def document(self) -> Document:
        """The document."""
        return Document(self.id, self.text, self.meta, reprint_of=self.reprint_of)

    @property
    def layer(self) -> Layer:
        """Its Layer."""
        return Layer(self.document, self.extractor, self.mentions, self.claims)


def part(layer: Layer, ontology: Ontology) -> Part:
    """Layer -> Part, as `kg.resolve.resolve` begins; the Layer is one that was decoded: half characters are gone."""
    document, across = layer.document, ontology.once(AcrossDocuments)
    within = WithinDocument(layer, ontology)
    links = tuple(within.links())
    things = DocumentThings(within, links, ontology).all()
    return Part(
        document.id,
        document.text,
        document.meta,
        layer.extractor,
        layer.mentions,
        layer.claims,
        links,
        [Bucketed(across.buckets(one), _lean(one)) for one in things],
    )


def _lean(thing: DocumentThing) -> DocumentThing:
    """A thing without what stands around it, where that tells nothing: only persons are told apart by it."""
    return thing if thing.coarse == "Person" else replace(thing, around=type(thing.around)())
