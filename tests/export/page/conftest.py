from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.export.page.render import render
from kg.export.page.vendor import oxigraph
from kg.ontology.ontology import load
from kg.types import Graph
from tests.graphs import example
from tests.opened import Opened

Show = Callable[..., Opened]

needs_engine = pytest.mark.skipif(oxigraph() is None, reason="Oxigraph's WebAssembly is not here: make sparql")


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Show]:
    """Opens the page of a graph in a browser: show(graph, sparql=False, address="#…", before="script", **context)."""
    pages: list[Opened] = []

    def opened(graph: Graph, sparql: bool | None = False, story: Any = None, **how: Any) -> Opened:
        file = tmp_path / f"graph{len(pages)}.html"
        file.write_bytes(render(graph, load(), sparql, story=story).encode())
        pages.append(Opened(browser, file, **how))
        return pages[-1]

    yield opened
    for page in pages:
        page.close()


@pytest.fixture
def opened(show: Show) -> Opened:
    """The page of the example."""
    return show(example())
