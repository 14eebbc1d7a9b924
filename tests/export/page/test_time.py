"""Time and filters in a browser: the brush, its axis, lanes, counts that follow, and a drawing that stays."""

from __future__ import annotations

from typing import Any

import pytest

from kg.types import Graph
from tests.export.page.conftest import Show
from tests.export.page.test_browser import star
from tests.graphs import example
from tests.opened import Opened

ROWS = "document.querySelector('#table .count').textContent"


def places(opened: Opened) -> dict[str, Any]:
    """Where each entity of the example stands on the screen."""
    code = """ids => Object.fromEntries(ids.map(id => {
        try { return [id, window.kg.place(id)] } catch { return [id, null] } }))"""
    found: dict[str, Any] = opened.page.evaluate(code, [entity.id for entity in example().entities])
    return found


def count(opened: Opened, name: str) -> str:
    return str(opened.text(f"#filters li:has(.check:has-text('{name}')) .count"))


def said(opened: Opened, handle: str) -> Any:
    return opened.page.get_attribute(f".handle.{handle}", "aria-valuetext")


def test_the_brush_by_keyboard_says_its_values(opened: Opened) -> None:
    opened.view("table")
    assert opened.page.locator("#filters [role=slider]").count() == 2
    assert opened.page.get_attribute(".handle.from", "aria-label") == "时间 · 起"
    assert [said(opened, "from"), said(opened, "to")] == ["2020年7月", "2021年10月"]
    assert opened.page.locator(".ends span").all_inner_texts() == ["2020年7月", "2021年10月"]
    opened.page.focus(".handle.from")
    opened.page.keyboard.press("ArrowRight")
    assert said(opened, "from") == "2020年8月"
    opened.wait(f"{ROWS} === '2 条事实'")
    assert "t0=2020-08" in opened.page.url
    assert "无日期的事实不显示" in opened.text(".time-box")
    opened.page.focus(".handle.to")
    opened.page.keyboard.press("Home")  # not beyond the other handle
    assert said(opened, "to") == "2020年8月"
    assert opened.page.get_attribute(".handle.to", "aria-valuenow") == "1"
    opened.page.keyboard.press("PageUp")
    opened.page.keyboard.press("End")
    opened.page.focus(".handle.from")
    opened.page.keyboard.press("Home")
    opened.wait(f"{ROWS} === '12 条事实'")
    assert "t0=" not in opened.page.url
    assert opened.troubles == []


def test_the_brush_by_pointer(opened: Opened) -> None:
    opened.view("table")
    box = opened.page.locator(".track").bounding_box()
    mouse, y = opened.page.mouse, box["y"] + 20

    def stroke(start: float, end: float) -> None:
        mouse.move(box["x"] + box["width"] * start, y)
        mouse.down()
        mouse.move(box["x"] + box["width"] * end, y, steps=4)
        mouse.up()

    stroke(1, 0.4)  # the handle at the end
    opened.wait(f"{ROWS} === '2 条事实'")
    assert said(opened, "to") == "2021年1月"
    stroke(0.2, 0.8)  # what stands between the handles is moved
    assert said(opened, "to") == "2021年10月"
    assert said(opened, "from") == "2021年4月"
    stroke(0.1, 0.3)  # a new part
    assert [said(opened, "from"), said(opened, "to")] == ["2020年8月", "2020年11月"]
    opened.page.dblclick(".track")
    opened.wait(f"{ROWS} === '12 条事实'")
    assert opened.troubles == []


def test_the_time_of_the_report(show: Show, opened: Opened) -> None:
    opened.page.click(".axis >> text=报道时间")
    assert [said(opened, "from"), said(opened, "to")] == ["2021年6月", "2021年6月"]
    assert "tb=report" in opened.page.url
    opened.view("timeline")
    assert opened.page.locator("#timeline .event").count() == 10
    assert set(opened.page.locator("#timeline time").all_inner_texts()) == {"2021年6月9日"}
    again = show(example(), address="#" + opened.page.url.partition("#")[2])
    assert again.page.get_attribute(".axis >> text=报道时间", "aria-pressed") == "true"
    again.page.click("#timeline .axis >> text=发生时间")
    assert again.page.locator("#timeline .event").count() == 4
    undated = show(star(5))
    assert "没有带日期的事实" in undated.text("#filters")
    undated.view("timeline")
    assert undated.text("#timeline") == "没有带日期的事实。"  # and nothing of filters, for there are none
    assert opened.troubles == again.troubles == undated.troubles == []


