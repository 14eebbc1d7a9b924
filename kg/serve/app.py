"""The paths of the service."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, Router

from kg.serve.front import Front, Log, to_stderr
from kg.serve.graph_store import graphs
from kg.serve.service import Service, service_of
from kg.serve.sparql import description, sparql
from kg.version import VERSION


async def health(request: Request) -> Response:
    """Say that the service is there, and what its workers do."""
    service = service_of(request)
    return JSONResponse({"status": "ok", "version": VERSION, "base": service.base, **service.workers.counts})


def app(service: Service, log: Log = to_stderr) -> Front:
    """The service as an ASGI application. Its workers are killed when it ends."""

    @contextlib.asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        yield
        service.workers.close()

    routes = [
        Route("/sparql", sparql, methods=["GET", "POST"]),
        Route("/graphs", graphs, methods=["GET"]),
        Route("/.well-known/void", description, methods=["GET"]),
        Route("/health", health, methods=["GET"]),
    ]
    return Front(Router(routes, redirect_slashes=False, lifespan=lifespan), service, log)
