"""Sources -> a store: what is stale is extracted, and the graph is that of a clean build.

The invariant: after each update the graph of the store is `merge(layers, resolve(layers), ontology, decisions)` over
the Layers and decisions that the store holds, byte for byte. `decisions` are the ids that were given so far, in the
order in which they were given: they are an input, not a result, so that a thing keeps its id whatever comes later. A
clean build over the same documents and the same decisions gives the same graph and the same decisions.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from kg.errors import KgError, SourceWarning
from kg.extract.extractor import Settings
from kg.extract.extractors import DEFAULT
from kg.extract.extractors import extractor as named
from kg.extract.fingerprint import fingerprint, origin
from kg.merge.merge import merge
from kg.ontology.ontology import Ontology, load
from kg.pipeline import Same, extracted, unique, warnings_of
from kg.processes.defaults import SOURCE_SECONDS
from kg.read.sources import Source
from kg.resolve.resolve import resolve
from kg.store.database.connection import Database, writing
from kg.store.database.graph import decisions as stored_decisions
from kg.store.database.nouns import layer_bytes, layer_of, links_bytes
from kg.store.document_json import digest
from kg.types import DocumentId, Layer


@dataclass(frozen=True)
class Update:
    """What an update did: documents by id, what is wrong with the others, the seconds it took, the extractor."""

    added: tuple[DocumentId, ...]
    changed: tuple[DocumentId, ...]
    removed: tuple[DocumentId, ...]
    unchanged: int
    failures: tuple[KgError, ...]
    seconds: float
    extractor: str
    warnings: tuple[SourceWarning, ...] = ()


def update(
    folder: Path,
    items: Iterable[Source],
    ontology_path: Path | None = None,
    *,
    processes: int = 1,
    timeout: float | None = SOURCE_SECONDS,
    extractor: str = DEFAULT,
    options: Mapping[str, str] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Update:
    """Add the documents of sources to a store, which is made where it is missing, or put them in place of the old.

    Only documents that are new or have changed are extracted, or all where the extractor, the ontology or the weights
    have. One that cannot be read or extracted any more stays as it was. StoreError where the store cannot be written.
    """
    begun = time.perf_counter()
    settings = Settings(load(ontology_path), tuple(sorted((options or {}).items())))
    mark = fingerprint(named(extractor), settings)
    how: dict[str, Any] = {"processes": processes, "timeout": timeout, "on_progress": on_progress}
    with writing(folder) as store:
        held = {row[0]: row for row in store.rows("documents")}
        how["known"] = {id_: row[2] for id_, row in held.items() if row[3] == mark}
        results = extracted(items, ontology_path, extractor=extractor, options=options, **how)
        found, failures = unique(list(results))
        layers = [one for one in found if not isinstance(one, Same)]
        with store.transaction():
            store.run("put_state", [("origin", msgspec.json.encode(origin(named(extractor), settings)).decode())])
            put(store, layers, (), mark, settings.ontology)
    ids = [layer.document.id for layer in layers]
    return Update(
        added=tuple(id_ for id_ in ids if id_ not in held),
        changed=tuple(id_ for id_ in ids if id_ in held),
        removed=(),
        unchanged=len(found) - len(layers),
        failures=tuple(failures),
        seconds=time.perf_counter() - begun,
        extractor=extractor,
        warnings=warnings_of(layer.document for layer in layers),
    )


def put(
    store: Database, layers: Iterable[Layer], gone: Iterable[DocumentId], fingerprint: str, ontology: Ontology
) -> None:
    """Put layers into an open store, take documents out of it, and bring its graph up to date."""
    store.run("remove_document", [(id_,) for id_ in gone])
    rows = ((one.document.id, "", digest(one.document), fingerprint, layer_bytes(one), b"") for one in layers)
    store.run("put_document", rows)
    every = [layer_of(data, store.folder) for (data,) in store.rows("layers")]
    merged = merge(every, resolve(every, ontology), ontology, stored_decisions(store))
    for table in ("clear_entities", "clear_facts", "clear_given", "clear_given_keys"):
        store.run(table)
    encode = msgspec.json.encode
    graph = merged.graph
    store.run("put_state", [("links", links_bytes(graph.links).hex())])
    store.run("put_entity", ((n, e.id, e.type, e.name, "", "", encode(e)) for n, e in enumerate(graph.entities)))
    store.run("put_fact", ((f.id, n, f.id, encode(f)) for n, f in enumerate(graph.facts)))
    given = merged.decisions.given
    store.run("put_given", ((n, one.id, one.merged_into) for n, one in enumerate(given)))
    store.run("put_given_key", ((*key, one.id) for one in given for key in one.keys))
