"""A Graph Store for tests: SPARQL 1.1 over HTTP in front of Oxigraph, which can be told to fail."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox


class Store:
    """A running store; `asked` are the method, graph and Authorization of each request, `answer` what it says instead.

    `answer` is given the number of the request, from 0 on, and gives a status (0: it hangs up) or None to take it.
    """

    def __init__(self, answer: Callable[[int], int | None] = lambda _: None, port: int = 0) -> None:
        self.data, self.answer = ox.Store(), answer
        self.asked: list[tuple[str, str | None, str | None]] = []
        self.headers: dict[str, str] = {}
        store = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_PUT(self) -> None:
                store.take(self)

            do_POST = do_PUT  # noqa: N815 - as http.server wants it

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/data"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers["Content-Length"]))
        query = parse_qs(urlsplit(request.path).query, keep_blank_values=True)
        name = query["graph"][0] if "graph" in query else None
        status = self.answer(len(self.asked))
        self.asked.append((request.command, name, request.headers["Authorization"]))
        if status == 0:
            request.close_connection = True
            return
        if status is None:
            graph = ox.DefaultGraph() if name is None else ox.NamedNode(name)
            if request.command == "PUT":
                self.data.clear_graph(graph)
            self.data.load(body, format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
        request.send_response(status or 204)
        for header, value in self.headers.items():
            request.send_header(header, value)
        request.send_header("Content-Length", "0")
        request.end_headers()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def quads(self) -> set[str]:
        return {str(quad) for quad in self.data}
