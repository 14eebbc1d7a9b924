"""Writing a folder of files whole or not at all; only a folder that was written so is written over."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from kg.errors import GraphError, TargetError
from kg.store import manifest
from kg.store.folder import FILES
from kg.store.manifest import MANIFEST, Entry

_HINT = "name a new folder"


def write_folder(folder: Path, files: Iterable[tuple[str, Iterator[bytes]]]) -> None:
    """Files by name and bytes, and a manifest of them, as a new folder, or in place of one that was written so.

    Raises TargetError where something else stands there, and where it cannot be written.
    """
    place = Path(os.path.realpath(folder))
    _must_be_ours(place, folder)
    part = place.with_name(f".kg-part-{secrets.token_hex(8)}")
    try:
        part.mkdir()
        try:
            entries = [_put(part / name, data) for name, data in files]
            (part / MANIFEST).write_text(manifest.dumps(entries), "utf-8", newline="")
            _replace(place, part)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise TargetError(f"it cannot be written: {error.strerror}", where=str(folder), hint=_HINT) from None


def _put(file: Path, pieces: Iterable[bytes]) -> Entry:
    size, digest = 0, hashlib.sha256()
    with file.open("xb") as out:
        for piece in pieces:
            size += out.write(piece)
            digest.update(piece)
        out.flush()
        os.fsync(out.fileno())
    return Entry(file.name, size, digest.hexdigest())


def _must_be_ours(place: Path, folder: Path) -> None:
    """TargetError where a folder holds what a manifest in it does not name, or a file stands there."""
    if not place.exists():
        return
    if not place.is_dir():
        raise TargetError("it is a file", where=str(folder), hint="name a folder to write into")
    there = {path.name for path in place.iterdir()}
    known: set[str] = set()
    if MANIFEST in there:
        with suppress(GraphError, OSError):
            known = {MANIFEST, *manifest.loads((place / MANIFEST).read_bytes())}
    for name in sorted(there):
        if name not in known or name in FILES:
            what = f"it holds {name}, which was written by something else"
            raise TargetError(what, where=str(folder), hint=_HINT)


def _replace(place: Path, part: Path) -> None:
    """Put a folder into its place; what stood there goes when the new one is there."""
    if not place.exists():
        part.rename(place)
        return
    old = place.with_name(f".kg-part-{secrets.token_hex(8)}")
    place.rename(old)
    try:
        part.rename(place)
    except OSError:
        old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)
