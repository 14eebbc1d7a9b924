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
from kg.serve.writing.updates import update

QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
_VARY = {"Vary": "Accept"}


async def sparql(request: Request) -> Response:
    """Answer a query that comes by GET, or a query or an update by POST in either form."""
    service = service_of(request)
    if request.method == "POST":
        parameters, text, change = await _posted(request, service)
        if change is not None:
            return await update(request, service, parameters, change)
    else:
        parameters = requests.in_address(request)
        if "update" in parameters:
            raise Problem(405, "an update comes by POST", {"Allow": "POST"})
        if "query" not in parameters:
            return await description(request)
        text = parameters.one("query")
    if text is None:
        raise Problem(400, "the parameter 'query' is missing")
    text = await service.searched(text, request.is_disconnected)
    return await answer(service.workers, _query(request, service, parameters, text), request, _VARY)


async def description(request: Request) -> Response:
    """Say what the service is, in RDF."""
    service = service_of(request)
    offer = must(request.headers.get("accept", ""), GRAPHS)
    return Response(await service.described(service.address(request, "/sparql"), offer), 200, _VARY, offer.header)


async def _posted(request: Request, service: Service) -> tuple[Parameters, str | None, str | None]:
    """The parameters of a POST, its query, and its update."""
    media = requests.media_type(request)
    if media not in (requests.FORM, QUERY, UPDATE):
        raise Problem(415, f"send a query as {QUERY}, or as the parameter 'query' in {requests.FORM}")
    data = await requests.body(request, service.settings.body)
    if media == requests.FORM:
        parameters = requests.form(data)
        query, change = parameters.one("query"), parameters.one("update")
        if query is not None and change is not None:
            raise Problem(400, "send a query or an update, not both")
        return parameters, query, change
    parameters = requests.in_address(request)
    if "query" in parameters or "update" in parameters:
        raise Problem(400, "what is asked stands in the address and in the body; send it once")
    text = requests.text(data)
    return (parameters, text, None) if media == QUERY else (parameters, None, text)


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
