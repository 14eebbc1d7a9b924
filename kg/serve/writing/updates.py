"""SPARQL updates: each is tried in a worker within the limits, written down, and done in the store itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import TargetError
from kg.serve.http.problem import Problem
from kg.serve.http.requests import Parameters
from kg.serve.service import Service
from kg.serve.session import Part, Session
from kg.serve.workers import Workers
from kg.serve.writing.access import must_write

_OUTSIDE = re.compile("SERVICE|LOAD", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Change:
    """An update."""

    sparql: str

    def answer(self, session: Session) -> Part:
        """Do it in the session's store."""
        spaces = session.used(self.sparql)
        session.engine.refuse_outside(self.sparql, spaces, _OUTSIDE, update=True)
        session.engine.change(self.sparql, spaces)
        return "", b""


async def update(request: Request, service: Service, parameters: Parameters, sparql: str) -> Response:
    """Do an update. Problem where it is not allowed, wrong, or takes too much; nothing is changed then."""
    must_write(request, service.settings)
    for name in ("using-graph-uri", "using-named-graph-uri"):
        if name in parameters:
            raise Problem(400, f"{name} is not taken here; write USING in the update")
    change = Change(sparql)
    async with service.changing:
        settings = service.settings
        trial = Workers(Session(service.opened.store, service.base), 1, settings.seconds, settings.memory, 1)
        try:
            await trial.all(change, request.is_disconnected)
        finally:
            trial.close()
        try:
            service.journal.append(sparql)
        except TargetError as error:
            raise Problem(507, f"{error}") from None
        if service.settings.inferred:  # what follows may be another
            await service.read_again()
            return Response(status_code=204)
        change.answer(Session(service.opened.store, service.base, sealed=False))  # at once: no worker forks meanwhile
        service.renew(service.opened)
    return Response(status_code=204)
