"""The service under load: python -m tests.bench.serve [--triples 1000000] [--clients 50] [--seconds 60] [--peer DIR].

The graph of examples/texts is copied as often as it takes, under other names, with some objects of a copy (by a seed)
put in place of those of another. 50 clients ask the shipped questions with their parameters set, one after the other
each, over connections that are kept, each as if for the first time (the service keeps answers; a comment makes each
query another one). Before that one client asks look-ups alone, and again, which are held against the same calls
of pyoxigraph in this process, on a store that was loaded from the same file. Where nothing fails the exit code is 0.

`--peer DIR` asks rdflib-endpoint the same look-ups: pip install --target DIR rdflib-endpoint.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pyoxigraph as ox

from kg.ontology.ontology import Ontology, load
from kg.pipeline import build
from kg.query.bind import bind
from kg.query.oxigraph import Oxigraph
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.prefixes import BASE, prefixes
from kg.rdf.questions import PARAMETER, questions
from kg.rdf.terms import local
from kg.rdf.tree import tree
from kg.read.sources import sources
from kg.serve.http.accept import GRAPHS, RESULTS
from kg.serve.session import Query, Session

ROOT = Path(__file__).parents[2]
LOOK_UPS, WARM = 300, 50
PARTS = 6  # of the load, after each of which its memory is looked at
SEED = 17
CROSSED = 0.05  # of the objects
NAMED = re.compile(rf"<{re.escape(BASE)}(id|doc|statement|annotation)/([^>#;]*)")
LABEL = re.compile(r'(<[^>]*(?:#|/)(?:prefLabel|altLabel|label)> "[^"]*)"')
LOGGED = re.compile(r" /sparql 200 ([0-9.]+)ms ")
PEER = (
    "from rdflib import Graph; from rdflib_endpoint import SparqlEndpoint; import uvicorn; g = Graph(); g.parse({!r}); \
uvicorn.run(SparqlEndpoint(graph=g), port={}, log_level='critical')"
)


def copies(lines: list[str], triples: int) -> Iterator[str]:
    """Lines of N-Triples, as often as it takes to have so many."""
    chance = random.Random(SEED)
    number = max(triples // len(lines), 1)
    for n in range(number):
        for line in lines:
            subject, predicate, rest = line.split(" ", 2)
            other = chance.randrange(number) if chance.random() < CROSSED else n
            made = f"{_renamed(subject, n)} {predicate} {_renamed(rest, other)}"
            yield LABEL.sub(rf'\g<1>·{n}"', made)


def _renamed(term: str, n: int) -> str:
    return NAMED.sub(rf"<{BASE}\1/\2·{n}", term)


def asked(ontology: Ontology, number: int) -> list[str]:
    """The shipped questions, each with its parameters set to things of some copy."""
    chance, made = random.Random(SEED), []
    for question in questions(ontology):
        undefined = {m[1] for m in PARAMETER.finditer(question.sparql) if m[2] == "UNDEF"}
        values: dict[str, str | tuple[str, ...]] = {}
        for name, value in question.example:
            values[name] = (f"<{BASE}id/{local(value)}·{chance.randrange(number)}>",) if name in undefined else value
        made.append(bind(question, Oxigraph(), values))
    return made


def look_ups(number: int) -> list[str]:
    """Queries for one thing by its name, and what is said of it, each another one."""
    chance = random.Random(SEED)
    named = "SELECT * {{ ?thing skos:prefLabel '宜宾市司法局·{}'@zh-hans ; a ?type ; kg:received ?other }} #{}"
    return [named.format(chance.randrange(number), n) for n in range(LOOK_UPS)]


@dataclass
class Served:
    """A service that was begun, and the times that it logged."""

    process: subprocess.Popen[str]
    port: int
    inside: list[float] = field(default_factory=list)

    def memory(self) -> int:
        """Resident memory of the service and its workers, in bytes, what they share counted once."""
        every = [self.process.pid, *map(int, _children(self.process.pid))]
        return sum(_proportional(pid) for pid in every)


@contextmanager
def serving(file: Path, port: int, seconds: float) -> Iterator[Served]:
    """`kg serve` on a file."""
    command = [sys.executable, "-m", "kg", "serve", str(file), "--port", str(port), "--timeout", str(seconds)]
    with (file.parent / "log").open("w+", encoding="utf-8") as log:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(command, stderr=log, env=environment, encoding="utf-8")
        served = Served(process, port)
        try:
            _wait(process, port)
            yield served
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
            log.seek(0)
            served.inside += [float(found[1]) for line in log if (found := LOGGED.search(line))]


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sparql: str) -> tuple[int, int]:
    """One query over a connection that is kept: its status, and the bytes of its answer."""
    writer.write(f"GET /sparql?query={quote(sparql)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    status = int((await reader.readline()).split()[1])
    length: int | None = None
    while (line := await reader.readline()) not in (b"\r\n", b""):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    if length is not None:
        await reader.readexactly(length)
        return status, length
    size = 0
    while piece := int(await reader.readline(), 16):
        await reader.readexactly(piece + 2)
        size += piece
    await reader.readline()
    return status, size


async def client(
    port: int, seed: int, queries: list[str], until: float, times: list[float], failed: Counter[str]
) -> None:
    """Ask one question after the other until the time is up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    chance = random.Random(seed)
    while time.monotonic() < until:
        sparql = f"{chance.choice(queries)}# {time.monotonic_ns()}"
        begun = time.perf_counter()
        try:
            status, _ = await ask(reader, writer, sparql)
        except (OSError, ValueError, IndexError, asyncio.IncompleteReadError) as error:
            failed[type(error).__name__] += 1
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            continue
        times.append(time.perf_counter() - begun)
        if status != 200:
            failed[str(status)] += 1
    writer.close()


