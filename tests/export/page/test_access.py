"""The page without a mouse, without eyes, on paper."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from kg.export.page.vendor import oxigraph
from tests.export.page.conftest import Show
from tests.graphs import example
from tests.opened import Opened

VIEWS = ("graph", "reader", "table", "timeline", "story", "schema", "sparql")


def axe() -> str:
    """The script of axe-core; skips where it is not installed."""
    spec = find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        pytest.skip("axe-core is not installed: pip install axe-playwright-python")
    return (Path(spec.origin).parent / "axe.min.js").read_text("utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(show: Show, scheme: str) -> None:
    opened = show(example(), sparql=oxigraph() is not None, color_scheme=scheme)
    opened.page.evaluate(axe())
    opened.find("临江县档案馆")
    for view in VIEWS:
        if not opened.page.query_selector(f"#tab-{view}"):
            continue
        opened.view(view)
        found = opened.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        assert [(v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in found["violations"]] == [], view
    opened.page.evaluate("location.hash = 'v=compare'")
    opened.wait("document.querySelector('#compare h2') !== null")
    assert opened.page.evaluate("axe.run(document)")["violations"] == []
    opened.page.click("#help-button")
    assert opened.page.evaluate("axe.run(document)")["violations"] == []


def test_a_tour_with_the_keyboard_alone(opened: Opened) -> None:
    press = opened.page.keyboard.press
    press("/")
    opened.page.keyboard.type("何立群")
    press("Enter")
    assert opened.name == "何立群"
    opened.page.focus("#canvas")
    press("ArrowRight")
    press("ArrowLeft")
    press("ArrowUp")
    press("ArrowDown")
    first = opened.name
    press("f")
    assert opened.page.is_visible("#whole")
    press("f")
    assert not opened.page.is_visible("#whole")
    press("+")
    press("-")
    press("0")
    press("Escape")
    assert "点按图中的点" in opened.panel
    press("3")
    assert opened.page.is_visible("#table")
    press("Tab")
    opened.page.focus("#table tbody .c-subject button >> nth=0")
    press("Enter")
    assert opened.name
    press("2")
    opened.page.focus("#reader .m >> nth=0")
    press("Enter")
    assert opened.page.locator("#reader .chosen").count() >= 1
    press("[")
    press("?")
    assert "换视图" in opened.text("#help")
    press("Escape")
    assert not opened.page.is_visible("#help")
    assert first
    assert opened.troubles == []


def test_every_part_has_a_name(opened: Opened) -> None:
    nameless = """[...document.querySelectorAll('button, input, select, main > section, [role=listbox], #canvas')]
        .filter(e => !(e.textContent.trim() || e.getAttribute('aria-label') || e.closest('label')))
        .map(e => e.outerHTML)"""
    for view in VIEWS[:6]:
        opened.view(view)
        assert opened.page.evaluate(nameless) == [], view


def test_paper(opened: Opened) -> None:
    opened.find("何立群")
    opened.page.emulate_media(media="print")
    assert not opened.page.is_visible("#filters")
    assert not opened.page.is_visible("#tabs")
    assert opened.page.is_visible("#panel")
    assert opened.page.pdf()[:4] == b"%PDF"
