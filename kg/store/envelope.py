"""The first line of a file that a program reads again: which format, which version, and what the rest hashes to.

    {"format":"zhkg links","version":1,"bytes":412,"sha256":"8d0c…"}
    [0,0]

A file is UTF-8, one JSON value a line, and every line ends with a line feed. So a file that is cut short, was changed
or is another program's is found before anything of it is used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from kg.errors import GraphError
from kg.store import strict_json
from kg.store.canonical import HALF

T = TypeVar("T")
_ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_KEYS = ("format", "version", "bytes", "sha256")


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files: what it holds (in a word), its version, and what to do where a file of it cannot be read."""

    name: str
    version: int
    hint: str

    def seal(self, rows: Iterable[object]) -> bytes:
        """The file that holds these JSON values, one a line, after its header.

        Half a character (a lone surrogate) becomes U+FFFD, since no file can hold it. Raises ValueError where a number
        is not finite.
        """
        body = HALF.sub("\ufffd", "".join(f"{_ENCODE(row)}\n" for row in rows)).encode("utf-8")
        values = (f"zhkg {self.name}", self.version, len(body), hashlib.sha256(body).hexdigest())
        return f"{_ENCODE(dict(zip(_KEYS, values, strict=True)))}\n".encode() + body

    def unseal(self, data: bytes, where: str | None) -> Lines:
        """The lines after the header; `where` names the file in errors.

        Raises GraphError where the file is not of this format and version, or is not whole.
        """
        first, _, body = data.partition(b"\n")
        try:
            header = strict_json.loads(first.decode("utf-8"))
            format_, version, size, digest = (header[key] for key in _KEYS)
        except (ValueError, TypeError, KeyError):
            format_ = version = size = digest = None
        if format_ != f"zhkg {self.name}":
            raise self.wrong(f"it is no zhkg {self.name} file", where)
        if type(version) is not int or version != self.version:
            what = f"it is in version {str(version)[:9]} of its format, and this program reads version {self.version}"
            raise self.wrong(what, where)
        if size != len(body):
            raise self.wrong(f"it is cut short or was changed: {len(body)} bytes follow its first line", where)
        if digest != hashlib.sha256(body).hexdigest():
            raise self.wrong("it was changed: its content has not the sha256 that its first line gives", where)
        try:
            lines = body.decode("utf-8").split("\n")
        except UnicodeDecodeError as error:
            raise self.wrong(f"it is no UTF-8: {error.reason}", where) from None
        if lines.pop():
            raise self.wrong("its last line has no end", where)
        return Lines(self, lines, where)

    def wrong(self, what: str, where: str | None, line: int | None = None) -> GraphError:
        """The error to raise about a file, or a line of it."""
        at = f"{where}:{line}" if where and line else where
        return GraphError(what, where=at, hint=self.hint)


class Lines:
    """The lines of a file after its header, which are read in order."""

    def __init__(self, format_: Format, lines: list[str], where: str | None) -> None:
        self._format, self._lines, self._where = format_, lines, where
        self._taken = 0

    def take(self, count: int | None, read: Callable[[Any], T], shape: str) -> list[T]:
        """What `read` makes of the next lines, or of all that are left.

        `read` raises ValueError, TypeError or IndexError where a value is not of its shape. Raises GraphError then,
        and where a line is no JSON or missing.
        """
        found = []
        for line in self._lines[self._taken : None if count is None else self._taken + count]:
            self._taken += 1
            try:
                found.append(read(strict_json.loads(line)))
            except (ValueError, TypeError, IndexError):
                raise self._wrong(f"it is not {shape}", self._taken) from None
        if count is not None and len(found) < count:
            raise self._wrong(f"a line is missing: {shape}", self._taken + 1)
        return found

    def end(self) -> None:
        """Make sure that no line is left. GraphError where one is."""
        if self._taken < len(self._lines):
            raise self._wrong("there are more lines than it says", self._taken + 1)

    def _wrong(self, what: str, number: int) -> GraphError:
        return self._format.wrong(what, self._where, number + 1)  # the header is line 1
