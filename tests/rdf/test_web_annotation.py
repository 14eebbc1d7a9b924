"""Evidence is Web Annotation by what the W3C's model demands, and leads from an annotation to the words."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
from rdflib import Graph, Variable

from kg.ontology.ontology import load
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.passages import CONTEXT
from kg.types import Span
from tests.graphs import NEWS, example

SHAPES = Graph().parse(Path(__file__).parent / "web_annotation.ttl")
OURS = Graph().parse(load().path / "shapes.ttl")
TEXT = ntriples(to_rdf(example()))


def conforms(text: str, shapes: Graph = SHAPES) -> bool:
    found, _, _ = pyshacl.validate(Graph().parse(data=text, format="nt"), shacl_graph=shapes)
    return bool(found)


def test_a_graph_conforms_to_the_model_and_to_our_shapes_alone() -> None:
    """As `pyshacl -s ontology/shapes.ttl graph.ttl` tries it: with no schema beside it."""
    assert conforms(TEXT)
    assert conforms(TEXT, OURS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("oa#hasTarget>", "oa#hasTargets>"),
        ("oa#hasSource>", "oa#hasSources>"),
        ("XMLSchema#nonNegativeInteger>", "XMLSchema#integer>"),
        ("oa#exact>", "oa#prefix>"),
        ("oa#end>", "oa#start>"),
        ("oa#TextQuoteSelector>", "oa#TextPositionSelector>"),
    ],
)
def test_a_wrong_graph_does_not(old: str, new: str) -> None:
    assert old in TEXT
    assert not conforms(TEXT.replace(old, new))
    assert not conforms(TEXT.replace(old, new), OURS)


def test_an_annotation_leads_to_the_words_around_its_evidence() -> None:
    query = """PREFIX oa: <http://www.w3.org/ns/oa#> SELECT ?exact ?before ?behind ?start ?end {
        ?annotation a oa:Annotation ; oa:hasTarget ?place ;
            oa:hasBody/<http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate> ?p .
        FILTER(STRENDS(STR(?p), "positionAt"))
        ?place oa:hasSelector ?quote, ?position .
        ?quote oa:exact ?exact ; oa:prefix ?before ; oa:suffix ?behind . ?position oa:start ?start ; oa:end ?end }"""
    rows = Graph().parse(data=TEXT, format="nt").query(query).bindings
    assert len(rows) == 1
    exact, before, behind, start, end = (
        str(rows[0][Variable(name)]) for name in ("exact", "before", "behind", "start", "end")
    )
    span = Span(int(start), int(end))
    assert exact == NEWS[span.start : span.end] == "临江县档案馆馆长何立群"
    assert NEWS[span.start - CONTEXT : span.end + CONTEXT] == f"{before}{exact}{behind}"
