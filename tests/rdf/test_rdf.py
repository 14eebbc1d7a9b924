"""The graph in every syntax: the same triples for every parser, the same graph back, the same bytes always."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings

from kg.errors import GraphError
from kg.rdf.graph import from_rdf, inspected
from kg.rdf.jsonld import jsonld
from kg.rdf.model import Version, to_quads, to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.syntaxes import Syntax
from kg.rdf.turtle import trig, turtle
from kg.store.canonical import canonical
from kg.types import Document, DocumentId, Graph, Meta
from tests.graphs import example, hostile
from tests.strategies import graphs

OXIGRAPH = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
}
RDFLIB = {"turtle": "turtle", "ntriples": "nt", "trig": "trig", "jsonld": "json-ld"}
BASE = "https://data.example.org/kg/"
WRITERS: dict[Syntax, Callable[[Graph, str, Version], str]] = {
    "turtle": lambda graph, base, version: turtle(to_rdf(graph, base, version), base),
    "ntriples": lambda graph, base, version: ntriples(to_rdf(graph, base, version)),
    "trig": lambda graph, base, version: trig(to_quads(graph, base, version), base),
    "jsonld": lambda graph, base, version: jsonld(to_rdf(graph, base), base),
}
BOTH = pytest.mark.parametrize("graph", [example(), hostile()], ids=["example", "hostile"])
EVERY = pytest.mark.parametrize("syntax", WRITERS)


def by_oxigraph(text: str, syntax: Syntax) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(text, format=OXIGRAPH[syntax])}


def by_rdflib(text: str, syntax: Syntax) -> set[str]:
    """The triples that rdflib reads, through N-Triples, so that both are compared in one notation."""
    data = rdflib.Dataset().parse(data=text, format=RDFLIB[syntax])
    triples = rdflib.Graph()
    for subject, predicate, target, _ in data.quads():
        triples.add((subject, predicate, target))
    return by_oxigraph(triples.serialize(format="nt"), "ntriples")


def plain(graph: Graph) -> Graph:
    return replace(canonical(graph), links=())


def say(triples: list[tuple[str, str, str]]) -> set[str]:
    return by_oxigraph(ntriples(triples), "ntriples")


@BOTH
@EVERY
def test_two_parsers_read_the_same_triples(graph: Graph, syntax: Syntax) -> None:
    written, wanted = WRITERS[syntax](graph, BASE, "1.1"), say(to_rdf(graph, BASE))
    assert by_oxigraph(written, syntax) == wanted
    assert by_rdflib(written, syntax) == wanted


@BOTH
@EVERY
@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("base", [BASE, "https://zhkg.example/"])
def test_there_and_back(graph: Graph, syntax: Syntax, version: Version, base: str) -> None:
    written = WRITERS[syntax](graph, base, version)
    assert from_rdf(written, syntax) == plain(graph)
    assert inspected(written, syntax)[1] == []


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(graphs())
def test_whatever_the_graph(graph: Graph) -> None:
    wanted = say(to_rdf(graph))
    for syntax, write in WRITERS.items():
        written = write(graph, "https://zhkg.example/", "1.1")
        assert by_oxigraph(written, syntax) == wanted
        assert from_rdf(written, syntax) == plain(graph)
    reified = WRITERS["turtle"](graph, BASE, "1.2")
    assert by_oxigraph(reified, "turtle") == say(to_rdf(graph, BASE, "1.2"))
    assert from_rdf(reified) == plain(graph)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=30)
@given(graphs())
def test_rdflib_agrees_whatever_the_graph(graph: Graph) -> None:
    """Without numbers, whose form rdflib changes."""
    unruly = ("decimal", "integer", "date", "gYear", "EDTF")
    for syntax in ("turtle", "trig"):
        written = WRITERS[syntax](graph, BASE, "1.1")
        wanted = {t for t in by_oxigraph(written, syntax) if not any(name in t for name in unruly)}
        assert {t for t in by_rdflib(written, syntax) if not any(name in t for name in unruly)} == wanted


@EVERY
def test_order_of_the_input_does_not_matter(syntax: Syntax) -> None:
    graph, write = example(), WRITERS[syntax]
    corrections = graph.corrections[::-1]
    turned = Graph(graph.documents[::-1], graph.entities[::-1], graph.facts[::-1], corrections=corrections)
    assert write(turned, BASE, "1.1") == write(graph, BASE, "1.1")


def test_the_same_bytes_in_every_process() -> None:
    code = (
        "import hashlib; from tests.graphs import example; from tests.rdf.test_rdf import WRITERS, BASE; "
        "print([hashlib.sha256(w(example(), BASE, '1.1').encode()).hexdigest() for w in WRITERS.values()])"
    )
    outs = {
        subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "."},
                       capture_output=True, check=True, text=True).stdout
        for seed in ("0", "1", "4711")
    }  # fmt: skip
    assert len(outs) == 1


def test_turtle_reads_well() -> None:
    written = WRITERS["turtle"](example(), "https://zhkg.example/", "1.1")
    assert (
        """
id:全国档案工作先进集体 a kg:Award ;
    skos:prefLabel "全国档案工作先进集体"@zh-Hans ;
    skos:altLabel "“全国档案工作先进集体”"@zh-Hans ;
    rdfs:label "全国档案工作先进集体"@zh-Hans ;
    kg:conferredBy id:国家档案局 ;
    kg:mention <doc/news#char=64,76> ;
    kg:receivedBy id:临江县档案馆 .
