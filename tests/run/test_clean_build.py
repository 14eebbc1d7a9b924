"""Whatever is put, taken away and corrected in whatever order, a store holds what a clean build of its documents gives.

`KG_SEQUENCES=1000 pytest tests/run/test_clean_build.py` tries many.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
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
from kg.resolve.reprints import reprints
from kg.resolve.resolve import resolve
from kg.run.fold import Context, Read, bring
from kg.store.correction_json import id_of
from kg.store.database.connection import Database, writing
from kg.store.database.graph import decisions, graph
from kg.store.database.triples import GRAPH, follow
from kg.types import NO_DECISIONS, Correction, CorrectionKind, DocumentId, EntityId, Graph, Layer, Origin
from tests.layers import layer
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


class Pair:
    """A store, and what clean builds of the same documents with the same decisions give."""

    def __init__(self, store: Database) -> None:
        self.store, self.known = store, NO_DECISIONS
        self.there: dict[DocumentId, Layer] = {}

    def step(
        self,
        put: dict[DocumentId, Layer],
        gone: list[DocumentId],
        more: Sequence[Correction] = (),
        withdrawn: Sequence[Correction] = (),
    ) -> Graph:
        """Put and take away documents and corrections, and compare."""
        self.there = {id_: one for id_, one in (self.there | put).items() if id_ not in gone}
        said = dict.fromkeys(one for one in (*self.known.corrections, *more) if one not in withdrawn)
        known, ids = replace(self.known, corrections=tuple(said)), list(map(id_of, withdrawn))
        with self.store.transaction():
            bring(self.store, {id_: Read(one, id_, id_, "test") for id_, one in put.items()}, gone, CONTEXT, more, ids)
        layers = list(self.there.values())
        self.known = merge(layers, resolve(layers, ONTOLOGY), ONTOLOGY, known).decisions
        assert decisions(self.store) == self.known
        repeated = reprints(layers, ONTOLOGY)
        again = merge(layers, resolve(layers, ONTOLOGY), ONTOLOGY, self.known, repeated)  # ids are an input: they stay
        assert again.decisions == self.known
        expected = replace(again.graph, origin=ORIGIN)
        for form in ("json", "turtle"):
            assert export(graph(self.store), form, SETTINGS) == export(expected, form, SETTINGS)
        assert follow(self.store) == ()
        return expected


def triples_of(expected: Graph) -> set[ox.Quad]:
    loaded = ox.Store()
    lines = ntriples(to_rdf(expected, ontology=ONTOLOGY)) + tree(ONTOLOGY)
    loaded.bulk_load(input=lines.encode(), format=ox.RdfFormat.N_TRIPLES)
    return set(loaded)


@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_a_store_is_a_clean_build(seed: int, tmp_path: Path) -> None:
    chance, corrected = random.Random(seed), seed % 4 == 3  # some stores have corrections, from some step on
    with writing(tmp_path / "news.kg") as store:
        pair = Pair(store)
        for put, gone in steps(seed):
            said = pair.known.corrections
            withdrawn = chance.sample(said, chance.choice((0, 0, 1, len(said)))) if said else []
            more = [correction_of(chance)] if corrected and chance.random() < 0.5 else []
            expected = pair.step(put, gone, more, withdrawn)
        assert triples(store) == triples_of(expected)


BOTH = "[海州大学|Organization]（以下简称[海大|Organization]）"
AREAS = "[临江县|AdministrativeArea]，[临江|Place]"
SEVERAL = "，".join(["[朝阳市|AdministrativeArea]，[朝阳县|AdministrativeArea]"] * 2)  # of which neither is the other
STORIES: dict[str, Sequence[dict[str, str]]] = {  # the marked text of each document that is put; "" takes it away
    "a document that comes back takes its id from another": (
        {"a": BOTH, "b": "[海大|Organization]"},
        {"a": ""},
        {"a": "[海州大学|Organization]", "c": "[海州大学|Organization]"},
    ),
    "two things of one document in one bucket": (
        {"a": AREAS},
        {"b": AREAS},
        {"c": "[临江|Place]"},
        {"a": ""},
        {"b": ""},
    ),
    "another document tells two things of one apart": ({"a": SEVERAL}, {"b": SEVERAL}, {"b": ""}),
    "an alias is a name of something else for a while": (
        {"a": "[“三亮九谈”工作法|Initiative]"},
        {"b": "[三亮九谈|CreativeWork]"},
        {"b": ""},
    ),
    "homonyms that come one after the other": (
        {"a": "[张伟|Person]"},
        {"b": "[张伟|Person]"},
        {"b": "", "c": "[张伟|Person]，[李明|Person]"},
        {"a": "", "b": "[张伟|Person]"},
    ),
}


@pytest.mark.parametrize("story", STORIES)
def test_a_story(story: str, tmp_path: Path) -> None:
    with writing(tmp_path / "news.kg") as store:
        pair = Pair(store)
        for step in STORIES[story]:
            put = {DocumentId(id_): layer(text, id_=id_) for id_, text in step.items() if text}
            expected = pair.step(put, [DocumentId(id_) for id_, text in step.items() if not text])
        assert triples(store) == triples_of(expected)


def test_a_document_that_comes_back_takes_its_id(tmp_path: Path) -> None:
    """That the first story is what its name says."""
    with writing(tmp_path / "news.kg") as store:
        pair = Pair(store)
        seen = []
        for step in STORIES["a document that comes back takes its id from another"]:
            put = {DocumentId(id_): layer(text, id_=id_) for id_, text in step.items() if text}
            found = pair.step(put, [DocumentId(id_) for id_, text in step.items() if not text])
            seen.append({entity.id: sorted({document for document, _ in entity.mentions}) for entity in found.entities})
    assert seen[0] == {"海州大学": ["a", "b"]}
    assert seen[1] == {"海州大学": ["b"]}
    assert seen[2][EntityId("海州大学")] == ["a", "c"]
