from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import GraphError, QueryError
from kg.query.load import base, from_graph, load
from kg.rdf.model import to_quads, to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.turtle import trig, turtle
from kg.store.graph_json import dumps
from tests.graphs import example

NAMES = ("graph.ttl", "graph.json", "graph.nt", "graph.trig", "graph.jsonld")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    graph = example()
    triples = to_rdf(graph)
    (tmp_path / "graph.json").write_text(dumps(graph), "utf-8")
    (tmp_path / "graph.ttl").write_text(turtle(triples), "utf-8")
    (tmp_path / "graph.nt").write_text(ntriples(triples), "utf-8")
    (tmp_path / "graph.trig").write_text(trig(to_quads(graph)), "utf-8")
    from_graph(graph).dump(str(tmp_path / "graph.jsonld"), format=ox.RdfFormat.JSON_LD, from_graph=ox.DefaultGraph())
    return tmp_path


def triples(store: ox.Store) -> set[ox.Triple]:
    return {quad.triple for quad in store}


@pytest.mark.parametrize("name", NAMES)
def test_every_form_is_the_same_graph(folder: Path, name: str) -> None:
    store = load(folder / name)
    assert triples(store) == triples(from_graph(example()))
    assert base(store) == "https://zhkg.example/"


@pytest.mark.parametrize("missing", [(), ("graph.ttl",)])
def test_a_folder_is_read(folder: Path, missing: tuple[str, ...]) -> None:
    for name in missing:
        (folder / name).unlink()
    assert triples(load(folder)) == triples(from_graph(example()))


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"neither graph\.ttl nor graph\.json; name a folder"):
        load(tmp_path)
    with pytest.raises(QueryError, match="it cannot be read: No such file"):
        load(tmp_path / "none.ttl")
    (tmp_path / "a.xls").write_bytes(b"")
    with pytest.raises(QueryError, match=r"the suffix '\.xls' is not known; use \.ttl"):
        load(tmp_path / "a.xls")
    (tmp_path / "a.ttl").write_text("<a:b> <a:c>\n .", "utf-8")
    with pytest.raises(QueryError, match=r"a\.ttl: it is not valid"):
        load(tmp_path / "a.ttl")
    (tmp_path / "a.json").write_text("[1]", "utf-8")
    with pytest.raises(GraphError, match=r"a\.json: the graph is no object"):
        load(tmp_path / "a.json")