"""
        in written
    )
    key = next(fact.id for fact in example().facts if fact.predicate == "statistic")
    assert (
        f"""
st:{key} a kg:Statement ;
    rdf:subject id:沿江记忆广场 ;
    rdf:predicate kg:statistic ;
    rdf:object 125000 ;
    kg:confidence 0.9 ;
    kg:evidence st:{key}-1 ;
    kg:extractor "rules" ;
    kg:modality kg:asserted ;
    kg:of "接待"@zh-Hans ;
    kg:unit "人次" ;
    prov:wasDerivedFrom doc:news .

st:{key}-1 a oa:SpecificResource, kg:Evidence ; kg:confidence 0.9 ; kg:rule "statistic.counted" ;"""
        in written
    )
    assert (
        """
<doc/news#char=118,120> a oa:SpecificResource ; oa:hasSelector <doc/news#position=118,120>, <doc/news#quote=118,120> ; \
oa:hasSource doc:news .

<doc/news#position=118,120> a oa:TextPositionSelector ; oa:start "118"^^xsd:nonNegativeInteger ; \
oa:end "120"^^xsd:nonNegativeInteger .

<doc/news#quote=118,120> a oa:TextQuoteSelector ; oa:exact "该馆" .
"""
        in written
    )
    assert written.index("char=57,62> a") < written.index("char=118,120> a")
    assert "[" not in written
    assert "_:" not in written


def test_rdf_12_names_what_a_statement_is_about_by_a_triple_term() -> None:
    written = WRITERS["turtle"](example(), "https://zhkg.example/", "1.2")
    assert "rdf:reifies <<( id:何立群 kg:positionAt id:临江县档案馆 )>> ;" in written
    assert "rdf:subject id:何立群" in written  # what queries for RDF 1.1 ask for is there too


def test_only_what_is_asserted_is_a_direct_triple() -> None:
    direct = (
        "<https://zhkg.example/id/临江县档案馆>",
        "<https://w3id.org/zhkg/ontology#participatedIn>",
        "<https://zhkg.example/id/江城读书节>",
    )
    assert direct in to_rdf(example())
    denied = replace(example(), facts=tuple(f for f in example().facts if f.modality != "asserted"))
    assert len(denied.facts) == 2
    assert direct not in to_rdf(denied)


def test_trig_says_what_each_document_says() -> None:
    quads = list(ox.parse(WRITERS["trig"](example(), "https://zhkg.example/", "1.1"), format=ox.RdfFormat.TRIG))
    located = ox.NamedNode("https://w3id.org/zhkg/ontology#locatedIn")
    assert {str(q.graph_name) for q in quads if q.predicate == located} == {
        "<https://zhkg.example/doc/news>",
        "<https://zhkg.example/doc/notice>",
    }


def test_names_that_need_it_are_written_as_iris() -> None:
    name = "<https://zhkg.example/id/{}>".format
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    tries = ["宜宾", "C919", "甲.乙", "甲.", "-甲", "“甲”", "甲%20乙", "甲(乙)", "《甲》", "", "·甲", "甲·乙"]
    written = turtle([(name(one), label, '"x"') for one in tries])
    heads = {line.split(" ")[0] for line in written.splitlines() if line.endswith('"x" .')}
    assert heads == {"id:宜宾", "id:C919", "id:甲.乙", "<id/甲.>", "<id/-甲>", "<id/“甲”>", "id:甲%20乙", "<id/甲(乙)>",
                     "id:《甲》", "<id/>", "<id/·甲>", "id:甲·乙"}  # fmt: skip
    assert by_oxigraph(written, "turtle") == by_rdflib(written, "turtle")
    assert len(by_oxigraph(written, "turtle")) == len(tries)


def test_bylines_keep_the_order_of_the_article() -> None:
    document = Document(
        DocumentId("a"), "记者 周敏 丁一 编辑 王五 于二", Meta(authors=("周敏", "丁一"), editors=("王五", "于二"))
    )
    graph = Graph((document,), (), ())
    assert from_rdf(turtle(to_rdf(graph))) == graph


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("kg:modality kg:planned", "kg:modality kg:perhaps", "modality 'perhaps'"),
        ("rdf:subject id:何立群", "rdf:subject id:何立群, id:周敏", "has 2 values for"),
        ("rdf:subject id:何立群", "rdf:value id:何立群", "has 0 values for"),
        ("kg:confidence 0.95", 'kg:confidence "much"', "no number"),
        ("oa:hasSelector <doc/news#position=80,91>", "oa:hasSelector <doc/news>", "no passage"),
        ("schema:text", "schema:abstract", "no schema:text"),
        ("共接待12.5万人次。", "共接待13.5万人次。", "sha256"),
        ('oa:exact "何立群"', 'oa:exact "何立"', "the quote is not what stands at"),
        ("@prefix id:", "@prefix ie:", "it is no turtle"),
    ],
)
def test_a_changed_file_is_refused_with_its_place(old: str, new: str, complaint: str) -> None:
    written = WRITERS["turtle"](example(), "https://zhkg.example/", "1.1")
    assert old in written
    with pytest.raises(GraphError) as caught:
        from_rdf(written.replace(old, new), where="graph.ttl")
    assert str(caught.value).startswith("graph.ttl")
    assert complaint in str(caught.value)
