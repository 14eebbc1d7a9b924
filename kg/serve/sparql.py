"""/sparql: queries by the SPARQL 1.1 Protocol; without a query it says what it is."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.http import requests
from kg.serve.http.accept import GRAPHS, RESULTS, chosen, must
from kg.serve.http.answers import answer
from kg.serve.http.problem import Problem
from kg.serve.http.requests import Parameters
from kg.serve.service import Service, service_of
from kg.serve.session import Query

QUERY = "application/sparql-query"
_VARY = {"Vary": "Accept"}


async def sparql(request: Request) -> Response:
    """Answer a query that comes by GET, or by POST in either form."""
    service = service_of(request)
    if request.method == "POST":
        parameters, text = await _posted(request, service)
    else:
        parameters = requests.in_address(request)
        if "query" not in parameters and "update" not in parameters:
            return await description(request)
        text = parameters.one("query")
    if "update" in parameters:
        raise Problem(
            405 if request.method != "POST" else 403, "this service does not take updates", {"Allow": "GET, POST"}
        )
    if text is None:
        raise Problem(400, "the parameter 'query' is missing")
    return await answer(service.workers, _query(request, service, parameters, text), request, _VARY)


async def description(request: Request) -> Response:
    """Say what the service is, in RDF."""
    service = service_of(request)
    offer = must(request.headers.get("accept", ""), GRAPHS)
    return Response(await service.described(service.address(request, "/sparql"), offer), 200, _VARY, offer.header)


async def _posted(request: Request, service: Service) -> tuple[Parameters, str | None]:
    """The parameters of a POST, and its query."""
    media = requests.media_type(request)
    if media not in (requests.FORM, QUERY):
        raise Problem(415, f"send the query as {QUERY}, or as the parameter 'query' in {requests.FORM}")
    data = await requests.body(request, service.settings.body)
    if media == QUERY:
        parameters = requests.in_address(request)
        if "query" in parameters:
            raise Problem(400, "the query stands in the address and in the body; send it once")
        return parameters, requests.text(data)
    parameters = requests.form(data)
    return parameters, parameters.one("query")


def _query(request: Request, service: Service, parameters: Parameters, text: str) -> Query:
    accept = request.headers.get("accept", "")
    return Query(
        text,
        chosen(accept, RESULTS),
        chosen(accept, GRAPHS),
        service.settings.answer,
        parameters.iris("default-graph-uri"),
        parameters.iris("named-graph-uri"),
    )
