"""A process that writes to a store without end, to be killed; and one that looks at what is left.

Both are forked from a server that has loaded the ontology and no RocksDB, whose threads no fork takes along.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from kg.merge.merge import merge
from kg.ontology.ontology import load
from kg.rdf.prefixes import BASE
from kg.resolve.reprints import reprints
from kg.resolve.resolve import resolve
from kg.run.fold import Context, Read, bring
from kg.store import graph_json
from kg.store.database.connection import writing
from kg.store.database.graph import decisions, graph
from kg.store.database.triples import follow
from kg.store.database.upkeep import complaints
from kg.types import DocumentId, Layer, Origin
from tests.run.made import made

ONTOLOGY = load()
ORIGIN = Origin("1", "rules", ONTOLOGY.fingerprint)
CONTEXT = Context(ONTOLOGY, ORIGIN, BASE)
Documents = dict[DocumentId, Layer]


def changes(seed: int) -> Iterator[tuple[Documents, list[DocumentId], Documents]]:
    """What is put and taken away, and what is there then, without end."""
    chance, there = random.Random(seed), Documents()
    while True:
        ids = [DocumentId(f"{chance.choice('abcdef')}{chance.randrange(3)}") for _ in range(chance.randrange(1, 4))]
        put = {id_: made(chance, id_) for id_ in ids}
        gone = [id_ for id_ in there if id_ not in put and chance.random() < 0.2]
        there = {id_: layer for id_, layer in (there | put).items() if id_ not in gone}
        yield put, gone, there


def write(folder: Path, seed: int, done: Connection[int, None]) -> None:
    """Write, and say after each change that it is done."""
    for number, (put, gone, _) in enumerate(changes(seed)):
        with writing(folder) as store:
            with store.transaction():
                bring(store, {id_: Read(layer, id_, id_, "test") for id_, layer in put.items()}, gone, CONTEXT)
            follow(store)
        done.send(number)


def look(folder: Path, seed: int, accepted: int, told: Connection[str, None]) -> None:
    """Say what is wrong with what a killed process left, of which `accepted` changes were done; "" for nothing."""
    states = changes(seed)
    may = [Documents()] * (accepted < 0)
    for number, (_, _, there) in enumerate(states):
        if number >= accepted:
            may.append(there)
        if number > accepted:
            break
    with writing(folder) as store:  # before anything is brought up to date
        held = graph(store)
        ids = decisions(store)
        pages = store.complaints()
    texts = {document.id: document.text for document in held.documents}
    kept = [there for there in may if {id_: layer.document.text for id_, layer in there.items()} == texts]
    if pages or not kept:
        told.send(f"{pages} {len(may)} {sorted(texts)}")
        return
    layers = list(kept[0].values())
    clean = merge(layers, resolve(layers, ONTOLOGY), ONTOLOGY, ids, reprints(layers, ONTOLOGY))
    same = graph_json.dumps(replace(clean.graph, origin=held.origin)) == graph_json.dumps(held)
    with writing(folder) as store:
        behind = follow(store)
    wrong = ([] if same else ["it is no clean build"]) + [*map(str, behind), *complaints(folder)]
    told.send("; ".join(wrong))
