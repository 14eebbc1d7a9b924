"""Which documents of a store are reprints, after some were put or taken away.

Only what shares a band with these, or with what does, and so on, is compared anew: all else stays what it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

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
    kept, near = _put(store, finder, layers, touched)
    before = reprints(store)
    same = {id_: first for id_, first in before.items() if id_ not in near | touched}
    after = same | dict(finder.find({id_: kept[id_] for id_ in near}))
    store.run("clear_reprint")
    store.run("put_reprint", sorted(after.items()))
    return {id_ for id_ in before.keys() | after.keys() if before.get(id_) != after.get(id_)}


def _put(
    store: Database, finder: ReprintFinder, layers: Mapping[DocumentId, Layer], touched: Set[DocumentId]
) -> tuple[dict[DocumentId, Sketch], Set[DocumentId]]:
    """All sketches once those of layers are put, and the documents that are to be compared anew."""
    known = {DocumentId(id_): _SKETCH.decode(data) for id_, data in store.rows("sketches")}
    new = {id_: sketch for id_, layer in layers.items() if (sketch := finder.sketch(layer))}
    old = {id_: known.pop(id_) for id_ in sorted(touched & known.keys())}
    store.run("remove_sketch", [(id_,) for id_ in old])
    store.run("put_sketch", [(id_, msgspec.msgpack.encode(sketch)) for id_, sketch in new.items()])
    kept = known | new
    return kept, _near(kept, [*old.values(), *new.values()])


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
