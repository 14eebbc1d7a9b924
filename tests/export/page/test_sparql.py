"""The page's SPARQL panel: the engine in a Worker of the page."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path

import pytest

from kg.ontology.ontology import load
from kg.query.ask import ask
from kg.query.bind import bind
from kg.query.load import from_graph
from kg.rdf.questions import Question, questions
from tests.export.page.conftest import Show, needs_engine
from tests.export.page.test_browser import saved
from tests.graphs import example
from tests.opened import Opened

pytestmark = needs_engine
RESULT = "document.querySelector('.results table, .results pre, .results .what') !== null"


@pytest.fixture
def panel(show: Show) -> Opened:
    opened = show(example(), sparql=True)
    opened.view("sparql")
    return opened


def run(panel: Opened, sparql: str) -> None:
    panel.page.evaluate("document.querySelector('.results').replaceChildren()")
    panel.page.evaluate("document.querySelector('.query').open = true")
    panel.page.fill("#sparql-input", sparql)
    panel.page.keyboard.press("Control+Enter")
    panel.wait(RESULT)


def test_all_shipped_questions_are_answered_as_by_the_command(panel: Opened, tmp_path: Path) -> None:
    store = from_graph(example())
    asked: list[Question] = list(questions(load()))
    assert panel.page.locator("#sparql select option").count() == len(asked) + 1
    for n, question in enumerate(asked):
        panel.page.evaluate("document.querySelector('.results').replaceChildren()")
        panel.page.select_option("#sparql select", value=str(n))  # which runs it
        panel.wait(RESULT)
        result = ask(store, bind(question, store, {}))
        if result.kind != "select":
            continue
        found = json.loads(saved(panel, "#sparql button:has-text('JSON')", tmp_path))
        expected = json.loads(result.data)
        assert found["head"]["vars"] == expected["head"]["vars"], question.name

        def rows(answer: dict) -> list[str]:  # type: ignore[type-arg]
            return sorted(json.dumps(row, sort_keys=True) for row in answer["results"]["bindings"])

        assert rows(found) == rows(expected), question.name
    assert panel.troubles == []


def test_results_lead_to_nodes_and_into_the_graph(panel: Opened, tmp_path: Path) -> None:
    run(panel, "SELECT ?who ?role { ?s kg:role ?role ; rdf:subject ?who }")
    assert "何立群\t馆长" in panel.text(".results tbody")
    rows = list(csv.reader(io.StringIO(saved(panel, "#sparql button:has-text('CSV')", tmp_path).decode("utf-8-sig"))))
    assert rows == [["who", "role"], ["https://zhkg.example/id/何立群", "馆长"]]
    panel.page.click(".results tbody .link")
    assert panel.name == "何立群"
    panel.page.click("#sparql button:has-text('在图中显示')")
    assert panel.wait("window.kg.labels().names.length === 1")
    assert "n=" in panel.page.url


def test_parameters_construct_and_ask(panel: Opened) -> None:
    n = next(n for n, question in enumerate(questions(load())) if question.name == "posts")
    panel.page.select_option("#sparql select", value=str(n))
    panel.page.fill("#sparql .fields input >> nth=0", "何立群")
    panel.page.keyboard.press("Tab")
    assert "id:何立群" in panel.page.input_value("#sparql-input")
    panel.page.fill("#sparql .fields input >> nth=0", "无名氏")
    panel.page.keyboard.press("Tab")
    assert "没有名叫“无名氏”的实体" in panel.text("#sparql")
    run(panel, "CONSTRUCT { ?s a kg:Thing } WHERE { ?s kg:received ?o }")
    assert "临江县档案馆" in panel.text(".results pre")
    run(panel, "ASK { ?s kg:received ?o }")
    assert panel.text(".results .what") == "是"


def test_what_cannot_be_asked_is_said(panel: Opened) -> None:
    panel.page.fill("#sparql-input", "SELECT * {\n SERVICE <https://a.example/> { ?s ?p ?o } }")
    panel.page.click(".run")
    panel.wait("document.querySelector('#sparql [role=status]').textContent.includes('第 2 行的 SERVICE')")
    panel.page.fill("#sparql-input", "ASK {\n?s kg:from ?service .\n SERVICE#\r<https://a.example/> { ?s ?p ?o } }")
    panel.page.click(".run")
    panel.wait("document.querySelector('#sparql [role=status]').textContent.includes('第 3 行的 SERVICE')")
    run(panel, "ASK { ?s kg:received ?from } # service")
    panel.page.fill("#sparql-input", "SELECT * { ?s")
    panel.page.click(".run")
    panel.wait("document.querySelector('#sparql [role=status]').textContent.includes('查询没有写完')")
    assert panel.troubles == []


@pytest.mark.parametrize(
    ("sparql", "marked", "said"),
    [
        ("SELECT * {\n ?s kg:said ?o FILTR(?o > 1)\n}", "FILTR", "第 2 行第 16 列：这里不应有 FILTR"),
        ("SELECT * {\n # 甲😀\n ?s foo:x ?o }", "foo:x", "第 3 行第 5 列：前缀 foo: 没有声明"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE", "DELETE 会改动图"),
        ("SELECT ?a { ?s kg:said ?o } GROUP BY ?s", None, "没有分组"),
    ],
)
def test_an_error_is_marked_where_it_is(panel: Opened, sparql: str, marked: str | None, said: str) -> None:
    panel.page.fill("#sparql-input", sparql)
    panel.page.click(".run")
    panel.wait(f"document.querySelector('#sparql [role=status]').textContent.includes('{said}')")
    chosen = "(i => i.value.slice(i.selectionStart, i.selectionEnd))(document.getElementById('sparql-input'))"
    assert panel.page.evaluate(chosen) == (marked or sparql)


def choose(panel: Opened, name: str) -> None:
    panel.page.evaluate("document.querySelector('.results')?.replaceChildren()")
    n = next(n for n, question in enumerate(questions(load())) if question.name == name)
    panel.page.select_option("#sparql select", value=str(n))
    panel.wait(RESULT)


def test_a_question_is_a_sentence_with_fields_that_know_the_names(panel: Opened) -> None:
    choose(panel, "holders")
    assert panel.page.locator(".results tbody tr").count() == 1
    assert not panel.page.is_visible("#sparql-input")
    assert panel.text("#sparql .fields").split("\n")[0] == "其中"
    panel.page.fill("#sparql .fields input >> nth=0", "ljxdag")
    assert "临江县档案馆\n国家机关" in panel.text("#sparql .fields [role=listbox]")
    panel.page.keyboard.press("ArrowDown")
    panel.page.keyboard.press("Enter")
    assert panel.wait(RESULT)
    assert panel.page.input_value("#sparql .fields input >> nth=0") == "临江县档案馆"
    assert "id:临江县档案馆" in panel.page.input_value("#sparql-input")
    panel.page.fill("#sparql .fields input >> nth=1", "馆")
    assert panel.text("#sparql .fields [role=listbox] >> nth=1") == "馆长"
    panel.page.keyboard.press("Escape")
    panel.page.fill("#sparql .fields input >> nth=1", "局长")
    panel.page.keyboard.press("Enter")
    panel.wait("document.querySelectorAll('.results tbody tr').length === 0")
    assert panel.troubles == []


def test_a_relation_of_a_question_is_chosen(panel: Opened) -> None:
    choose(panel, "attendance")
    every = panel.page.locator(".results tbody tr").count()
    options = panel.page.locator("#sparql .fields select[name=part] option").all_inner_texts()
    assert options[:2] == ["不限", "参加"]
    panel.page.evaluate("document.querySelector('.results')?.replaceChildren()")
    panel.page.select_option("#sparql .fields select[name=part]", "organized")
    assert panel.wait(RESULT)
    assert "VALUES ?part { kg:organized }" in panel.page.input_value("#sparql-input")
    assert panel.page.locator(".results tbody tr").count() < every  # nobody organizes anything there
    panel.wait("decodeURIComponent(location.hash).includes('attendance;part=organized')")
    panel.page.reload()
    assert panel.wait(RESULT)
    assert panel.page.input_value("#sparql .fields select[name=part]") == "organized"
    assert panel.troubles == []


def test_columns_have_names_and_numbers_their_units(panel: Opened) -> None:
    choose(panel, "statistics")
    assert panel.page.locator(".results th").all_inner_texts() == ["事物", "所数", "数值"]
    assert "12.5 万人次" in panel.text(".results tbody")
    choose(panel, "doubtful")
    assert panel.text(".results tbody tr >> nth=0").startswith("90%\t")
    choose(panel, "timeline")
    assert "2020年7月" in panel.text(".results tbody")
    panel.page.click("#language")
    choose(panel, "statistics")
    assert panel.page.locator(".results th").all_inner_texts() == ["Thing", "Of what", "Figure"]
    assert "125,000人次" in panel.text(".results tbody")
    assert panel.troubles == []


def test_what_is_constructed_is_drawn(panel: Opened) -> None:
    choose(panel, "around")
    drawn = panel.page.locator(".sketch .node").all_text_contents()
    assert "何立群" in drawn
    assert "任职" in panel.page.locator(".sketch .join-name").all_text_contents()
    assert panel.page.locator(".sketch polygon[points]").count() > 0
    panel.page.click(".sketch .can[aria-label=何立群]")
    assert panel.name == "何立群"
    panel.page.focus(".sketch .can[aria-label=国家档案局]")
    panel.page.keyboard.press("Enter")
    assert panel.name == "国家档案局"
    run(panel, 'CONSTRUCT { ?s kg:said "<img src=x onerror=alert(1)>" } WHERE { ?s kg:said ?o }')
    assert panel.page.locator(".sketch .node text >> text=<img").count() == 1
    run(panel, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert "画出 40 个" in panel.text("#sparql .results > .hint")
    run(panel, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(false) }")
    assert panel.page.locator(".sketch").count() == 0
    assert panel.troubles == []


def test_a_page_too_large_for_the_engine_says_so(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.export.page.render._LARGE", 1)
    opened = show(example(), sparql=None)
    opened.view("sparql")
    assert "--sparql" in opened.text("#sparql")
    opened.page.click("#language")
    assert "without the query engine" in opened.text("#sparql")
    opened.page.keyboard.press("7")
    assert opened.page.is_visible("#sparql")
    assert opened.troubles == []


def test_a_runaway_query_is_ended_and_the_next_one_answered(panel: Opened) -> None:
    run(panel, "ASK { ?s ?p ?o }")
    cross = " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(6))
    panel.page.fill("#sparql-input", f"SELECT (COUNT(*) AS ?n) {{ {cross} }}")
    begun = time.monotonic()
    panel.page.click(".run")
    panel.wait("document.querySelector('#sparql [role=status]').textContent.includes('10 秒')")
    assert 9 < time.monotonic() - begun < 15
    run(panel, "ASK { ?s ?p ?o }")
    assert panel.text(".results .what") == "是"


def test_completion(panel: Opened) -> None:
    panel.page.fill("#sparql-input", "SELECT * { ?s ")
    panel.page.keyboard.press("End")
    panel.page.keyboard.type("kg:rec")
    assert "kg:received" in panel.text(".completions")
    panel.page.keyboard.press("Tab")
    panel.page.keyboard.type(" 何立")
    panel.page.keyboard.press("Enter")
    assert panel.page.input_value("#sparql-input") == "SELECT * { ?s kg:received id:何立群"
    assert panel.page.evaluate("document.querySelector('.editor pre .k-keyword').textContent") == "SELECT"


def test_without_webassembly_all_else_works(show: Show) -> None:
    opened = show(example(), sparql=True, before="delete window.WebAssembly")
    opened.view("sparql")
    assert "WebAssembly" in opened.text("#sparql")
    opened.find("何立群")
    assert opened.name == "何立群"
    assert opened.troubles == []
