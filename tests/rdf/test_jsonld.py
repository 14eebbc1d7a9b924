"""JSON-LD as a program reads it that knows nothing of RDF; its triples are compared with the other syntaxes'."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest

from kg.rdf.jsonld import jsonld
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from kg.types import Graph, Value
from tests.graphs import example, fact, hostile


def written(graph: Graph) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(jsonld(to_rdf(graph)))
    return found


def thing(graph: Graph, name: str) -> dict[str, Any]:
    return next(one for one in written(graph)["@graph"] if one["@id"] == name)


def test_a_thing_reads_as_plain_json() -> None:
    found = thing(example(), "id:沿江记忆广场")
    assert found["@type"] == "Facility"
    assert found["prefLabel"] == "沿江记忆广场"
    assert found["foundedOn"] == "2020-07"
    assert found["establishedBy"] == "id:临江县档案馆"
    assert isinstance(found["mention"], str)
    assert isinstance(thing(example(), "id:临江县档案馆")["mention"], list)


def test_numbers_are_numbers_and_decimals_keep_their_digits() -> None:
    figure = next(one for one in written(example())["@graph"] if one.get("predicate") == "kg:statistic")
    assert figure["object"] == {"@type": "xsd:integer", "@value": "125000"}  # most objects are things
    assert figure["confidence"] == "0.9"
    place = next(one for one in written(example())["@graph"] if "oa:start" in one)
    assert isinstance(place["oa:start"], int)
    large = [fact("statistic", "甲", Value(digits, "quantity", "个"), ()) for digits in ("7", "9007199254740993")]
    objects = [one["object"] for one in written(Graph((), (), tuple(large)))["@graph"] if "object" in one]
    assert {7, "9007199254740993"} == set(objects)


def test_a_name_means_the_same_in_every_file() -> None:
    past = fact("positionAt", "甲", "乙局", (), (("end", Value("2020", "date")),))
    for graph in (example(), Graph((), (), (past,))):
        context = written(graph)["@context"]
        assert context.get("end", {}).get("@id") in (None, "kg:end")
    assert written(Graph((), (), (past,)))["@context"]["end"] == {"@id": "kg:end", "@type": "xsd:gYear"}


def test_what_differs_from_most_says_so() -> None:
    facts = tuple(fact("said", "甲", Value(words, "text"), ()) for words in ("来了", "走了", "來了", "OK"))
    found = thing(Graph((), (), facts), "id:甲")["said"]
    assert sorted(map(str, found)) == sorted(
        map(str, ["来了", "走了", {"@language": "zh-Hant", "@value": "來了"}, {"@value": "OK"}])
    )


@pytest.mark.parametrize("graph", [example(), hostile()], ids=["example", "hostile"])
def test_pyld_reads_the_same_triples(graph: Graph) -> None:
    pyld = pytest.importorskip("pyld", reason="pip install pyld")
    read = pyld.jsonld.to_rdf(json.loads(jsonld(to_rdf(graph))), {"format": "application/n-quads"})

    def triples(text: str) -> set[str]:
        return {str(quad.triple) for quad in ox.parse(text, format=ox.RdfFormat.N_QUADS)}

    assert triples(read) == triples(ntriples(to_rdf(graph)))
