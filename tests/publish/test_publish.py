"""`kg publish` against a store that another program's parser and database answer for."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.cli.main import run
from kg.errors import GraphError, TargetError
from kg.ontology.ontology import load
from kg.publish.address import Credentials, address, credentials
from kg.publish.batches import batches
from kg.publish.journal import Journal
from kg.publish.publish import publish
from kg.publish.store import GraphStore
from kg.rdf.model import to_quads
from kg.rdf.ntriples import nquads
from kg.store.graph_json import dumps
from kg.types import Graph
from tests.graphs import example
from tests.publish.graph_store import Store

pytest.importorskip("httpx", reason="pip install '.[web]'")
SECRET = "s3cret-token-of-a-store"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """Nothing waits; the seconds that would have been waited."""
    waited: list[float] = []
    monkeypatch.setattr("kg.publish.store.time.sleep", waited.append)
    yield waited


@pytest.fixture
def store() -> Iterator[Store]:
    made = Store()
    yield made
    made.stop()


@pytest.fixture
def graph_file(tmp_path: Path) -> Path:
    file = tmp_path / "graph.json"
    file.write_text(dumps(example()), "utf-8")
    return file


def held(graph: Graph) -> ox.Store:
    """As Oxigraph holds it, which writes some numbers otherwise than they are given."""
    made = ox.Store()
    made.load(nquads(to_quads(graph)).encode(), format=ox.RdfFormat.N_QUADS)
    return made


def wanted(graph: Graph) -> set[str]:
    return {str(quad) for quad in held(graph)}


def sent(file: Path, store: Store, *options: str) -> int:
    return run(["publish", str(file), "--to", store.url, "--batch", "20", *options])


def test_the_store_holds_the_graph_and_gets_it_once(
    graph_file: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sent(graph_file, store, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert store.quads() == wanted(example())
    assert said["sent"] == len(store.asked) > 10 and said["had"] == 0 and said["triples"] == len(wanted(example()))
    assert {name for _, name, _ in store.asked} == {
        None,
        "https://zhkg.example/doc/news",
        "https://zhkg.example/doc/notice",
    }
    assert {method for method, _, _ in store.asked} == {"POST"}
    assert sent(graph_file, store) == 0
    assert len(store.asked) == said["sent"]
    assert f"0 batches sent, {said['sent']} were there" in capsys.readouterr().out


def test_a_store_that_dies_in_the_middle_gets_the_rest_when_it_is_back(
    graph_file: Path, store: Store, quick: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    store.answer = lambda nth: None if nth < 5 else 0
    assert sent(graph_file, store) == 2
    error = capsys.readouterr().err
    assert "does not answer" in error and "run the same command again to go on from here" in error
    assert quick == [1, 2, 4, 8, 16]
    before, taken = len(store.quads()), 5
    assert 0 < before < len(wanted(example()))
    store.answer = lambda _: None
    asked = len(store.asked)
    assert sent(graph_file, store, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["had"] == taken and said["sent"] == len(store.asked) - asked
    assert store.quads() == wanted(example())


def test_nobody_there_is_said(graph_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone = Store()
    gone.stop()
    assert sent(graph_file, gone) == 2
    assert "does not answer" in capsys.readouterr().err


def test_a_busy_store_is_asked_again_when_it_says(graph_file: Path, store: Store, quick: list[float]) -> None:
    store.answer = lambda nth: {0: 429, 1: 503, 2: 500}.get(nth)
    store.headers = {"Retry-After": "7"}
    assert sent(graph_file, store) == 0
    assert quick == [7, 7, 7] and store.quads() == wanted(example())


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "answers 401 Unauthorized; set KG_PUBLISH_TOKEN, or KG_PUBLISH_USER and KG_PUBLISH_PASSWORD"),
        (403, "answers 403 Forbidden; set KG_PUBLISH_TOKEN"),
        (404, "answers 404 Not Found; check that a Graph Store which can be written is at this address"),
        (405, "answers 405 Method Not Allowed; check that a Graph Store"),
        (413, "send fewer triples at a time (--batch)"),
        (400, "answers 400 Bad Request; see its log"),
        (503, "answers 503 Service Unavailable; run the same command again"),
    ],
)
def test_what_a_store_refuses_is_a_sentence(
    graph_file: Path, store: Store, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    store.answer = lambda _: status
    assert sent(graph_file, store) == 2
    error = capsys.readouterr().err
    assert said in error and error.startswith("kg: http://127.0.0.1") and error.count("\n") == 1
    assert len(store.asked) == (6 if status == 503 else 1)


def test_it_follows_nobody_with_what_it_has(
    graph_file: Path, store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Store()
    monkeypatch.setenv("KG_PUBLISH_TOKEN", SECRET)
    store.answer, store.headers = lambda _: 307, {"Location": other.url}
    assert sent(graph_file, store) == 2
    other.stop()
    assert "leads to another address; give that one, if you trust it" in capsys.readouterr().err
    assert other.asked == []


def test_credentials_come_from_the_environment_and_are_shown_nowhere(
    graph_file: Path, store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KG_PUBLISH_TOKEN", SECRET)
    assert sent(graph_file, store, "-v") == 0
    assert {who for *_, who in store.asked} == {f"Bearer {SECRET}"}
    store.answer = lambda _: 500
    assert sent(graph_file, store, "-v", "--again") == 2
    captured = capsys.readouterr()
    assert SECRET not in captured.out + captured.err and "is no option" not in captured.err
    assert SECRET not in graph_file.with_name("graph.json.publish.jsonl").read_text("utf-8")
    assert SECRET not in repr(credentials({"KG_PUBLISH_TOKEN": SECRET}))
    monkeypatch.delenv("KG_PUBLISH_TOKEN")
    monkeypatch.setenv("KG_PUBLISH_USER", "临江")
    assert sent(graph_file, store) == 2
    assert "only one of KG_PUBLISH_USER and KG_PUBLISH_PASSWORD; set both" in capsys.readouterr().err
    monkeypatch.setenv("KG_PUBLISH_PASSWORD", "密码")
    store.answer = lambda _: None
    assert sent(graph_file, store, "--again") == 0
    assert store.asked[-1][2] == "Basic 5Li05rGfOuWvhueggQ=="


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://store.example.org/data", "would go to store.example.org over plain HTTP"),
        ("http://127.0.0.1.example.org/data", "over plain HTTP"),
        ("https://me:pw@store.example.org/data", "holds a user or a password"),
        ("ftp://store.example.org/data", "names no address"),
        ("https://store.example.org/a b", "names no address"),
        ("https://[::1", "names no address"),
        ("data", "names no address"),
    ],
)
def test_addresses_that_are_refused(url: str, said: str) -> None:
    with pytest.raises(TargetError, match=said) as raised:
        address(url, Credentials("Bearer x"))
    assert "pw" not in str(raised.value)


def test_addresses_that_are_taken() -> None:
    for url in (
        "http://localhost:3030/ds/data",
        "http://127.0.0.1/data",
        "http://[::1]:7878/store",
        "https://a.example/x?y=1",
    ):
        assert address(url, Credentials("Bearer x")) == url
    assert address("http://store.example.org/data", Credentials()) == "http://store.example.org/data"


def test_one_graph_takes_everything(graph_file: Path, store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert sent(graph_file, store, "--graph", "https://data.example.org/新闻") == 0
    assert {name for _, name, _ in store.asked} == {"https://data.example.org/新闻"}
    assert {str(quad.triple) for quad in store.data} == {str(quad.triple) for quad in held(example())}
    assert sent(graph_file, store, "--graph", "no iri") == 2
    assert "--graph 'no iri' is no IRI" in capsys.readouterr().err


def test_replace_puts_a_graph_in_the_place_of_the_old_one_and_goes_on_after_a_failure(
    graph_file: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    stale = ox.Quad(ox.NamedNode("a:b"), ox.NamedNode("a:c"), ox.NamedNode("a:d"), ox.DefaultGraph())
    store.data.add(stale)
    store.answer = lambda nth: None if nth < 2 else 0
    assert sent(graph_file, store, "--replace") == 2
    store.answer = lambda _: None
    assert sent(graph_file, store, "--replace") == 0
    assert store.quads() == wanted(example())
    puts = [name for nth, (method, name, _) in enumerate(store.asked) if method == "PUT" and not 2 <= nth < 8]
    assert len(puts) == len(set(puts)) == 3
    smaller = replace(example(), facts=example().facts[:3])
    graph_file.write_text(dumps(smaller), "utf-8")
    assert sent(graph_file, store, "--replace") == 0
    assert store.quads() == wanted(smaller)
    asked = len(store.asked)
    assert sent(graph_file, store, "--replace") == 0
    assert len(store.asked) == asked
    graph_file.write_text(dumps(example()), "utf-8")
    assert sent(graph_file, store) == 0  # what was sent before the last replacement counts for nothing
    assert store.quads() >= wanted(example())


def test_after_a_new_build_only_what_is_new_is_sent() -> None:
    facts = [replace(example().facts[0], id=f"{n:016x}") for n in range(400)]
    old, new = (to_quads(Graph((), example().entities, tuple(some)), ontology=load()) for some in (facts[1:], facts))
    before = {one.digest for one in batches(old, 100)}
    after = list(batches(new, 100))
    assert sum(one.digest not in before for one in after) <= 3 < len(after) / 4
    assert sum(one.triples for one in after) == sum(len(set(some)) for some in new.values())
    assert all(one.triples <= 400 for one in after)


def test_a_journal_that_is_torn_or_no_journal(tmp_path: Path) -> None:
    file = tmp_path / "x.jsonl"
    journal = Journal(file, "a")
    journal.append(None, "one")
    with file.open("ab") as out:
        out.write(b'{"to": "a", "gr')
    again = Journal(file, "a")
    assert again.done(None) == {"one"}
    again.append("g", "two")
    assert Journal(file, "a").done("g") == {"two"} and Journal(file, "b").done(None) == set()
    assert Journal(file, "a", again=True).done(None) == set()
    file.write_text('{"no": 1}\n')
    with pytest.raises(GraphError, match=r"x.jsonl:1: it is no line of a journal of kg publish"):
        Journal(file, "a")
    with pytest.raises(TargetError, match="cannot be written"):
        Journal(tmp_path / "no" / "x", "a").append(None, "one")


def test_what_was_sent_is_written_down_before_the_next_is(tmp_path: Path, store: Store) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    with closing(GraphStore(store.url, Credentials(), 10)) as there, pytest.raises(KeyboardInterrupt):
        publish(to_quads(example()), there, Journal(tmp_path / "x", store.url), most=20, on_sent=stop)
    assert len((tmp_path / "x").read_bytes().splitlines()) == len(store.asked) == 1


def test_without_httpx_the_extra_is_named(
    graph_file: Path, store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    assert sent(graph_file, store) == 2
    assert "kg publish needs httpx, which is not installed; run: pip install 'zhkg[web]'" in capsys.readouterr().err
