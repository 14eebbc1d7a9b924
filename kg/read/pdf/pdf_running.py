"""Running heads, feet and numbers of pages: what recurs at one place of several pages, outside of the body.

    临江县档案馆工作简报 2021年第3期        临江县档案馆工作简报 2021年第3期       recur: no part of the body
    临江县档案馆新馆开馆                    陈立在致辞中说，……
    ……                                      ……
    - 1 -                                   - 2 -                                  recur but for the page's number

A row counts only where nothing but such rows stands outside of it, and never one that is set larger than the body.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import TypeAlias

from kg.ontology.ontology import Ontology
from kg.ontology.tables.pdf import Pdf
from kg.read.pdf.pdf_lines import Line, heights

_Row: TypeAlias = list[Line]
_Places: TypeAlias = Mapping[str, Sequence[tuple[int, float]]]

_BLANKS = re.compile(r"\s+")
_NUMBERS = 6  # in a row that may count pages
_LONGEST = 200  # characters of a running row


class RunningRows:
    """Finds the rows of a document's pages that are no part of its body."""

    def __init__(self, ontology: Ontology) -> None:
        table = ontology.table(Pdf)
        self._table, self._heading, self._same = table.running, table.paragraphs.heading, table.lines.same
        self._number = ontology.expression(Pdf, ("running", "number"), table.running.number, groups=("number",))

    def find(self, pages: Sequence[Sequence[Line]]) -> list[set[Line]]:
        """For each page the lines that are no part of the body; none at all where no other would be left."""
        largest = self._heading * body_size(pages)
        found: list[set[Line]] = [set() for _ in pages]
        for end in (1, -1):
            rows = [self._outer(page, end, largest) for page in pages]
            places: dict[str, list[tuple[int, float]]] = defaultdict(list)
            for n, page in enumerate(rows):
                for row in page[: self._table.rows]:
                    for key in self._keys(row, n):
                        places[key].append((n, row[0].middle))
            for n, page in enumerate(rows):
                running = takewhile(lambda row: _size(row) <= largest, self._running(page, n, places, len(pages)))
                found[n].update(line for row in running for line in row)
        left = any(len(gone) < len(page) for gone, page in zip(found, pages, strict=True))
        return found if left else [set() for _ in pages]

    def _outer(self, page: Sequence[Line], end: int, largest: float) -> list[_Row]:
        """The outermost rows at one end of a page, from outside, and the row behind them."""
        rows = list(heights(page, lambda line: line.middle, lambda line: line.size * self._same))[::end]
        small = next((n for n, row in enumerate(rows) if _size(row) > largest), len(rows))
        return rows[: min(self._table.rows, small) + 1]

    def _running(self, rows: Sequence[_Row], page: int, places: _Places, pages: int) -> Iterator[_Row]:
        """Those of a page's outermost rows that are running."""
        for n, row in enumerate(rows[: self._table.rows]):
            recurs = any(self._recurs(row, places.get(key, ()), pages) for key in self._keys(row, page))
            if not recurs and not self._is_number(row, rows[n + 1 : n + 2], page):
                return
            yield row

    def _keys(self, row: _Row, page: int) -> Iterator[str]:
        """What recurs of a row: its words, or these with one number told by how far it is ahead of the page's place."""
        text = _text(row)
        if not text or len(text) > _LONGEST:
            return
        yield text
        if written := self._table.written.search(text):
            yield f"{text[: written.start()]}\0{text[written.end() :]}"
        for number, _ in zip(self._table.numeral.finditer(text), range(_NUMBERS), strict=False):
            yield f"{text[: number.start()]}\0{int(number[0]) - page}\0{text[number.end() :]}"

    def _recurs(self, row: _Row, places: Sequence[tuple[int, float]], pages: int) -> bool:
        """Whether enough pages have the same at the same place."""
        apart = self._table.apart * row[0].size
        on = {page for page, middle in places if abs(middle - row[0].middle) <= apart}
        return len(on) >= (2 if pages <= self._table.few else 3)

    def _is_number(self, row: _Row, further: Sequence[_Row], page: int) -> bool:
        """Whether a row is the page's number by its form: apart from the body, and with marks or of the right value."""
        text = " ".join(line.text for line in row)
        found = self._number.fullmatch(text)
        if found is None or not further:
            return False
        distance = min(abs(a.middle - b.middle) for a in row for b in further[0])
        marked = text.strip() != found["number"] or int(found["number"]) == page + 1
        return marked and distance >= (self._table.room + 1) * row[0].size


def _size(row: _Row) -> float:
    return max(line.size for line in row)


def _text(row: _Row) -> str:
    return _BLANKS.sub("", "".join(line.text for line in sorted(row, key=lambda line: line.start)))


def body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size of most characters of a document; zero where it has none."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0
