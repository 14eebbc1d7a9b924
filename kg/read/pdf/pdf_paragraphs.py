"""Lines in the order of reading -> paragraphs, each on one line of a text, over the ends of columns and pages.

        本报讯（记者 王小明）3月5日上午，临江县档案馆新馆正式      set in, and it reaches the end of its column
    开馆，馆长陈立出席仪式并致辞。                                 goes on, and ends before that: the paragraph is over
        陈立在致辞中说，……                                         set in: a paragraph of its own

A line that ends within a sentence does not end a paragraph; one that is short, one before a gap, and one before a line
that is set in, or of another size, does.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median

from kg.ontology.ontology import Ontology
from kg.ontology.tables.pdf import Pdf
from kg.ontology.tables.text import TextTable
from kg.read.pdf.pdf_columns import Column
from kg.read.pdf.pdf_lines import Line, is_wide, joined
from kg.read.pdf.pdf_running import body_size

_ENDED = re.compile("[\u3002\uff01\uff1f!?\u2026\uff1a\uff1b:;.][\"'\u201d\u2019\u300d\u300f\u300b\uff09)]*\\Z")
_TOKEN = re.compile("[!-~]{1,60}|.")
_AFTER = re.compile("[\uff0c\u3002\uff01\uff1f\u2026\uff1a\uff1b\u3001\u201d\u2019\u300d\u300f\u300b\uff09)]*")
_FIGURE = re.compile(r"[0-9]+\.[0-9]")
_USUAL = 17  # tenths of a size that the middles of two lines are apart, where no two of a document tell
_LETTER = 6  # tenths of a size that a letter takes
_PROSE = 12  # sizes that a line takes which may show where others end
_HANGING = 4  # sizes by which the further lines of an item are set in
_BETWEEN = 8  # paragraphs that may stand amid another
_INDENTED = 2  # paragraphs that show that a document sets their first lines in


@dataclass(frozen=True, slots=True)
class _Set:
    """A line and where it stands: its page, the column, the lines of that before and behind it."""

    line: Line
    page: int
    column: Column
    place: int

    def beside(self, step: int) -> Line | None:
        """The line of the column so many behind it."""
        n = self.place + step
        return self.column.lines[n] if 0 <= n < len(self.column.lines) else None

    def is_set_in(self, by: float) -> bool:
        """Whether it begins so many sizes behind the beginning of its column."""
        return self.line.start - self.column.start >= by * self.line.size


def paragraphs(pages: Sequence[Sequence[Column]], ontology: Ontology) -> tuple[str, tuple[int, ...]]:
    """The text of columns, a paragraph a line, and where in it each page begins.

    A page without lines begins where the next one does. What stands in the middle of a paragraph that goes on behind it
    (a box, a note at the foot of a page) comes before that paragraph.
    """
    placed = [
        _Set(line, n, column, place)
        for n, page in enumerate(pages)
        for column in page
        for place, line in enumerate(column.lines)
    ]
    joins = _Joins([[line for column in page for line in column.lines] for page in pages], placed, ontology)
    found: list[list[_Set]] = []
    for one in placed:
        if found and joins.go_on(found[-1][-1], one):
            found[-1].append(one)
        else:
            found.append([one])
    return _written(_resumed(found, joins), len(pages))


def _resumed(found: Sequence[list[_Set]], joins: _Joins) -> Iterator[list[_Set]]:
    """Paragraphs with what they go on with behind something else."""
    n = 0
    while n < len(found):
        last = found[n][-1]
        further = range(n + 2, min(n + 2 + _BETWEEN, len(found))) if joins.is_open(last) else range(0)
        to = next((m for m in further if found[m][0].page <= last.page + 1 and joins.resumes(last, found[m][0])), None)
        if to is None:
            yield found[n]
            n += 1
        else:
            yield from found[n + 1 : to]
            found = [*found[:to], found[n] + found[to], *found[to + 1 :]]
            n = to


def _written(found: Iterable[Sequence[_Set]], pages: int) -> tuple[str, tuple[int, ...]]:
    chunks: list[str] = []
    on: list[int] = []
    for paragraph in found:
        if chunks:
            chunks[-1] += "\n"
        for nth, one in enumerate(paragraph):
            if nth:
                whole = joined(chunks[-1], one.line.text)
                chunks[-1] = whole[: len(whole) - len(one.line.text)]
            chunks.append(one.line.text)
            on.append(one.page)
    begins = [0, *accumulate(map(len, chunks))]
    return "".join(chunks), tuple(begins[bisect_left(on, n)] for n in range(pages))


class _Joins:
    """Decides which lines go on with the paragraph of the line before."""

    def __init__(self, pages: Sequence[Sequence[Line]], placed: Sequence[_Set], ontology: Ontology) -> None:
        self._t = ontology.table(Pdf).paragraphs
        self._begins = re.compile("|".join(ontology.table(TextTable).lines.begins))
        self._heading = self._t.heading * body_size(pages)
        pairs = [(a, b) for a, b in pairwise(placed) if a.column is b.column and self._is_alike(a.line, b.line)]
        near = [(b.line.middle - a.line.middle) / a.line.size for a, b in pairs if b.line.middle > a.line.middle]
        self._usual = median(near) if near else _USUAL / 10
        self._indented = sum(self._is_first(a) and not b.is_set_in(self._t.indent) for a, b in pairs) >= _INDENTED

    def go_on(self, a: _Set, b: _Set) -> bool:
        """Whether line `b` goes on with the paragraph of line `a`, the one before it in the order of reading."""
        ended = _ENDED.search(a.line.text) is not None
        fresh, same = self._is_fresh(b.line), a.column is b.column
        if not self._is_alike(a.line, b.line) or (same and self._is_apart(a.line, b.line, ended)):
            return False
        if not ended and not fresh and self._is_heading(a, b):
            return True
        sure = self._indented and not ended  # a paragraph that begins would be set in
        doubtful = (fresh and not sure) or not (same or not ended or self._indented)
        return not doubtful and not self._is_set_in(a, b, ended) and self._is_full(a, b, ended)

    def is_open(self, a: _Set) -> bool:
        """Whether a paragraph that ends with line `a` ends within a sentence, at the end of its column."""
        ended = _ENDED.search(a.line.text) is not None
        return not a.line.row and not ended and a.column.end - a.line.end < self._t.short * a.line.size

    def resumes(self, a: _Set, b: _Set) -> bool:
        """Whether line `b` may go on with an open paragraph of which `a` is the last line, with others in between."""
        alike = self._is_alike(a.line, b.line) and not self._is_fresh(b.line)
        return alike and not b.is_set_in(self._t.indent) and self._prose(b)

    def _prose(self, b: _Set) -> bool:
        """Whether a line is one of running text: it is long, or ends a sentence."""
        return b.line.end - b.line.start >= _PROSE * b.line.size or _ENDED.search(b.line.text) is not None

    def _is_fresh(self, b: Line) -> bool:
        """Whether a line begins as a heading, an item of a list or a label does."""
        return self._begins.match(b.text) is not None and not _FIGURE.match(b.text)

    def _is_alike(self, a: Line, b: Line) -> bool:
        """Whether two lines may be of one paragraph: of one size, and no rows of a table."""
        return not a.row and not b.row and abs(a.size - b.size) <= self._t.size * max(a.size, b.size)

    def _is_apart(self, a: Line, b: Line, ended: bool) -> bool:
        """Whether more than the usual distance, or something else, stands between two lines of a column."""
        usual = self._t.gap * self._usual
        most = usual if ended else max(usual, self._t.loose)
        return not 0 < b.middle - a.middle <= most * max(a.size, b.size)

    def _is_first(self, a: _Set) -> bool:
        """Whether a line is set in as the first of a paragraph is, and reaches the end of its column."""
        return a.is_set_in(self._t.indent) and a.column.end - a.line.end < self._t.short * a.line.size

    def _is_heading(self, a: _Set, b: _Set) -> bool:
        """Whether two lines are those of one heading: larger than the body, and centred; the first may be full."""
        if a.line.size < self._heading or a.column is not b.column:
            return False
        middle = (a.column.start + a.column.end) / 2
        reach = self._t.centre * a.line.size
        return abs(a.line.centre - middle) <= reach and abs(b.line.centre - middle) <= reach

    def _is_set_in(self, a: _Set, b: _Set, ended: bool) -> bool:
        """Whether a line is set in as the first of a paragraph, and not as all lines of a block."""
        if not b.is_set_in(self._t.indent):
            return False
        step = b.line.start - a.line.start
        block = abs(step) * 2 <= b.line.size or (0 < step <= _HANGING * b.line.size and self._is_fresh(a.line))
        return ended or a.column is not b.column or not block

    def _is_full(self, a: _Set, b: _Set, ended: bool) -> bool:
        """Whether line `a` reaches as far as lines do there, or what `b` begins with had no room on it."""
        size = a.line.size
        left = a.column.end - a.line.end
        if left < self._t.short * size or left < _room(b.line.text) * size:
            return True
        if ended or a.line.end - a.line.start < _PROSE * size:
            return False
        if self._indented and left < 2 * self._t.short * size and not b.is_set_in(self._t.indent):
            return True  # another paragraph would be
        beside = (a.beside(-1), a.beside(1))
        return any(one and self._is_alike(one, a.line) and abs(one.end - a.line.end) <= size for one in beside)


def _room(text: str) -> float:
    """The sizes that the first word of a line takes, with the marks that may not begin one."""
    found = _TOKEN.match(text)
    word = found[0] if found else ""
    marks = _AFTER.match(text, len(word))
    return sum(1 if is_wide(char) else _LETTER / 10 for char in word + (marks[0] if marks else ""))
