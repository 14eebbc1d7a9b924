"""What is made of one document without a look at the others: the unit that workers give back and that is kept on disk.

    part(layer, ontology)                     its Layer, the links within it, its things with their buckets
    cut(part, own, ontology)                  its nodes: mentions that are one thing without a look at other documents

Both are functions of values, so that any engine may call them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import msgspec

from kg.merge.clusters import Clusters
from kg.ontology.ontology import Ontology
from kg.resolve.across_documents import AcrossDocuments, Bucket
from kg.resolve.document_things import DocumentThing, DocumentThings
from kg.resolve.within_document import WithinDocument
from kg.run.document_nodes import Node, node
from kg.store import layer_codec
from kg.types import Claim, Document, DocumentId, Layer, Link, Mention, Meta, Occurrence

NOTHING = -1  # the number of no node


class Thing(msgspec.Struct, array_like=True):
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
    things: list[Thing]

    @property
    def document(self) -> Document:
        """The document."""
        return Document(self.id, self.text, self.meta)

    @property
    def layer(self) -> Layer:
        """Its Layer."""
        return Layer(self.document, self.extractor, self.mentions, self.claims)


class Cut(msgspec.Struct, array_like=True):
    """The nodes of a document; of its things, and of the roles of its claims, the number of the node of each."""

    nodes: list[Node]
    things: list[int]
    roles: list[list[int]]


def part(layer: Layer, ontology: Ontology) -> Part:
    """Layer -> Part, as `kg.resolve.resolve` begins."""
    layer = layer_codec.decode(layer_codec.encode(layer))  # what is held is folded: half characters are gone
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
        [Thing(across.buckets(one), _lean(one)) for one in things],
    )


def _lean(thing: DocumentThing) -> DocumentThing:
    """A thing without what stands around it, where that tells nothing: only persons are told apart by it."""
    return thing if thing.coarse == "Person" else replace(thing, around=type(thing.around)())


def cut(of: Part, own: Iterable[Link], ontology: Ontology) -> Cut:
    """Part -> Cut; `own` are links between documents that tell two things of this one apart."""
    local = Clusters([of.layer], (*of.links, *own), ontology)
    numbers = {root: number for number, root in enumerate(local.all)}
    here = {mention for mention in of.mentions if mention.form != "value"}

    def number(mention: Mention) -> int:
        return numbers.get(local.find(Occurrence(of.id, mention)), NOTHING)

    return Cut(
        [node(cluster, here) for cluster in local.all.values()],
        [number(one.thing.occurrence.mention) for one in of.things],
        [[NOTHING if m.form == "value" else number(m) for _, m in claim.roles] for claim in of.claims],
    )
