"""Checks of a folder against its manifest: every file of it is the one that was built."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from io import BufferedReader
from pathlib import Path

from kg.check.culprits import culprit
from kg.check.table import finding
from kg.errors import GraphError
from kg.store import manifest
from kg.store.folder import FILES, MORE
from kg.store.manifest import MANIFEST
from kg.types import Finding


def published(folder: Path, files: Mapping[str, BufferedReader]) -> Iterator[Finding]:
    """W401, E404 to E406: what a folder's files (by name, open; read and set back) are not that its manifest says."""
    if MANIFEST not in files:
        yield finding("W401", culprit(str(folder)))
        return
    try:
        expected = manifest.loads(files[MANIFEST].read())
    except GraphError as error:
        yield finding("E406", culprit(MANIFEST, reason=error.what))
        return
    more = {name for name in expected if MORE.fullmatch(name)}
    if expected.keys() - more != set(FILES):
        named = ", ".join(sorted(expected)) or "no file"
        yield finding("E406", culprit(MANIFEST, reason=f"it names {named}, not {', '.join(sorted(FILES))}"))
    for name in sorted(expected.keys() & {*FILES, *more}):
        entry = expected[name]
        if name not in files:
            yield finding("E405", culprit(name))
            continue
        digest = hashlib.file_digest(files[name], "sha256").hexdigest()
        size = files[name].tell()
        files[name].seek(0)
        if (size, digest) != (entry.size, entry.sha256):
            yield finding("E404", culprit(name, size=size, sha256=digest, expected=f"{entry.size} and {entry.sha256}"))
