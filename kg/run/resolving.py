"""What documents put and taken away change among the links between documents.

Things of several documents are compared in buckets (a coarse type and a name: `kg.resolve.across_documents`). The links
of a bucket depend on the things in it alone, so those of the buckets that a document was in, or is in now, are made
anew, and no others. Two buckets may say something of the same two things: the first one counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import msgspec

from kg.ontology.ontology import Ontology
from kg.resolve.across_documents import AcrossDocuments, Bucket
from kg.resolve.document_things import DocumentThing, DocumentThings
from kg.resolve.person_signs import Surroundings
from kg.resolve.within_document import WithinDocument
from kg.store.database.connection import Database
from kg.store.database.graph import ThingKey
from kg.types import DocumentId, Layer, Link

_ENCODER = msgspec.json.Encoder(order="deterministic")
_THING, _AROUND = msgspec.json.Decoder(DocumentThing), msgspec.json.Decoder(Surroundings)
_NOTHING = Surroundings()


@dataclass
class Resolved:
    """The links within the documents that were put, and the ends of links between documents that came or went.

    `own` are documents of which a link joins two things of their own.
    """

    within: dict[DocumentId, tuple[Link, ...]] = field(default_factory=dict)
    touched: set[ThingKey] = field(default_factory=set)
    own: set[DocumentId] = field(default_factory=set)


class Resolving:
    """Brings the things and buckets of a store up to date."""

    def __init__(self, store: Database, ontology: Ontology) -> None:
        self._store, self._ontology = store, ontology
        self._done = Resolved()

    @cached_property
    def _across(self) -> AcrossDocuments:
        return AcrossDocuments(self._ontology)

    def run(self, layers: Mapping[DocumentId, Layer], gone: Iterable[DocumentId]) -> Resolved:
        """Put layers, and take documents away."""
        away = [(document,) for document in (*layers, *gone)]
        buckets: set[Bucket] = {row for key in away for row in self._store.rows("buckets_of_document", *key)}
        for table in ("things", "around", "buckets"):
            self._store.run(f"remove_{table}", away)
        for document in sorted(layers):
            buckets |= self._put(document, layers[document])
        for bucket in sorted(buckets):
            self._again(bucket)
        return self._done

    def _put(self, document: DocumentId, layer: Layer) -> set[Bucket]:
        """The buckets of a document's things."""
        within = WithinDocument(layer, self._ontology)
        links = self._done.within[document] = tuple(within.links())
        things = DocumentThings(within, links, self._ontology).all()
        kept = (replace(thing, around=_NOTHING) for thing in things)
        rows = (
            (document, n, -1, _ENCODER.encode(t.occurrence.mention), _ENCODER.encode(t)) for n, t in enumerate(kept)
        )
        self._store.run("put_thing", rows)
        self._store.run(
            "put_around", [(document, _ENCODER.encode(t.around)) for t in things if t.coarse == "Person"][:1]
        )
        found = [(bucket, n) for n, thing in enumerate(things) for bucket in self._across.buckets(thing)]
        self._store.run("put_bucket", ((*bucket, document, n) for bucket, n in found))
        return {bucket for bucket, _ in found}

    def _again(self, bucket: Bucket) -> None:
        """Make the links of a bucket anew."""
        rows = self._store.rows("things_of_bucket", *bucket)
        things = [_thing(data, around) for _, _, data, around in rows]
        ends = {thing.occurrence: row[:2] for thing, row in zip(things, rows, strict=True)}
        links = self._across.bucket(bucket, things)
        new = [
            (*bucket, place, *ends[link.left], *ends[link.right], link.verdict, link.score, link.why)
            for place, link in enumerate(links)
        ]
        old = self._store.rows("across_of_bucket", *bucket)
        self._store.run("remove_across", (row[:3] for row in set(old) - set(new)))
        self._store.run("put_across", set(new) - set(old))
        for _, left, right in {_said(row) for row in old} ^ {_said(row) for row in new}:
            self._done.touched |= {left, right}
            if left[0] == right[0]:
                self._done.own.add(left[0])


def _said(row: Any) -> tuple[str, ThingKey, ThingKey]:
    _, _, _, left, left_number, right, right_number, verdict, *_ = row
    return verdict, (left, left_number), (right, right_number)


def _thing(data: bytes, around: bytes | None) -> DocumentThing:
    thing = _THING.decode(data)
    if around is not None:
        thing.around = _AROUND.decode(around)
    return thing
