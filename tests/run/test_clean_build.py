"""Whatever is put, taken away and corrected in whatever order, a store holds what a clean build of its documents gives.

`KG_SEQUENCES=1000 pytest tests/run/test_clean_build.py` tries many.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.export.formats import Settings, export
from kg.merge.merge import merge
from kg.ontology.ontology import load
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.prefixes import BASE
from kg.rdf.tree import tree
from kg.resolve.resolve import resolve
from kg.run.fold import Context, Read, bring
from kg.store.database.connection import Database, writing
from kg.store.database.graph import decisions, graph
from kg.store.database.triples import GRAPH, follow
from kg.types import NO_DECISIONS, Correction, CorrectionKind, DocumentId, Layer, Origin
from tests.merge.corrections.made import correction, named
from tests.run.made import made

SEQUENCES = int(os.environ.get("KG_SEQUENCES", "25"))
STEPS = 8
ONTOLOGY = load()
SETTINGS = Settings(ONTOLOGY)
ORIGIN = Origin("1", "rules", ONTOLOGY.fingerprint)
CONTEXT = Context(ONTOLOGY, ORIGIN, BASE)
IDS = [DocumentId(name) for name in ("a", "b", "c#1", "d", "日报/e", "f", "g", "z")]


def steps(seed: int) -> Iterator[tuple[dict[DocumentId, Layer], list[DocumentId]]]:
    """What is put and taken away, step by step: documents are added, changed, deleted, come back, and are put again."""
    chance, there = random.Random(seed), dict[DocumentId, Layer]()
    old: dict[DocumentId, Layer] = {}
    for _ in range(STEPS):
        put: dict[DocumentId, Layer] = {}
        for id_ in chance.sample(IDS, chance.choice((0, 1, 1, 1, 2, 4))):
            before = old.get(id_)
            again = before is not None and chance.random() < 0.4
            put[id_] = before if again and before is not None else made(chance, id_)
        if there and chance.random() < 0.2:  # all of it, in another order
            put |= dict(chance.sample(sorted(there.items(), key=lambda item: item[0]), len(there)))
        gone = chance.sample(sorted(there), chance.choice((0, 0, 1, len(there) // 2)) if there else 0)
        gone = [id_ for id_ in gone if id_ not in put]
        old |= put
        there = {id_: layer for id_, layer in (there | put).items() if id_ not in gone}
        yield put, gone


def correction_of(chance: random.Random) -> Correction:
    """A correction of things that the layers may have."""
    kind: CorrectionKind = chance.choice(("same", "different", "retype", "rename", "retract", "assert"))
    name, other = (named(chance.choice(("张伟", "李明", "海州大学", "绵阳大学", "临江县", "长江"))) for _ in range(2))
    more: dict[str, Any] = {"when": f"2026-11-{chance.randrange(1, 29):02}"}
    if kind in ("retype", "rename"):
        more["to"] = chance.choice(("Company", "Person") if kind == "retype" else ("海州大学堂", "长江"))
    else:
        more["object"] = other
    if kind in ("retract", "assert"):
        more["predicate"] = chance.choice(("memberOf", "cooperatesWith", "locatedIn"))
    return correction(kind, name, **more)


def triples(store: Database) -> set[ox.Quad]:
    return set(ox.Store.read_only(str(store.folder / GRAPH)))


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_a_store_is_a_clean_build(seed: int, tmp_path: Path) -> None:
    there: dict[DocumentId, Layer] = {}
    known, chance = NO_DECISIONS, random.Random(seed)
    corrected = seed % 4 == 3  # some stores have corrections, from some step on
    with writing(tmp_path / "news.kg") as store:
        for put, gone in steps(seed):
            there = {id_: layer for id_, layer in (there | put).items() if id_ not in gone}
            more = [correction_of(chance)] if corrected and chance.random() < 0.5 else []
            known = replace(known, corrections=tuple(dict.fromkeys((*known.corrections, *more))))
            with store.transaction():
                bring(store, {id_: Read(layer, id_, id_, "test") for id_, layer in put.items()}, gone, CONTEXT, more)
            layers = list(there.values())
            clean = merge(layers, resolve(layers, ONTOLOGY), ONTOLOGY, known)
            known = clean.decisions
            assert decisions(store) == known
            again = merge(layers, resolve(layers, ONTOLOGY), ONTOLOGY, known)  # ids are an input: they stay
            assert again.decisions == known
            held, expected = graph(store), replace(again.graph, origin=ORIGIN)
            for form in ("json", "turtle"):
                assert export(held, form, SETTINGS) == export(expected, form, SETTINGS)
            assert follow(store) == ()
        lines = ntriples(to_rdf(expected, ontology=ONTOLOGY)) + tree(ONTOLOGY)
        loaded = ox.Store()
        loaded.bulk_load(input=lines.encode(), format=ox.RdfFormat.N_TRIPLES)
        assert triples(store) == set(loaded)
