"""Compressed streams: gzip, bzip2, xz and Zstandard, unpacked a little at a time.

news.jsonl.gz of 1 GB      8 GB of lines, of which a few are in memory           read
a.txt.gz, cut off          what is whole of it, then                             SourceError
zeros.gz of 10 MB          more than 200 times that                              SourceError
"""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

from kg.errors import SourceError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PIECE = 1024  # packed bytes that are unpacked at once: of zlib and Zstandard not more than 32 MB come out of them
_MOST = 1 << 20  # bytes that come out at once of the others, of which it may be any number
_RATIO = 200  # unpacked bytes for a packed one
_SMALL = 10_000_000  # unpacked bytes that are fine whatever their ratio
_WINDOW = 1 << 27  # bytes that a decompressor may keep
_WHOLE = "see whether the file is whole, and get it anew"


class _Free(Protocol):
    """A decompressor that gives all that comes out of its bytes."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


class _Stream(Protocol):
    """A decompressor that gives as much as it is asked for, and keeps the rest."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ...) -> bytes: ...


class _Given:
    """A free one, as the others are."""

    needs_input = True

    def __init__(self, inner: _Free) -> None:
        self._inner = inner

    @property
    def eof(self) -> bool:
        """Whether it came to its end."""
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        """What stands behind its end."""
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """All that comes out of some bytes."""
        return self._inner.decompress(data)


@dataclass(frozen=True, slots=True)
class Packing:
    """A way to compress a stream: its suffixes, the bytes that such a stream begins with, what unpacks one."""

    name: str
    suffixes: tuple[str, ...]
    sign: bytes
    begin: Callable[[], _Stream]


def _zstd() -> _Stream:
    try:
        import zstandard
    except ImportError:
        raise SourceError(
            "to unpack it zstandard is needed, which is not installed",
            hint="run: pip install 'zhkg[zstd]', or unpack it by: unzstd",
        ) from None
    return _Given(zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj())


PACKINGS = (
    Packing("gzip", (".gz",), b"\x1f\x8b", lambda: _Given(zlib.decompressobj(zlib.MAX_WBITS | 16))),
    Packing("bzip2", (".bz2",), b"BZh", bz2.BZ2Decompressor),
    Packing("xz", (".xz",), b"\xfd7zXZ\0", lambda: lzma.LZMADecompressor(memlimit=_WINDOW)),
    Packing("Zstandard", (".zst", ".zstd"), b"\x28\xb5\x2f\xfd", _zstd),
)


def of_suffix(suffix: str) -> Packing | None:
    """The packing of files with a suffix, or None."""
    return next((one for one in PACKINGS if suffix.lower() in one.suffixes), None)


def of_bytes(data: bytes) -> Packing | None:
    """The packing that bytes begin as, or None."""
    return next((one for one in PACKINGS if data.startswith(one.sign)), None)


def unpacked(file: BinaryIO, packing: Packing, where: str) -> BinaryIO:
    """What a compressed file holds, to be read forward; closing it closes the file.

    Reading raises SourceError where the file is damaged, cut off, or unpacks to more than it may.
    """
    return io.BufferedReader(_Unpacked(file, packing, where), 1 << 16)


class _Unpacked(io.RawIOBase):
    """The bytes of one compressed stream after the other."""

    def __init__(self, file: BinaryIO, packing: Packing, where: str) -> None:
        self._file, self._packing, self._where = file, packing, where
        self._stream: _Stream | None = None
        self._ready, self._rest = b"", b""
        self._packed = self._size = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """The next bytes, as many as are at hand; none at the end."""
        while not self._ready and ((piece := self._next()) or self._has_more()):
            self._feed(piece)
        if not self._ready and self._stream is not None:
            raise self._wrong(f"it is cut off: the end of its {self._packing.name} is missing", _WHOLE)
        view = memoryview(buffer).cast("B")
        given = self._ready[: len(view)]
        view[: len(given)] = given
        self._ready = self._ready[len(given) :]
        return len(given)

    def _has_more(self) -> bool:
        """Whether something comes out without more bytes."""
        return self._stream is not None and not self._stream.needs_input

    def _next(self) -> bytes:
        """The packed bytes whose turn it is; none at the end, and where more comes out of those before."""
        if self._has_more():
            return b""
        piece, self._rest = self._rest, b""
        if not piece:
            piece = self._file.read(_PIECE)
            self._packed += len(piece)
        return piece

    def _feed(self, piece: bytes) -> None:
        if self._stream is None:
            piece = piece.lstrip(b"\0")  # what fills a block behind the end
            if not piece:
                return
            self._stream = self._begun()
        try:
            self._ready = self._stream.decompress(piece, _MOST)
        except Exception as error:  # each of the libraries has errors of its own
            raise self._wrong(f"it is no {self._packing.name}, or it is damaged: {error}", _WHOLE) from None
        if self._stream.eof:
            self._rest, self._stream = self._stream.unused_data, None
        self._size += len(self._ready)
        if self._size > max(_SMALL, self._packed * _RATIO):
            hint = "see where it comes from: it may have been made to fill a memory; if not, unpack it yourself"
            raise self._wrong(f"it unpacks to more than {_RATIO} times its size", hint)

    def _begun(self) -> _Stream:
        try:
            return self._packing.begin()
        except SourceError as error:
            raise self._wrong(error.what, error.hint or "") from None

    def _wrong(self, what: str, hint: str) -> SourceError:
        return SourceError(what, where=self._where, hint=hint)

    def close(self) -> None:
        """Close the file too."""
        self._file.close()
        super().close()
