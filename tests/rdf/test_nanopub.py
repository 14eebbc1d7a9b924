"""Nanopublications as the nanopub library takes them, and with all that the graph says of a fact."""

from __future__ import annotations

import contextlib
import io
from collections import defaultdict
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings

from kg.ontology.namespace import KG
from kg.ontology.ontology import load
from kg.rdf.model import to_rdf
from kg.rdf.nanopub import nanopublications
from kg.rdf.ntriples import ntriples
from kg.types import Corrected, Correction, Graph, Named, Origin
from tests.graphs import example, fact, hostile
from tests.strategies import graphs

NP = "http://www.nanopub.org/nschema#"
ORIGIN = Origin("1.0", "rules", "ab", (("x.onnx", "cd"),))


def written(graph: Graph, base: str = "https://zhkg.example/") -> str:
    return "".join(nanopublications(graph, load(), base))


def quads(text: str) -> list[ox.Quad]:
    return list(ox.parse(io.BytesIO(text.encode()), format=ox.RdfFormat.TRIG))


def by_fact(text: str) -> dict[str, dict[str, set[str]]]:
    """The triples of each part of each nanopublication, by the last part of its name."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in quads(text):
        name, _, part = str(quad.graph_name)[1:-1].rpartition("/")[2].partition("#")
        found[name][part].add(str(quad.triple))
    return found


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize(
    "graph", [example(), replace(example(), origin=ORIGIN), hostile()], ids=["plain", "origin", "bad"]
)
@pytest.mark.parametrize("base", ["https://zhkg.example/", "https://a.example/kg#"])
def test_the_library_finds_each_valid(graph: Graph, base: str) -> None:
    nanopub = pytest.importorskip("nanopub", reason="pip install '.[dev]'")
    rdflib = pytest.importorskip("rdflib")
    whole = rdflib.ConjunctiveGraph()
    with contextlib.redirect_stderr(io.StringIO()):
        whole.parse(data=written(graph, base), format="trig")
    heads = list(whole.subjects(rdflib.RDF.type, rdflib.URIRef(f"{NP}Nanopublication")))
    assert len(heads) == len(graph.facts)
    for name in heads:
        one = rdflib.ConjunctiveGraph()
        for context in whole.contexts():
            if str(context.identifier).startswith(str(name)):
                for triple in context:
                    one.add((*triple, context.identifier))
        assert nanopub.Nanopub(rdf=one).is_valid


def test_each_says_all_that_the_graph_says_of_its_fact() -> None:
    found = by_fact(written(example()))
    whole = {str(q.triple) for q in ox.parse(ntriples(to_rdf(example())), format=ox.RdfFormat.N_TRIPLES)}
    for one in example().facts:
        node = f"<https://zhkg.example/statement/{one.id}"
        said = {triple for triple in whole if triple.startswith((f"{node}>", f"{node}-"))}
        assert said <= found[one.id]["assertion"] | found[one.id]["provenance"]
    received = next(one for one in example().facts if one.predicate == "received")
    parts = found[received.id]
    assert set(parts) == {"head", "assertion", "provenance", "pubinfo"}
    direct = f"<https://zhkg.example/id/临江县档案馆> <{KG}received> <https://zhkg.example/id/全国档案工作先进集体>"
    assert direct in parts["assertion"]
    assert any("馆长" not in triple and '#label> "国家档案局"' in triple for triple in parts["assertion"])
    assert any("6月9日，临江县档案馆被国家档案局授予" in triple for triple in parts["provenance"])
    assert any('headline> "临江县档案馆获全国先进集体称号"' in triple for triple in parts["provenance"])
    assert not any("schema.org/text" in triple for triple in parts["provenance"])


def test_what_is_denied_is_no_triple() -> None:
    found = by_fact(written(example()))
    for one in example().facts:
        if one.modality != "asserted":
            said = [triple for triple in found[one.id]["assertion"] if f"<{KG}participatedIn> <" in triple]
            assert all(triple.startswith("<https://zhkg.example/statement/") for triple in said)
            assert any(f"<{KG}{one.modality}>" in triple for triple in found[one.id]["assertion"])


def test_who_answers_for_it() -> None:
    stated = fact("locatedIn", "甲", "乙", ())
    said = Correction("assert", Named("甲"), "周敏", "2021-06-10", "核对过", object=Named("乙"), predicate="locatedIn")
    graph = Graph((), (), (stated,), origin=ORIGIN, corrections=(Corrected(said, on=(stated.id,)),))
    parts = by_fact(written(graph))[stated.id]
    assert any("wasAttributedTo> <https://zhkg.example/editor/周敏>" in triple for triple in parts["provenance"])
    assert any("software/zhkg-1.0-rules" in triple for triple in parts["pubinfo"])
    bare = by_fact(written(Graph((), (), (stated,))))[stated.id]
    assert any("wasDerivedFrom> <https://zhkg.example/graph>" in triple for triple in bare["provenance"])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=30)
@given(graphs())
def test_whatever_the_graph_four_graphs_a_fact(graph: Graph) -> None:
    found = by_fact(written(graph))
    assert set(found) == {one.id for one in graph.facts}
    assert all(len(parts) == 4 for parts in found.values())
