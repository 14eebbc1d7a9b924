"""Documents as they are extracted, one after the other in one file: what a build that was killed has done.

Each is written when it is done, with a checksum; of a file that was cut off or torn what comes before counts. The
first record says what extracted them: a journal of anything else counts for nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import IO

import msgspec

from kg.errors import SourceWarning
from kg.resolve.reprints import Reprints, Sketch
from kg.run.stages.parts import Part
from kg.types import DocumentId

FILE = "journal"
_LENGTH, _CHECK = 4, 16  # bytes
_NO_REPRINTS: Reprints = MappingProxyType({})


class Entry(msgspec.Struct, array_like=True):
    """What is known of a document without its Part: `digest` of all that its Layer depends on, `sha256` of its text.

    `mark` is that of its source (`mark_of`), where the source holds only this document. `credited` are the names of
    those who wrote and published it, `sketch` is that of its body (`kg.resolve.reprints`).
    """

    id: DocumentId
    digest: str
    sha256: str
    encoding: str
    credited: tuple[str, ...]
    warnings: tuple[tuple[str, str | None, str | None], ...]
    mark: str | None = None
    sketch: Sketch | None = None

    def warned(self) -> tuple[SourceWarning, ...]:
        """What was not read as it should be."""
        return tuple(SourceWarning(what, where=where, hint=hint) for what, where, hint in self.warnings)


class Kept(msgspec.Struct, array_like=True):
    """An entry, and its Part as bytes."""

    entry: Entry
    part: bytes


class At(msgspec.Struct, array_like=True):
    """Where a Part stands in the file."""

    offset: int
    size: int


_ENTRY, _PART = msgspec.msgpack.Decoder(Entry), msgspec.msgpack.Decoder(Part)


class Journal:
    """A journal that is open to be appended to; what is written is there for other processes at once."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self.path = folder / FILE
        self.found: list[tuple[Entry, At]] = list(_read(self.path, fingerprint))
        end = _end(self.found)
        self._file: IO[bytes] = self.path.open("r+b" if end else "wb")
        if end:
            self._file.truncate(end)
            self._file.seek(end)
        else:
            self._write(fingerprint.encode())

    def keep(self, kept: Kept) -> At:
        """Append a document. OSError where it cannot be written."""
        self._write(msgspec.msgpack.encode(kept.entry))
        at = At(self._file.tell() + _LENGTH, len(kept.part))
        self._write(kept.part)
        self._file.flush()
        return at

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, data: bytes) -> None:
        self._file.write(len(data).to_bytes(_LENGTH, "big") + data + _check(data))


def parts(
    file: Path, places: Iterable[tuple[int, At]], reprints: Reprints = _NO_REPRINTS
) -> Iterator[tuple[int, Part]]:
    """Documents with their numbers, from where they stand in a journal; `reprints` has those that repeat others."""
    with file.open("rb") as data:
        for number, at in places:
            part = _PART.decode(os.pread(data.fileno(), at.size, at.offset))
            part.reprint_of = reprints.get(part.id)
            yield number, part


def _check(data: bytes) -> bytes:
    return blake2b(data, digest_size=_CHECK).digest()


def _end(found: list[tuple[Entry, At]]) -> int:
    """Where what is whole ends; 0 where nothing is."""
    return found[-1][1].offset + found[-1][1].size + _CHECK if found else 0


def _read(file: Path, fingerprint: str) -> Iterator[tuple[Entry, At]]:
    if not file.exists():
        return
    with file.open("rb") as data:
        if _record(data) != fingerprint.encode():
            return
        while (head := _record(data)) is not None:
            offset = data.tell() + _LENGTH
            part = _record(data)
            if part is None:
                return
            yield _ENTRY.decode(head), At(offset, len(part))


def _record(data: IO[bytes]) -> bytes | None:
    """The next record, or None where it is not whole."""
    size = int.from_bytes(data.read(_LENGTH), "big")
    found = data.read(size)
    return found if data.read(_CHECK) == _check(found) else None
