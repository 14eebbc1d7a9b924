"""What the first views of a page show, and how smoothly they move: for tests.bench.page."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from typing import Any

SECONDS = 2.0  # that each movement lasts
CLOCK = """() => { window.took = []; let last = performance.now();
    const frame = now => { window.took.push(now - last); last = now; requestAnimationFrame(frame) };
    requestAnimationFrame(frame) }"""
CLIPPED = """() => { const { width, height } = document.querySelector('#canvas canvas').getBoundingClientRect();
    return window.kg.labels().names.filter(({ x, y, w, h }) =>
        x - w / 2 < 0 || y - h / 2 < 0 || x + w / 2 > width || y + h / 2 > height).length }"""

Step = Callable[[int], None]


def moved(page: Any, step: Step) -> str:
    """Frames a second, and the longest frame in milliseconds, while steps are taken one after the other."""
    page.evaluate("window.took.length = 0")
    begun, number = time.perf_counter(), 0
    while time.perf_counter() - begun < SECONDS:
        step(number)
        number += 1
    took = page.evaluate("window.took")
    return f"{1000 * len(took) / sum(took):.0f}, longest frame {max(took):.0f} ms"


def seen(page: Any) -> Iterator[tuple[str, str]]:
    """The rows of a page that is ready."""
    page.evaluate(CLOCK)
    if page.evaluate("document.body.dataset.view") == "map":
        shown = page.evaluate("window.kg.map()")
        yield "opens as a map; groups named", str(len(shown["communities"]))
        yield from moving(page, page.locator("#map canvas"), "map")
        page.evaluate("location.hash = 'v=graph'")
        page.wait_for_function("document.body.dataset.view === 'graph' && window.kg.labels().names.length > 0")
    scene = page.evaluate("window.kg.scene()")
    yield "first view of nodes: nodes, of these with an edge, facts", "{nodes}, {joined}, {facts}".format(**scene)
    names = page.evaluate("window.kg.labels()")
    yield "first view of nodes: names, clipped", f"{len(names['names'])}, {page.evaluate(CLIPPED)}"
    yield from moving(page, page.locator("#canvas"), "nodes")
    track = page.locator(".track")
    if track.count():
        box = track.bounding_box()
        y = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + box["width"] - 1, y)
        page.mouse.down()
        yield (
            "frames a second, brush of time",
            moved(page, lambda n: page.mouse.move(box["x"] + box["width"] * (1 - abs(n % 40 - 20) / 40), y)),
        )
        page.mouse.up()


def moving(page: Any, drawing: Any, name: str) -> Iterator[tuple[str, str]]:
    """What panning and zooming of a drawing cost."""
    box = drawing.bounding_box()
    x, y = box["x"] + 12, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    pan = moved(page, lambda n: page.mouse.move(x + 100 + 90 * math.sin(n / 10), y + n % 30))
    page.mouse.up()
    yield f"frames a second, panning the {name}", pan
    page.mouse.move(box["x"] + box["width"] / 2, y)
    zoom = moved(page, lambda n: page.mouse.wheel(0, 60 * math.copysign(1, math.sin(n / 12))))
    yield f"frames a second, zooming the {name}", zoom
