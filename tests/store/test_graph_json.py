from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from kg.errors import GraphError
from kg.store.canonical import canonical
from kg.store.graph_json import dumps, inspected, loads
from kg.types import ClassName, Document, DocumentId, Entity, EntityId, Evidence, Fact, Graph, Span, Value
from tests.graphs import example, hostile
from tests.strategies import graphs


@pytest.mark.parametrize("graph", [example(), hostile()], ids=["example", "hostile"])
def test_there_and_back(graph: Graph) -> None:
    written = dumps(graph)
    assert loads(written) == canonical(graph)
    assert dumps(loads(written)) == written
    assert written.endswith("}\n")
    assert inspected(written)[1] == []


@given(graphs())
def test_there_and_back_whatever_the_graph(graph: Graph) -> None:
    written = dumps(graph)
    assert loads(written) == canonical(graph)
    assert dumps(loads(written)) == written
    assert loads(written.encode("utf-8").decode("utf-8")) == loads(written)


def test_order_of_the_input_does_not_matter() -> None:
    graph = example()
    turned = Graph(
        graph.documents[::-1],
        graph.entities[::-1],
        graph.facts[::-1],
        graph.links,
        corrections=graph.corrections[::-1],
    )
    assert dumps(turned) == dumps(graph)


def test_the_form_is_the_one_that_the_scorer_reads() -> None:
    data = json.loads(dumps(example()))
    assert list(data) == ["documents", "entities", "facts", "unasserted", "links", "corrections"]
    assert data["documents"][0] | {"text": "", "frame": [], "fields": [], "sha256": ""} == {
        "id": "news", "title": "临江县档案馆获全国先进集体称号", "publisher": "临江新闻网", "source": "临江日报",
        "datePublished": "2021-06-09", "authors": ["周敏"], "editors": ["高原", "丁一"], "sha256": "",
        "encoding": "utf-8", "frame": [], "fields": [], "text": "",
    }  # fmt: skip
    received = next(fact for fact in data["facts"] if fact["predicate"] == "received")
    assert received["qualifiers"] == {"conferredBy": "国家档案局", "time": "2021-06-09"}
    statistic = next(fact for fact in data["facts"] if fact["predicate"] == "statistic")
    assert statistic["object"] == {"value": 125000, "type": "quantity", "unit": "人次"}
    for fact in data["facts"]:
        for evidence in fact["evidence"]:
            text = next(d["text"] for d in data["documents"] if d["id"] == evidence["document"])
            assert text[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_half_a_character_becomes_a_replacement_and_nothing_breaks() -> None:
    graph = Graph(
        (Document(DocumentId("a"), "甲\ud800乙"),), (Entity(EntityId("\udc00"), ClassName("Place"), "\udc00"),), ()
    )
    written = dumps(graph)
    written.encode("utf-8")
    assert loads(written).documents[0].text == "甲\ufffd乙"


def test_evidence_in_a_document_that_is_not_there_is_kept_for_the_check() -> None:
    fact = Fact(
        "f", "said", EntityId("a"), Value("好", "text"), evidence=(Evidence(DocumentId("gone"), Span(0, 3), "r"),)
    )
    graph = Graph((), (), (fact,))
    assert loads(dumps(graph)) == graph


def test_a_quantity_that_is_no_number_stays_words() -> None:
    graph = Graph((), (), (Fact("f", "statistic", EntityId("a"), Value("三百余", "quantity", "人")),))
    assert loads(dumps(graph)) == graph


def test_a_quantity_that_would_fill_the_memory_stays_words() -> None:
    for digits in ("9" * 5000, "9" * 400 + ".5"):
        graph = Graph((), (), (Fact("f", "statistic", EntityId("a"), Value(digits, "quantity", "人")),))
        assert loads(dumps(graph)) == graph


Change = Callable[[dict[str, Any]], Any]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda d: d["entities"][0].pop("name"), "entities[0].name is missing"),
        (lambda d: d["entities"][0].update(type=3), "entities[0].type is no str"),
        (lambda d: d["entities"][0].update(aliases=[3]), "entities[0].aliases holds something that is no string"),
        (lambda d: d["entities"][0]["mentions"].append(7), "entities[0].mentions[9] is no object"),
        (lambda d: d["facts"][1].update(object=None), "facts[1].object is no object"),
        (lambda d: d["facts"][1].update(modality="sure"), "facts[1].modality is 'sure', none of asserted"),
        (lambda d: d["facts"][1].update(qualifiers={"role": {}}), "facts[1].qualifiers.role is no string"),
        (lambda d: d["facts"][1]["evidence"][0].update(start="0"), "facts[1].evidence[0].start is no int"),
        (lambda d: d["facts"][1]["evidence"][0].update(start=True), "facts[1].evidence[0].start is no int"),
        (lambda d: d["facts"][1].update(confidence="1"), "facts[1].confidence is no int or Decimal"),
        (lambda d: d["documents"][0].update(frame=[[0]]), "documents[0].frame holds something that is not [int, int]"),
        (lambda d: d.update(entities={}), "entities is no list"),
        (lambda d: d["links"][0].update(verdict="perhaps"), "links[0].verdict is 'perhaps'"),
    ],
)
def test_a_wrong_form_is_named_by_its_place(change: Change, complaint: str) -> None:
    data = json.loads(dumps(example()))
    change(data)
    with pytest.raises(GraphError) as caught:
        loads(json.dumps(data), "graph.json")
    assert str(caught.value).startswith(f"graph.json: {complaint}")


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, "nothing"])
def test_what_is_no_graph_is_refused(text: str) -> None:
    with pytest.raises(GraphError, match=r"graph\.json"):
        loads(text, "graph.json")


@pytest.mark.parametrize(
    ("old", "new"), [("共接待12.5万人次。", "共接待13.5万人次。"), ('"quote": "明年将参加"', '"quote": "明年要参加"')]
)
def test_a_changed_text_or_quote_is_found(old: str, new: str) -> None:
    changed = dumps(example()).replace(old, new)
    graph, disagreements = inspected(changed)
    assert disagreements
    assert graph.documents
    with pytest.raises(GraphError, match="kg check"):
        loads(changed)


@pytest.mark.parametrize("number", ["9" * 5000, "1e9999999", "1e-9999999"])
def test_numbers_that_would_fill_the_memory(number: str) -> None:
    text = dumps(example())
    place = text.index('"value": ', text.index('"facts"')) + len('"value": ')
    end = min(text.index(mark, place) for mark in ",}")
    with pytest.raises(GraphError, match="digits"):
        loads(f"{text[:place]}{number}{text[end:]}")
