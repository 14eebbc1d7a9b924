"""The files of a graph that is made: segments by many processes, which are joined here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kg.export.formats import Settings
from kg.export.page.data import DOCUMENTS
from kg.export.page.index import Listed, index
from kg.rdf.turtle import Shortener, head
from kg.rdf.vocabulary import vocabulary
from kg.resolve.reprints import Reprints
from kg.run.corpus import tasks
from kg.run.corpus.journal import At
from kg.run.corpus.pages import Pages
from kg.run.corpus.spill import append
from kg.run.corpus.tasks import Job, Range
from kg.run.corpus.work import Task, Work
from kg.run.corpus.writing import LISTS, Out, Places
from kg.store.graph_json import end
from kg.types import DocumentId

_PIECE = 1 << 20  # bytes that are copied at a time


@dataclass(frozen=True)
class Made:
    """A graph as lines and triples on disk."""

    job: Job
    places: Places
    pages: Pages
    documents: Sequence[tuple[int, At]]
    ids: Sequence[DocumentId]
    reprints: Reprints

    def page(self, number: int, size: int) -> Range:
        """The documents of a page, of pages of some size."""
        ids = self.ids[number * size : (number + 1) * size]
        reprints = {id_: self.reprints[id_] for id_ in ids if id_ in self.reprints}
        return Range(number, self.documents[number * size : (number + 1) * size], ids, reprints)


class Files:
    """Writes the files of a graph."""

    def __init__(self, made: Made, settings: Settings, work: Work) -> None:
        self._made, self._settings, self._work = made, settings, work
        ranges = -(-len(made.documents) // made.job.size)
        facts = len(made.places.facts) + 1
        self._parts = dict(zip(LISTS, (ranges, len(made.places.entities) + 1, facts, facts, ranges), strict=True))

    def all(self) -> Iterator[tuple[str, Iterable[str | bytes]]]:
        """The names of the files, and what is in them."""
        out = Out(self._made.places)
        out.triples(self._made.job.parts.graph_triples())
        if self._settings.schema:
            out.triples(vocabulary(self._settings.ontology))
        append(self._made.job.folder, out.spills.packed())
        pages, blocks, lines = self._page_tasks(), self._turtle_tasks(), self._line_tasks()
        values = self._work.run("writing", [*pages, *blocks, *lines])
        shown, used = values[: len(pages)], values[len(pages) : len(pages) + len(blocks)]
        yield "graph.json", self._json()
        yield "graph.ttl", self._turtle(frozenset[str]().union(*used))
        yield from self._html(shown)

    def _page_tasks(self) -> list[Task]:
        job, made, sparql = self._made.job, self._made, self._settings.sparql
        count = -(-len(made.documents) // DOCUMENTS)
        return [
            partial(tasks.page, job, n, made.page(n, DOCUMENTS), sparql, self._file("html", n)) for n in range(count)
        ]

    def _turtle_tasks(self) -> list[Task]:
        count = len(self._made.places.subjects) + 1
        return [partial(tasks.blocks, self._made.job, n, self._file("ttl", n)) for n in range(count)]

    def _line_tasks(self) -> list[Task]:
        job = self._made.job
        return [
            partial(tasks.segment, job, kind, n, self._file(kind, n))
            for kind, count in self._parts.items()
            for n in range(count)
        ]

    def _file(self, kind: str, number: int) -> Path:
        return self._made.job.folder / f"{kind}-{number:05}.out"

    def _json(self) -> Iterator[str | bytes]:
        for nth, (kind, count) in enumerate(self._parts.items()):
            yield f',\n "{kind}": [' if nth else f'{{"{kind}": ['
            first = True
            for number in range(count):
                for piece in _pieces(self._file(kind, number)):
                    yield piece[1:] if first else piece  # each line has a comma before it
                    first = False
            yield "]"
        yield end(self._made.job.origin)

    def _turtle(self, used: frozenset[str]) -> Iterator[str | bytes]:
        short = Shortener(self._made.job.base)
        short.used |= used
        yield head(short)
        for number in range(len(self._made.places.subjects) + 1):
            yield from _pieces(self._file("ttl", number))

    def _html(self, shown: Sequence[tuple[int, int]]) -> Iterator[tuple[str, Iterable[str | bytes]]]:
        if len(shown) == 1:
            yield "graph.html", _pieces(self._file("html", 0))
            return
        listed = []
        for number, (entities, facts) in enumerate(shown):
            name = f"graph-{number + 1:03}.html"
            yield name, _pieces(self._file("html", number))
            ids = self._made.ids[number * DOCUMENTS : (number + 1) * DOCUMENTS]
            listed.append(Listed(name, len(ids), entities, facts, ids[0], ids[-1]))
        yield "graph.html", [index(listed)]


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as data:
        while piece := data.read(_PIECE):
            yield piece
