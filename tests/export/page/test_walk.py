"""The page by the keyboard: links that skip what comes first, and a walk along facts that is said."""

from __future__ import annotations

from tests.export.page.conftest import Show
from tests.graphs import example
from tests.opened import Opened

FOCUS = "document.activeElement.id || document.activeElement.parentElement.id"


def focus(opened: Opened) -> str:
    return str(opened.page.evaluate(FOCUS))


def test_links_skip_to_the_view_and_to_the_details(opened: Opened) -> None:
    press = opened.page.keyboard.press
    address = opened.page.url
    assert opened.page.evaluate("document.getElementById('panel').getBoundingClientRect().bottom === innerHeight")
    press("Tab")
    assert opened.page.evaluate("document.activeElement.textContent") == "跳到内容"
    assert opened.page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    press("Enter")
    assert focus(opened) == "canvas"
    assert opened.page.url == address  # in which the state stands
    for view, wanted in (("reader", "reader"), ("table", "main"), ("timeline", "timeline"), ("schema", "schema")):
        opened.view(view)
        opened.page.focus("#skip a >> nth=0")
        press("Enter")
        assert focus(opened) == wanted, view
    opened.page.focus("#skip a >> nth=1")
    press("Enter")
    assert focus(opened) == "panel"
    assert opened.troubles == []


def test_a_walk_along_facts(opened: Opened) -> None:
    press = opened.page.keyboard.press
    assert opened.page.get_attribute("#walk", "aria-live") == "polite"
    opened.find("何立群")
    opened.page.focus("#canvas")
    press("w")
    assert opened.text("#walk").startswith("何立群 · 人物 · 2 条事实")
    assert opened.page.get_attribute("#walk-button", "aria-pressed") == "true"
    press("ArrowDown")
    assert opened.text("#walk") == "1/2 · 何立群 · 馆长 · 临江县档案馆 · 回车到“临江县档案馆”"
    press("ArrowDown")
    assert opened.text("#walk").startswith("2/2 · 何立群 · 表示 ·")
    press("Enter")  # a value has no facts to go on from
    assert "另一端是一个值" in opened.text("#walk")
    assert opened.name == "何立群"
    press("ArrowDown")
    press("Enter")
    assert opened.name == "临江县档案馆"
    assert opened.text("#walk").startswith("临江县档案馆 · 国家机关 · 7 条事实")
    press("ArrowUp")  # the last: what is denied comes after what is said
    assert "7/7" in opened.text("#walk")
    assert "（" in opened.text("#walk")
    press("Backspace")
    assert opened.name == "何立群"
    press("Escape")
    assert opened.text("#walk") == ""
    assert opened.name == "何立群"
    assert opened.troubles == []


def test_a_walk_follows_what_is_chosen_and_ends_with_the_drawing(show: Show) -> None:
    opened = show(example(), locale="en-GB")
    opened.page.click("#walk-button")
    assert "arrow keys choose a fact" in opened.text("#walk")
    opened.click("临江县")
    assert opened.text("#walk").startswith("临江县 · administrative area · 1 fact ·")
    opened.page.keyboard.press("ArrowLeft")
    assert "Enter goes to “临江县档案馆”" in opened.text("#walk")
    names = opened.page.evaluate("window.kg.labels().relations.map(r => r.text)")
    assert names == ["is located in"]
    opened.page.uncheck("#filters label:has-text('is located in') input")
    opened.view("table")
    assert opened.page.text_content("#walk") == ""
    assert opened.page.get_attribute("#walk-button", "aria-pressed") == "false"
    assert opened.troubles == []
