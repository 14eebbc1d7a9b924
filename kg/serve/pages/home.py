"""/: the page of the whole graph, whose SPARQL panel asks this service.

It is made once, when it is first wanted, in a process of its own: of a large graph the page would be large. Where that
takes too long, and of a graph that no browser could draw, it has the panel without the drawing.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from kg.export.page.render import render
from kg.ontology.ontology import Ontology
from kg.processes.child import Child, LimitExceeded
from kg.rdf.graph_file import read_graph_file
from kg.serve.http.accept import PAGE
from kg.serve.service import Service, service_of
from kg.types import Graph

_LARGEST = 300_000  # triples that are drawn
_SECONDS = 120.0  # to make a page
_NOBODY = Graph((), (), ())
_POLICY = "frame-ancestors 'none'"  # the rest is said by the page, which knows its scripts


async def home(request: Request) -> Response:
    """Give the page."""
    service = service_of(request)
    async with service.drawing:
        if service.page is None:
            service.page = await _made(service)
    return Response(service.page, 200, {"Content-Security-Policy": _POLICY}, PAGE.header)


async def _made(service: Service) -> bytes:
    if (await service.statistics()).triples <= _LARGEST:
        try:
            return await asyncio.to_thread(_drawn, service.path, service.ontology, service.base)
        except LimitExceeded:
            pass
    return _page(_NOBODY, service.ontology, service.base)


def _drawn(path: Path, ontology: Ontology, base: str) -> bytes:
    def draw(_: None) -> bytes:
        return _page(read_graph_file(path).graph(), ontology, base)

    with Child(draw) as child:
        return child.call(None, _SECONDS)


def _page(graph: Graph, ontology: Ontology, base: str) -> bytes:
    return render(graph, ontology, base=base, service="sparql").encode()
