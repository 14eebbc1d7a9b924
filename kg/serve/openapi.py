"""/openapi.json: what the service answers, for people's tools."""

from __future__ import annotations

from typing import Any

from kg.serve.http.accept import GRAPHS, RESULTS
from kg.serve.http.problem import MEDIA
from kg.serve.http.requests import FORM
from kg.serve.pages.things import FORMS, KINDS
from kg.serve.sparql import QUERY, UPDATE
from kg.serve.writing.endpoint import MEDIA as MEDIAS
from kg.version import VERSION

_SENTENCE = {
    "description": "A sentence says why.",
    "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_STRING: dict[str, Any] = {"type": "string"}
_IRI = {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9/._~-]+$"}
_ANSWERS: dict[str, Any] = {one.media: {} for one in (*RESULTS, *GRAPHS)}
_TRIPLES: dict[str, Any] = {one.media: {} for one in GRAPHS}
_JSON: dict[str, Any] = {"application/json": {"schema": {"type": "object"}}}


def openapi(root: str) -> dict[str, Any]:
    """The description of the service at an address."""
    about = {
        "title": "zhkg",
        "version": VERSION,
        "summary": "A knowledge graph of Chinese texts: SPARQL, its things by their IRIs, reconciliation of names.",
        "license": {"name": "MIT", "identifier": "MIT"},
    }
    return {
        "openapi": "3.1.0",
        "info": about,
        "servers": [{"url": root}],
        "paths": {**_asking(), **_things(), **_writing(), **_reconciling(), **_of_itself()},
        "components": {
            "schemas": {"Problem": _problem()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _asking() -> dict[str, Any]:
    lists = {name: {"type": "array", "items": _IRI} for name in ("default-graph-uri", "named-graph-uri")}
    dataset = [_query(name, schema) for name, schema in lists.items()]
    form = {"type": "object", "properties": {"query": _STRING, "update": _STRING, **lists}}
    texts = {media: {"schema": _STRING} for media in (QUERY, UPDATE)}
    body = {"required": True, "content": {FORM: {"schema": form}, **texts}}
    answers = {"200": _ok("The answer, or without a query the service description.", _ANSWERS)}
    refusals = _refused(400, 406, 408, 413, 503)
    return {
        "/sparql": {
            "get": {
                "operationId": "query",
                "summary": "Answer a SPARQL 1.1 query.",
                "parameters": [_query("query", _STRING), *dataset],
                "responses": answers | refusals,
            },
            "post": {
                "operationId": "postQuery",
                "summary": "Answer a SPARQL 1.1 query, or do an update, which needs the token.",
                "security": [{}, {"token": []}],
                "requestBody": body,
                "responses": answers | {"204": {"description": "Done."}} | refusals | _refused(401, 403, 415, 507),
            },
        },
        "/graphs": {
            "get": {
                "operationId": "graph",
                "summary": "Give the triples of a graph by its IRI, or of all with ?default.",
                "parameters": [_query("graph", _IRI), _query("default", _STRING)],
                "responses": {"200": _ok("The triples.", _TRIPLES)} | refusals | _refused(404),
            }
        },
    }


def _things() -> dict[str, Any]:
    forms = {"type": "string", "enum": list(FORMS)}
    made: dict[str, Any] = {}
    for kind in KINDS:
        one = kind == "graph"
        name = [] if one else [{"name": "name", "in": "path", "required": True, "schema": _STRING}]
        made[f"/{kind}" if one else f"/{kind}/{{name}}"] = {
            "get": {
                "operationId": f"{kind}Thing",
                "summary": "Say what the graph says of a thing.",
                "parameters": [*name, _query("format", forms)],
                "responses": {"200": _ok("A page, or triples.", {"text/html": {}, **_TRIPLES})}
                | _refused(400, 404, 406, 408, 413, 503),
            }
        }
    return made


def _writing() -> dict[str, Any]:
    key = {"name": "key", "in": "path", "required": True, "schema": _STRING}
    body = {"required": True, "content": {media: {"schema": _STRING} for media in MEDIAS}}
    one = {"operationId": "document", "summary": "Say what became of an article.", "parameters": [key]}
    graph = {"operationId": "documentGraph", "summary": "Give the graph of an article.", "parameters": [key]}
    return {
        "/documents": {
            "get": {
                "operationId": "documents",
                "summary": "Say what became of the last articles.",
                "responses": {"200": _ok("The last first.", _JSON)} | _refused(403),
            },
            "post": {
                "operationId": "postDocument",
                "summary": "Take an article, to be read.",
                "security": [{"token": []}],
                "parameters": [_query("name", _STRING)],
                "requestBody": body,
                "responses": {"202": _ok("It waits.", _JSON)} | _refused(400, 401, 403, 408, 413, 415, 503, 507),
            },
        },
        "/documents/{key}": {"get": {**one, "responses": {"200": _ok("It.", _JSON)} | _refused(403, 404)}},
        "/documents/{key}/graph": {
            "get": {**graph, "responses": {"200": _ok("It.", _TRIPLES)} | _refused(403, 404, 406, 408, 409, 413, 503)}
        },
    }


def _reconciling() -> dict[str, Any]:
    what = {"name": "what", "in": "path", "required": True, "schema": {"enum": ["entity", "type", "property"]}}
    number = {"type": "integer", "minimum": 0, "maximum": 1000}
    pair = {"queries": _STRING, "extend": _STRING}
    form = {"required": True, "content": {FORM: {"schema": {"type": "object", "properties": pair}}}}
    refusals = _refused(400, 408, 413, 503)

    def get(
        name: str, summary: str, parameters: list[Any], more: dict[str, Any], content: Any = _JSON
    ) -> dict[str, Any]:
        answers = {"200": _ok("The answer.", content), **refusals, **more}
        return {"get": {"operationId": name, "summary": summary, "parameters": parameters, "responses": answers}}

    batch = [_query("queries", _STRING), _query("extend", _STRING)]
    at = _query("id", _STRING, True)
    begins = [what, _query("prefix", _STRING, True), _query("cursor", number), _query("limit", number)]
    post = {
        "operationId": "postReconcile",
        "summary": "Match a batch of names, or extend rows.",
        "requestBody": form,
        "responses": {"200": _ok("The answer.", _JSON)} | refusals | _refused(403, 415),
    }
    kind = [_query("type", _STRING), _query("limit", number)]
    return {
        "/reconcile": get("reconcile", "Match a batch of names; without one, the manifest.", batch, {})
        | {"post": post},
        "/reconcile/suggest/{what}": get("suggest", "Suggest what begins so.", begins, _refused(404)),
        "/reconcile/flyout/{what}": get("flyout", "Say in a few words what it is.", [what, at], _refused(404)),
        "/reconcile/preview": get("preview", "Show an entity in a frame.", [at], _refused(404), {"text/html": {}}),
        "/reconcile/properties": get("properties", "Propose properties to extend rows by.", kind, _refused(404)),
    }


def _of_itself() -> dict[str, Any]:
    paths: tuple[tuple[str, str, str, dict[str, Any], tuple[int, ...]], ...] = (
        ("/health", "health", "Say whether the service is there.", _JSON, ()),
        ("/openapi.json", "openapi", "Give this description.", _JSON, ()),
        ("/.well-known/void", "void", "Describe the service and its graphs.", _TRIPLES, (406, 408, 503)),
        ("/", "page", "Give the page of the graph.", {"text/html": {}}, (503,)),
    )
    return {
        path: {
            "get": {
                "operationId": name,
                "summary": summary,
                "responses": {"200": _ok("It.", content)} | _refused(*refusals),
            }
        }
        for path, name, summary, content, refusals in paths
    }


def _ok(description: str, content: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": content}


def _query(name: str, schema: dict[str, Any], required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": schema}


def _refused(*statuses: int) -> dict[str, Any]:
    return {str(status): _SENTENCE for status in (*statuses, 421)}


def _problem() -> dict[str, Any]:
    members = {"title": _STRING, "status": {"type": "integer"}, "detail": _STRING}
    return {"type": "object", "properties": members, "required": list(members)}
