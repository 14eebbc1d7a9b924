"""What a service does not do: work without end, reach outside, tell strangers of itself."""

from __future__ import annotations

import contextlib
import errno
import socket
import threading
import time
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

from kg.processes.child import Child
from kg.serve.http.accept import GRAPHS, RESULTS
from kg.serve.http.problem import Problem
from kg.serve.session import Part, Query, Session
from tests.query.requests import services, updates
from tests.serve.served import Served
from tests.serve.test_protocol import QUERY, WHO, refused, rows

PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
STEPS = "(<urn:a>|!<urn:b>)*"
BOMBS = {
    "cross product": (f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}", 408),
    "path": (f"SELECT (COUNT(*) AS ?n) {{ ?a {STEPS} ?b . ?b {STEPS} ?c . ?c {STEPS} ?d . ?x ?y ?z . ?u ?v ?w }}", 408),
    "strings": (f"SELECT (MAX(STRLEN(CONCAT(STR(?a), STR(?f), STR(?i)))) AS ?n) {{ {PRODUCT} }}", 408),
    "memory": (f"SELECT * {{ {PRODUCT} }} ORDER BY ?a ?f ?i", 413),
    "braces": ("ASK " + "{" * 20000, 400),
    "brackets": ("ASK { FILTER(" + "(" * 9900 + "1" + ")" * 9900 + ") }", 400),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_would_never_end_is_stopped(served: Served, name: str) -> None:
    sparql, status = BOMBS[name]
    begun = time.monotonic()
    headers = {"Content-Type": QUERY}
    said = refused(served.client.post("/sparql", content=sparql.encode(), headers=headers), status)
    assert time.monotonic() - begun < 8
    assert len(said) < 12000
    assert rows(served.ask(WHO))


def test_a_regular_expression_takes_no_more_than_its_time(served: Served) -> None:
    sparql = f'ASK {{ FILTER(REGEX("{"a" * 2000}!", "^(a+)+$")) }}'
    begun = time.monotonic()
    assert served.ask(sparql).json() == {"head": {}, "boolean": False}
    assert time.monotonic() - begun < 5


def test_an_answer_that_is_too_large_is_refused_or_cut(served: Served) -> None:
    """One that turns out too large late is cut so that no client takes it for the whole."""
    with pytest.raises(httpx.RemoteProtocolError):
        served.ask("SELECT * { ?a ?b ?c . ?d ?e ?f }", "text/csv")
    assert "2 MB" in served.logged("cut: the answer is larger")
    assert rows(served.ask(WHO))


def test_a_client_that_goes_away_ends_its_query(served: Served) -> None:
    with pytest.raises(httpx.ReadTimeout):
        served.client.get("/sparql", params={"query": BOMBS["cross product"][0]}, timeout=0.3)
    served.logged("the client went away")


def test_a_client_that_does_not_read_loses_its_worker_at_the_limit(folder: Path) -> None:
    served = Served(folder, "--timeout", "1", "--workers", "1")
    host, port = served.url.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host, int(port))) as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        query = quote("SELECT * { ?a ?b ?c . ?d ?e ?f }")
        slow.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        served.logged("cut: it took longer than its time")
    assert rows(served.ask(WHO))
    assert served.stop() == 0


