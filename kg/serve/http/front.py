"""What stands before every answer of the service: who may ask, what is told to browsers, what goes wrong, and the log.

An ASGI application around another one. A request that is refused gets a sentence (see Problem), never a traceback, and
each request one line on stderr:

    2026-11-29T10:00:00Z GET /sparql 200 1.8ms 512B
"""

from __future__ import annotations

import ipaddress
import re
import sys
import time
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.http.problem import MEDIA, Problem
from kg.serve.service import Service
from kg.serve.settings import Settings
from kg.serve.workers import Disconnected
from kg.text.visible import one_line

Log = Callable[[str], None]

_PATH = 200  # characters of a path that are logged
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]{2,45}\]|[^:\[\]@/\s]{1,255})(?::[0-9]{1,5})?")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_ALLOWED = "GET, HEAD, POST, OPTIONS"
_SENT = "Accept, Authorization, Content-Type"
_POLICY, _FRAMES = b"content-security-policy", b"x-frame-options"
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-cache"),
)
_READS = frozenset({"/sparql", "/reconcile"})  # where POST only asks: pages of allowed origins may send it


class Cut(Exception):
    """An answer that was begun cannot be ended."""


def to_stderr(line: str) -> None:
    """Print a line of the log at once."""
    print(line, file=sys.stderr, flush=True)


class Front:
    """The service behind its checks."""

    def __init__(self, app: ASGIApp, service: Service, log: Log = to_stderr) -> None:
        self.app, self.service, self.log = app, service, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and log it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["app"] = self
        request = _Request(scope, send, self.service.settings)
        remark = ""
        try:
            remark = await self._answered(request, receive)
        except Disconnected:
            remark = "the client went away"
        except Cut as error:
            remark = f"cut: {error}"
        finally:
            self.log(request.line(remark))

    async def _answered(self, request: _Request, receive: Receive) -> str:
        """Answer; what the log is to say of it beside the status."""
        try:
            request.check()
            if request.preflight:
                await request.allow()
            else:
                await self.app(request.scope, receive, request.send)
        except Problem as problem:
            await request.refuse(problem)
            return _first(problem.detail) if problem.status >= 500 else ""
        except HTTPException as error:
            await request.refuse(Problem(error.status_code, _sentence(error), error.headers))
        except (Disconnected, Cut):
            raise
        except Exception as error:
            await request.refuse(Problem(500, "something in the service failed; its log says what"))
            return f"{type(error).__name__}: {_first(str(error))}{_place(error)}"
        return ""


class _Request:
    """One request on its way through."""

    def __init__(self, scope: Scope, send: Send, settings: Settings) -> None:
        self.scope, self.settings, self._send = scope, settings, send
        self.begun = time.perf_counter()
        self.status = self.size = 0
        self.headers = Headers(scope=scope)
        self.method = str(scope["method"])

    @property
    def preflight(self) -> bool:
        """Whether a browser asks what it may ask."""
        return self.method == "OPTIONS" and "access-control-request-method" in self.headers

    def check(self) -> None:
        """Problem where the request is for another host, or comes from a page that may not write."""
        hosts = self.headers.getlist("host")
        if len(hosts) != 1 or not _known(hosts[0], self.settings.names):
            raise Problem(421, "this host is not served here; start kg serve with --allow-host NAME to be asked by it")
        origin = self.headers.get("origin")
        if origin is None or self.method in _SAFE or self._same(origin, hosts[0]):
            return
        if not self._allowed(origin) or self.scope["path"] not in _READS:
            raise Problem(403, "a page of another origin may not send this; start kg serve with --cors ORIGIN")

    async def allow(self) -> None:
        """Answer a preflight."""
        headers = [(b"access-control-allow-methods", _ALLOWED.encode()), (b"access-control-max-age", b"600")]
        headers += [(b"access-control-allow-headers", _SENT.encode())]
        await self.send({"type": "http.response.start", "status": 204, "headers": headers})
        await self.send({"type": "http.response.body", "body": b""})

    async def refuse(self, problem: Problem) -> None:
        """Tell the client a problem; Cut where its answer was begun."""
        if self.status:
            raise Cut(_first(problem.detail))
        body = problem.body()
        headers = {"Content-Type": MEDIA, "Content-Length": str(len(body)), **problem.headers}
        raw = [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
        await self.send({"type": "http.response.start", "status": problem.status, "headers": raw})
        await self.send({"type": "http.response.body", "body": body if self.method != "HEAD" else b""})

    async def send(self, message: Message) -> None:
        """Send a message on, with headers."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._head(message["headers"])
        elif message["type"] == "http.response.body":
            self.size += len(message.get("body", b""))
        await self._send(message)

    def line(self, remark: str) -> str:
        """The line of the log."""
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        path = one_line(self.scope["path"][:_PATH])
        took = (time.perf_counter() - self.begun) * 1000
        said = f" {one_line(remark)}" if remark else ""
        return f"{now} {one_line(self.method)} {path} {self.status or '-'} {took:.1f}ms {self.size}B{said}"

    def _head(self, head: list[tuple[bytes, bytes]]) -> None:
        given = dict(head)
        framed = b"frame-ancestors *" in given.get(_POLICY, b"")
        head += [one for one in _HEADERS if one[0] not in given and not (framed and one[0] == _FRAMES)]
        origin = self.headers.get("origin")
        if origin is None and not self.settings.origins:
            return
        headers = MutableHeaders(raw=head)
        if self.settings.origins:
            headers.add_vary_header("Origin")
        if origin is not None and self._allowed(origin):
            headers["Access-Control-Allow-Origin"] = origin if "*" not in self.settings.origins else "*"
            headers["Access-Control-Expose-Headers"] = "Content-Location, Link, Location, Retry-After"
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"

    def _allowed(self, origin: str) -> bool:
        return "*" in self.settings.origins or origin in self.settings.origins

    def _same(self, origin: str, host: str) -> bool:
        return urlsplit(origin).netloc in (host, urlsplit(self.settings.public or "").netloc)


@lru_cache(maxsize=256)
def _known(host: str, names: tuple[str, ...]) -> bool:
    """Whether a Host header may be answered: a name that was not allowed may be one that was bound to us by others.

    >>> [_known(host, ("a.example",)) for host in ("127.0.0.1:80", "[::1]", "A.example", "evil.example:7878")]
    [True, True, True, False]
    """
    match = _HOST.fullmatch(host)
    if match is None:
        return False
    name = match[1].lower().rstrip(".")
    if name == "localhost" or name in {one.lower() for one in names}:
        return True
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _sentence(error: HTTPException) -> str:
    if error.status_code == 404:
        return "nothing is here; GET /openapi.json says what there is"
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "")
        return f"this method is not for this path; use {allowed}" if allowed else "this method is not for this path"
    return str(error.detail)


def _first(text: str) -> str:
    return text.partition("\n")[0][:_PATH]


def _place(error: Exception) -> str:
    """Where an error was raised, for the log."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f" ({trace.tb_frame.f_code.co_filename}:{trace.tb_lineno})" if trace else ""
