"""Which documents of a store are reprints, after some were put or taken away: all sketches are compared anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from kg.ontology.ontology import Ontology
from kg.resolve.reprints import ReprintFinder, Sketch
from kg.store.database.connection import Database
from kg.store.database.graph import reprints
from kg.types import DocumentId, Layer

_SKETCH = msgspec.msgpack.Decoder(Sketch)


def reprinted(
    store: Database, ontology: Ontology, layers: Mapping[DocumentId, Layer], gone: Iterable[DocumentId]
) -> set[DocumentId]:
    """Put layers and take documents away: the documents that repeat another one than before, or none any more."""
    finder = ontology.once(ReprintFinder)
    made = ((id_, finder.sketch(layer)) for id_, layer in layers.items())
    new = [(id_, msgspec.msgpack.encode(sketch)) for id_, sketch in made if sketch]
    store.run("remove_sketch", [(id_,) for id_ in (*layers, *gone)])
    store.run("put_sketch", new)
    before = reprints(store)
    after = finder.find({DocumentId(id_): _SKETCH.decode(data) for id_, data in store.rows("sketches")})
    store.run("clear_reprint")
    store.run("put_reprint", after.items())
    return {id_ for id_ in before.keys() | after.keys() if before.get(id_) != after.get(id_)}
