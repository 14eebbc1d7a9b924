"""Whether what a store derives from its Layers is what a clean build of them gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kg.merge.merge import merge
from kg.ontology.ontology import load
from kg.resolve.reprints import reprints
from kg.resolve.resolve import resolve
from kg.run.update import context_of
from kg.store import graph_json
from kg.store.database.connection import reading
from kg.store.database.graph import decisions, graph
from kg.store.database.nouns import layer_of

_HINT = "report it, and build a new store from the sources"


def differences(folder: Path, ontology_path: Path | None = None) -> Iterator[str]:
    """Where the graph of a store is not that of a clean build of its Layers and decisions, in sentences.

    StoreError where the store cannot be read or was built with another ontology.
    """
    ontology = load(ontology_path)
    with reading(folder) as store, store.moment():
        context_of(store, ontology)
        layers = [layer_of(data, folder) for (data,) in store.rows("layers")]
        known = decisions(store)
        links, repeated = resolve(layers, ontology), reprints(layers, ontology)
        clean = merge(layers, links, ontology, known, repeated)
        held = graph(store)
    for name in ("documents", "entities", "facts", "links"):
        there, expected = (set(map(repr, getattr(one, name))) for one in (held, clean.graph))
        if there != expected:
            counts = f"{len(there - expected)} {name}", len(expected - there)
            yield f"{counts[0]} are not those of a clean build, which has {counts[1]} others; {_HINT}"
    if clean.decisions != known:
        yield f"a clean build gives other ids; {_HINT}"
    if graph_json.dumps(replace(clean.graph, origin=held.origin)) != graph_json.dumps(held):
        yield f"its JSON is not that of a clean build; {_HINT}"
