"""HTML -> the lines that a browser shows, each with the names that its elements bear.

    <div class="info"><span class="date">2021年3月5日</span> <a class="source" href="/">临江日报</a></div>

is one Line, `2021年3月5日 临江日报`, of two Pieces: the names of the second are ("source", "info").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.read.page import Line, Piece

BREAK = re.compile(
    "address|article|aside|blockquote|body|br|caption|center|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|"
    "header|hr|legend|li|main|nav|ol|p|pre|section|table|tbody|tfoot|thead|tr|ul"
)
_CELLS = frozenset(("td", "th", "dd"))  # they begin with a blank
_HEADINGS = frozenset(("h1", "h2", "h3"))
UNSEEN = frozenset(("head", "script", "style", "noscript", "template", "select", "textarea", "svg", "iframe", "object"))
_NAMED = ("class", "id", "itemprop", "rel")
_AROUND = 3  # elements with names around a piece that count
_NAMES = 6  # names in an attribute that count
_LONGEST = 300  # characters of a line that are kept
_MOST = 10_000  # lines of a page


class _Lines:
    """Collects the pieces of a line, and lines; `heading` and `links` count the elements that are open.

    `_linked` is how many more letters stand in links than do not. With `whole` nothing is cut, and styles set nothing
    apart.
    """

    def __init__(self, whole: bool) -> None:
        self.whole = whole
        self.found: list[Line] = []
        self.open: list[tuple[str, ...]] = []  # the names of the elements around, outermost first
        self.heading = self.links = 0
        self._pieces: list[tuple[str, tuple[str, ...]]] = []
        self._in_heading = False
        self._length = self._linked = 0

    def text(self, text: str | None) -> None:
        """Add text to the line that is open."""
        if not text:
            return
        length = len(text.strip())
        letters = sum(map(str.isalpha, text))
        self._in_heading = self._in_heading or (bool(length) and self.heading > 0)
        self._linked += letters if self.links else -letters
        if self.whole or self._length <= _LONGEST:
            names = [names for names in reversed(self.open) if names][:_AROUND]
            self._pieces.append((text, tuple(name for some in names for name in some)))
        self._length += length

    def close(self) -> None:
        """End the line, if there is anything in it."""
        if self._length and (self.whole or len(self.found) < _MOST):
            pieces = tuple(Piece(" ".join(text.split()), names) for text, names in self._pieces if text.strip())
            text = " ".join("".join(self._spaced()).split())
            linked = self._linked > 0
            self.found.append(Line(text if self.whole else text[:_LONGEST], pieces, self._in_heading, linked))
        self._pieces, self._in_heading = [], False
        self._length = self._linked = 0

    def _spaced(self) -> Iterator[str]:
        """The texts of the pieces, with blanks between elements of different names, which styles set apart."""
        before: tuple[str, ...] = ()
        for text, names in self._pieces:
            if before and names and names != before and not self.whole:
                yield " "
            yield text
            before = names


def _names(element: Any) -> tuple[str, ...]:
    return tuple(name for key in _NAMED for name in (element.get(key) or "").split(None, _NAMES)[:_NAMES])


def lines(body: Any, *, whole: bool = False) -> tuple[Line, ...]:
    """The lines of a page's body, without what no browser shows; the first of many, and of each its beginning.

    With `whole` all of them, as a book's text: its styles mark words, and set no parts of a line apart.

    >>> from lxml.html import fromstring
    >>> [line.text for line in lines(fromstring("<div><b>新馆</b>开馆<br>来源：<a>临江日报</a><p>今天</p></div>"))]
    ['新馆开馆', '来源：临江日报', '今天']
    """
    made = _Lines(whole)
    for starts, element in _walk(body):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag == "br" and made.heading:
            made.text(" " if starts else None)  # a title on two lines
        elif BREAK.fullmatch(tag):
            made.close()
        if starts:
            made.open.append(_names(element) if tag else ())
            made.heading += tag in _HEADINGS
            made.links += tag == "a"
            made.text(" " if tag in _CELLS else None)
            made.text(element.text if tag and tag not in UNSEEN else None)
        else:
            made.open.pop()
            made.heading -= tag in _HEADINGS
            made.links -= tag == "a"
            made.text(" " if tag in _CELLS else None)
            made.text(element.tail if element is not body else None)
    made.close()
    return tuple(made.found)


def whole_lines(body: Any) -> list[str]:
    """The lines of a page's body, none of them cut."""
    pairs = zip(lines(body), lines(body, whole=True), strict=False)
    return [cut.text if cut.text.replace(" ", "") == one.text.replace(" ", "") else one.text for cut, one in pairs]


def _walk(root: Any) -> Iterator[tuple[bool, Any]]:
    """Each element and comment twice, where it starts and where it ends; nothing within those that are not shown."""
    waiting: list[tuple[bool, Any]] = [(True, root)]
    while waiting:
        starts, element = waiting.pop()
        yield starts, element
        if starts:
            waiting.append((False, element))
            if element.tag not in UNSEEN:
                waiting += [(True, child) for child in reversed(element)]
