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
    panel.page.fill("#sparql-input", sparql)
    panel.page.keyboard.press("Control+Enter")
    panel.wait(RESULT)


def test_all_shipped_questions_are_answered_as_by_the_command(panel: Opened, tmp_path: Path) -> None:
    store = from_graph(example())
    asked: list[Question] = list(questions(load()))
    assert panel.page.locator("#sparql select option").count() == len(asked) + 1
    for n, question in enumerate(asked):
        panel.page.evaluate("document.querySelector('.results').replaceChildren()")
        panel.page.select_option("#sparql select", value=str(n))
        panel.page.click(".run")
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
    panel.wait("document.querySelector('#sparql [role=status]').textContent.includes('rror')")
    assert panel.troubles == []


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
