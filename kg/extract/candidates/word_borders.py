"""How a stretch of text lies to the words of jieba, whose borders are hints."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal, TypeAlias

from kg.types import Parsed, Token

Fit: TypeAlias = Literal["exact", "joined", "inside", "right", "left", "both", "outside"]


class Borders:
    """The words of a document by position."""

    def __init__(self, parsed: Parsed) -> None:
        self.tokens = parsed.tokens
        self._starts = parsed.starts

    def index(self, at: int) -> int:
        """The index of the token that holds a character, or -1 where none does (the frame, white space)."""
        found = bisect_right(self._starts, at) - 1
        return found if found >= 0 and at < self.tokens[found].span.end else -1

    def at(self, at: int) -> Token | None:
        """The token that holds a character, or None."""
        found = self.index(at)
        return self.tokens[found] if found >= 0 else None

    def fit(self, start: int, end: int) -> Fit:
        """How a span lies to the words.

        exact: one word; joined: several whole words; inside: a part of one word; right, left, both: it cuts a longer
        word at that end; outside: there are no words (not in the body).
        """
        first, last = self.at(start), self.at(end - 1)
        if first is None or last is None:
            return "outside"
        whole_left, whole_right = first.span.start == start, last.span.end == end
        if first is last:
            return "exact" if whole_left and whole_right else "inside"
        if whole_left:
            return "joined" if whole_right else "right"
        return "left" if whole_right else "both"
