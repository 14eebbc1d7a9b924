"""The nouns of kg.types as the bytes of a column."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from kg.errors import GraphError, StoreError
from kg.store import layer_codec, links_codec
from kg.store.database.connection import DAMAGED
from kg.types import Document, Layer, Link

_LEVEL = 6  # of compression
T = TypeVar("T")


def pack(data: bytes) -> bytes:
    """Bytes, compressed."""
    return zlib.compress(data, _LEVEL)


def unpack(data: bytes, folder: Path) -> bytes:
    """What was packed; StoreError where it was damaged since."""
    try:
        return zlib.decompress(data)
    except zlib.error as error:
        raise damaged(folder, str(error)) from None


def damaged(folder: Path, what: str) -> StoreError:
    """The error to raise about a value that is not as it was written."""
    return StoreError(f"a value in it is damaged: {what}", where=str(folder), hint=DAMAGED)


def layer_bytes(layer: Layer) -> bytes:
    """A Layer as a column."""
    return pack(layer_codec.encode(layer))


def layer_of(data: bytes, folder: Path) -> Layer:
    """The Layer of a column."""
    return _read(layer_codec.decode, data, folder)


def document_of(data: bytes, folder: Path) -> Document:
    """The document of a column that holds a Layer."""
    return _read(layer_codec.decode_document, data, folder)


def links_bytes(links: tuple[Link, ...]) -> bytes:
    """Links as a column."""
    return pack(links_codec.encode(links))


def links_of(data: bytes, folder: Path) -> tuple[Link, ...]:
    """The links of a column."""
    return _read(links_codec.decode, data, folder)


def _read(decode: Callable[[bytes], T], data: bytes, folder: Path) -> T:
    try:
        return decode(unpack(data, folder))
    except GraphError as error:
        raise damaged(folder, error.what) from None
