"""An index of the words in a graph's names, titles and evidence, in SQLite's FTS5, in memory."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal, TypeAlias, cast
from weakref import WeakKeyDictionary

from kg.query.engine import Engine
from kg.query.results import Iri, Result
from kg.query.results import Literal as Text
from kg.query.search.words import Search, characters, words
from kg.rdf.prefixes import prefixes

Kind: TypeAlias = Literal["name", "title", "evidence"]
MOST = 10_000  # hits that a search in SPARQL has at most: the best ones

_NAMES = "SELECT DISTINCT ?node ?text { ?node skos:prefLabel|skos:altLabel ?text }"
_TITLES = "SELECT DISTINCT ?node ?text { ?node a kg:Document ; schema:headline ?text }"
_EVIDENCE = """SELECT DISTINCT ?node ?text ?document { ?node a kg:Statement ; kg:evidence ?place .
    ?place oa:hasSource ?document ; oa:hasSelector/oa:exact ?text }"""
_QUERIES: dict[Kind, str] = {"name": _NAMES, "title": _TITLES, "evidence": _EVIDENCE}
_BATCH = 10_000
# Read here, since a process that answers queries can open no file.
_TABLES, _HITS = (files(__package__).joinpath(file).read_text("utf-8") for file in ("search.sql", "hits.sql"))


@dataclass(frozen=True, slots=True)
class Hit:
    """What a search found: a thing by a name of its, a document by its title, or a statement by its evidence.

    `node` and `document` (of evidence) are IRIs; `text` is as the graph has it. A larger `score` is a better hit.
    """

    node: str
    kind: Kind
    text: str
    document: str | None
    score: float


class TextIndex:
    """The words of one graph, as they were when the index was made."""

    def __init__(self, engine: Engine) -> None:
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.execute("PRAGMA temp_store = MEMORY")
        self._database.executescript(_TABLES)
        rows = enumerate(_texts(engine), 1)
        while batch := [row for _, row in zip(range(_BATCH), rows, strict=False)]:
            self._add(batch)

    def search(self, written: str, most: int = MOST) -> list[Hit]:
        """What has the words, the best first; nothing where there is no word in what is written."""
        wanted = Search.of(written)
        if not wanted.parts:
            return []
        with self._lock:
            rows = self._database.execute(_HITS, (wanted.expression(), most)).fetchall()
        return [Hit(*row) for row in rows]

    def _add(self, batch: list[tuple[int, tuple[str, Kind, str, str | None]]]) -> None:
        self._database.executemany("INSERT INTO texts VALUES (?, ?, ?, ?, ?)", [(n, *row) for n, row in batch])
        parts = ((n, " ".join(words(text)), " ".join(characters(text))) for n, (_, _, text, _) in batch)
        self._database.executemany("INSERT INTO parts (rowid, words, characters) VALUES (?, ?, ?)", parts)


def _texts(engine: Engine) -> Iterator[tuple[str, Kind, str, str | None]]:
    for kind, query in _QUERIES.items():
        for node, text, *more in Result(*engine.query(query, prefixes())).rows:
            if isinstance(node, Iri) and isinstance(text, Text):
                document = cast(Iri, more[0]).value if more else None
                yield node.value, kind, text.value, document


_INDICES: WeakKeyDictionary[Engine, TextIndex] = WeakKeyDictionary()


def index(engine: Engine) -> TextIndex:
    """The index of an engine's graph, made when it is first asked for; it does not see what is loaded afterwards.

    0.3 seconds for each 10,000 names and sentences.
    """
    if engine not in _INDICES:
        _INDICES[engine] = TextIndex(engine)
    return _INDICES[engine]
