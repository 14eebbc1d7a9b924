"""The page on a phone, 390 pixels wide: one line above, a drawer, a sheet, and targets for a finger."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.export.page.conftest import Show
from tests.export.page.map.test_map import rings
from tests.graphs import example
from tests.opened import Opened

VIEWS = ("graph", "reader", "table", "timeline", "story", "schema")
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# What can be pressed and is smaller than a finger; links within running text, as the standards allow, are not meant.
SMALL = """() => [...document.querySelectorAll('button, summary, .check, [role=slider], select')].filter(e => {
    const box = e.getBoundingClientRect();
    if (!box.width || !e.checkVisibility({ visibilityProperty: true })) return false;
    if (e.closest('#table td, #schema td')) return false;
    const grown = e.matches('.handle') ? 34 : 0;
    return box.height < 43.5 || box.width + grown < 43.5;
}).map(e => e.outerHTML.slice(0, 60))"""


def on_a_phone(show: Show, **more: Any) -> Opened:
    return show(example(), **PHONE, **more)


def high(opened: Opened, selector: str) -> float:
    return float(opened.page.locator(selector).bounding_box()["height"])


def find(opened: Opened, typed: str) -> None:
    opened.page.tap("#search-button")
    opened.find(typed)


def test_one_line_above_and_nothing_scrolls_sideways(show: Show) -> None:
    opened = on_a_phone(show)
    assert high(opened, "header") <= 56
    for view in VIEWS:
        opened.view(view)
        assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), view
        assert opened.page.evaluate("document.documentElement.scrollHeight <= innerHeight"), view
    opened.page.tap("#menu-button")
    assert opened.page.get_attribute("#menu-button", "aria-expanded") == "true"
    opened.page.tap("#export > summary")
    assert opened.page.is_visible("#export-menu")
    opened.page.tap("#language")
    assert not opened.page.is_visible("#language")
    assert opened.text("#tab-table") == "Facts"
    assert opened.troubles == []


def test_filters_are_a_drawer(show: Show) -> None:
    opened = on_a_phone(show)
    assert not opened.page.is_visible("#filters .check >> nth=0")
    opened.page.tap("#filters-button")
    assert opened.page.is_visible("#filters .check >> nth=0")
    assert opened.page.evaluate("document.activeElement.id") == "filters-close"
    opened.page.tap("#filters label:has-text('人物')")
    opened.page.keyboard.press("Escape")
    assert not opened.page.is_visible("#filters .check >> nth=0")
    assert opened.page.evaluate("document.activeElement.id") == "filters-button"
    assert "ht=Person" in opened.page.url
    opened.page.tap("#filters-button")
    opened.page.touchscreen.tap(385, 400)  # beside it
    assert not opened.page.is_visible("#filters .check >> nth=0")
    assert opened.troubles == []


def test_a_sheet_with_name_and_first_facts(show: Show) -> None:
    opened = on_a_phone(show)
    find(opened, "何立群")
    assert not opened.page.is_visible("#query")
    peek = high(opened, "#panel")
    assert peek < 844 / 4
    first = opened.page.locator("#panel .fact .link >> nth=0").bounding_box()
    assert opened.page.locator("#panel h2").bounding_box()["y"] < first["y"] < 844 - 48 - 30
    before = opened.page.locator("#canvas").bounding_box()
    opened.page.tap("#sheet")
    assert high(opened, "#panel") > 844 * 0.4
    assert opened.page.get_attribute("#sheet", "aria-expanded") == "true"
    opened.page.tap("#sheet")
    assert high(opened, "#panel") > 844 * 0.75
    opened.page.tap("#sheet")
    assert high(opened, "#panel") == peek
    opened.page.focus("#sheet")
    opened.page.keyboard.press("ArrowUp")
    assert high(opened, "#panel") > peek
    opened.page.focus("#panel")
    opened.page.keyboard.press("Escape")
    assert high(opened, "#panel") == peek
    box = opened.page.locator("#sheet").bounding_box()
    opened.page.mouse.move(200, box["y"] + 10)
    opened.page.mouse.down()
    opened.page.mouse.move(200, 440, steps=5)
    opened.page.mouse.up()
    assert opened.page.evaluate("document.body.dataset.sheet") == "half"
    assert opened.page.locator("#canvas").bounding_box() == before  # the drawing does not jump
    assert opened.troubles == []


def test_targets_are_large_enough_for_a_finger(show: Show) -> None:
    opened = on_a_phone(show)
    find(opened, "临江县档案馆")
    opened.page.tap("#sheet")
    for view in VIEWS:
        opened.view(view)
        assert opened.page.evaluate(SMALL) == [], view
    opened.page.tap("#filters-button")
    assert opened.page.evaluate(SMALL) == []
    opened.page.tap("#filters-close")
    opened.page.tap("#menu-button")
    assert opened.page.evaluate(SMALL) == []
    large = show(rings(20, 10), **PHONE)
    assert large.page.evaluate("document.body.dataset.view") == "map"
    assert large.page.evaluate(SMALL) == []
    assert opened.troubles == large.troubles == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_a_phone(show: Show, scheme: str) -> None:
    spec = find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        pytest.skip("axe-core is not installed: pip install axe-playwright-python")
    opened = on_a_phone(show, color_scheme=scheme)
    opened.page.evaluate((Path(spec.origin).parent / "axe.min.js").read_text("utf-8"))
    find(opened, "临江县档案馆")

    def violations() -> list[Any]:
        found = opened.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        return [(v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in found["violations"]]

    for view in VIEWS:
        opened.view(view)
        assert violations() == [], view
    opened.page.tap("#sheet")
    assert violations() == []
    opened.page.tap("#filters-button")
    assert violations() == []