def one_by_one(port: int, queries: list[str]) -> list[float]:
    """The seconds of each query, one after the other over one connection of a client that costs next to nothing."""
    times = []
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for sparql in queries:
            begun = time.perf_counter()
            connection.sendall(f"GET /sparql?query={quote(sparql)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            answer = b""
            while not answer.endswith(b"]}}"):
                answer += connection.recv(2**16)
            times.append(time.perf_counter() - begun)
            assert answer.startswith(b"HTTP/1.1 200"), answer
    return times


def bare(store: ox.Store, queries: list[str]) -> list[float]:
    """The seconds of each query in this process, answer and all."""
    spaces, times = prefixes(BASE), []
    for sparql in queries:
        begun = time.perf_counter()
        used = {name: space for name, space in spaces.items() if f"{name}:" in sparql}
        found = store.query(sparql, prefixes=used, use_default_graph_as_union=True)
        if isinstance(found, ox.QueryTriples):
            found.serialize(format=ox.RdfFormat.TURTLE)
        else:
            found.serialize(format=ox.QueryResultsFormat.JSON)
        times.append(time.perf_counter() - begun)
    return times


def in_a_session(store: ox.Store, queries: list[str]) -> list[float]:
    """The seconds of each query as a worker answers it, in this process."""
    session, times = Session(store, BASE, sealed=False), []
    for sparql in queries:
        begun = time.perf_counter()
        session(Query(sparql, RESULTS[0], GRAPHS[0], 2**30))
        times.append(time.perf_counter() - begun)
    return times


def main() -> int:
    """Run it, and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--port", type=int, default=7979)
    parser.add_argument("--slowest", type=float, default=1.0, help="leave questions out that take longer in pyoxigraph")
    parser.add_argument("--peer", type=Path)
    given = parser.parse_args()
    ontology = load()
    with TemporaryDirectory() as place:
        file = Path(place) / "graph.nt"
        graph = build(sources([ROOT / "examples" / "texts"]), extractor="rules").graph
        lines = ntriples(to_rdf(graph)).splitlines(keepends=True)
        file.write_text("".join(copies(lines, given.triples)), "utf-8")
        store = ox.Store()
        store.bulk_load(input=file.read_bytes(), format=ox.RdfFormat.N_TRIPLES)
        store.bulk_load(input=tree(ontology).encode(), format=ox.RdfFormat.N_TRIPLES)
        number = max(given.triples // len(lines), 1)
        every = asked(ontology, number)
        alone = dict(zip(every, bare(store, every), strict=True))
        mixed = [sparql for sparql in every if alone[sparql] <= given.slowest]
        print(f"{len(store):,} triples; {len(mixed)} of {len(every)} questions take up to {given.slowest:g} s")
        few = look_ups(number)
        rows = {"pyoxigraph, in process": bare(store, few), "a worker's session, in process": in_a_session(store, few)}
        usual = bare(store, mixed)
        del store
        if given.peer:
            rows["rdflib-endpoint, over loopback"] = peer(file, given.port + 1, given.peer, few)
        failed = load_test(file, given, few, mixed, rows, statistics.median(usual))
        return 1 if failed else 0


def load_test(
    file: Path, given: argparse.Namespace, few: list[str], mixed: list[str], rows: dict[str, list[float]], usual: float
) -> Counter[str]:
    """The look-ups one by one, then all clients at once; what failed."""
    times: list[float] = []
    failed: Counter[str] = Counter()
    with serving(file, given.port, 30) as served:
        one_by_one(given.port, [f"{sparql} first" for sparql in few[:WARM]])
        rows["kg serve, over loopback"] = one_by_one(given.port, few)
        rows["kg serve, asked again"] = one_by_one(given.port, few)
        asyncio.run(_all(given, mixed, min(given.seconds / 6, 10), [], Counter()))
        memory = [served.memory()]
        for _ in range(PARTS):
            asyncio.run(_all(given, mixed, given.seconds / PARTS, times, failed))
            memory.append(served.memory())
    rows["kg serve, inside, by its log"] = [ms / 1000 for ms in served.inside[WARM : WARM + len(few)]]
    base = statistics.median(rows["pyoxigraph, in process"])
    for name, seconds in rows.items():
        p50, p99 = statistics.median(seconds), _share(seconds, 99)
        print(f"look-up  {name:34} p50 {p50 * 1e6:9.0f} us  p99 {p99 * 1e6:9.0f} us  ratio {p50 / base:8.2f}")
    p50, p99 = statistics.median(times), _share(times, 99)
    rate = len(times) / given.seconds
    done = f"{len(times)} answers, {rate:.0f}/s, failed {dict(failed)}"
    print(f"load     {given.clients} clients, {given.seconds:g} s: {done}")
    print(f"         p50 {p50 * 1e3:.1f} ms, p99 {p99 * 1e3:.1f} ms; in pyoxigraph alone p50 {usual * 1e3:.2f} ms")
    print(f"         memory in MB, before and after each of {PARTS} parts: {[size >> 20 for size in memory]}")
    return failed


def peer(file: Path, port: int, packages: Path, few: list[str]) -> list[float]:
    """The look-ups in rdflib-endpoint, a tenth of them."""
    command = [sys.executable, "-c", PEER.format(str(file), port)]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(packages)}, stderr=subprocess.DEVNULL)
    spaces = "".join(f"PREFIX {name}: <{space}> " for name, space in prefixes(BASE).items())
    try:
        _wait(process, port)
        return asyncio.run(_slowly(port, [spaces + sparql for sparql in few[: LOOK_UPS // 10]]))
    finally:
        process.kill()
        process.wait()


async def _slowly(port: int, queries: list[str]) -> list[float]:
    times = []
    for sparql in queries:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        begun = time.perf_counter()
        writer.write(f"GET /?query={quote(sparql)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
        await reader.read()
        times.append(time.perf_counter() - begun)
        writer.close()
    return times


async def _all(
    given: argparse.Namespace, queries: list[str], seconds: float, times: list[float], failed: Counter[str]
) -> None:
    until = time.monotonic() + seconds
    await asyncio.gather(*(client(given.port, SEED + n, queries, until, times, failed) for n in range(given.clients)))


def _wait(process: subprocess.Popen[str] | subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 600
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                tried.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                if tried.recv(16):
                    return
        time.sleep(0.2)
    raise SystemExit("the service did not start")


def _share(seconds: list[float], percent: int) -> float:
    return sorted(seconds)[min(len(seconds) * percent // 100, len(seconds) - 1)]


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def _proportional(pid: int) -> int:
    """The memory of a process in bytes, where pages that it shares are shared out."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    sys.exit(main())
