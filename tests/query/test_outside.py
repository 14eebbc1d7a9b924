"""Nothing leaves the machine, however it is written; and the words are free where they are no keywords."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.cli.main import run
from kg.errors import QueryError
from kg.processes.child import Child
from kg.query.ask import answer, ask
from kg.query.engine import Engine
from kg.query.load import from_graph
from kg.query.oxigraph import Oxigraph
from tests.graphs import example
from tests.query.requests import INNOCENT, datasets, requests, services


class Listener:
    """An endpoint on this machine: `heard` is what it was sent."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen()
        self.iri = f"<http://127.0.0.1:{self._socket.getsockname()[1]}/>"
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                self.heard.append(connection.recv(1000))

    def close(self) -> None:
        with socket.create_connection(self._socket.getsockname()) as last:
            last.sendall(b"last")
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


@pytest.fixture(scope="module")
def store() -> Engine:
    return from_graph(example())


def refused(store: Engine, asked: list[str]) -> list[str]:
    """What is said of each, by one process for all: the queries that ran are told as they are."""

    def said(sparql: str) -> str:
        try:
            return f"IT RAN: {sparql!r} {answer(store, sparql).kind}"
        except QueryError as error:
            return str(error)

    with Child(said) as child:
        return [child.call(sparql, 20) for sparql in asked]


def test_a_listener_hears(listener: Listener) -> None:
    """Without guard and wall a request is made: the other tests see something."""
    with pytest.raises(OSError):
        ox.Store().query(f"ASK {{ SERVICE {listener.iri} {{ }} }}")
    assert len(listener.heard) == 1
    assert listener.heard[0].startswith(b"POST / ")


def test_no_request_passes(listener: Listener, store: Engine) -> None:
    asked = [sparql.replace("{0}", listener.iri) for sparql in requests()]
    assert len(set(asked)) >= 300
    assert [said for said in refused(store, asked) if said.startswith("IT RAN")] == []
    assert listener.heard == []


def test_most_are_named_and_the_others_do_not_parse(store: Engine) -> None:
    """The sentence is right where the query is right but for SERVICE and FROM."""
    for word, all_of in (("SERVICE", services()), ("FROM", datasets())):
        asked = [sparql.replace("{0}", "<http://127.0.0.1:9/>") for sparql in all_of]
        said = refused(store, asked)
        named = [f"{word} in line" in one for one in said]
        assert sum(named) > 0.85 * len(named)
        wrong = [q for q, one in zip(asked, said, strict=True) if f"{word} in line" not in one]
        assert all("does not parse" in one for one in said if f"{word} in line" not in one), wrong


def test_behind_the_guard_stands_a_wall(listener: Listener, store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Oxigraph, "refuse_outside", lambda *_: None)
    asked = [sparql.replace("{0}", listener.iri) for sparql in services()]
    said = refused(store, asked)
    assert sum("could not be answered" in one for one in said) > 60  # others are silent, lazy or no SPARQL
    assert any(one.startswith("IT RAN") for one in said)
    with pytest.raises(QueryError, match="could not be answered"):
        ask(store, f"ASK {{ SERVICE {listener.iri} {{ ?s ?p ?o }} }}")
    with pytest.raises(QueryError, match="could not be answered"):
        ask(store, "ASK { SERVICE <file:///etc/hostname> { ?s ?p ?o } }")
    assert listener.heard == []


def test_innocent_words_run(store: Engine) -> None:
    said = refused(store, list(INNOCENT))
    assert [one for one in said if not one.startswith("IT RAN")] == []


def test_the_line_is_that_of_the_keyword() -> None:
    asked = "# SERVICE <urn:a:b>\nASK { ?s kg:from 'SERVICE' .\r\n ?service ?from ?o .\n SERVICE <urn:a:b> { } }"
    with pytest.raises(QueryError, match=r"^a\.rq:4: SERVICE in line 4 reaches outside"):
        answer(Oxigraph(), asked, where="a.rq")
    with pytest.raises(QueryError, match="FROM in line 2"):
        answer(Oxigraph(), "SELECT *\nFROM <urn:a:b> { ?s ?from 'service' }")


def test_a_query_that_leaves_no_letters_is_refused(store: Engine) -> None:
    names = " ".join(f"?{''.join(letters)}" for letters in product("zyxwvuqkjhg", repeat=3))
    with pytest.raises(QueryError, match="too odd to be checked"):
        ask(store, f"SELECT {names} {{ # service\n ?s ?p ?o }}")


def test_a_mistake_beside_the_words_is_told_as_it_is(store: Engine) -> None:
    with pytest.raises(QueryError, match=r"line 2, column 2: unexpected 'FILTR'") as caught:
        ask(store, "SELECT ?from { ?from kg:service ?o # from\n FILTR(?o > 1) }")
    assert "FILTR(?o > 1)" in str(caught.value)
    with pytest.raises(QueryError, match="the prefix of 'from:x' is not declared"):
        ask(store, "SELECT ?from { ?service from:x ?from }")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonld", '{"@context": "%s", "@id": "urn:a:b", "name": "x"}'),
        ("a.jsonld", '{"@context": {"@import": "%s"}, "@id": "urn:a:b", "name": "x"}'),
        (
            "a.rdf",
            '<!DOCTYPE a [<!ENTITY b SYSTEM "%s">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&b;</rdf:RDF>',
        ),
        (
            "a.rdf",
            '<!DOCTYPE a SYSTEM "%s"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF>',
        ),
        ("a.ttl", "@prefix owl: <http://www.w3.org/2002/07/owl#> . <urn:a:b> owl:imports <%s> ."),
    ],
)
def test_nothing_is_fetched_for_a_file(listener: Listener, tmp_path: Path, name: str, data: str) -> None:
    (tmp_path / name).write_text(data % listener.iri[1:-1], "utf-8")
    run(["query", str(tmp_path / name), "-q", "ASK { ?s ?p ?o }"])
    assert listener.heard == []
