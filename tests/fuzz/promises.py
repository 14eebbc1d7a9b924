"""What holds whatever is given: each function takes a seed and raises where a promise is broken."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from kg.check.check import check, check_values
from kg.check.file import check_file
from kg.errors import GraphError, OntologyError, QueryError, SourceError
from kg.export.formats import FORMATS, Settings, export
from kg.extract.relations.patterns import patterns
from kg.ontology.ontology import Ontology, load
from kg.pipeline import graph, layer
from kg.query.ask import answer
from kg.query.engine import Engine
from kg.query.oxigraph import Oxigraph
from kg.query.render import render
from kg.rdf.graph_file import read_graph_file
from kg.read.article.article_metadata import article_metadata
from kg.read.read import read_one
from kg.read.sources import Source
from kg.store.graph_json import dumps, loads
from kg.types import Document, DocumentId, Graph, Layer
from tests.fuzz import made

SECONDS = 2.0  # CPU seconds that one thing may take
BATCH = 25  # seeds a call; the shapes are held against all texts of one together

T = TypeVar("T")


class Broken(AssertionError):
    """A promise that did not hold, and the seed that shows it."""


@cache
def _warmed() -> None:
    """Load what the first text of a process loads, which is not its time."""
    patterns(load()).compile()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text("<p>扬州市司法局局长王建国于2020年5月1日出席会议并讲话，表示支持。</p>" * 9, "utf-8")
        graph([layer(read_one(Source("page", file), load()), load(), "rules")], load())


def texts(seed: int) -> None:
    """Every text gives a graph in time, whose evidence is in its place, and which has no errors."""
    _warmed()
    ontology, layers = load(), []
    for one in range(seed, seed + BATCH):
        found, built = _in_time(one, lambda one=one: _a_text(one, ontology))  # type: ignore[misc]
        loads(dumps(built))  # holds each quotation against the text
        errors = [finding for finding in check_values(built, ontology) if finding.severity == "error"]
        _hold(not errors, one, str(errors[:1]))
        layers.append(found)
    if seed // BATCH % 20:
        return  # the shapes take longest
    errors = [finding for finding in check(graph(layers, ontology), ontology) if finding.severity == "error"]
    _hold(not errors, seed, str(errors[:1]))


def _a_text(seed: int, ontology: Ontology) -> tuple[Layer, Graph]:
    text = made.text(seed)
    found = layer(Document(DocumentId(f"d{seed}"), text, article_metadata(text, ontology)), ontology, "rules")
    return found, graph([found], ontology)


def pages(seed: int) -> None:
    """Every page is read in time, or refused with a sentence."""
    _warmed()
    for one in range(seed, seed + BATCH):
        _in_time(one, lambda one=one: _a_page(one))  # type: ignore[misc]


def _a_page(seed: int) -> None:
    with TemporaryDirectory() as folder, suppress(SourceError):
        file = Path(folder) / "page.html"
        file.write_bytes(made.page(seed))
        layer(read_one(Source("page", file), load()), load(), "rules")


def graphs(seed: int) -> None:
    """Every JSON is a graph that can be checked and written in all formats, or refused with a sentence."""
    for one in range(seed, seed + BATCH):
        _a_graph("graph.json", made.json_graph(one), one % 5 == 0)


def turtle(seed: int) -> None:
    """Every Turtle is a graph that can be checked and written in all formats, or refused with a sentence."""
    for one in range(seed, seed + BATCH):
        _a_graph("graph.ttl", made.turtle(one), one % 5 == 0)


def _a_graph(name: str, data: bytes, written: bool) -> None:
    with TemporaryDirectory() as folder, suppress(GraphError):
        file = Path(folder) / name
        file.write_bytes(data)
        if written:
            check_file(file, load())
        found = read_graph_file(file).graph()
        for form in FORMATS if written else ("turtle",):
            export(found, form, Settings(load(), sparql=False))


@cache
def _engine() -> Engine:
    engine = Oxigraph()
    engine.load(made.stored(), "ntriples")
    return engine


def queries(seed: int) -> None:
    """Every query is answered, or refused with a sentence."""
    for one in range(seed, seed + BATCH):
        with suppress(QueryError):
            render(answer(_engine(), made.query(one)))


@cache
def _copied() -> tuple[TemporaryDirectory[str], Path]:
    """A folder with the ontology, whose patterns may be spoilt."""
    held = TemporaryDirectory()
    folder = Path(held.name)
    for part in (made.ROOT / "ontology").iterdir():
        if part.name != "patterns":
            (folder / part.name).symlink_to(part)
    (folder / "patterns").mkdir()
    return held, folder


def ontologies(seed: int) -> None:
    """Every file of patterns is compiled, or refused with a sentence."""
    folder = _copied()[1]
    for one in range(seed, seed + BATCH):
        name, data = made.patterns(one)
        for file in (folder / "patterns").iterdir():
            file.unlink()
        (folder / "patterns" / name).write_bytes(data)
        with suppress(OntologyError):
            patterns(Ontology(folder))


def _in_time(seed: int, work: Callable[[], T]) -> T:
    """What some work gives, which takes SECONDS at most; what takes longer is timed once more, on a quieter machine."""
    taken = []
    for _ in range(2):
        begun = time.process_time()
        given = work()
        taken.append(time.process_time() - begun)
        if taken[-1] < SECONDS:
            return given
    raise Broken(f"seed {seed}: it took {min(taken):.1f} s")


def _hold(promise: bool, seed: int, what: str) -> None:
    if not promise:
        raise Broken(f"seed {seed}: {what}")


PROMISES: Mapping[str, Callable[[int], Any]] = {
    "texts": texts,
    "pages": pages,
    "graphs": graphs,
    "turtle": turtle,
    "queries": queries,
    "ontologies": ontologies,
}
