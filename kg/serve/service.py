"""What a running service has: its settings, its graph, and the workers that are asked about it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from starlette.requests import Request

from kg.ontology.ontology import Ontology
from kg.query.engine import Kind
from kg.query.results import Result
from kg.serve.description import Statistics, described, statistics
from kg.serve.http.accept import RESULTS, Offer
from kg.serve.opened import Opened, opened
from kg.serve.reconcile.jobs import Matcher, Search
from kg.serve.session import Job, Part, Query, Searched, Session
from kg.serve.settings import Settings
from kg.serve.workers import Gone, Workers
from kg.serve.writing.documents import Documents, Upload
from kg.serve.writing.journal import Journal

READING = 600.0  # seconds to read an article and to bring the store up to date
_PATIENCE = 10  # times the limit, for what reads all names of a graph first


@dataclass
class Service:
    """A graph that is served."""

    path: Path
    settings: Settings
    ontology: Ontology
    opened: Opened
    workers: Workers[Job]
    matchers: Workers[Search]
    searchers: Workers[Job]
    counted: Statistics | None = None
    counting: asyncio.Lock = field(default_factory=asyncio.Lock)
    page: bytes | None = None
    drawing: asyncio.Lock = field(default_factory=asyncio.Lock)
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)
    readers: Workers[Upload] | None = None
    documents: Documents | None = None

    @property
    def base(self) -> str:
        """The base IRI of what is named in the graph."""
        return self.opened.base

    @property
    def journal(self) -> Journal:
        """The updates that it took."""
        return Journal(self.path)

    def renew(self, now: Opened) -> None:
        """Serve another graph from now on, or the same that has changed."""
        self.opened, self.counted, self.page = now, None, None
        session = Session(now.store, now.base)
        self.workers.renew(session)
        self.searchers.renew(session)
        self.matchers.renew(Matcher(session, self.ontology))

    async def reopen(self) -> None:
        """Serve what is in the folder now, where nothing else is being changed."""
        async with self.changing:
            await self.read_again()

    async def read_again(self) -> None:
        """Serve what is in the folder now."""
        inferred = self.settings.inferred
        self.renew(await asyncio.to_thread(partial(opened, self.path, self.ontology, inferred=inferred)))

    def close(self) -> None:
        """End all workers."""
        for workers in (self.workers, self.matchers, self.searchers, self.readers):
            if workers is not None:
                workers.close()

    async def result(self, sparql: str, gone: Gone | None = None, kind: Kind = "select") -> Result:
        """The answer to a query of the service's own, over all graphs."""
        _, data = await self.workers.all(Query(sparql, RESULTS[0], None, self.settings.answer), gone)
        return Result(kind, data, self.base)

    async def searched(self, sparql: str, gone: Gone | None = None) -> str:
        """A query with what its searches find in place of them."""
        if "search" not in sparql:
            return sparql
        _, data = await self.searchers.all(Searched(sparql), gone)
        return data.decode()

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


def begun(path: Path, ontology: Ontology, settings: Settings, add: Callable[[Upload], Part] | None = None) -> Service:
    """The service of a folder or file, with its workers; one matches names and one searches words, each in memory.

    `add` reads an article into the store that is served, and says as JSON what came of it.
    """
    found = opened(path, ontology, inferred=settings.inferred)
    session = Session(found.store, found.base)
    workers = Workers(session, settings.workers, settings.seconds, settings.memory, settings.waiting)
    patience = settings.seconds and _PATIENCE * settings.seconds
    matchers = Workers(Matcher(session, ontology), 1, patience, settings.memory, settings.waiting)
    searchers: Workers[Job] = Workers(session, 1, patience, settings.memory, settings.waiting)
    service = Service(path, settings, ontology, found, workers, matchers, searchers)
    if add is not None:
        service.readers = Workers(add, 1, READING, None, settings.waiting)
        service.documents = Documents(path, service.readers, service.reopen)
    return service


def service_of(request: Request) -> Service:
    """The service that is asked by a request."""
    return request.app.service  # type: ignore[no-any-return]
