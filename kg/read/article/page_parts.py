"""Which of the lines that a page shows are the head of its article, its body, and what stands below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.read.page import Line, Page

_BLANKS = re.compile(r"\s+")
_PROSE = re.compile(r"[。！？；]")
_LEAST = 12  # characters of a line with a sentence's mark that tells where the body is
_LONG = 50  # the same of any line
_BEGIN = 60  # characters of a line that are compared
_ABOVE = 6  # lines above a heading that may state what the article is
_NEAR = 30  # lines between a heading and the body, at most; without a heading, lines above the body


@dataclass(frozen=True, slots=True)
class Parts:
    """Numbers of lines: the head of the article is `head`, below it lies `first` to `last`, the body, both included.

    `below` are the lines between the title and the body; none where the title is not among the lines of the page.
    """

    head: range
    below: range
    first: int
    last: int


def plain(text: str) -> str:
    """A text without blanks: pages put them where they like."""
    return _BLANKS.sub("", text)


def _begin(text: str) -> str:
    text = plain(text)
    prose = len(text) >= _LEAST and _PROSE.search(text) is not None
    return text[:_BEGIN] if prose or len(text) >= _LONG else ""


def body_lines(page: Page) -> tuple[int, int]:
    """The first and the last line that the article's text holds; where there is none, all lines are above it."""
    known = {begin for line in page.text.split("\n") if (begin := _begin(line))}
    found = [n for n, line in enumerate(page.lines) if _begin(line.text) in known]
    if not found:  # a body whose lines were joined: its first sentences
        found = [n for n, line in enumerate(page.lines) if not line.linked and _PROSE.search(line.text)]
    return (found[0], found[-1]) if found else (len(page.lines), len(page.lines))


def parts(page: Page) -> Parts:
    """Where on a page its article is; the head reaches from a few lines above the title to the body."""
    first, last = body_lines(page)
    title = plain(page.title or "")
    above = [n for n in range(first - 1, -1, -1) if title and plain(page.lines[n].text).startswith(title)]
    near = above[:1] if above and first - above[0] <= _NEAR else []
    begin = near[0] - _ABOVE if near else first - _NEAR
    below = range(near[0] + 1, first) if near else range(0)
    return Parts(range(max(0, begin), first), below, first, last)


def headings(page: Page) -> Iterator[Line]:
    """The lines above the body that may be its title, the nearest first."""
    first, _ = body_lines(page)
    return (page.lines[n] for n in range(first - 1, -1, -1) if not page.lines[n].linked)
