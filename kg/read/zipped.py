"""A zip, unpacked within bounds: what is in it is counted before anything is unpacked, and while it is.

    a.docx of 40 kB        word/document.xml, 2 MB of XML                       read
    zeros.zip of 60 kB     60 MB of zeros, whatever size is stated              SourceError after 12 MB of them
    a million empty files  a list of them longer than any that somebody packed  SourceError before it is looked at

No name in it is used as a path: entries are bytes in memory.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from kg.errors import SourceError
from kg.text.visible import one_line

_PIECE = 1 << 16  # bytes that are unpacked at once
_DIRECTORY = 8_000_000  # bytes of the list of entries: some 80,000 of them
_SMALL = 10_000_000  # bytes that an entry may have whatever their ratio to its packed bytes
_UTF8, _ENCRYPTED = 0x800, 0x1  # flags of an entry
_LONGEST = 100  # characters of a name that a message has
# Others are rare, and their decompressors give without bounds, or take the memory that the file asks for.
_METHODS = (ZIP_STORED, ZIP_DEFLATED)
_DAMAGE = (BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OSError, OverflowError, ValueError)
_WHOLE = "see whether the file is whole, and get it anew"
_MADE = "see where it comes from: it may have been made to fill a memory"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a zip may hold: `entries`, bytes of one `entry` and of the `whole`, and unpacked bytes for a packed one.

    `whole` is of all that is read of it.
    """

    entries: int = 20_000
    entry: int = 64_000_000
    whole: int = 256_000_000
    ratio: int = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a zip: its name, with slashes, and how many bytes it says to have."""

    name: str
    size: int
    info: ZipInfo = field(repr=False, compare=False)

    @property
    def is_encrypted(self) -> bool:
        """Whether it needs a password."""
        return bool(self.info.flag_bits & _ENCRYPTED)


class _TooLong(Exception):
    """More bytes are asked for at once than a directory may have."""


class _Guarded:
    """A file that gives no more than `_DIRECTORY` bytes at once, however long its list of entries says to be."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        """The next bytes; raises _TooLong where more are asked for than the bound."""
        if size > _DIRECTORY:
            raise _TooLong
        return self._file.read(size if size >= 0 else _DIRECTORY)


class Zipped:
    """A zip that is open for reading. `hint` is what messages advise where it is beyond the bounds."""

    def __init__(self, file: BinaryIO, where: str, bounds: Bounds | None = None, *, hint: str = _MADE) -> None:
        """Open a zip; SourceError where it is none, is damaged, or has more entries than `bounds` allow."""
        self.where, self._bounds, self._hint, self._unpacked = where, bounds or Bounds(), hint, 0
        try:
            self._zip = ZipFile(_Guarded(file))
        except _TooLong:
            raise self._beyond("its list of files is too long") from None
        except _DAMAGE:
            raise self._wrong("it is no zip, or it is damaged", _WHOLE) from None
        infos = self._zip.infolist()
        if len(infos) > self._bounds.entries:
            raise self._beyond(f"it holds more than {self._bounds.entries:,} files")
        files = (one for one in infos if not one.filename.endswith("/"))  # is_dir fails where there is no name
        self.entries = tuple(Entry(_name(one), one.file_size, one) for one in files)
        self._folded = {one.name.casefold(): one for one in self.entries}
        self._named = {one.name: one for one in self.entries}

    def find(self, name: str) -> Entry | None:
        """The entry of a name, or else of one that differs in upper and lower case."""
        return self._named.get(name) or self._folded.get(name.casefold())

    def read(self, entry: Entry) -> bytes:
        """The bytes of an entry; SourceError where it is encrypted, damaged, packed by a rare method or too long."""
        called = one_line(entry.name)[:_LONGEST]
        if entry.is_encrypted:
            raise self._wrong(f"{called} in it is encrypted", "save it without a password")
        if entry.info.compress_type not in _METHODS:
            what = f"{called} in it is packed by method {entry.info.compress_type}, which is not read"
            raise self._wrong(what, "pack it by the usual one (deflate)")
        most = min(self._bounds.entry, max(_SMALL, entry.info.compress_size * self._bounds.ratio))
        pieces: list[bytes] = []
        size = 0
        try:
            with self._zip.open(entry.info) as packed:
                while piece := packed.read(_PIECE):
                    size, self._unpacked = size + len(piece), self._unpacked + len(piece)
                    if size > most:
                        raise self._beyond(f"{called} in it unpacks to more than {most:,} bytes")
                    if self._unpacked > self._bounds.whole:
                        raise self._beyond(f"it unpacks to more than {self._bounds.whole:,} bytes")
                    pieces.append(piece)
        except (*_DAMAGE, _TooLong, RuntimeError):
            raise self._wrong(f"{called} in it is damaged", _WHOLE) from None
        return b"".join(pieces)

    def _beyond(self, what: str) -> SourceError:
        return self._wrong(what, self._hint)

    def _wrong(self, what: str, hint: str) -> SourceError:
        return SourceError(what, where=self.where, hint=hint)


def _name(info: ZipInfo) -> str:
    """The name of an entry; one that is not marked as UTF-8 may be so all the same, or in that of a Chinese Windows.

    >>> info = ZipInfo("新馆.txt".encode("gbk").decode("cp437"))
    >>> _name(info)
    '新馆.txt'
    """
    if info.flag_bits & _UTF8 or info.filename.isascii():
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return info.filename.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return info.filename
