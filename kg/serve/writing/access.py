"""Who may change the graph: a request that brings the service's bearer token."""

from __future__ import annotations

import hmac

from starlette.requests import Request

from kg.serve.http.problem import Problem
from kg.serve.settings import Settings


def must_write(request: Request, settings: Settings) -> None:
    """Problem 403 where nobody may change the graph, 401 where this request may not."""
    if settings.token is None:
        raise Problem(403, "this service only reads; start kg serve with --writable to let it take changes")
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    known = settings.token.encode()
    if kind.lower() != "bearer" or not hmac.compare_digest(given.strip().encode("utf-8", "replace"), known):
        realm = {"WWW-Authenticate": 'Bearer realm="kg"'}
        raise Problem(401, "this needs the token of the service: Authorization: Bearer TOKEN", realm)