def test_dots_by_keys_alone(opened: Opened) -> None:
    opened.view("timeline")
    press = opened.page.keyboard.press
    focused = "[document.activeElement, document.activeElement.parentNode].map(e => e.ariaLabel).join(' ')"
    reached = 0
    opened.page.focus("#timeline")
    for _ in range(40):
        press("Tab")
        reached += opened.page.evaluate("document.activeElement.matches('.lanes circle')")
    assert reached == 1  # of all dots
    opened.page.focus(".lanes circle[tabindex='0']")
    first = opened.page.evaluate(focused)
    press("ArrowRight")
    second = opened.page.evaluate(focused)
    assert first != second
    assert opened.page.locator(".lanes circle[tabindex='0']").count() == 1
    press("Home")
    assert opened.page.evaluate(focused) == first
    press("ArrowDown")
    assert opened.page.evaluate(focused).endswith("地点")
    press("ArrowDown")  # there is none below
    press("Enter")
    assert "成立时间" in opened.name
    opened.page.focus(".lanes circle[tabindex='0']")
    press("ArrowUp")
    press("End")
    press(" ")
    assert opened.page.evaluate("document.activeElement.matches('.lanes circle')")
    assert opened.troubles == []


def test_lanes(opened: Opened) -> None:
    opened.view("timeline")
    names = opened.page.locator(".lane-name").all_inner_texts()
    assert [name.split()[0] for name in names] == ["组织机构", "地点"]
    assert opened.text(".scale").split() == ["2020年7月", "2020年11月", "2021年3月", "2021年6月", "2021年10月"]
    opened.page.click(".lane:has-text('地点') circle")
    assert "成立时间" in opened.name
    opened.page.click(".lane-name:has-text('地点')")
    assert opened.page.locator(".lane").count() == 1
    assert opened.page.get_attribute(".lane-name", "aria-pressed") == "true"
    opened.page.click(".lane-name")
    assert opened.page.locator(".lane").count() == 2
    assert opened.troubles == []


def test_counts_follow_and_every_type_has_an_only(opened: Opened) -> None:
    assert [count(opened, "参加"), count(opened, "组织机构"), count(opened, "公告")] == ["3", "3", "3"]
    opened.page.check(".filter.documents label:has-text('公告') input")
    assert [count(opened, "参加"), count(opened, "获得"), count(opened, "组织机构"), count(opened, "公告")] == [
        "1",
        "0",
        "2",
        "3",
    ]
    opened.page.click("#filters .reset")
    for kind in (".filter.types", ".filter.properties"):
        rows = opened.page.locator(f"{kind} .facet").count()
        assert opened.page.locator(f"{kind} .only").count() == rows
    only = opened.page.locator(".facet:has-text('荣誉奖项') .only")
    assert only.get_attribute("aria-label") == "只看荣誉奖项"
    only.focus()
    opened.page.keyboard.press("Enter")
    assert [name["text"] for name in opened.page.evaluate("window.kg.labels().names")] == [["全国档案工作先进集体"]]
    assert only.get_attribute("aria-pressed") == "true"
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#filters .facet input:not(:checked)").count() == 0
    assert opened.troubles == []


def test_filters_fade_and_nothing_moves(opened: Opened) -> None:
    before = places(opened)
    box = opened.page.locator("#canvas").bounding_box()
    at = before["何立群"]
    opened.page.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
    opened.page.mouse.down()
    opened.page.mouse.move(box["x"] + at["x"] + 60, box["y"] + at["y"] + 40, steps=5)
    opened.page.mouse.up()
    dragged = places(opened)
    assert abs(dragged["何立群"]["x"] - at["x"] - 60) < 3
    assert not opened.page.is_visible("#tight")
    opened.page.uncheck("#filters label:has-text('组织机构') input")
    assert places(opened) == dragged
    names = {"".join(name["text"]) for name in opened.page.evaluate("window.kg.labels().names")}
    assert "何立群" in names and "国家档案局" not in names
    opened.page.click("#tight")  # on request the drawing is made anew, of what the filters show
    opened.wait("window.kg.labels().names.length > 0")
    assert places(opened) != dragged
    assert "w=1" in opened.page.url
    opened.page.click("#tight")
    assert places(opened)["何立群"] == pytest.approx(dragged["何立群"], abs=2)  # the places are as they were
    assert opened.troubles == []


def test_the_graph_beside_a_text_is_that_of_the_text(show: Show) -> None:
    opened = show(example(), viewport={"width": 1440, "height": 900})

    def drawn() -> set[str]:
        return {"".join(name["text"]) for name in opened.page.evaluate("window.kg.labels().names")}

    opened.view("reader")
    assert "这篇文章的图：7 个实体" in opened.text("#notice")
    assert "临江县人民政府" not in drawn() and "何立群" in drawn()
    opened.page.click("#reader .articles summary")
    opened.page.click("#reader .article >> text=临江县人民政府公告")
    assert drawn() == {"临江县人民政府", "临江县档案管理办法", "临江县档案馆", "江城读书节", "临江县"}
    opened.page.click("#reader .m >> text=县档案馆")
    assert "临江县人民政府公告" in opened.text(".reader-head")  # and not the first article that names it
    opened.view("graph")
    assert len(drawn()) == len(example().entities)
    assert opened.troubles == []


def test_an_article_without_facts(show: Show) -> None:
    whole = example()
    opened = show(Graph(whole.documents, whole.entities, ()), address="#v=reader&d=notice")
    assert "参加了江城读书节" in opened.text(".text-body")
    opened.page.click("#reader .m:has-text('江城读书节')")
    assert opened.name == "江城读书节"
    assert opened.troubles == []
