"""/reconcile: the manifest, batches of names, suggestions, previews, and values to extend a table by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.ontology.namespace import KG
from kg.ontology.schema import Class, Property
from kg.query.named import simple
from kg.serve.http import requests
from kg.serve.http.accept import PAGE
from kg.serve.http.problem import Problem
from kg.serve.http.requests import Parameters
from kg.serve.pages.templates import rendered
from kg.serve.pages.things import View, iri_of
from kg.serve.reconcile import batches
from kg.serve.reconcile.jobs import Extend, Match, Suggest
from kg.serve.service import Service, service_of

_FEW, _MOST = 10, 100  # suggestions that are given, and that may be asked for
_ROWS = 6  # of each table of a preview
_DEFAULT_TYPES = ("Person", "Organization", "Place")


async def reconcile(request: Request) -> Response:
    """Match a batch of names, extend rows, or say what the service is."""
    service = service_of(request)
    parameters = await _parameters(request, service)
    queries, extend = parameters.one("queries"), parameters.one("extend")
    if queries is not None:
        return await _matched(service, request, batches.questions(queries))
    if extend is not None:
        return await _extended(service, request, batches.extension(extend))
    return JSONResponse(manifest(service, request))


def manifest(service: Service, request: Request) -> dict[str, Any]:
    """What the service is, by the API."""
    root = service.address(request, "")
    known = service.ontology.classes
    return {
        "versions": ["0.2"],
        "name": f"zhkg: {service.base}",
        "identifierSpace": f"{service.base}id/",
        "schemaSpace": KG,
        "defaultTypes": [_told(known[name]) for name in _DEFAULT_TYPES if name in known],
        "view": {"url": f"{root}/id/{{{{id}}}}"},
        "preview": {"url": f"{root}/reconcile/preview?id={{{{id}}}}", "width": 430, "height": 300},
        "suggest": {
            what: {
                "service_url": root,
                "service_path": f"/reconcile/suggest/{what}",
                "flyout_service_url": root,
                "flyout_service_path": f"/reconcile/flyout/{what}?id=${{id}}",
            }
            for what in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": root, "service_path": "/reconcile/properties"},
            "property_settings": [
                {"name": "limit", "label": "Limit", "type": "number", "default": 0, "help_text": "Values a row; 0: all"}
            ],
        },
    }


async def suggest(request: Request) -> Response:
    """Suggest entities, classes or properties for the beginning of a name."""
    service, parameters, what = service_of(request), requests.in_address(request), _what(request)
    prefix = parameters.one("prefix")
    if prefix is None:
        raise Problem(400, "the parameter 'prefix' is missing")
    prefix, cursor = prefix[: batches.LONGEST], parameters.number("cursor", 0, 10**6)
    limit = parameters.number("limit", _FEW, _MOST)
    if what == "entity":
        return await _matched(service, request, Suggest(prefix, cursor, limit))
    fitting = [one for one in _vocabulary(service, what).values() if _begins(one, prefix)]
    return JSONResponse({"result": [_told(one) for one in fitting[cursor : cursor + limit]]})


async def flyout(request: Request) -> Response:
    """A summary of an entity, a class or a property, as HTML in JSON."""
    service, given, what = service_of(request), _id(request), _what(request)
    if what == "entity":
        shown = await View(service, await iri_of(service, given)).about(_ROWS)
    else:
        one = _vocabulary(service, what).get(given)
        if one is None:
            raise Problem(404, f"the ontology has no {what} of this name")
        shown = {"name": f"{one.zh} {one.en}", "own": [], "facts": []}
    return JSONResponse({"id": given, "html": rendered("summary.html.j2", **shown)[0]})


async def preview(request: Request) -> Response:
    """A small page about an entity, for a frame."""
    service = service_of(request)
    shown = await View(service, await iri_of(service, _id(request))).about(_ROWS)
    body, policy = rendered("preview.html.j2", frame=True, **shown)
    return Response(body, 200, {"Content-Security-Policy": policy}, PAGE.header)


async def properties(request: Request) -> Response:
    """The properties by which rows about things of a class can be extended."""
    service, parameters = service_of(request), requests.in_address(request)
    kind, limit = parameters.one("type"), parameters.number("limit", _MOST, 1000)
    known = service.ontology
    if kind is not None and kind not in known.classes:
        raise Problem(404, "the ontology has no type of this name")
    fitting = [
        one
        for one in known.properties.values()
        if kind is None or any(known.is_a(kind, domain) or known.is_a(domain, kind) for domain in one.domain)
    ]
    found: dict[str, Any] = {"properties": [_told(one) for one in fitting[: limit or None]], "limit": limit}
    return JSONResponse(found if kind is None else {"type": kind, **found})


async def _parameters(request: Request, service: Service) -> Parameters:
    if request.method != "POST":
        return requests.in_address(request)
    if requests.media_type(request) != requests.FORM:
        raise Problem(415, f"send 'queries' or 'extend' as {requests.FORM}")
    return requests.form(await requests.body(request, service.settings.body))


async def _matched(service: Service, request: Request, job: Match | Suggest) -> Response:
    media, data = await service.matchers.all(job, request.is_disconnected)
    return Response(data, media_type=media)


async def _extended(service: Service, request: Request, job: Extend) -> Response:
    _, data = await service.matchers.all(job, request.is_disconnected)
    known = service.ontology.properties
    meta = [_told(known[name]) if name in known else {"id": name, "name": name} for name, _ in job.properties]
    return JSONResponse({"meta": meta, "rows": json.loads(data)})


def _vocabulary(service: Service, what: str) -> Mapping[str, Class | Property]:
    return service.ontology.classes if what == "type" else service.ontology.properties


def _begins(one: Class | Property, prefix: str) -> bool:
    """Whether a name of a class or property begins so, or has it in it."""
    form = simple(prefix).lower()
    return any(form in simple(name).lower() for name in (one.name, one.zh, one.en))


def _told(one: Class | Property) -> dict[str, str]:
    return {"id": one.name, "name": f"{one.zh} {one.en}"}


def _what(request: Request) -> str:
    what = str(request.path_params["what"])
    if what not in ("entity", "type", "property"):
        raise Problem(404, "there are entity, type and property")
    return what


def _id(request: Request) -> str:
    given = requests.in_address(request).one("id")
    if not given:
        raise Problem(400, "the parameter 'id' is missing")
    return given[: batches.LONGEST]
