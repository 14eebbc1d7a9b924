"""The pictures of the README: python -m tests.pictures.

The map is that of 240 made-up articles (tests/bench/made_articles.py), the others are of examples/texts.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from kg.export.page.render import render
from kg.ontology.ontology import load
from kg.pipeline import build
from kg.read.sources import sources
from tests.bench.made_articles import write
from tests.conftest import BROWSER
from tests.opened import Opened

EXAMPLES = Path(__file__).parents[1] / "examples"
SIZE = {"width": 1360, "height": 820}
MADE = 240  # articles


def main() -> None:
    from playwright.sync_api import sync_playwright

    graph = build(sources([str(EXAMPLES / "texts")])).graph
    with sync_playwright() as runner, TemporaryDirectory() as folder:
        browser = runner.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        file = Path(folder) / "graph.html"
        file.write_bytes(render(graph, load(), True).encode())

        def take(opened: Opened, name: str) -> None:
            opened.page.mouse.move(0, 0)
            opened.page.wait_for_timeout(3000)  # what was announced goes away
            opened.page.screenshot(path=EXAMPLES / name)
            opened.close()

        made = Path(folder) / "made"
        made.mkdir()
        write(made, MADE)
        many = Path(folder) / "many.html"
        many.write_bytes(render(build(sources([str(made)])).graph, load(), False).encode())
        take(Opened(browser, many, viewport=SIZE), "page-map.png")

        graph_view = Opened(browser, file, viewport=SIZE)
        graph_view.find("宜宾市司法局")
        take(graph_view, "page.png")

        text = Opened(browser, file, viewport=SIZE)
        text.find("宜宾市司法局")
        text.view("reader")
        take(text, "page-text.png")

        asked = Opened(browser, file, viewport=SIZE, locale="en", color_scheme="dark")
        asked.view("sparql")
        asked.page.select_option("#sparql select", label="Who received which award, from whom and when?")
        asked.wait("document.querySelector('.results table')")
        take(asked, "page-sparql.png")
        browser.close()


if __name__ == "__main__":
    main()
