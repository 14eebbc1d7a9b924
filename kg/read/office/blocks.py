"""Paragraphs, tables and notes as the lines of a text, in the order in which their elements begin and end.

heading     开馆通知              开馆通知
paragraph   馆长陈立出席。[1]      馆长陈立出席。
row         馆名 | 馆长            馆名\t馆长
note 1      兼任县志办主任。       兼任县志办主任。           at the end
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from kg.read.page import LeftOut, Line, Page, Stated

_BEGUN = ("dcterms:created", "meta:creation-date")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_HEAD = 60  # blocks that may be a title
_LONGEST = 300  # characters of a line that says what it is


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a row; `kind` is heading, title, or empty."""

    text: str
    kind: str = ""


@dataclass(slots=True)
class Blocks:
    """Collects the blocks of a document. What opens is closed in turn, as elements of XML are."""

    found: list[Block] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    _open: list[list[str]] = field(default_factory=list)
    _rows: list[list[list[Block]]] = field(default_factory=list)
    _cells: list[list[Block]] = field(default_factory=list)
    _joined: str = ""

    def begin(self) -> None:
        """A paragraph begins; it may stand within another one, as in a frame."""
        self._open.append([self._joined])
        self._joined = ""

    def text(self, text: str | None) -> None:
        """Text of the paragraph that is open; what is outside of paragraphs is none."""
        if text and self._open:
            self._open[-1].append(text)

    def end(self, kind: str = "", *, joined: bool = False) -> None:
        """The paragraph ends; with `joined` the next one goes on with it, since what parts them is deleted."""
        text = "".join(self._open.pop())
        if joined:
            self._joined = text
        else:
            self.add(Block(text.strip(), kind))

    def leave_out(self, why: str) -> None:
        """The paragraph ends, and is no part of the text."""
        self.left("".join(self._open.pop()), why)

    def left(self, text: str, why: str) -> None:
        """A text is no part of the document's."""
        if text := " ".join(text.split()):
            self.left_out.append(LeftOut(text, why))

    def add(self, block: Block) -> None:
        """Add a block to the cell that is open, or to the text."""
        if block.text.strip():
            (self._cells[-1] if self._cells else self.found).append(block)

    def begin_row(self) -> None:
        """A row of a table begins."""
        self._rows.append([])

    def begin_cell(self) -> None:
        """A cell begins."""
        self._cells.append([])

    def end_cell(self) -> None:
        """A cell ends."""
        self._flush()
        cell = self._cells.pop()
        if self._rows:
            self._rows[-1].append(cell)

    def _flush(self) -> None:
        """Add what no paragraph goes on with."""
        if text := self._joined:
            self._joined = ""
            self.add(Block(text))

    def end_row(self) -> None:
        """A row ends: a line, its cells between tabs; paragraphs where one cell alone has text, and lays out a page."""
        cells = self._rows.pop()
        filled = [cell for cell in cells if cell]
        if len(filled) == 1:
            for block in filled[0]:
                self.add(block)
        elif filled:
            self.add(Block("\t".join(" ".join(" ".join(one.text.split("\n")) for one in cell) for cell in cells)))

    def page(self, stated: tuple[Stated, ...]) -> Page:
        """The text with its title, if a paragraph is marked as that, and what the properties state."""
        self._flush()
        lines = tuple(Line(one.text[:_LONGEST], heading=bool(one.kind)) for one in self._titles())
        title = next((one.text for one in self.found if one.kind == "title"), None)
        text = "\n".join(one.text for one in self.found)
        return Page(text, _dated(stated, text), lines, tuple(self.left_out), title)

    def _titles(self) -> list[Block]:
        """The first blocks; headings are titles only where they are marked so, or are the first of the text."""
        return [
            replace(one, kind=one.kind if n == 0 or one.kind == "title" else "")
            for n, one in enumerate(self.found[:_HEAD])
        ]


def _dated(stated: tuple[Stated, ...], text: str) -> tuple[Stated, ...]:
    """Properties without the day on which a file was begun, unless the last year that its text names is that year.

    A file is begun from another one, or from what a program ships with, years before or after what it tells of.
    """
    last = max(_YEAR.findall(text), default="")
    return tuple(one for one in stated if one.name not in _BEGUN or one.raw[:4] == last)
