"""The files of an archive, one after the other: zip (`kg.read.zipped`) and tar.

A name in it is never a path on this machine: it tells the format, and stands in the document's id.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from kg.errors import SourceError
from kg.read.zipped import Bounds, Zipped
from kg.text.visible import one_line

ZIP, TAR = b"PK\x03\x04", b"ustar"
TAR_AT = 257  # where a tar bears its sign
_ENTRIES = 100_000
_ENTRY = 64_000_000  # bytes of one file
_LEAST = 256_000_000  # unpacked bytes that are fine of any archive
_RATIO = 100  # unpacked bytes of the whole for a packed one
_HEADER = 1 << 20  # bytes that a tar may ask for at once
_PIECE = 1 << 16
_HINT = "unpack it, and give the folder"
_WHOLE = "see whether the file is whole, and get it anew"
_DAMAGE = (tarfile.TarError, EOFError, OSError, ValueError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its name, and what reads it, to be called before the next member is asked for."""

    name: str
    read: Callable[[], bytes]


def in_zip(file: BinaryIO, where: str) -> Iterator[Member]:
    """The files of a zip; SourceError where it is none, is damaged or beyond the bounds, and behind encrypted ones."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    bounds = Bounds(entries=_ENTRIES, entry=_ENTRY, whole=max(_LEAST, _RATIO * size))
    zipped = Zipped(file, where, bounds, hint=_HINT)
    for entry in zipped.entries:
        if not entry.is_encrypted:
            yield Member(entry.name, partial(zipped.read, entry))
    if count := sum(entry.is_encrypted for entry in zipped.entries):
        hint = "unpack it with its password, and give the folder"
        raise SourceError(f"{count} files in it are encrypted", where=where, hint=hint)


def in_tar(file: BinaryIO, where: str) -> Iterator[Member]:
    """The files of a tar, read forward; links and devices are none.

    SourceError where it is none, is damaged, cut off or beyond the bounds.
    """
    forward = _Forward(file)
    with _told(where):
        tar = tarfile.TarFile(fileobj=forward, encoding="utf-8", errors="surrogateescape")
        count = 0
        while (info := tar.next()) is not None:
            tar.members.clear()  # type: ignore[attr-defined]
            count += 1
            if count > _ENTRIES:
                raise SourceError(f"it holds more than {_ENTRIES:,} files", where=where, hint=_HINT)
            if info.isreg() and not info.issparse():
                yield Member(_name(info.name), partial(_read, tar, info, where))
        if forward.last.strip(b"\0") or not forward.last:  # the end of a tar is a block of zeros
            raise tarfile.ReadError("it ends where it should not")


@contextmanager
def _told(where: str) -> Iterator[None]:
    """What is wrong with a tar as a SourceError."""
    try:
        yield
    except _TooMuch:
        what = "a header in it is longer than any that somebody made"
        raise SourceError(what, where=where, hint=_WHOLE) from None
    except _DAMAGE as error:
        what = f"it is no tar, or it is cut off or damaged: {one_line(str(error)) or type(error).__name__}"
        raise SourceError(what, where=where, hint=_WHOLE) from None


def _read(tar: tarfile.TarFile, info: tarfile.TarInfo, where: str) -> bytes:
    """The bytes of a file in a tar; SourceError where it is too long."""
    if info.size > _ENTRY:
        what = f"{one_line(_name(info.name))} in it has more than {_ENTRY:,} bytes"
        raise SourceError(what, where=where, hint=_HINT)
    pieces: list[bytes] = []
    with _told(where), tar.extractfile(info) or io.BytesIO() as found:
        while piece := found.read(_PIECE):
            pieces.append(piece)
    return b"".join(pieces)


def _name(name: str) -> str:
    """A name as it was meant: one that is not UTF-8 was written by a Chinese Windows."""
    data = name.encode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


class _TooMuch(Exception):
    """More bytes are asked for at once than a header has."""


class _Forward(io.RawIOBase):
    """A file that is read forward only, as a tar may be: a step back would be one of a damaged tar."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._at, self.last = file, 0, b""

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is, forward."""
        return True

    def tell(self) -> int:
        """The number of bytes before the next one."""
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; raises _TooMuch where more are asked for than a header has."""
        if not 0 <= size <= _HEADER:
            raise _TooMuch
        self.last = self._file.read(size)
        self._at += len(self.last)
        return self.last

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Pass over what lies before a place; ValueError where it lies behind."""
        if whence != io.SEEK_SET or offset < self._at:
            raise ValueError("it leads back")
        while self._at < offset and self.read(min(_PIECE, offset - self._at)):
            pass
        return self._at
