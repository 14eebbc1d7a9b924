"""JSON-LD as a program reads it that knows nothing of RDF; its triples are compared with the other syntaxes'."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings

from kg.rdf.jsonld import jsonld
from kg.rdf.jsonld_framed import framed
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.prefixes import RDF
from kg.types import Graph, Value
from tests.graphs import example, fact, hostile
from tests.strategies import graphs


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


def framed_file(graph: Graph) -> dict[str, Any]:
    found: dict[str, Any] = json.loads("".join(framed(to_rdf(graph))))
    return found


def test_what_belongs_to_a_thing_stands_inside_of_it() -> None:
    found = framed_file(example())
    top = {one["@id"]: one for one in found["@graph"]}
    assert not [name for name in top if name.startswith(("st:", "an:")) or "#position" in name or "#quote" in name]
    archive = top["id:临江县档案馆"]
    assert archive["prefLabel"] == {"zh-Hans": "临江县档案馆"}
    assert archive["altLabel"] == {"zh-Hans": ["县档案馆", "该馆"]}
    (received,) = (one for one in archive["statements"] if one["predicate"] == "kg:received")
    assert received["time"] == {"@type": "xsd:date", "@value": "2021-06-09"}  # most are of a month or a year here
    assert received["conferredBy"] == "id:国家档案局" and "subject" not in received
    assert received["evidence"]["rule"] == "award.conferred"
    quote = next(one for one in received["evidence"]["hasSelector"] if "exact" in one)
    assert quote["exact"].startswith("6月9日，临江县档案馆被")
    assert received["annotations"]["hasTarget"] == received["evidence"]["@id"]
    assert found["@context"]["statements"] == {"@reverse": "rdf:subject", "@type": "@id"}
    assert found["@context"]["time"]["@type"].startswith("xsd:")
    assert top["doc:news"]["headline"] == {"zh-Hans": "临江县档案馆获全国先进集体称号"}


@pytest.mark.parametrize("graph", [example(), hostile(), Graph((), (), ())], ids=["example", "hostile", "empty"])
def test_pyld_and_oxigraph_read_the_same_triples_from_the_framed_file(graph: Graph) -> None:
    pyld = pytest.importorskip("pyld", reason="pip install pyld")
    read = pyld.jsonld.to_rdf(framed_file(graph), {"format": "application/n-quads"})
    text = "".join(framed(to_rdf(graph)))

    def triples(quads: Any) -> set[str]:
        return {str(quad.triple) for quad in quads}

    wanted = triples(ox.parse(ntriples(to_rdf(graph)), format=ox.RdfFormat.N_TRIPLES))
    assert triples(ox.parse(read, format=ox.RdfFormat.N_QUADS)) == wanted
    assert triples(ox.parse(text, format=ox.RdfFormat.JSON_LD)) == wanted


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=30)
@given(graphs())
def test_whatever_the_graph_the_framed_file_has_its_triples(graph: Graph) -> None:
    text = "".join(framed(to_rdf(graph)))
    wanted = {str(quad.triple) for quad in ox.parse(ntriples(to_rdf(graph)), format=ox.RdfFormat.N_TRIPLES)}
    assert {str(quad.triple) for quad in ox.parse(text, format=ox.RdfFormat.JSON_LD)} == wanted


def test_what_only_names_itself_is_not_lost() -> None:
    loop = [("<a:b>", f"<{RDF}subject>", "<a:c>"), ("<a:c>", f"<{RDF}subject>", "<a:b>")]
    text = "".join(framed(loop))
    assert len(list(ox.parse(text, format=ox.RdfFormat.JSON_LD))) == 2
