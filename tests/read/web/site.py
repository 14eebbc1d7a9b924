"""A real web server on this machine, whose pages are functions; a Web whose names all lead to it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpcore

from kg.read.web.connection import Line
from kg.read.web.connection import connect as connected
from kg.read.web.networks import Network
from kg.read.web.web import Web

PUBLIC = "93.184.216.34"
TEXT = "2021年6月9日，青湖市文化馆新馆开馆，馆长周立群出席仪式并致辞。"
PAGE = f"<!DOCTYPE html><html><head></head><body><p>{TEXT}</p></body></html>"
Page = Callable[[BaseHTTPRequestHandler], None]


def answer(body: str | bytes = PAGE, status: int = 200, kind: str = "text/html; charset=utf-8", **headers: str) -> Page:
    """A page that answers so."""
    data = body.encode() if isinstance(body, str) else body

    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return page


def moved(to: str, status: int = 302) -> Page:
    """A page that leads on."""
    return answer(b"", status, Location=to)


class Site(ThreadingHTTPServer):
    """Pages by path, and what was asked for: host, path, header."""

    daemon_threads = True

    def __init__(self, pages: dict[str, Page]) -> None:
        self.pages, self.asked = pages, list[tuple[str, str, dict[str, str]]]()
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing is printed of clients that hang up."""

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked if path != "/robots.txt"]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append((self.headers["Host"], self.path, dict(self.headers)))
        self.server.pages.get(self.path, answer("none", 404))(self)

    def log_message(self, *_: Any) -> None:
        """Nothing is printed."""


@contextmanager
def site(pages: dict[str, Page]) -> Iterator[Site]:
    """A server while the block runs."""
    with Site(pages) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


class Names:
    """Names of hosts and their numbers, one list for each time that they are looked up; what was connected to."""

    def __init__(self, server: Site, **numbers: list[list[str]]) -> None:
        self._server, self._numbers = server, numbers
        self.connected: list[str] = []

    def look_up(self, host: str, port: int) -> list[str]:
        """The numbers of a host."""
        mine = self._numbers.get(host.partition(".")[0], [[PUBLIC]])
        return mine.pop(0) if len(mine) > 1 else mine[0]

    def connect(self, number: str, port: int, seconds: float) -> httpcore.NetworkStream:
        """A connection to the server, whatever the number."""
        self.connected.append(number)
        return connected("127.0.0.1", self._server.port, seconds)


def web(names: Names, *, private: bool = False, seconds: float = 5.0, **how: Any) -> Web:
    """The web of these names."""
    network = Network(private, names.look_up)
    return Web(network, seconds=seconds, line=Line(network, names.connect), **{"pause": 0.0, **how})
