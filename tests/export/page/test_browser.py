"""The page in a browser: it draws, asks nobody for anything, executes no text, and shows the evidence of a node."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.export.page.render import render
from kg.ontology import load
from kg.types import Entity, Fact, Graph
from tests.graphs import HOSTILE, example, hostile
from tests.opened import Opened


def show(browser: Any, graph: Graph, folder: Path) -> Opened:
    file = folder / "graph.html"
    file.write_bytes(render(graph, load()).encode())
    return Opened(browser, file)


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Opened]:
    found = show(browser, example(), tmp_path)
    yield found
    found.page.close()


def ink(page: Any) -> int:
    """How many of the canvas's pixels are drawn."""
    return int(
        page.evaluate(
            "() => { const c = document.querySelector('canvas'); return c.getContext('2d')"
            ".getImageData(0, 0, c.width, c.height).data.filter((v, i) => i % 4 === 3 && v > 0).length }"
        )
    )


def test_it_draws_and_begins_with_the_documents(opened: Opened) -> None:
    assert ink(opened.page) > 1000
    assert "临江日报" in opened.panel
    assert "2021年6月9日" in opened.panel
    assert opened.troubles == []


def test_a_click_on_a_node_shows_its_facts_and_their_evidence(opened: Opened) -> None:
    opened.click("何立群")
    assert opened.page.inner_text("#panel h2") == "何立群"
    assert "任职" in opened.panel
    assert "馆长" in opened.panel
    quote = opened.page.locator("#panel blockquote").first
    assert "临江县档案馆馆长何立群说" in quote.inner_text()
    assert "临江县档案馆馆长何立群" in "".join(quote.locator("mark.e").all_inner_texts())
    opened.page.click("#panel .link >> nth=0")
    assert opened.page.inner_text("#panel h2") == "临江县档案馆"
    assert "← 任职" in opened.panel
    assert "计划" in opened.panel
    assert "否定" in opened.panel
    opened.page.keyboard.press("Escape")
    assert "临江日报" in opened.panel
    assert opened.troubles == []


def test_search_finds_names_and_aliases(opened: Opened) -> None:
    opened.page.fill("#query", "县档案馆")
    opened.page.keyboard.press("Enter")
    assert opened.page.inner_text("#panel h2") == "临江县档案馆"
    opened.page.fill("#query", "没有这个")
    assert opened.page.inner_text("#hits") == "没有找到"
    opened.page.fill("#query", "读书节")
    opened.page.click("#hits button")
    assert opened.page.inner_text("#panel h2") == "江城读书节"
    assert opened.troubles == []


def test_the_legend_hides_a_type(opened: Opened) -> None:
    before = ink(opened.page)
    opened.page.click("#legend button:has-text('组织机构')")
    time.sleep(0.2)
    assert ink(opened.page) < before
    assert opened.page.get_attribute("#legend button:has-text('组织机构')", "aria-pressed") == "false"
    opened.page.click("#labels")
    opened.page.click("#fit")
    assert opened.troubles == []


def test_hostile_strings_execute_nothing(browser: Any, tmp_path: Path) -> None:
    opened = show(browser, hostile(), tmp_path)
    for entity in hostile().entities:
        opened.click(entity.id)
        assert "alert(1)" in opened.page.inner_text("#panel h2")
        assert opened.page.evaluate("document.querySelectorAll('#panel script, #panel img').length") == 0
    opened.page.fill("#query", HOSTILE[:8])
    assert opened.page.locator("#hits button").count() == 2
    assert opened.troubles == []
    opened.page.close()


def test_an_injected_script_is_blocked(opened: Opened) -> None:
    """The control: were a text to become markup, the policy would still not run it."""
    opened.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.bad = 1'}))"
    )
    assert opened.page.evaluate("window.bad") is None
    assert any("Content Security Policy" in trouble for trouble in opened.troubles)


def test_two_thousand_entities(browser: Any, tmp_path: Path) -> None:
    """It draws those with most facts, says so, and brings the others when asked."""
    entities = tuple(Entity(f"n{n:04}", "Person" if n % 3 else "Company", f"第{n}号") for n in range(2000))
    facts = tuple(Fact(f"f{n:04}", "met", f"n{n:04}", f"n{(n * 7 + n // 3) % 2000:04}") for n in range(2000))
    opened = show(browser, Graph((), entities, facts), tmp_path)
    assert "150 / 2000" in opened.page.inner_text("#notice")
    opened.page.fill("#query", "第1999号")
    opened.page.keyboard.press("Enter")
    assert opened.page.inner_text("#panel h2") == "第1999号"
    assert opened.troubles == []
    opened.page.close()


def test_an_empty_graph(browser: Any, tmp_path: Path) -> None:
    opened = show(browser, Graph((), (), ()), tmp_path)
    assert "0 个实体" in opened.page.inner_text("#counts")
    assert opened.troubles == []
    opened.page.close()
