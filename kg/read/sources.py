"""Files, folders and standard input -> Documents. Whatever is wrong with a source is said when it is read."""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import SourceError
from kg.ontology import Ontology
from kg.read import html
from kg.read.decode import decode
from kg.read.frame import frame
from kg.types import Document, Meta

SUFFIXES = (".html", ".htm", ".txt")
LONGEST = 4_000_000  # characters of a source
_BYTES = 4  # of a character, at most


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read: a file, a folder or a file that is not as it should be, or standard input (no path)."""

    id: str
    path: Path | None

    @property
    def where(self) -> str:
        """How messages name it."""
        return _printable(str(self.path)) if self.path else "standard input"


def _printable(name: str) -> str:
    """A name in composed form, without characters that cannot be shown."""
    return "".join(c if c.isprintable() else "_" for c in unicodedata.normalize("NFC", name))


def _files(path: Path) -> list[Path]:
    """The documents in and below a folder, by name, hidden ones left out; the folder itself where it has none."""
    found = [
        file
        for file in path.rglob("*")
        if file.suffix.lower() in SUFFIXES and file.is_file() and not any(p.startswith(".") for p in file.relative_to(path).parts)
    ]
    return sorted(found) or [path]


def _ids(paths: Iterable[Path]) -> dict[Path, str]:
    """An id for each path: its file's stem, or where that is not unique, as much of the end of its path as makes it so.

    >>> sorted(_ids([Path("/a/x.txt"), Path("/b/x.txt"), Path("/b/y.txt"), Path("/b/y.html")]).values())
    ['a/x', 'b/x', 'y.html', 'y.txt']
    """
    names = {path: [_printable(p) for p in path.parts] for path in paths}
    ids = {path: _printable(path.stem) for path in names}
    depth = 1
    while clash := {i for i, n in Counter(ids.values()).items() if n > 1}:
        for path in [p for p, i in ids.items() if i in clash]:
            tail = "/".join(names[path][-depth:])
            stems = [p for p in names if p != path and "/".join(names[p][-depth:]) == tail]
            same = [p for p in names if p != path and _stem(names[p], depth) == _stem(names[path], depth)]
            ids[path] = tail if stems or same else _stem(names[path], depth)
            if depth > len(names[path]):  # two names that differ only in what cannot be shown
                ids[path] = f"{tail}~{sorted(stems + [path]).index(path)}"
        depth += 1
    return ids


def _stem(parts: list[str], depth: int) -> str:
    tail = "/".join(parts[-depth:])
    return tail.rpartition(".")[0] or tail
