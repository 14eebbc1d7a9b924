"""The paths of the service."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, Router

from kg.serve.graph_store import graphs
from kg.serve.http.front import Front, Log, to_stderr
from kg.serve.openapi import openapi
from kg.serve.pages.home import home
from kg.serve.pages.things import KINDS, thing
from kg.serve.reconcile.endpoint import flyout, preview, properties, reconcile, suggest
from kg.serve.service import Service, service_of
from kg.serve.sparql import description, sparql
from kg.serve.writing.endpoint import document, document_graph, documents
from kg.version import VERSION


async def health(request: Request) -> Response:
    """Say that the service is there, and what its workers do."""
    service = service_of(request)
    return JSONResponse({"status": "ok", "version": VERSION, "base": service.base, **service.workers.counts})


async def described(request: Request) -> Response:
    """Describe the service for people's tools."""
    return JSONResponse(openapi(service_of(request).address(request, "")))


def app(service: Service, log: Log = to_stderr) -> Front:
    """The service as an ASGI application. Its workers are killed when it ends."""

    @contextlib.asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        reading = asyncio.create_task(service.documents.work()) if service.documents else None
        yield
        if reading is not None:
            reading.cancel()
        service.close()

    routes = [
        Route("/", home, methods=["GET"]),
        Route("/sparql", sparql, methods=["GET", "POST"]),
        Route("/graphs", graphs, methods=["GET"]),
        Route("/.well-known/void", description, methods=["GET"]),
        Route("/health", health, methods=["GET"]),
        Route("/openapi.json", described, methods=["GET"]),
        Route("/documents", documents, methods=["GET", "POST"]),
        Route("/documents/{key}", document, methods=["GET"]),
        Route("/documents/{key}/graph", document_graph, methods=["GET"]),
        Route("/reconcile", reconcile, methods=["GET", "POST"]),
        Route("/reconcile/suggest/{what}", suggest, methods=["GET"]),
        Route("/reconcile/flyout/{what}", flyout, methods=["GET"]),
        Route("/reconcile/preview", preview, methods=["GET"]),
        Route("/reconcile/properties", properties, methods=["GET"]),
        *(Route(f"/{kind}" if kind == "graph" else f"/{kind}/{{name:path}}", thing, methods=["GET"]) for kind in KINDS),
    ]
    return Front(Router(routes, redirect_slashes=False, lifespan=lifespan), service, log)
