"""RDF/XML as two parsers read it that did not write it."""

from __future__ import annotations

import io

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings

from kg.errors import TargetError
from kg.rdf.graph import from_rdf
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.rdfxml import pieces
from kg.rdf.terms import Triple, text
from kg.store.canonical import canonical
from kg.types import Graph
from tests.graphs import example, hostile
from tests.strategies import graphs


def written(triples: list[Triple]) -> str:
    return "".join(pieces(triples))


def read(data: str, syntax: ox.RdfFormat) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(io.BytesIO(data.encode()), format=syntax)}


def same(triples: list[Triple]) -> None:
    plain = [(s, p, o.replace("\\u0001", "\ufffd")) for s, p, o in triples]
    assert read(written(triples), ox.RdfFormat.RDF_XML) == read(ntriples(plain), ox.RdfFormat.N_TRIPLES)


@pytest.mark.parametrize("graph", [example(), hostile()], ids=["example", "hostile"])
def test_oxigraph_and_rdflib_read_the_same_triples(graph: Graph) -> None:
    triples = to_rdf(graph)
    same(triples)
    assert len(rdflib.Graph().parse(data=written(triples), format="xml")) == len(set(triples))
    assert written(triples[::-1]) == written(triples)


def test_a_graph_comes_back() -> None:
    read_back = from_rdf(written(to_rdf(example())), "rdfxml")
    assert canonical(read_back).facts == example().facts
    assert canonical(read_back).entities == example().entities


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=40)
@given(graphs())
def test_whatever_the_graph_it_is_well_formed_with_all_its_statements(graph: Graph) -> None:
    triples = to_rdf(graph)
    found = rdflib.Graph().parse(data=written(triples), format="xml")
    kind = rdflib.URIRef("https://w3id.org/zhkg/ontology#Statement")
    assert len(list(found.subjects(rdflib.RDF.type, kind))) == len(graph.facts)


def test_a_property_of_another_namespace_and_one_that_xml_cannot_name() -> None:
    same([("<https://a.example/甲>", "<https://a.example/由>", text("<b>&\r\n"))])
    with pytest.raises(TargetError, match=r"cannot say the property <https://a.example/1>.*export turtle"):
        written([("<https://a.example/甲>", "<https://a.example/1>", text("b"))])
