"""Word pieces: a text cut into the vocabulary of the pretrained encoder, by the best path over the pieces' scores.

The unigram model of Kudo (2018), as SentencePiece applies it, with two differences. A blank or line break is a piece of
its own (`▁`) and begins nothing, since Chinese has no blanks between words; and characters are brought to their
compatibility form one by one, so that each piece stands for as many characters as it has.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

BLANK = "▁"
_LONGEST = 12  # characters in a piece
_UNKNOWN = -10  # how much less a character that no piece has scores than the worst piece
_RUN = 200  # characters that are cut at a time, so that a text without blanks costs no more memory


class Pieces(NamedTuple):
    """A text as pieces: their ids, and for each character the piece that it is in and its place from either end."""

    ids: list[int]
    piece: list[int]
    left: list[int]
    right: list[int]
    characters: list[int]  # the id of the piece that is this character alone


PER_CHARACTER = Pieces._fields[1:]


class Vocabulary:
    """The pieces of the encoder in the order of their ids, and how likely each is (a logarithm)."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float], unknown: int) -> None:
        self._ids: Mapping[str, int] = {piece: n for n, piece in enumerate(pieces)}
        self._scores, self.unknown = scores, unknown
        self._worst = min(scores) + _UNKNOWN
        self._cut = lru_cache(1 << 14)(self._best_path)

    def id(self, piece: str) -> int:
        """The id of a piece; that of the unknown one where there is no such piece."""
        return self._ids.get(piece, self.unknown)

    def encode(self, text: str, farthest: int) -> Pieces:
        """A text as pieces; places from either end of a piece count up to `farthest`."""
        found = Pieces([], [], [], [], [])
        for start, end in _runs(text):
            part = text[start:end]
            cut = [(1, self.id(BLANK))] if part.isspace() else self._cut(part)
            at = 0
            for length, known in cut:
                for n in range(length):
                    found.piece.append(len(found.ids))
                    found.left.append(min(n, farthest))
                    found.right.append(min(length - 1 - n, farthest))
                    found.characters.append(known if length == 1 else self.id(part[at + n]))
                found.ids.append(known)
                at += length
        return found

    def _best_path(self, text: str) -> list[tuple[int, int]]:
        """The length and id of each piece on the best path through a text."""
        best = [0.0] + [float("-inf")] * len(text)
        back = [(0, 0)] * (len(text) + 1)
        for start in range(len(text)):
            for end in range(start + 1, min(len(text), start + _LONGEST) + 1):
                known = self._ids.get(text[start:end])
                if known is None and end > start + 1:
                    continue
                score = best[start] + (self._worst if known is None else self._scores[known])
                if score > best[end]:
                    best[end], back[end] = score, (start, self.unknown if known is None else known)
        path, end = [], len(text)
        while end:
            start, known = back[end]
            path.append((end - start, known))
            end = start
        return path[::-1]


def compatible(text: str) -> str:
    """A text with each character in its compatibility form (NFKC), where that is one character.

    >>> compatible("ＡＢ，（１）")
    'AB,(1)'
    """
    made = (unicodedata.normalize("NFKC", char) for char in text)
    return "".join(char if len(form) != 1 else form for char, form in zip(text, made, strict=True))


def _runs(text: str) -> list[tuple[int, int]]:
    """Where the stretches of a text begin and end: each blank is one, and what is between blanks."""
    found, start = [], 0
    for n, char in enumerate(text):
        if char.isspace():
            found += [(start, n)] * (n > start) + [(n, n + 1)]
            start = n + 1
        elif n - start == _RUN:
            found.append((start, n))
            start = n
    return found + [(start, len(text))] * (len(text) > start)
