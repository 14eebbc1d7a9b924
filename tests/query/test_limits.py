"""A query is stopped at its limits, and what overruns the engine's stack is told in a sentence."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.errors import LimitError, QueryError
from kg.processes.child import Child
from kg.processes.start import memory_of
from kg.query.ask import Answerer, answer, ask
from kg.query.engine import Engine
from kg.query.limits import limited
from kg.query.load import from_graph
from kg.query.render import render
from kg.store.graph_json import dumps
from tests.graphs import example

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?l"
DEEP = 20_000
QUERIES = {
    "groups": "ASK { " + "{" * DEEP + "}" * DEEP + " }",
    "brackets": "ASK { FILTER(" + "(" * DEEP + "1" + ")" * DEEP + ") }",
    "paths": "ASK { ?s " + "(" * DEEP + "kg:a" + ")" * DEEP + " ?o }",
    "lists": "ASK { ?s ?p " + "(" * DEEP + ")" * DEEP + " }",
    "nodes": "ASK { ?s ?p " + "[ ?p " * DEEP + "1" + "]" * DEEP + " }",
    "terms": "ASK { ?s ?p " + "<<( ?s ?p " * DEEP + "1" + " )>>" * DEEP + " }",
    "values": "SELECT * { VALUES ?x { " + "<<( <a:a> <a:b> " * DEEP + "1" + " )>>" * DEEP + " } }",
    "not": "ASK { FILTER(" + "!" * 10 * DEEP + "true) }",
    "subselects": "ASK { " + "{ SELECT * {" * DEEP + "}}" * DEEP + " }",
    "words": "ASK { # service\n FILTER(" + "(" * DEEP + "1" + ")" * DEEP + ") }",
}
BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "x" * 1000}">' for n in range(12))
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="urn:a:"'
FILES = {
    "lists.ttl": "<a:a> <a:b> " + "(" * DEEP + ")" * DEEP + " .",
    "nodes.ttl": "<a:a> <a:b> " + "[ <a:b> " * DEEP + "1" + "]" * DEEP + " .",
    "terms.ttl": "<a:a> <a:b> " + "<<( <a:a> <a:b> " * DEEP + "1" + " )>>" * DEEP + " .",
    "terms.nt": "<a:a> <a:b> " + "<<( <a:a> <a:b> " * DEEP + "<a:c>" + " )>>" * DEEP + " .",
    "deep.jsonld": '{"a:b":' * DEEP + "1" + "}" * DEEP,
    "deep.json": "[" * DEEP + "]" * DEEP,
    "deep.rdf": f"<rdf:RDF {RDF}>" + "<a:A><a:b>" * DEEP + "</a:b></a:A>" * DEEP + "</rdf:RDF>",
    "bomb.rdf": f"<!DOCTYPE a [{BOMB}]><rdf:RDF {RDF}><a:A><a:b>&a11;</a:b></a:A></rdf:RDF>",
}


@pytest.fixture(scope="module")
def store() -> Engine:
    return from_graph(example())


def test_a_runaway_query_is_stopped(store: Engine) -> None:
    begun = time.monotonic()
    with pytest.raises(LimitError) as caught:
        ask(store, CROSS, where="who.rq", timeout=0.5)
    assert time.monotonic() - begun < 5
    said = "who.rq: the query took longer than 0.5 s and was stopped; ask for less, or raise the limit (--timeout)"
    assert str(caught.value) == said
    assert isinstance(caught.value, QueryError)
    assert ask(store, "ASK { ?s ?p ?o }").answer


def test_a_query_that_takes_all_memory_is_stopped(store: Engine) -> None:
    with pytest.raises(LimitError, match=r"the query needs more memory than 200 MB and was stopped; ask for less"):
        ask(store, SORTED, memory=200 * 2**20)


def test_an_end_from_outside_is_told() -> None:
    def kill(number: int) -> None:
        os.kill(os.getpid(), number)

    said: list[str] = []
    for number in (signal.SIGKILL, signal.SIGSEGV):
        with Child(kill) as child, pytest.raises(LimitError) as caught:
            limited(child, int(number), 20, "load", "a.ttl")
        said.append(str(caught.value))
    assert said == [
        "a.ttl: loading the graph was ended from outside; was there memory left? see --memory",
        "a.ttl: loading the graph ended in a fault of the engine (SIGSEGV); "
        "is something in it nested very deeply? make it simpler",
    ]


def test_no_limit_is_none(store: Engine) -> None:
    assert ask(store, "ASK { ?s ?p ?o }", timeout=None, memory=None).answer


@pytest.mark.parametrize("name", QUERIES)
def test_a_nested_query_is_a_sentence(store: Engine, name: str, capfd: pytest.CaptureFixture[str]) -> None:
    try:
        ask(store, QUERIES[name], timeout=20, memory=2**30)
    except QueryError as error:
        assert "\n" not in str(error)[:100]
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("name", [*FILES, "graph.ttl"])
def test_a_hostile_file_is_a_sentence(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / name).write_text(FILES.get(name, "<a:a> <a:b> 1 ."), "utf-8")
    code = run(["query", str(tmp_path / name), "-q", "ASK { ?s ?p ?o }", "--timeout", "5", "--memory", "1G"])
    out, err = capfd.readouterr()
    assert code in (0, 2, 3), (out, err)
    assert err == "" if code == 0 else err.startswith(f"kg: {tmp_path / name}"), err
    assert len(err) < 1000
    assert "Traceback" not in err


def test_nested_terms_in_an_answer(store: Engine) -> None:
    deep = 600
    values = "<<( <a:a> <a:b> " * deep + "1" + " )>>" * deep
    found = ask(store, f"SELECT * {{ VALUES ?x {{ {values} }} }}")
    try:
        assert render(found).count("a:b") == deep
    except QueryError as error:
        assert "nested too deeply" in str(error)


def test_a_query_can_be_asked_from_threads(store: Engine) -> None:
    found: list[int] = []

    def asking() -> None:
        found.extend(len(ask(store, "SELECT ?who { ?who a kg:Person }").rows) for _ in range(5))

    threads = [threading.Thread(target=asking) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    assert len(set(found)) == 1


def test_where_there_is_no_fork_the_store_is_copied(store: Engine) -> None:
    again = pickle.loads(pickle.dumps(Answerer(store)))
    assert sorted(again.engine.dump().splitlines()) == sorted(store.dump().splitlines())
    sparql = "SELECT ?who { ?who a kg:Person } ORDER BY ?who"
    with Child(Answerer(store), spawn=True) as child:
        assert child.call((sparql, None), 60) == answer(store, sparql)


def test_asking_is_quick_enough(store: Engine) -> None:
    def taken() -> float:
        begun = time.perf_counter()
        ask(store, "ASK { ?s ?p ?o }")
        return time.perf_counter() - begun

    assert min(taken() for _ in range(20)) < 0.2  # the quickest: the others show what else the machine does


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda s: s.name)
def test_a_signal_ends_the_command_at_once(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "graph.json").write_text(dumps(example()), "utf-8")
    command = [sys.executable, "-m", "kg", "query", str(tmp_path), "-q", CROSS]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as asking:
        for _ in range(200):
            time.sleep(0.05)
            found = children(asking.pid)
            if found and busy(found[0]):
                break
        asking.send_signal(number)
        begun = time.monotonic()
        assert asking.wait(10) == 128 + number
        assert time.monotonic() - begun < 5
        assert children(asking.pid) == []
        assert asking.stderr is not None
        assert "Traceback" not in asking.stderr.read()


def test_a_cross_product_takes_no_more_memory_than_it_may(tmp_path: Path) -> None:
    """Rows that are all to be shown: a million of them, each hundreds of bytes, for every thousand triples."""
    (tmp_path / "graph.json").write_text(dumps(example()), "utf-8")
    rows = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    command = [sys.executable, "-m", "kg", "query", str(tmp_path), "-q", rows, "--memory", "60M", "--timeout", "50"]
    most = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as asking:
        while asking.poll() is None:
            time.sleep(0.02)
            most = max([most, *(memory_of(pid)[1] for pid in children(asking.pid))])
        assert asking.returncode == 3
        assert asking.stderr is not None
        assert "needs more memory than 60 MB" in asking.stderr.read()
    assert 60 * 2**20 < most < 500 * 2**20  # the process itself, its graph, and what grows between two looks


def children(pid: int) -> list[int]:
    """The processes whose parent is `pid`."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(folder.name))
        except OSError:
            pass
    return found


def busy(pid: int) -> bool:
    """Whether a process has used half a second of a processor."""
    try:
        spent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    except OSError:
        return False
    return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK") > 0.5
