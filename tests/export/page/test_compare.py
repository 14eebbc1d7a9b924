"""A second graph beside the page's: what is new, gone, contradicted."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.store.graph_json import dumps
from kg.types import EntityId, Evidence, Graph, Value
from tests.export.page.conftest import Show
from tests.graphs import entity, example, fact, find, hostile
from tests.opened import Opened


def born(date: str) -> Graph:
    """The example, which says a birth date too."""
    graph = example()
    said = (Evidence(graph.documents[0].id, find(graph.documents[0], "馆长何立群说"), "by.hand", 0.9),)
    return replace(graph, facts=(*graph.facts, fact("birthDate", "何立群", Value(date, "date"), said)))


def changed(graph: Graph) -> Graph:
    """The graph with another figure, a denial, a fact less and one more."""
    first, second = graph.documents
    facts = []
    for one in graph.facts:
        if one.predicate == "statistic":
            facts.append(replace(one, id="other-figure", object=Value("99000", "quantity", "人次")))
        elif one.predicate == "received":
            facts.append(replace(one, id="denied", modality="negated"))
        elif one.predicate != "positionAt":
            facts.append(one)
    more = fact("met", "何立群", "周敏", (Evidence(first.id, find(first, "记者 周敏"), "by.hand", 0.9),))
    people = entity("Person", "周敏", (first, second))
    return replace(graph, entities=(*graph.entities, people), facts=(*facts, more))


def dropped(opened: Opened, content: str, name: str = "graph.json") -> None:
    """Drop a file on the page, as a reader does."""
    code = """([name, content]) => { const data = new DataTransfer();
        data.items.add(new File([content], name, {type: "application/json"}));
        for (const type of ["dragover", "drop"]) document.body.dispatchEvent(
            new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true})); }"""
    opened.page.evaluate(code, [name, content])
    opened.wait("document.querySelector('#compare h2') !== null && document.body.dataset.view === 'compare'")


def test_what_is_new_gone_and_contradicted(show: Show) -> None:
    opened = show(born("1970"))
    dropped(opened, dumps(changed(born("1971-02"))), "graph-2.json")
    assert "graph-2.json" in opened.text("#compare h2 >> nth=0")
    contradicted = opened.page.locator("#compare .pair").all_inner_texts()
    assert len(contradicted) == 3
    date = next(one for one in contradicted if "出生" in one)
    assert "1970年" in date
    assert "1971年2月" in date
    assert date.count("馆长何立群说") == 2  # the quotation of each
    figure = next(one for one in contradicted if "12.5 万人次" in one)
    assert "9.9 万人次" in figure
    assert any("否定" in one and "全国档案工作先进集体" in one for one in contradicted)
    assert "周敏" in opened.text("#compare .added")
    assert "记者 周敏" in opened.text("#compare .added blockquote")
    assert "何立群任临江县档案馆馆长" in opened.text("#compare .gone")
    opened.page.click("#compare .gone .link")
    assert "任职" in opened.name
    opened.page.click("#language")
    assert "Contradicted" in opened.text("#compare")
    opened.page.click("#compare .bar .chip:has-text('End')")
    assert "Drop" in opened.text("#compare")
    dropped(opened, dumps(born("1970-05")))  # which says no other date
    assert opened.page.locator("#compare .pair").count() == 0
    both = replace(born("1970"), facts=(*born("1970").facts, *born("1971").facts[-1:]))
    dropped(opened, dumps(both))  # which knows of both
    assert opened.page.locator("#compare .pair").count() == 0
    assert opened.troubles == []


def test_the_same_graph_differs_in_nothing(show: Show, tmp_path: Path) -> None:
    opened = show(hostile())
    file = tmp_path / "same.json"
    file.write_text(dumps(hostile()), "utf-8")
    opened.page.click("#export > summary")
    opened.page.click("#export-menu [data-key=compare_menu] button")
    opened.page.set_input_files("#compare input[type=file]", file)
    opened.wait("document.querySelectorAll('#compare .difference').length === 3")
    assert opened.page.locator("#compare .difference .count").all_inner_texts() == ["0", "0", "0"]
    assert opened.troubles == []


def test_entities_whose_ids_changed_are_found_again(opened: Opened) -> None:
    def renamed(name: str) -> str:
        return "甲馆" if name == "临江县档案馆" else name

    raw = json.loads(dumps(example()))
    for one in raw["entities"]:
        one["id"] = renamed(one["id"])
    for one in (*raw["facts"], *raw["unasserted"]):
        one["subject"] = renamed(one["subject"])
        one["object"] = renamed(one["object"]) if isinstance(one["object"], str) else one["object"]
        one["qualifiers"] = {key: renamed(value) for key, value in one["qualifiers"].items()}
    dropped(opened, json.dumps(raw))
    assert opened.page.locator("#compare .difference .count").all_inner_texts() == ["0", "0", "0"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "不是 JSON"),
        ("{", "不是 JSON"),
        ("[]", "不是图谱"),
        ("null", "不是图谱"),
        ('{"documents": []}', "缺少 entities"),
        ('{"documents": [], "entities": [1], "facts": []}', "entities 1"),
        ('{"documents": [], "entities": [], "facts": {}}', "缺少 facts"),
        ('{"documents": [], "entities": [], "facts": [{"id": "a", "predicate": "met", "subject": "b"}]}', "没有“b”"),
    ],
)
def test_a_file_that_is_no_graph_gets_a_sentence(opened: Opened, content: str, said: str) -> None:
    dropped(opened, content, "<img src=x onerror=alert(1)>.json")
    assert said in opened.text("#compare .wrong")
    assert "<img" in opened.text("#compare .wrong")
    dropped(opened, dumps(example()))
    opened.wait("document.querySelectorAll('#compare .difference').length === 3")
    assert opened.troubles == []


def test_sizes_are_bounded(opened: Opened) -> None:
    code = """(() => { const file = new File(["{}"], "big.json"); Object.defineProperty(file, "size", {value: 1e9});
        const data = new DataTransfer(); const event = new DragEvent("drop", {bubbles: true, cancelable: true});
        Object.defineProperty(event, "dataTransfer", {value: {types: ["Files"], files: [file]}});
        document.body.dispatchEvent(event); })()"""
    opened.page.evaluate(code)
    assert opened.wait("document.querySelector('#compare .wrong')?.textContent.includes('100 MB')")
    many: Any = {"documents": [], "facts": [], "entities": [{}] * 200_001}
    dropped(opened, json.dumps(many))
    assert "200000" in opened.text("#compare .wrong")


def test_a_fact_of_an_unknown_property_is_said_by_its_name(opened: Opened) -> None:
    raw = json.loads(dumps(example()))
    raw["facts"].append(
        raw["facts"][0] | {"id": "x", "predicate": "<b>taught</b>", "object": str(EntityId("江城读书节"))}
    )
    dropped(opened, json.dumps(raw))
    assert "<b>taught</b>" in opened.text("#compare .added")
    assert opened.page.locator("#compare b").count() == 0
