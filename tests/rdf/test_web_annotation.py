"""Evidence is Web Annotation by what the W3C's model demands, and leads from an annotation to the words."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pyshacl
import pytest
from rdflib import Graph, Variable

from kg.ontology.ontology import load
from kg.rdf.jsonld import jsonld
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.passages import CONTEXT
from kg.types import Span
from tests.graphs import NEWS, example, hostile

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


# The terms of the W3C's context (http://www.w3.org/ns/anno.jsonld) that evidence needs, which nothing here may fetch.
OA = "http://www.w3.org/ns/oa#"
NUMBER = "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"
TERMS: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    "creator": {"@id": "http://purl.org/dc/terms/creator", "@type": "@id"},
    "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"},
    "describing": f"{OA}describing",
    **{name: f"{OA}{name}" for name in ("Annotation", "SpecificResource", "TextQuoteSelector", "TextPositionSelector")},
    **{name: f"{OA}{name}" for name in ("exact", "prefix", "suffix")},
    **{name: {"@id": f"{OA}{name}", "@type": NUMBER} for name in ("start", "end")},
    **{
        name: {"@id": f"{OA}has{name.capitalize()}", "@type": "@id"}
        for name in ("body", "target", "source", "selector")
    },
}
URI = re.compile(r"[a-z]+:[!-~]+")


def framed_annotations(text: str) -> list[dict[str, Any]]:
    """The annotations of JSON-LD as clients of Web Annotation read them: framed, in the W3C's terms."""
    pyld = pytest.importorskip("pyld", reason="pip install pyld")
    frame = {
        "@context": TERMS,
        "@type": "Annotation",
        "body": {"@embed": "@never"},
        "target": {"source": {"@embed": "@never"}},
    }
    framed = pyld.jsonld.frame(json.loads(text), frame, {"embed": "@always", "omitGraph": False})
    found: list[dict[str, Any]] = framed["@graph"]
    return found


@pytest.mark.parametrize("graph", [example(), hostile()], ids=["example", "hostile"])
def test_clients_of_web_annotation_read_the_evidence(graph: Any) -> None:
    """What the W3C's tests (w3c/web-annotation-tests) demand of its JSON: 3.1, 3.2, 4.2.4 and 4.2.5."""
    found = framed_annotations(jsonld(to_rdf(graph)))
    assert len(found) == len([fact for fact in graph.facts if fact.evidence]) > 0
    for one in found:
        assert URI.fullmatch(one["id"]) and one["type"] == "Annotation" and one["motivation"] == "describing"
        targets = one["target"] if isinstance(one["target"], list) else [one["target"]]
        assert targets
        for target in targets:
            assert "SpecificResource" in target["type"] and isinstance(target["source"], str)
            selectors = {selector["type"]: selector for selector in target["selector"]}
            assert set(selectors) == {"TextQuoteSelector", "TextPositionSelector"}
            assert isinstance(selectors["TextQuoteSelector"]["exact"], str)
            at = selectors["TextPositionSelector"]
            assert isinstance(at["start"], int) and isinstance(at["end"], int) and 0 <= at["start"] <= at["end"]
