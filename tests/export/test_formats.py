from __future__ import annotations

import csv
import io
import tracemalloc
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from kg.errors import TargetError
from kg.export.facts_csv import COLUMNS, facts_csv
from kg.export.formats import FORMATS, Settings, export, pieces
from kg.ontology.ontology import load
from kg.store.cells import guard
from kg.store.graph_json import dumps
from kg.types import ClassName, Document, DocumentId, Entity, EntityId, Evidence, Graph
from tests.graphs import example, fact, hostile
from tests.strategies import graphs

IN_PIECES = ("json", "turtle", "rdfxml", "nanopub", "jsonld-framed", "graphml", "gexf", "cypher")
QUICK = [name for name in FORMATS if name != "html"]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("graph", [example(), hostile(), Graph((), (), ())], ids=["example", "hostile", "empty"])
def test_every_format_writes_the_same_text_whatever_the_order(name: str, graph: Graph) -> None:
    turned = replace(graph, entities=graph.entities[::-1], facts=graph.facts[::-1])
    written = export(graph, name, Settings(load()))
    written.encode("utf-8")
    if name != "html":  # the page is given sorted graphs
        assert export(turned, name, Settings(load())) == written


def test_unknown_format_and_version_are_refused() -> None:
    with pytest.raises(TargetError, match="there is no format 'pdf'; use one of turtle"):
        export(example(), "pdf", Settings(load()))
    for name in ("csv", "jsonld", "rdfxml"):
        with pytest.raises(TargetError, match=f"{name} cannot say RDF 1.2; use one of turtle, ntriples, trig"):
            export(example(), name, Settings(load(), rdf="1.2"))
    assert "rdf-syntax-ns#reifies>" in export(example(), "ntriples", Settings(load(), rdf="1.2"))


def test_the_base_is_the_one_that_is_asked_for() -> None:
    for name in ("turtle", "ntriples", "jsonld", "trig"):
        written = export(example(), name, Settings(load(), base="https://data.example.org/"))
        assert "https://data.example.org/id/" in written
        assert "https://zhkg.example/id/" not in written


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_csv_has_a_row_for_every_evidence() -> None:
    found = rows(facts_csv(example()))
    assert tuple(found[0]) == COLUMNS
    assert len(found) == sum(len(one.evidence) for one in example().facts)
    received = next(row for row in found if row["predicate"] == "received")
    assert received["object"] == "全国档案工作先进集体"
    assert received["qualifiers"] == "conferredBy=国家档案局; time=2021-06-09"
    assert received["quote"].startswith("6月9日，临江县档案馆被")


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", " =1", "\x00=1", "\x0b@a"]
)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert guard(cell) == f"'{cell}"
    graph = Graph((), (Entity(EntityId("a"), ClassName("Place"), cell),), (fact("said", "a", "a", ()),))
    assert rows(facts_csv(graph))[0]["subject"] == f"'{cell}"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=50)
@given(graphs())
def test_csv_and_drawings_whatever_the_graph(graph: Graph) -> None:
    # The same evidence twice is written once, by every writer (kg.store.canonical).
    assert len(rows(facts_csv(graph))) == sum(len(set(one.evidence)) or 1 for one in graph.facts)
    for form in ("graphml", "gexf"):
        assert ET.fromstring(export(graph, form, Settings(load())).encode("utf-8")).tag.endswith(form)


def test_evidence_of_a_document_that_is_not_there_has_no_quote() -> None:
    graph = Graph(
        (), (), (fact("said", "a", "b", (Evidence(DocumentId("gone"), example().entities[0].mentions[0][1], "r"),)),)
    )
    assert rows(facts_csv(graph))[0]["quote"] == ""
    for name in QUICK:
        export(graph, name, Settings(load()))


def test_large_formats_come_in_pieces_and_no_format_differs_for_it() -> None:
    settings = Settings(load())
    for form in FORMATS:
        found = list(pieces(example(), form, settings))
        assert "".join(found) == export(example(), form, settings)
        assert (len(found) > 20) == (form in IN_PIECES)


def test_json_is_never_whole_in_memory() -> None:
    """A piece is one record, and it is made when it is asked for."""
    graph = Graph(tuple(Document(DocumentId(f"{n:04}"), "宜宾" * 5_000) for n in range(200)), (), ())
    size = len(dumps(graph).encode())
    tracemalloc.start()
    for _ in pieces(graph, "json", Settings(load())):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < size / 10
