"""The lines of a text file of any length, in the encoding of the file; a line that cannot be read costs that line."""

from __future__ import annotations

from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO

from kg.errors import SourceWarning
from kg.ontology.ontology import Ontology
from kg.read.encoding.decode import decode_line, encoding_of
from kg.read.reader import Content, too_long

_SAMPLE = 400_000  # bytes that tell the encoding
_PIECE = 1 << 20  # characters, or bytes, of a line that is passed over


def row_place(content: Content, number: int) -> str:
    """How messages name a row that has no document."""
    return f"{content.where}#row-{number}"


class Lines(Iterator[str]):
    """The lines of a file, with their ends; `encoding` is that of the file, `number` the line that was read last.

    A line raises SourceError where it cannot be decoded, or where it and those before it, since `begin` was called, are
    longer than `most` bytes (in UTF-16: characters); the next line can be read afterwards.
    Raises SourceError where the file is in no known encoding.
    """

    def __init__(self, content: Content, file: BinaryIO, ontology: Ontology, most: int) -> None:
        sample = content.data[:_SAMPLE]
        whole = sample[: sample.rfind(b"\n") + 1] or sample
        mark, self.encoding = encoding_of(whole, ontology, where=content.where, charset=content.charset)
        self._content, self._ontology, self._most = content, ontology, most
        file.read(len(mark))
        wide = self.encoding.startswith("utf-16")
        self._file = TextIOWrapper(file, self.encoding, "replace", newline="\n") if wide else file
        self.number, self._row, self._left = 0, 0, most

    def begin(self, row: int) -> None:
        """The row of that number begins with the next line."""
        self._row, self._left = row, self._most

    def __next__(self) -> str:
        """The next line."""
        line = self._file.readline(self._left + 1)
        if not line:
            raise StopIteration
        self.number += 1
        where = row_place(self._content, self._row)
        self._left -= len(line)
        if self._left < 0:
            self._pass_over(line)
            raise too_long(where, self._content.limit)
        if isinstance(line, str):
            return line

        def warn(what: str, hint: str) -> None:
            self._content.warnings.append(SourceWarning(what, where=where, hint=hint))

        return decode_line(line, self.encoding, self._ontology, where=where, file=self._content.where, warn=warn)

    def _pass_over(self, line: bytes | str) -> None:
        """Read up to the end of a line that is too long."""
        while line and line[-1:] not in (b"\n", "\n"):
            line = self._file.readline(_PIECE)
