"""The fold of documents that were put and taken away into a store.

    resolving     links within them, and the buckets that they touch
    reprinting    which documents repeat others
    clustering    the clusters that those links touch
    identifying   their entities and ids
    stating       the statements and facts of documents whose entities are others than before
    describing    the triples of all these

Each step takes what the one before touched, and the result is that of a clean build (see `kg.run.update`). A store that
has corrections is resolved so too, but merged as a whole (`kg.run.whole`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from kg.extract.fingerprint import digests
from kg.ontology.ontology import Ontology
from kg.rdf.parts import Parts
from kg.run.clustering import Clustering
from kg.run.describing import Changed, Describing
from kg.run.identifying import Identifying
from kg.run.reprinting import reprinted
from kg.run.resolving import Resolved, Resolving
from kg.run.stating import Stating
from kg.run.whole import merge_whole
from kg.store.database.connection import Database
from kg.store.database.corrections import keep_corrections
from kg.store.database.nouns import layer_bytes, layer_of, links_bytes
from kg.store.database.triples import put_change, transaction
from kg.store.document_json import digest
from kg.types import Correction, DocumentId, Layer, Origin

_DERIVED = (
    *("thing", "around", "bucket", "across", "node", "entity", "inner_name", "called"),
    *("statement", "fact", "part", "shared", "credit", "change"),
    *("sketch", "reprint"),
)
_CODE = tuple(
    Path(__file__).parents[1] / name for name in ("types.py", "text", "store", "resolve", "merge", "rdf", "run")
)


@dataclass(frozen=True, slots=True)
class Read:
    """A Layer, the id and the path of the source that its document was read from, and what it was extracted with."""

    layer: Layer
    source: str
    path: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a store is folded with: the ontology, what extracted its Layers, the base of its IRIs."""

    ontology: Ontology
    origin: Origin
    base: str

    def rules(self, *, corrected: bool) -> str:
        """A hash of all that the derived tables of a store depend on besides its Layers and decisions.

        `corrected` is whether there are corrections: the tables of a store that has some are filled otherwise.
        """
        facts = [corrected, code(), self.ontology.fingerprint, self.base, msgspec.to_builtins(self.origin)]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


@cache
def code() -> list[tuple[str, str]]:
    """The files of all that follows from Layers, and their digests."""
    return [pair for root in _CODE for pair in digests(root)]


def bring(
    store: Database,
    put: Mapping[DocumentId, Read],
    gone: Collection[DocumentId],
    context: Context,
    corrections: Collection[Correction] = (),
    withdrawn: Collection[str] = (),
) -> bool:
    """Put documents into a store and take others out, and so its corrections, within a transaction that is open.

    What follows from the Layers is made anew for what this touches, or for all documents where the ontology, the base
    of the IRIs or this program is another than before, the first correction comes or the last one (of the ids
    `withdrawn`) goes. False where nothing is to be done.
    """
    corrected, more = keep_corrections(store, corrections, withdrawn)
    rules, found = context.rules(corrected=bool(corrected)), store.one("state", "rules")
    whole = found is None or found[0] != rules
    if not (whole or put or gone or more):
        return False
    if whole:
        for table in _DERIVED:
            store.run(f"clear_{table}")
        put = {**_held(store, gone), **put}
        state = {"rules": rules, "base": context.base, "origin": msgspec.json.encode(context.origin).decode()}
        store.run("put_state", state.items())
    _fold(store, put, sorted(set(gone) - put.keys()), context, whole=whole, corrected=bool(corrected))
    return True


def _held(store: Database, gone: Collection[DocumentId]) -> dict[DocumentId, Read]:
    """All documents of a store but those that go."""
    return {
        id_: Read(layer_of(store.one("layer", id_)[0], store.folder), source, path, fingerprint)
        for id_, source, path, _, fingerprint in store.rows("documents")
        if id_ not in gone
    }


def _fold(
    store: Database,
    put: Mapping[DocumentId, Read],
    gone: list[DocumentId],
    context: Context,
    *,
    whole: bool,
    corrected: bool,
) -> None:
    ontology, number = context.ontology, transaction(store) + 1
    packed = {document: layer_bytes(read.layer) for document, read in put.items()}
    layers = {document: layer_of(data, store.folder) for document, data in packed.items()}  # what is held is folded
    resolved, repeated = Resolving(store, ontology).run(layers, gone), reprinted(store, ontology, layers, gone)
    store.run("remove_document", [(document,) for document in gone])
    store.run("put_document", (_row(put[id_], data, links_bytes(resolved.within[id_])) for id_, data in packed.items()))
    if corrected:
        changed = merge_whole(store, ontology, context.base)
    else:
        changed = _merge(store, layers, gone, resolved, repeated - set(gone), context)
    if not whole:  # else the folder of triples is made anew
        put_change(store, number, changed.taken, changed.put)
    store.run("put_state", [("transaction", str(number))])


def _merge(
    store: Database,
    layers: Mapping[DocumentId, Layer],
    gone: list[DocumentId],
    resolved: Resolved,
    repeated: set[DocumentId],
    context: Context,
) -> Changed:
    """Merge what was put and taken away into the graph."""
    clustering = Clustering(store, context.ontology)
    clustered = clustering.run(layers, gone, resolved)
    identified = Identifying(store, context.ontology, clustering, clustered).run()
    stated = Stating(store, context.ontology).run(clustered, identified, gone)
    stated.documents |= repeated
    parts = Parts(context.ontology, context.base, context.origin)
    return Describing(store, context.ontology, parts).run(clustered, identified, stated, gone)


def _row(read: Read, layer: bytes, links: bytes) -> tuple[str | bytes, ...]:
    document = read.layer.document
    return document.id, read.source, read.path, digest(document), read.fingerprint, layer, links
