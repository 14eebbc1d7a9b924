"""Lines -> the order of reading: columns one after another, tables row by row, and all else from top to bottom.

临江县档案馆新馆开馆          band 0: one stretch
本报讯 …      馆长 …          bands 1 to 40: a gutter runs through them, and the file has the left stretches
…             …               before the right ones: two columns
姓名   职务                   bands 41 to 43: the file goes from left to right in each: a table
陈立   馆长
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from statistics import median
from typing import Protocol, TypeVar

from kg.ontology.tables.pdf import Pdf
from kg.read.pdf.pdf_lines import Line, heights, joined

_DEEP = 4  # columns within columns
_LEAST = 2  # lines of a column, where the order of the file shows that it is one
_LEADING = 3  # sizes by which the lines of a cell are apart, at most
_WITHIN = 7  # parts of a size by which lines may reach into each other


class _Placed(Protocol):
    @property
    def top(self) -> float: ...

    @property
    def bottom(self) -> float: ...

    @property
    def size(self) -> float: ...


P = TypeVar("P", bound=_Placed)


@dataclass(frozen=True, slots=True)
class Column:
    """Lines one below the other, and where the text that they belong to begins and ends in the direction of reading."""

    lines: tuple[Line, ...]
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class _Cell:
    """The lines of a cell of a table."""

    lines: tuple[Line, ...]

    @property
    def top(self) -> float:
        return min(line.top for line in self.lines)

    @property
    def bottom(self) -> float:
        return max(line.bottom for line in self.lines)

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def text(self) -> str:
        return reduce(joined, [line.text for line in self.lines])


def columns(lines: Sequence[Line], table: Pdf) -> list[Column]:
    """The lines of a page in the order of reading."""
    if not lines:
        return []
    start, end = min(line.start for line in lines), max(line.end for line in lines)
    if len(lines) > table.columns.most:
        return [Column(tuple(sorted(lines, key=lambda line: line.middle)), start, end)]
    return list(_Region(table).read(lines, start, end, 0))


class _Region:
    """Reads a region of a page, and the columns in it."""

    def __init__(self, table: Pdf) -> None:
        self._table, self._lines = table.columns, table.lines

    def read(self, lines: Sequence[Line], start: float, end: float, depth: int) -> Iterator[Column]:
        """The columns of a region that begins and ends there; what is in no column, in one of the region's width."""
        bands = _bands(lines)
        alone: list[Line] = []
        n = 0
        while n < len(bands):
            last, parts, found = self._run(bands, n)
            if found and depth < _DEEP:
                if alone:
                    yield Column(tuple(alone), start, end)
                    alone = []
                for part in parts:
                    edges = min(line.start for line in part), max(line.end for line in part)
                    yield from self.read(part, *edges, depth + 1)
            else:
                alone += _rows(parts)
            n = last + 1
        if alone:
            yield Column(tuple(alone), start, end)

    def _run(self, bands: Sequence[Sequence[Line]], n: int) -> tuple[int, list[list[Line]], bool]:
        """The last of the bands from `n` on that gaps run through, what stands between these, and whether that is
        columns of text, and no table.
        """
        inside, last = list(bands[n]), n
        cells = _split(inside, self._table.cell)
        known: tuple[int, list[list[Line]]] | None = None
        while len(cells) > 1:
            parts = _split(inside, self._table.gutter)
            if len(parts) > 1 and min(map(len, parts)) >= _LEAST and (ordered := _in_order(parts)):
                known = last, ordered
            if last + 1 == len(bands):
                break
            further = [*inside, *bands[last + 1]]
            if len(kept := _split(further, self._table.cell)) < 2:
                break
            inside, last, cells = further, last + 1, kept
        if known is not None:
            return *known, True
        parts = _split(inside, self._table.gutter)
        if len(parts) > 1 and all(map(self._is_running, parts)):
            return last, parts, True
        return last, [self._mended(inside)] if last == n and len(parts) < 2 else cells, False

    def _mended(self, lines: Sequence[Line]) -> list[Line]:
        """The lines of a band without columns: stretches at one height are one line, wherever the gaps in it are."""
        rows = heights(lines, lambda line: line.middle, lambda line: line.size * self._lines.same)
        return [_one(sorted(row, key=lambda line: line.start), " ") for row in rows]

    def _is_running(self, lines: Sequence[Line]) -> bool:
        """Whether lines are those of running text: most as wide as their column."""
        start, end = min(line.start for line in lines), max(line.end for line in lines)
        full = sum(line.end - line.start >= self._table.full * (end - start) for line in lines)
        wide = end - start >= self._table.narrow * median(line.size for line in lines)
        return wide and len(lines) >= self._table.fewest and full >= self._table.running * len(lines)