class Listener:
    """A port of this machine that counts who calls."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        self.iri = f"<http://127.0.0.1:{self._socket.getsockname()[1]}/sparql>"

    def _listen(self) -> None:
        while True:
            try:
                self._socket.accept()[0].close()
            except OSError:
                return
            self.calls += 1

    def close(self) -> None:
        self._socket.close()


def test_no_request_ever_leaves(served: Served) -> None:
    listener = Listener()
    try:
        asked = [*services(), *updates()]
        for sparql in asked[:: max(len(asked) // 60, 1)]:
            response = served.client.post("/sparql", data={"query": sparql.replace("{0}", listener.iri)})
            assert response.status_code in (200, 400), response.text
            assert served.client.post("/sparql", data={"update": f"LOAD {listener.iri}"}).status_code == 403
        for keyword in ("FROM", "FROM NAMED"):
            assert served.ask(f"SELECT * {keyword} {listener.iri} {{ ?s ?p ?o }}").json()["results"]["bindings"] == []
        for parameter in ("default-graph-uri", "named-graph-uri"):
            rows(served.ask("SELECT * { ?s ?p ?o }", **{parameter: listener.iri.strip("<>")}))
        served.get("/graphs", params={"graph": listener.iri.strip("<>")})
        refused(served.ask(f"SELECT * {{ SERVICE {listener.iri} {{ ?s ?p ?o }} }}"), 400)
        time.sleep(0.1)
        assert listener.calls == 0
    finally:
        listener.close()


class Escape:
    """A job that tries what no query may do."""

    sparql = "ASK {}"

    def answer(self, _: Session) -> Part:
        opened = []
        for name, attempt in (("socket", socket.socket), ("pair", socket.socketpair), ("file", Path("/").open)):
            try:
                attempt()
                opened.append(name)
            except OSError as error:
                assert error.errno == errno.EMFILE
        return "text/plain", repr(opened).encode()


def test_a_worker_can_open_nothing() -> None:
    """A second wall behind the refusal of SERVICE."""
    with Child(Session(ox.Store(), "https://a.example/")) as child:
        for _ in range(2):
            assert child.call(Escape(), timeout=60) == ("text/plain", b"[]")
        ask = [Query(sparql, RESULTS[0], GRAPHS[0], 1000) for sparql in ("ASK { }", "ASK { ?\u4e00")]
        assert child.call(ask[0], timeout=60)[1] == b'{"head":{},"boolean":true}'
        with pytest.raises(Problem, match="line 1"):
            child.call(ask[1], timeout=60)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "localhost.evil.example", "", "a b", "127.0.0.1.evil.example"]
)
def test_a_name_that_was_bound_to_this_machine_by_others_is_not_served(served: Served, host: str) -> None:
    assert served.get("/health", headers={"Host": host}).status_code in (400, 421)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LOCALHOST:1234", "[::1]:80", "192.0.2.1"])
def test_this_machine_and_addresses_are_served(served: Served, host: str) -> None:
    assert served.get("/health", headers={"Host": host}).status_code == 200


def test_pages_of_others_read_only_where_they_may(served: Served) -> None:
    def asked(origin: str, method: str = "GET", path: str = "/health", **how: str) -> httpx.Response:
        return served.client.request(method, path, headers={"Origin": origin, **how})

    assert asked("https://friend.example").headers["access-control-allow-origin"] == "https://friend.example"
    assert "access-control-allow-origin" not in asked("https://evil.example").headers
    assert "access-control-allow-origin" not in asked("null").headers
    assert "Origin" in asked("https://evil.example").headers["vary"]
    preflight = asked("https://friend.example", "OPTIONS", "/sparql", **{"Access-Control-Request-Method": "POST"})
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    refused(asked("https://evil.example", "POST", "/sparql"), 403)
    refused(asked("https://friend.example", "POST", "/health"), 403)
    refused(asked(served.url.rstrip("/"), "POST", "/health"), 405)


def test_every_answer_is_safe_for_a_browser(served: Served) -> None:
    for path in ("/health", "/sparql?query=x", "/none", "/graphs?default", "/sparql"):
        headers = served.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers


def test_the_log_has_one_line_a_request(served: Served) -> None:
    served.get("/none%0Aforged%1b[31m")
    line = served.logged("forged")
    assert " GET /none\\u000aforged\\u001b[31m 404 " in line
    assert line.endswith("B")
    served.ask("ASK { <urn:secret> ?p ?o }")
    served.get("/health")
    served.logged("GET /health")
    assert not any("secret" in line for line in served.log)


def test_it_ends_by_a_signal_and_leaves_nothing_behind(folder: Path) -> None:
    running = Served(folder)
    answer: list[int] = []
    asked = threading.Thread(
        target=lambda: answer.append(httpx.get(f"{running.url}sparql", params={"query": WHO}).status_code)
    )
    asked.start()
    asked.join()
    assert answer == [200]
    assert running.stop(2) == 0
    assert not [line for line in running.log if "Traceback" in line]
    with pytest.raises(httpx.ConnectError):
        httpx.get(running.url)


def test_a_port_that_is_taken_is_told(served: Served, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from kg.cli.main import run

    port = served.url.rstrip("/").rpartition(":")[2]
    assert run(["serve", str(folder), "--port", port]) == 2
    assert "--port" in capsys.readouterr().err
    assert run(["serve", str(folder / "none")]) == 2
    assert "no such file" in capsys.readouterr().err


def test_a_head_without_end_is_refused(served: Served) -> None:
    host, port = served.url.removeprefix("http://").rstrip("/").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as client:
        client.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ")
        answer = b""
        with contextlib.suppress(ConnectionError):  # the service may have closed it; a timeout is none
            for _ in range(64):
                client.sendall(b"x" * 2**14)
            answer = client.recv(2**12)
    assert not answer or answer.startswith(b"HTTP/1.1 400")
    assert served.get("/health").status_code == 200
