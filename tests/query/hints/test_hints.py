"""Hints where a query finds nothing: right ones, and none where nothing is the right answer."""

from __future__ import annotations

import pytest

import kg
from kg.ontology.namespace import KG
from kg.query.ask import hinted
from tests.query.regenerate import graph, store

RIGHT = [
    ("SELECT ?x { ?x kg:recieved ?a }", "has kg:recieved; did you mean kg:received"),
    ("SELECT (COUNT(*) AS ?n) { ?x kg:recieved ?a }", "did you mean kg:received"),
    (f"ASK {{ ?x <{KG}recieved> ?a }}", "did you mean kg:received"),
    ("SELECT ?x { ?x a kg:Organisation }", "did you mean kg:Organization"),
    ("SELECT ?x { ?x skos:prefLable ?l }", "did you mean skos:prefLabel"),
    ("SELECT ?a { id:宜宾司法局 kg:received ?a }", "did you mean id:宜宾市司法局"),
    ("DESCRIBE id:张无名", "neither the ontology nor the graph has id:张无名"),
    ('SELECT ?x { ?x rdfs:label "宜宾市" }', 'the graph has "宜宾市"@zh-Hans, not "宜宾市"'),
    ('SELECT ?x { ?x rdfs:label "宜宾市"@en }', 'the graph has "宜宾市"@zh-Hans, not "宜宾市"@en'),
    ("SELECT ?x { ?x rdfs:label ?l FILTER(?l = '宜宾市') }", "the graph has \"宜宾市\"@zh-Hans, not '宜宾市'"),
    ("SELECT ?x { ?x a kg:CreativeWork }", "write a/rdfs:subClassOf* kg:CreativeWork"),
    ("SELECT ?x { ?x rdf:type kg:CreativeWork }", "write a/rdfs:subClassOf* kg:CreativeWork"),
    ('SELECT ?s { ?s kg:time "2022年9月2日" }', 'the graph has "2022-09-02"^^xsd:date, not "2022年9月2日"'),
    ('SELECT ?s { ?s kg:time "2022-09-02" }', 'the graph has "2022-09-02"^^xsd:date, not "2022-09-02"'),
    ('SELECT ?s { ?s kg:time "2022-09"^^xsd:gYearMonth }', "dates are of another precision"),
    ('SELECT ?s { ?s kg:time ?t FILTER(STRSTARTS(STR(?t), "2022年9月")) }', 'writes "2022年9月" as "2022-09"'),
    ('SELECT ?f { ?f rdf:object "2098" }', 'the graph has 2098, not "2098"'),
]
SILENT = [
    "SELECT ?x { ?x kg:spouse ?y }",
    "SELECT ?x { ?x a kg:Person ; kg:received id:宜宾市 }",
    "SELECT ?x { ?x a kg:Company ; kg:spouse ?y }",
    "SELECT ?x { ?x a kg:Person ; kg:spouse ?y OPTIONAL { ?x kg:nosuch ?z } }",
    "CONSTRUCT { ?a kg:nosuch ?b } { ?a kg:spouse ?b }",
    'SELECT ?x { ?x rdfs:label "无此名"@zh-Hans }',
    "ASK { ?x kg:statistic ?n FILTER(xsd:integer(?n) > 99999999999) } # kg:nosuch",
    'SELECT ?x { ?x kg:said "kg:recieved" }',
    "PREFIX my: <https://a.example/> ASK { ?s kg:spouse ?o }",
]


@pytest.mark.parametrize(("sparql", "says"), RIGHT)
def test_a_hint(sparql: str, says: str) -> None:
    found = hinted(store(), sparql)
    assert any(says in hint for hint in found.hints), found.hints
    assert len(found.hints) == 1


@pytest.mark.parametrize("sparql", SILENT)
def test_no_hint_where_nothing_is_the_right_answer(sparql: str) -> None:
    found = hinted(store(), sparql)
    assert found.found_nothing and found.hints == ()


def test_no_hint_where_something_is_found() -> None:
    assert hinted(store(), "SELECT ?x { ?x a kg:Organization OPTIONAL { ?x kg:nosuch ?y } }").hints == ()


def test_two_mistakes_are_both_told() -> None:
    found = hinted(store(), 'SELECT ?x { ?x rdfs:label "宜宾市" ; kg:recieved ?a }').hints
    assert len(found) == 2


def test_hints_from_python() -> None:
    assert "kg:received" in kg.query_graph(graph(), "SELECT ?x { ?x kg:recieved ?a }").hints[0]
