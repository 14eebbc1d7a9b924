from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import GraphError
from kg.rdf.graph_file import read_graph_file
from kg.rdf.model import to_rdf
from kg.rdf.turtle import turtle
from kg.store.canonical import canonical
from kg.store.graph_json import dumps
from kg.types import Graph
from tests.graphs import example


def load(path: Path) -> Graph:
    return read_graph_file(path).graph()


def test_a_folder_is_read_from_json_and_else_from_turtle(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(turtle(to_rdf(example())), "utf-8")
    assert load(tmp_path).links == ()
    assert load(tmp_path).facts == canonical(example()).facts
    (tmp_path / "graph.json").write_text(dumps(example()), "utf-8")
    assert load(tmp_path) == canonical(example())
    assert read_graph_file(tmp_path).inspected()[1] == read_graph_file(tmp_path / "graph.ttl").inspected()[1] == []


def test_what_was_changed_is_told(tmp_path: Path) -> None:
    for name, text in (("graph.ttl", turtle(to_rdf(example()))), ("graph.json", dumps(example()))):
        (tmp_path / name).write_text(text.replace("12.5万人次。", "92.5万人次。"), "utf-8")
        graph, disagreements = read_graph_file(tmp_path / name).inspected()
        assert (disagreements[0].where, disagreements[0].what[:8]) == ("news", "the text")
        assert graph.facts == canonical(example()).facts
        with pytest.raises(GraphError, match="news: the text has not the sha256"):
            load(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "data", "complaint"),
    [
        ("graph.xyz", b"", "the suffix '.xyz' is not known"),
        ("graph.json", b"\xff", "not UTF-8 at byte 0"),
        ("graph.ttl", b"\xff", "not UTF-8 at byte 0"),
        ("graph.nt", b"<a", "it is no ntriples"),
    ],
)
def test_a_file_that_is_no_graph(tmp_path: Path, name: str, data: bytes, complaint: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(GraphError) as caught:
        load(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)
    assert complaint in str(caught.value)


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"neither graph\.json nor graph\.ttl"):
        load(tmp_path)
    with pytest.raises(GraphError, match="no such file"):
        load(tmp_path / "graph.ttl")
