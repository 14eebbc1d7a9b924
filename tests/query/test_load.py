from __future__ import annotations

from pathlib import Path

import pytest
import rdflib

from kg.errors import GraphError
from kg.query.ask import base_seen
from kg.query.engine import Engine
from kg.query.load import from_graph, load
from kg.rdf.jsonld import jsonld
from kg.rdf.model import to_quads, to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.turtle import trig, turtle
from kg.store.graph_json import dumps
from tests.graphs import example

NAMES = ("graph.ttl", "graph.json", "graph.nt", "graph.trig", "graph.nq", "graph.jsonld", "graph.rdf")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    graph = example()
    triples = to_rdf(graph)
    (tmp_path / "graph.json").write_text(dumps(graph), "utf-8")
    (tmp_path / "graph.ttl").write_text(turtle(triples), "utf-8")
    (tmp_path / "graph.nt").write_text(ntriples(triples), "utf-8")
    (tmp_path / "graph.trig").write_text(trig(to_quads(graph)), "utf-8")
    (tmp_path / "graph.jsonld").write_text(jsonld(triples), "utf-8")
    (tmp_path / "graph.nq").write_text(ntriples(triples), "utf-8")
    (tmp_path / "graph.rdf").write_bytes(
        rdflib.Graph().parse(data=ntriples(triples)).serialize(format="xml", encoding="utf-8")
    )
    return tmp_path


def triples(engine: Engine) -> set[bytes]:
    """The triples of all graphs, as lines without the graph."""
    return set(engine.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", {})[1].splitlines())


@pytest.mark.parametrize("name", NAMES)
def test_every_form_is_the_same_graph(folder: Path, name: str) -> None:
    engine = load(folder / name)
    assert triples(engine) == triples(from_graph(example()))
    assert base_seen(engine) == "https://zhkg.example/"


@pytest.mark.parametrize("missing", [(), ("graph.ttl",)])
def test_a_folder_is_read(folder: Path, missing: tuple[str, ...]) -> None:
    for name in missing:
        (folder / name).unlink()
    assert triples(load(folder)) == triples(from_graph(example()))


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"neither graph\.json nor graph\.ttl; name a folder"):
        load(tmp_path)
    with pytest.raises(GraphError, match="there is no such file"):
        load(tmp_path / "none.ttl")
    (tmp_path / "a.xls").write_bytes(b"")
    with pytest.raises(GraphError, match=r"the suffix '\.xls' is not known; use \.json"):
        load(tmp_path / "a.xls")
    (tmp_path / "a.ttl").write_text("<a:b> <a:c>\n .", "utf-8")
    with pytest.raises(GraphError, match=r"a\.ttl: it is not valid"):
        load(tmp_path / "a.ttl")
    (tmp_path / "a.json").write_text("[1]", "utf-8")
    with pytest.raises(GraphError, match=r"a\.json: the graph is no object"):
        load(tmp_path / "a.json")
