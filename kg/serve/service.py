"""What a running service has: its settings, its graph, and the workers that are asked about it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from starlette.requests import Request

from kg.ontology.ontology import Ontology
from kg.query.results import Result
from kg.serve.accept import RESULTS, Offer
from kg.serve.description import Statistics, described, statistics
from kg.serve.opened import Opened
from kg.serve.session import Query, Session
from kg.serve.settings import Settings
from kg.serve.workers import Gone, Workers


@dataclass
class Service:
    """A graph that is served."""

    settings: Settings
    ontology: Ontology
    base: str
    workers: Workers
    counted: Statistics | None = None
    counting: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def result(self, sparql: str, gone: Gone | None = None) -> Result:
        """The answer to a query of the service's own, over all graphs."""
        _, data = await self.workers.all(Query(sparql, RESULTS[0], None, self.settings.answer), gone)
        return Result("select", data, self.base)

    def address(self, request: Request, path: str) -> str:
        """The address of a path of the service, as the world sees it."""
        return (self.settings.public or str(request.base_url)).rstrip("/") + path

    async def described(self, endpoint: str, offer: Offer) -> bytes:
        """The service description, with the statistics of its graphs."""
        async with self.counting:
            if self.counted is None:
                self.counted = await statistics(self.result)
        return described(endpoint, self.base, self.counted, offer)


def begun(opened: Opened, ontology: Ontology, settings: Settings) -> Service:
    """A service with its workers."""
    session = Session(opened.store, opened.base)
    workers = Workers(session, settings.workers, settings.seconds, settings.memory, settings.waiting)
    return Service(settings, ontology, opened.base, workers)


def service_of(request: Request) -> Service:
    """The service that is asked by a request."""
    return request.app.service  # type: ignore[no-any-return]
