"""The map in a browser: it opens by itself, is moved and zoomed, chooses, and is walked by the keyboard."""

from __future__ import annotations

import time
from typing import Any

from tests.export.page.conftest import Show
from tests.export.page.map.test_map import rings
from tests.opened import Opened

COUNT = "() => { window.drawn = 0; const f = () => { window.drawn += 1; requestAnimationFrame(f); }; f(); }"


def state(opened: Opened) -> dict[str, Any]:
    found: dict[str, Any] = opened.page.evaluate("window.kg.map()")
    return found


def middle(opened: Opened) -> tuple[float, float]:
    box = opened.page.locator("#map canvas").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def until(opened: Opened, expression: str) -> None:
    opened.wait(f"(() => {{ const map = window.kg.map(); return {expression}; }})()")


def test_a_large_graph_opens_as_a_map_and_a_small_one_does_not(show: Show) -> None:
    opened = show(rings(20, 10))
    assert opened.page.evaluate("document.body.dataset.view") == "map"
    assert len(state(opened)["communities"]) >= 15
    assert "200 个实体；另有 1 个" in opened.text("#map .corner")
    small = show(rings(6, 9))
    assert small.page.evaluate("document.body.dataset.view") == "graph"
    assert small.page.locator("#tab-map").count() == 0
    assert opened.troubles == small.troubles == []


def test_wheel_drag_and_click(show: Show) -> None:
    opened = show(rings(20, 10))
    x, y = middle(opened)
    first = state(opened)["scale"]
    name = state(opened)["communities"][0]
    box = opened.page.locator("#map canvas").bounding_box()
    opened.page.mouse.click(box["x"] + name["x"], box["y"] + name["y"])  # into the community
    until(opened, f"map.scale > {first} && map.names.length > 5")
    assert opened.page.evaluate("location.hash") == ""
    spot = state(opened)["names"][0]
    opened.page.mouse.move(box["x"] + spot["x"], box["y"] + spot["y"])
    assert "会见" in opened.text("#map .tip")
    opened.page.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])
    assert opened.name.startswith("人")
    before = state(opened)["scale"]
    opened.page.mouse.wheel(0, -300)
    until(opened, f"map.scale > {before}")
    shown = state(opened)["names"]
    opened.page.mouse.move(x, y)
    opened.page.mouse.down()
    opened.page.mouse.move(x + 60, y + 30, steps=4)
    opened.page.mouse.up()
    until(opened, f"JSON.stringify(map.names) !== {str(shown)!r}")
    assert opened.name.startswith("人")  # dragging chooses nothing
    opened.page.click("#map .buttons >> text=适合窗口")
    until(opened, f"Math.abs(map.scale - {first}) < 0.001")
    assert opened.troubles == []


def test_search_flies_to_the_entity_and_focus_opens_its_graph(show: Show) -> None:
    opened = show(rings(20, 10))
    opened.find("人57")
    until(opened, "map.chosen !== null && map.names.length > 2")
    assert opened.name == "人57"
    opened.page.click("#panel .tools >> text=只看邻域")
    opened.wait("document.body.dataset.view === 'graph' && window.kg.labels().names.length === 5")
    opened.page.click("#back")
    opened.wait("document.body.dataset.view === 'map'")
    opened.find("人200")  # who met nobody
    opened.wait("document.getElementById('status').textContent.includes('不在地图上')")
    assert opened.troubles == []


def test_the_keyboard_walks_and_a_link_keeps_the_view(show: Show) -> None:
    opened = show(rings(20, 10))
    opened.page.focus("#map canvas")
    opened.page.keyboard.press("ArrowRight")
    until(opened, "map.cursor !== null")
    said = opened.text("#status")
    assert "10 个实体" in said
    opened.page.keyboard.press("ArrowLeft")
    opened.page.keyboard.press("Enter")
    until(opened, "map.chosen !== null")
    name = opened.name
    opened.page.keyboard.press("ArrowDown")
    opened.wait(f"document.querySelector('#panel h2').textContent !== {name!r}")
    opened.page.keyboard.press("Enter")
    opened.wait("document.body.dataset.view === 'graph'")
    opened.view("table")
    opened.wait("location.hash.includes('v=table')")
    opened.view("map")
    opened.wait("!location.hash.includes('v=')")
    assert opened.troubles == []


def test_it_is_drawn_in_the_dark_and_at_30_frames_a_second(show: Show) -> None:
    opened = show(rings(60, 30), color_scheme="dark")
    x, y = middle(opened)
    opened.page.evaluate(COUNT)
    opened.page.mouse.move(x, y)
    opened.page.mouse.down()
    begun, before = time.monotonic(), opened.page.evaluate("window.drawn")
    for step in range(40):
        opened.page.mouse.move(x + 3 * step, y + step)
    seconds = time.monotonic() - begun
    drawn = opened.page.evaluate("window.drawn") - before
    opened.page.mouse.up()
    assert drawn / seconds > 10  # on a machine that does other things too
    assert opened.troubles == []
