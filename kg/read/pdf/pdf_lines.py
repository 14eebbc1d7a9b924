"""Characters -> lines: what follows each other at one height, with blanks where the gaps are those of words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TypeVar

from kg.ontology.tables.pdf import PdfLines
from kg.read.pdf.pdf_characters import Glyph

T = TypeVar("T")
_HYPHENS = ("-", "\xad", "\u2010")


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of a line, in the coordinates of its glyphs; `first` is its place in the order of the file.

    With `row` it is a row of a table, its cells between tabs.
    """

    text: str
    start: float
    end: float
    middle: float
    size: float
    first: int
    row: bool = False

    @property
    def top(self) -> float:
        """Where it begins across the direction of reading."""
        return self.middle - self.size / 2

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.middle + self.size / 2

    @property
    def centre(self) -> float:
        """The middle between its ends."""
        return (self.start + self.end) / 2


def lines(glyphs: Sequence[Glyph], table: PdfLines) -> list[Line]:
    """The stretches of lines that characters make, in the order of the file.

    What is farther apart than the words of a line are two of them: the cells of a table, or two columns.
    """
    runs = list(enumerate(_runs(glyphs, table)))
    joined: list[tuple[int, list[Glyph]]] = []
    for row in heights(runs, lambda run: run[1][0].middle, lambda run: run[1][0].size * table.same):
        for first, run in sorted(row, key=lambda run: run[1][0].start):
            if joined and _follows(joined[-1][1][-1], run[0], table):
                joined[-1] = (min(joined[-1][0], first), joined[-1][1] + run)
            else:
                joined.append((first, run))
    return sorted((_line(run, first, table) for first, run in joined), key=lambda line: line.first)


def heights(things: Iterable[T], middle: Callable[[T], float], reach: Callable[[T], float]) -> Iterator[list[T]]:
    """Things by rows, from the top: those whose middle is within the reach of a row's first."""
    row: list[T] = []
    for one in sorted(things, key=middle):
        if row and middle(one) - middle(row[0]) > reach(row[0]):
            yield row
            row = []
        row.append(one)
    if row:
        yield row


def _runs(glyphs: Sequence[Glyph], table: PdfLines) -> Iterator[list[Glyph]]:
    """Characters that the file has one after another, and that stand so."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _follows(run[-1], glyph, table):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _follows(before: Glyph, glyph: Glyph, table: PdfLines) -> bool:
    """Whether a character stands behind another, at the same height."""
    size = max(before.size, glyph.size)
    near = abs(glyph.middle - before.middle) <= table.same * size
    letters = all(glyph.text.isalpha() and not is_wide(glyph.text[0]) for glyph in (before, glyph))
    widest = table.join_blank if glyph.blank or letters else table.join
    return near and -table.overlap * size <= glyph.start - before.end <= widest * size


def _line(run: list[Glyph], first: int, table: PdfLines) -> Line:
    size = median(glyph.size for glyph in run)
    middle = median(glyph.middle for glyph in run)
    return Line(_text(run, table), run[0].start, max(g.end for g in run), middle, size, first)


def is_wide(char: str) -> bool:
    """Whether a character takes the room of an ideograph."""
    return unicodedata.east_asian_width(char) in "WF"


def _text(run: Sequence[Glyph], table: PdfLines) -> str:
    """The text of a line: blanks where the file has them, or where a gap is wider than those within a word."""
    pairs = list(pairwise(run))
    between = [b.start - a.end for a, b in pairs if is_wide(a.text[-1]) and is_wide(b.text[0])]
    usual = max(median(between), 0.0) if between else 0.0
    blanks = [b.blank or b.start - a.end > usual * _wide_pair(a, b) + _gap(a, b, table) * b.size for a, b in pairs]
    if len(pairs) > 1 and all(is_wide(glyph.text[0]) for glyph in run) and sum(blanks) >= table.spaced * len(pairs):
        blanks = [False] * len(pairs)
    return run[0].text + "".join(" " * blank + b.text for blank, (_, b) in zip(blanks, pairs, strict=True))


def _wide_pair(a: Glyph, b: Glyph) -> bool:
    return is_wide(a.text[-1]) and is_wide(b.text[0])


def _gap(a: Glyph, b: Glyph, table: PdfLines) -> float:
    """The narrowest gap between two characters, in ems, that stands for a blank."""
    wide = is_wide(a.text[-1]) + is_wide(b.text[0])
    return (table.word, table.mixed, table.blank)[wide]


def joined(text: str, further: str) -> str:
    """Two lines of a paragraph as one: a blank between words of letters only, and none where a word was divided.

    >>> joined("临江县档案", "馆开馆"), joined("the new build-", "ing"), joined("Linjiang", "Archive")
    ('临江县档案馆开馆', 'the new building', 'Linjiang Archive')
    """
    last, first = text[-1:], further[:1]
    if last in _HYPHENS and text[-2:-1].isalpha() and not is_wide(text[-2]) and first.islower():
        return text[:-1] + further
    apart = not (last == "-" or last.isspace() or is_wide(last or "x") or is_wide(first or "x"))
    return text + " " * apart + further
