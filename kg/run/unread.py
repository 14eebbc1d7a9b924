"""Sources whose bytes are those that were read before: they are not read again.

What a source is read as depends on its bytes, on the code that reads, and on the ontology's words for titles and label
lines. A source of which something could not be read is read again, so that it is told again.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from kg.errors import KgError
from kg.extract.fingerprint import digests, version_of
from kg.ontology.ontology import Ontology
from kg.pipeline import Same
from kg.read.field_names import DEFAULT_NAMES
from kg.read.sources import Source
from kg.run.stale import Held, owners, path_of
from kg.store.database.connection import Database
from kg.types import DocumentId
from kg.version import VERSION

_CODE = tuple(Path(__file__).parents[1] / name for name in ("types.py", "text", "read"))
_DISTRIBUTIONS = (
    "lxml",
    "lxml_html_clean",
    "markdown-it-py",
    "opencc",
    "pyarrow",
    "PyYAML",
    "trafilatura",
    "warcio",
    "webencodings",
)


class Unread:
    """What a store knows of the bytes of its sources."""

    def __init__(self, store: Database, ontology: Ontology) -> None:
        self._store = store
        facts = [VERSION, _code(), ontology.fingerprint]
        self._mark = hashlib.sha256(json.dumps(facts).encode()).hexdigest()
        self._known: dict[str, str] = dict(store.rows("sources", self._mark))
        self._found: dict[str, str] = {}

    def split(self, sources: Iterable[Source], held: Mapping[DocumentId, Held]) -> tuple[list[Source], list[Same]]:
        """The sources to read, and the documents of those that need not be read."""
        documents: dict[str, list[DocumentId]] = defaultdict(list)
        for id_, one in held.items():
            documents[one.path].append(id_)
        waiting: list[Source] = []
        same: list[Same] = []
        for source in sources:
            path, digest = path_of(source), _digest(source)
            if digest is not None and self._known.get(path) == digest and documents[path]:
                same += map(Same, documents[path])
                continue
            waiting.append(source)
            if digest is not None:
                self._found[path] = digest
        return waiting, same

    def record(self, sources: Iterable[Source], failures: Iterable[KgError]) -> None:
        """Note the bytes of sources that were read, within a transaction that is open."""
        failed = {name for failure in failures for name in owners(failure.where or "")}
        read = (source for source in sources if source.where not in failed)
        paths = [path for path in map(path_of, read) if path in self._found]
        self._store.run("put_source", ((path, self._found[path], self._mark) for path in paths))


def _digest(source: Source) -> str | None:
    """SHA-256 of the bytes of a source and of the names of its columns; None where it is no file that can be read."""
    if source.path is None or source.fault or source.data is not None:
        return None
    try:
        if not source.path.is_file():
            return None
        with source.path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256")
        if source.names != DEFAULT_NAMES:
            found.update(repr(source.names).encode())
        return found.hexdigest()
    except OSError:
        return None  # what is wrong with it is told when it is read


@cache
def _code() -> list[object]:
    versions = [(name, version_of(name)) for name in _DISTRIBUTIONS]
    return [[pair for root in _CODE for pair in digests(root)], versions]
