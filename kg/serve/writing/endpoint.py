"""/documents: articles come, and answer with their graph when they have been read."""

from __future__ import annotations

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.rdf.terms import local
from kg.serve.http import requests
from kg.serve.http.accept import GRAPHS, RESULTS, must
from kg.serve.http.answers import answer
from kg.serve.http.problem import Problem
from kg.serve.service import Service, service_of
from kg.serve.session import Query
from kg.serve.writing.access import must_write
from kg.serve.writing.documents import Documents

MEDIA = {"text/plain": ".txt", "text/html": ".html", "text/markdown": ".md", "application/xhtml+xml": ".html"}

_NAME = re.compile(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff/\\]{1,200}")
_SHOWN = 100
_GRAPH = """CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ <{0}> ?p ?o BIND(<{0}> AS ?s) FILTER(?p != schema:text) }}
  UNION {{ ?s prov:wasDerivedFrom <{0}> ; ?p ?o }}
  UNION {{ ?fact prov:wasDerivedFrom <{0}> ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . ?s ?p ?o }}
  UNION {{ ?fact prov:wasDerivedFrom <{0}> ; rdf:subject|rdf:object ?s . ?s ?p ?o
    FILTER(?p IN (rdf:type, skos:prefLabel, skos:altLabel)) }}
}}"""


async def documents(request: Request) -> Response:
    """Take an article, or say what became of the last ones."""
    service = service_of(request)
    if request.method == "GET":
        return JSONResponse({"documents": [_linked(service, request, one) for one in _queue(service).states(_SHOWN)]})
    must_write(request, service.settings)
    queue = _queue(service)
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media not in MEDIA:
        raise Problem(415, f"send the article as {', '.join(MEDIA)}")
    name = requests.in_address(request).one("name")
    if name is not None and not _NAME.fullmatch(name):
        raise Problem(400, "a name has up to 200 characters that can be seen, and no slash")
    data = await requests.body(request, service.settings.body)
    if not data.strip():
        raise Problem(400, "the article is empty")
    state = _linked(service, request, queue.put(name, MEDIA[media], data))
    return JSONResponse(state, 202, {"Location": state["url"], "Retry-After": "1"})


async def document(request: Request) -> Response:
    """Say what became of an article."""
    service = service_of(request)
    return JSONResponse(_linked(service, request, _queue(service).state(request.path_params["key"])))


async def document_graph(request: Request) -> Response:
    """Give the graph of an article that was read. Problem 409 where it was not."""
    service = service_of(request)
    state = _queue(service).state(request.path_params["key"])
    if state["status"] != "done":
        raise Problem(409, f"the article is not read: its status is {state['status']}")
    offer = must(request.headers.get("accept", ""), GRAPHS)
    iri = f"{service.base}doc/{local(state['document'])}"
    job = Query(_GRAPH.format(iri), RESULTS[0], offer, service.settings.answer)
    return await answer(service.workers, job, request, {"Vary": "Accept"})


def _queue(service: Service) -> Documents:
    if service.documents is None:
        raise Problem(403, "articles are taken by a store only: kg serve news.kg --writable")
    return service.documents


def _linked(service: Service, request: Request, state: dict[str, Any]) -> dict[str, Any]:
    """A state with addresses."""
    url = service.address(request, f"/documents/{state['id']}")
    if state["status"] != "done":
        return {**state, "url": url}
    return {**state, "url": url, "iri": f"{service.base}doc/{local(state['document'])}", "graph": f"{url}/graph"}
