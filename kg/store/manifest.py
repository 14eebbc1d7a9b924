"""The manifest of a build's folder: the name, size and SHA-256 of each of its files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from kg.errors import GraphError
from kg.store import strict_json
from kg.version import VERSION

MANIFEST = "manifest.json"
_BEGINNING = '{"program": "zhkg '
_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file's name, its size in bytes, and its SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


def dumps(entries: Iterable[Entry]) -> str:
    """The text of a manifest, which says no time: the same files give the same bytes.

    >>> print(dumps([Entry("graph.ttl", 3, "ab12")]), end="")
    {"program": "zhkg 0.1.0",
     "files": [
      {"name": "graph.ttl", "size": 3, "sha256": "ab12"}]}
    """
    lines = ",".join(f"\n  {json.dumps(asdict(entry))}" for entry in sorted(entries, key=lambda e: e.name))
    return f'{_BEGINNING}{VERSION}",\n "files": [{lines}]}}\n'


def is_ours(data: bytes) -> bool:
    """Whether a file of this name was begun by us; many programs write a manifest.json.

    >>> is_ours(dumps([]).encode()), is_ours(b'{"name": "a web app"}')
    (True, False)
    """
    return data.startswith(_BEGINNING.encode())


def loads(data: bytes, where: str | None = None) -> dict[str, Entry]:
    """The entries of a manifest by their names; `where` names the file in errors.

    Raises GraphError where it is no manifest.
    """
    try:
        found = strict_json.loads(data.decode("utf-8"))
        entries = [_entry(record) for record in found["files"]]
    except (ValueError, TypeError, KeyError) as error:
        what = f"there is no {error}" if isinstance(error, KeyError) else str(error)
        raise GraphError(f"it is no manifest: {what}", where=where, hint="build the graph again") from None
    return {entry.name: entry for entry in entries}


def _entry(record: dict[str, object]) -> Entry:
    name, size, sha256 = record["name"], record["size"], record["sha256"]
    if isinstance(name, str) and type(size) is int and isinstance(sha256, str) and _SHA256.fullmatch(sha256):
        return Entry(name, size, sha256)
    raise ValueError("a file has a name, a size and a sha256")
