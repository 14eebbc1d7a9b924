"""A table of text (CSV, TSV): its first row names the columns, each other row is a document.

编号,标题,正文
7,新馆开馆,"本报讯 …
第二段 …"
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from kg.errors import SourceError
from kg.ontology.ontology import Ontology, load
from kg.read.encoding.whatwg import CODECS
from kg.read.reader import Content, Reader
from kg.read.records.columns import knows
from kg.read.records.lines import Lines, row_place
from kg.read.records.rows import Rows, documents
from kg.types import Document

_BYTES = 4  # of a character, at most
_BESIDE = 1_000_000  # bytes of a row beside its text
_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE = 64_000  # characters that show what stands between the cells
_ROWS = 50  # rows of it
_NAME = 40  # characters of a column's name
_OURS = "fact,subject,"  # as kg/export/facts_csv.py begins


class _Cells(Iterator[list[str]]):
    """The rows of a table; `number` is that of the row read last, from 1 below the names.

    A row raises SourceError where it cannot be read; the next one can be read afterwards.
    """

    def __init__(self, lines: Lines, content: Content, delimiter: str) -> None:
        self._lines, self._content, self.number = lines, content, -1
        self._rows = csv.reader(lines, delimiter=delimiter)

    def __next__(self) -> list[str]:
        """The cells of the next row that is not blank."""
        row: list[str] = []
        while not row:
            self._lines.begin(self.number + 1)
            row = self._next()
        self.number += 1
        return row

    def _next(self) -> list[str]:
        before = csv.field_size_limit(_BYTES * self._content.limit + _BESIDE)  # it is that of the whole process
        try:
            return next(self._rows)
        except (csv.Error, SourceError) as error:
            self.number += 1
            if isinstance(error, SourceError):
                raise
            hint = "write it anew, with quotes around cells that hold quotes or line breaks"
            place = row_place(self._content, self.number)
            raise SourceError(f"its row is no CSV: {error}", where=place, hint=hint) from None
        finally:
            csv.field_size_limit(before)


def _documents(content: Content, ontology: Ontology) -> Iterator[Document | SourceError]:
    with content.open() as file:
        lines = Lines(content, file, ontology, _BYTES * content.limit + _BESIDE)
        sample = content.data[: _BYTES * _SAMPLE].decode(CODECS[lines.encoding], "replace")[:_SAMPLE]
        cells = _Cells(lines, content, _delimiter(sample, content, ontology))
        try:
            names = [name.strip() for name in next(cells)]
        except StopIteration:
            return
        rows = Rows(content, ontology, names)

        def step() -> Document:
            row = next(cells)
            if len(row) != len(names):
                what = f"row {cells.number} has {len(row)} cells, and the table {len(names)} columns"
                hint = "put quotes around cells that hold delimiters, quotes or line breaks"
                raise SourceError(what, where=row_place(content, cells.number), hint=hint)
            return rows.document(cells.number, dict(zip(names, row, strict=True)), lines.encoding)

        yield from documents(content, step)


def _delimiter(sample: str, content: Content, ontology: Ontology) -> str:
    """What stands between the cells: what gives a column of text, and rows of equal length."""
    given = content.names.text

    def says(delimiter: str) -> tuple[bool, int, int]:
        rows = _sampled(sample, delimiter)
        names = [name.strip() for name in rows[0]] if rows else []
        known = given in names if given else knows(names, ontology)
        return known, Counter(map(len, rows))[len(names)] if len(names) > 1 else 0, len(names)

    return max(_DELIMITERS, key=says)


def _sampled(sample: str, delimiter: str) -> list[list[str]]:
    """The first rows of a sample, the last one left out, which may be cut."""
    rows = []
    try:
        for row in islice(csv.reader(StringIO(sample.lstrip("\ufeff"), newline=""), delimiter=delimiter), _ROWS):
            rows.append(row)
    except csv.Error:
        pass
    return [row for row in rows if row][: max(1, len(rows) - 1)]


def _recognizes(data: bytes) -> bool:
    """Whether bytes begin with a row of short names, one of which is that of a text, in one of the encodings."""
    return any(_is_table(data[:_SAMPLE].decode(codec, "replace")) for codec in CODECS.values())


def _is_table(text: str) -> bool:
    head, end, rest = text.lstrip("\ufeff").partition("\n")
    if not end or not rest.strip() or len(head) > _SAMPLE // 10:
        return False
    for delimiter in _DELIMITERS:
        try:
            names = [name.strip() for name in next(csv.reader([head], delimiter=delimiter), [])]
        except csv.Error:
            return False
        if len(set(names)) == len(names) > 1 and max(map(len, names)) <= _NAME and knows(names, load()):
            return True
    return False


def _is_own(data: bytes) -> bool:
    """Whether bytes begin as the facts do that this project writes as CSV."""
    return data.decode("utf-8-sig", "replace").startswith(_OURS)


READER = Reader(
    "CSV",
    (".csv", ".tsv", ".tab"),
    ("text/csv", "text/tab-separated-values"),
    _documents,
    _recognizes,
    is_own=_is_own,
    stream=True,
)
