"""The steps on rows give the graph that a build in memory gives."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable

import pytest

from kg import pipeline
from kg.ontology.ontology import load
from kg.rdf.model import to_quads
from kg.rdf.ntriples import nquads
from kg.rdf.prefixes import BASE
from kg.run.flow.context import Context
from kg.run.flow.flow import fold
from kg.run.flow.joining import EDGE, components
from kg.run.flow.local import Local
from kg.run.flow.reading import FAILURE, LAYER, layer_row
from kg.run.flow.rows import Row
from kg.run.flow.stating import QUADS
from kg.store.layer_codec import decode, encode
from kg.types import Layer, Origin
from tests.run.made import made

SEEDS = int(os.environ.get("KG_SEQUENCES", "25"))
ORIGIN = Origin("1", "rules", "0")
CONTEXT = Context(None, "rules", None, BASE, ORIGIN, "")


def folded(layers: Iterable[Layer]) -> list[Row]:
    engine = Local()
    return list(fold(engine, engine.table(map(layer_row, layers)), CONTEXT).quads.rows())


def sorted_quads(rows: Iterable[Row]) -> str:
    lines = (row.data.decode().splitlines(keepends=True) for row in rows if row.kind == QUADS)
    return "".join(sorted(line for some in lines for line in some))


def clean(layers: Iterable[Layer]) -> str:
    held = [decode(encode(layer)) for layer in layers]
    graph = pipeline.graph(held, load())
    return nquads(to_quads(type(graph)(graph.documents, graph.entities, graph.facts, (), ORIGIN)))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_the_quads_are_those_of_a_build_in_memory(seed: int) -> None:
    chance = random.Random(seed)
    layers = [made(chance, f"d{n}", claims=6) for n in range(chance.randrange(1, 14))]
    expected = clean(layers)
    chance.shuffle(layers)
    assert sorted_quads(folded(layers)) == expected


def test_a_further_document_of_an_id_is_a_failure() -> None:
    chance = random.Random(0)
    one, other = made(chance, "a"), made(chance, "a")
    engine = Local()
    table = engine.table([layer_row(one), layer_row(other)])
    told = list(fold(engine, table, CONTEXT).told.rows())
    assert [row.key for row in told] == ["a: another document has its id; rename one of them"]
    assert {row.kind for row in told} == {FAILURE} and {row.kind for row in table.rows()} == {LAYER}
    first = min((one, other), key=lambda layer: layer.document.digest)
    assert sorted_quads(folded([one, other])) == clean([first])


@pytest.mark.parametrize("few", [0, 1000])
@pytest.mark.parametrize("seed", range(SEEDS))
def test_nodes_hang_together_as_edges_say(seed: int, few: int) -> None:
    chance = random.Random(seed)
    nodes = [f"n{n:02}" for n in range(40)]
    edges = [tuple(sorted(chance.sample(nodes, 2))) for _ in range(chance.randrange(60))]
    up = {node: node for node in nodes}
    for _ in nodes:
        for left, right in edges:
            up[left] = up[right] = min(up[left], up[right])
    engine = Local()
    found = components(engine, engine.table([Row(EDGE, right, left) for left, right in edges]), few)
    assert {(row.key, row.place) for row in found.rows()} == {(node, root) for node, root in up.items() if node != root}


def test_articles_tell_what_some_of_their_areas_are() -> None:
    """Of two 江北区 the one that some article puts into 重庆市: what is compared above holds codes of the gazetteer."""
    graphs = [pipeline.graph([made(random.Random(seed), "d", claims=6)], load()) for seed in range(300)]
    codes = {(one.name, up.code) for graph in graphs for one in graph.entities for up in one.divisions[:1]}
    assert {("重庆市", "500000"), ("绵阳市", "510700"), ("江北区", "500105")} <= codes
