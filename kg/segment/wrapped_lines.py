"""The step of the view that joins lines which were cut at a constant width.

    3月4日，海州港务集团在临江县举行
    新码头开工仪式，集团董事长陈立宣     is read as one line
    布工程开工，市长王建军出席。

Three things must hold, or nothing is joined: several lines that end inside a sentence have nearly the same width;
hardly any line is wider; and they are prose (commas and full stops stand within lines, not at their ends), which verse,
lists, tables and addresses are not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from kg.text.view import Edit

_LINE = re.compile(r"[^\n\v\f\x85\u2028\u2029]+")
_HINT = re.compile(r"\n(?<=[^\s。！？!?…：；:;.]\n)(?=\S)")
_ENDED = re.compile(r"""[。！？!?…：；:;.]["'”’』」》）)]*\Z""")
_INDENT = re.compile(r"[\s\u3000]{2}|\t|\u3000")
_INNER = re.compile(r"[，。；、！？,](?=.)")
_PAUSE = "，；、,"
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,%'-]*|.", re.S)
_LATIN = re.compile("[A-Za-z,.]{2}")
_BREAK = ("\n", "\r\n")
_FEWEST = 3  # lines of one width
_NARROWEST = 20  # columns
_WIDEST = 200
_NEARLY, _SLACK = 2, 4  # columns that a full line is short of the width: of those that show it, and of those joined


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without the blanks at its end; `open` if it ends in a sentence that the next line could go on with."""

    start: int
    end: int
    open: bool


def _columns(text: str) -> int:
    """The width in columns of a terminal: an ideograph takes two."""
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


def _characters(text: str) -> int:
    """The width where each character was counted as one, in columns."""
    return 2 * len(text)


def joins(text: str, begins: re.Pattern[str]) -> list[Edit]:
    """The line breaks to leave out (or to replace by a blank between Latin words); `begins` matches at the beginning of
    a line that is a heading, an item of a list or a label."""
    if "\r" not in text and not _worth_it(text):
        return []
    lines = _lines(text, begins)
    found = [line for line in lines if line.open]
    if len(found) < _FEWEST:
        return []
    return max((_joined(text, lines, found, measure) for measure in (_columns, _characters)), key=len)


def _worth_it(text: str) -> bool:
    """Whether enough long lines end inside a sentence: a quick look, which spares most texts the rest."""
    hints = (m.start() for m in _HINT.finditer(text))
    long = (at for at in hints if (at - text.rfind("\n", max(0, at - _WIDEST), at)) * 2 >= _NARROWEST)
    return len(list(islice(long, _FEWEST))) == _FEWEST


def _joined(text: str, lines: Sequence[_Line], found: Sequence[_Line], measure: Callable[[str], int]) -> list[Edit]:
    """The line breaks to leave out where lines were cut by one measure of width."""
    width = _width(text, lines, found, measure)
    if width is None:
        return []
    edits = []
    for line, after in pairwise(lines):
        if line.open and _full(text, line, after, width, measure):
            start, end = line.end, after.start
            while text[end].isspace():
                end += 1
            edits.append((start, end, " " if _LATIN.match(text[start - 1] + text[end]) else ""))
    return edits


def _lines(text: str, begins: re.Pattern[str]) -> list[_Line]:
    """The lines that are not empty."""
    spans = []
    for m in _LINE.finditer(text):
        end = m.end()
        while end > m.start() and text[end - 1].isspace():
            end -= 1
        if end > m.start():
            spans.append((m.start(), end))
    found = []
    for n, (start, end) in enumerate(spans):
        after = spans[n + 1][0] if n + 1 < len(spans) else None
        found.append(_Line(start, end, after is not None and _is_open(text, start, end, after, begins)))
    return found


def _is_open(text: str, start: int, end: int, after: int, begins: re.Pattern[str]) -> bool:
    return (
        after - end <= _WIDEST
        and text[end:after].strip(" \t\u3000\xa0") in _BREAK
        and end - start <= _WIDEST
        and not _ENDED.search(text, max(start, end - 4), end)
        and not _INDENT.match(text, after)
        and not begins.match(text, after)
    )


def _width(text: str, lines: Sequence[_Line], found: Sequence[_Line], measure: Callable[[str], int]) -> int | None:
    """The width at which lines were cut, or None where there is none."""
    widths = Counter(measure(text[line.start : line.end]) for line in found)
    near = {w: sum(widths[w - n] for n in range(_NEARLY + 1)) for w in widths}
    width = max(near, key=lambda w: (near[w], w))
    if near[width] < _FEWEST or width < _NARROWEST or near[width] * 2 < len(found):
        return None
    every = [measure(text[line.start : line.end]) for line in lines]
    if sum(one > width + _NEARLY for one in every) * 10 > len(every):
        return None
    full = [line for line in found if width - _NEARLY <= measure(text[line.start : line.end]) <= width]
    return width if _is_running(text, full) else None


def _is_running(text: str, full: Sequence[_Line]) -> bool:
    """Whether full lines are those of sentences: with marks inside of them, and most of them cut between words."""
    inner = sum(len(_INNER.findall(text, line.start, line.end)) for line in full)
    paused = sum(text[line.end - 1] in _PAUSE for line in full)
    return inner * 2 >= len(full) and paused * 2 <= len(full)


def _full(text: str, line: _Line, after: _Line, width: int, measure: Callable[[str], int]) -> bool:
    """Whether nothing of the next line would have fitted on this one."""
    own = measure(text[line.start : line.end])
    word = _WORD.match(text, after.start)
    return own <= width + _NEARLY and (own >= width - _SLACK or own + measure(word.group() if word else "") > width)
