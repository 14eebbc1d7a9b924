"""What a running service has: its settings, its graph, and the workers that are asked about it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from starlette.requests import Request

from kg.ontology.ontology import Ontology
from kg.query.engine import Kind
from kg.query.results import Result
from kg.serve.description import Statistics, described, statistics
from kg.serve.http.accept import RESULTS, Offer
from kg.serve.opened import Opened
from kg.serve.reconcile.jobs import Matcher, Search
from kg.serve.session import Job, Query, Session
from kg.serve.settings import Settings
from kg.serve.workers import Gone, Workers

_PATIENCE = 10  # times the limit, for what reads all names of a graph first


@dataclass
class Service:
    """A graph that is served."""

    path: Path
    settings: Settings
    ontology: Ontology
    base: str
    workers: Workers[Job]
    matchers: Workers[Search]
    counted: Statistics | None = None
    counting: asyncio.Lock = field(default_factory=asyncio.Lock)
    page: bytes | None = None
    drawing: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def result(self, sparql: str, gone: Gone | None = None, kind: Kind = "select") -> Result:
        """The answer to a query of the service's own, over all graphs."""
        _, data = await self.workers.all(Query(sparql, RESULTS[0], None, self.settings.answer), gone)
        return Result(kind, data, self.base)

    def address(self, request: Request, path: str) -> str:
        """The address of a path of the service, as the world sees it."""
        return (self.settings.public or str(request.base_url)).rstrip("/") + path

    async def statistics(self) -> Statistics:
        """The numbers of its triples, counted once."""
        async with self.counting:
            if self.counted is None:
                self.counted = await statistics(self.result)
            return self.counted

    async def described(self, endpoint: str, offer: Offer) -> bytes:
        """The service description, with the statistics of its graphs."""
        return described(endpoint, self.base, await self.statistics(), offer)


def begun(path: Path, opened: Opened, ontology: Ontology, settings: Settings) -> Service:
    """The service of a folder or file, with its workers; one of them matches names, which it has in memory."""
    session = Session(opened.store, opened.base)
    workers = Workers(session, settings.workers, settings.seconds, settings.memory, settings.waiting)
    patience = settings.seconds and _PATIENCE * settings.seconds
    matchers = Workers(Matcher(session, ontology), 1, patience, settings.memory, settings.waiting)
    return Service(path, settings, ontology, opened.base, workers, matchers)


def service_of(request: Request) -> Service:
    """The service that is asked by a request."""
    return request.app.service  # type: ignore[no-any-return]