def _split(lines: Sequence[Line], gap: float) -> list[list[Line]]:
    """Lines by what is between the gaps, of so many sizes at least, that run through all of them."""
    least = gap * median(line.size for line in lines)
    ordered = sorted(lines, key=lambda line: line.start)
    cuts, reach = [], ordered[0].end
    for line in ordered[1:]:
        if line.start - reach >= least:
            cuts.append(line.start)
        reach = max(reach, line.end)
    parts: list[list[Line]] = [[] for _ in range(len(cuts) + 1)]
    for line in lines:
        parts[bisect(cuts, line.start)].append(line)
    return parts


def _bands(things: Iterable[P]) -> list[list[P]]:
    """Things from the top, those that reach into each other together."""
    bands: list[list[P]] = []
    reach = 0.0
    for one in sorted(things, key=lambda one: one.top):
        if bands and one.top < reach - one.size / _WITHIN:
            bands[-1].append(one)
            reach = max(reach, one.bottom)
        else:
            bands.append([one])
            reach = one.bottom
    return bands


def _in_order(parts: Sequence[list[Line]]) -> list[list[Line]]:
    """The parts as the file has them, one after the other; none where it goes to and fro between them."""
    ordered = sorted(parts, key=lambda part: min(line.first for line in part))
    apart = all(max(line.first for line in a) < min(line.first for line in b) for a, b in pairwise(ordered))
    return ordered if apart else []


def _rows(parts: Sequence[Sequence[Line]]) -> Iterator[Line]:
    """The rows of a table from what stands between its gutters; a row of one cell gives the lines of that."""
    if len(parts) == 1:
        yield from parts[0]
        return
    of = {line.first: n for n, part in enumerate(parts) for line in part}
    for row in _bands(_cells([line for part in parts for line in part], of)):
        if len(row) == 1:
            yield from row[0].lines
        else:
            ordered = sorted(row, key=lambda cell: (of[cell.lines[0].first], cell.top))
            yield _one([line for cell in ordered for line in cell.lines], "", "\t".join(cell.text for cell in ordered))


def _cells(lines: Iterable[Line], of: Mapping[int, int]) -> list[_Cell]:
    """Lines that the file has one after another, one below the other in one column: the cells of a table."""
    cells: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.first):
        before = cells[-1][-1] if cells else None
        if before and of[before.first] == of[line.first] and 0 < line.middle - before.middle <= _LEADING * line.size:
            cells[-1].append(line)
        else:
            cells.append([line])
    return [_Cell(tuple(cell)) for cell in cells]


def _one(lines: Sequence[Line], between: str, cells: str = "") -> Line:
    """Stretches as one line, or with `cells` as a row of a table that has these."""
    if len(lines) == 1 and not cells:
        return lines[0]
    top, bottom = min(line.top for line in lines), max(line.bottom for line in lines)
    size = median(line.size for line in lines)
    middle = (top + bottom) / 2 if cells else median(line.middle for line in lines)
    start, end = min(line.start for line in lines), max(line.end for line in lines)
    first = min(line.first for line in lines)
    return Line(cells or between.join(line.text for line in lines), start, end, middle, size, first, bool(cells))
