"""Which documents of a store are reprints, after some were put or taken away.

Only what shares a band with these, or with what does, and so on, is compared anew: all else stays what it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np

from kg.ontology.ontology import Ontology
from kg.resolve.reprints import ReprintFinder, Sketch, shared_bands
from kg.store.database.connection import Database
from kg.store.database.graph import reprints
from kg.types import DocumentId, Layer

_SKETCH = msgspec.msgpack.Decoder(Sketch)
_MANY = 64  # documents that hang together, from which on all are compared at once


def reprinted(
    store: Database, ontology: Ontology, layers: Mapping[DocumentId, Layer], gone: Iterable[DocumentId]
) -> set[DocumentId]:
    """Put layers and take documents away: the documents that repeat another one than before, or none any more."""
    finder, touched = ontology.once(ReprintFinder), {*layers, *gone}
    made = ((id_, finder.sketch(layer)) for id_, layer in layers.items())
    new = {id_: sketch for id_, sketch in made if sketch}
    known = {DocumentId(id_): _SKETCH.decode(data) for id_, data in store.rows("sketches")}
    kept = {id_: sketch for id_, sketch in known.items() if id_ not in touched} | new
    near = _near(kept, [*(known[id_] for id_ in touched & known.keys()), *new.values()])
    store.run("remove_sketch", [(id_,) for id_ in touched])
    store.run("put_sketch", [(id_, msgspec.msgpack.encode(sketch)) for id_, sketch in new.items()])
    before = reprints(store)
    same = {id_: first for id_, first in before.items() if id_ not in near and id_ not in touched}
    after = same | dict(finder.find({id_: kept[id_] for id_ in near}))
    store.run("clear_reprint")
    store.run("put_reprint", sorted(after.items()))
    return {id_ for id_ in before.keys() | after.keys() if before.get(id_) != after.get(id_)}


def _near(sketches: Mapping[DocumentId, Sketch], starts: Sequence[Sketch]) -> set[DocumentId]:
    """The documents that share a band with one of some, or with one of these, and so on."""
    if len(starts) > _MANY or not sketches:
        return set(sketches)
    ids, bands = list(sketches), np.array([one.numbered() for one in sketches.values()])
    found, waiting = set[int](), list(starts)
    while waiting:
        alike = shared_bands(bands, waiting.pop())
        fresh = set(np.flatnonzero(alike).tolist()) - found
        found |= fresh
        if len(found) > _MANY:
            return set(sketches)
        waiting += [sketches[ids[n]] for n in sorted(fresh)]
    return {ids[n] for n in found}
