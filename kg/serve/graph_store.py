"""/graphs: the SPARQL 1.1 Graph Store Protocol, for reading."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.http import requests
from kg.serve.http.accept import GRAPHS, must
from kg.serve.http.answers import answer
from kg.serve.http.problem import Problem
from kg.serve.service import service_of
from kg.serve.session import Dump


async def graphs(request: Request) -> Response:
    """Give the triples of a graph (?graph=IRI), or of all together (?default)."""
    service = service_of(request)
    parameters = requests.in_address(request)
    named = parameters.iris("graph")
    if len(named) + ("default" in parameters) != 1:
        raise Problem(400, "name one graph: ?graph=IRI, or ?default for all of them together")
    offer = must(request.headers.get("accept", ""), GRAPHS)
    job = Dump(named[0] if named else None, offer, service.settings.answer)
    return await answer(service.workers, job, request, {"Vary": "Accept"})
