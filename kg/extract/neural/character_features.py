"""What the tagger sees of each character: itself, its two bigrams, the word that it lies in and its place there.

All features are arithmetic on code points and hashes, so that a model needs no vocabulary file beside its weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from kg.types import Token

Ints = NDArray[np.int32]

_HAN = 0x4E00
_HAN_COUNT = 0x9FFF - _HAN + 1
_OTHERS = 1024  # rows shared by the code points outside of the Han block
CHARACTERS = 2 + _OTHERS + _HAN_COUNT  # row 0: padding, row 1: hidden (dropped in training)
BIGRAMS = 1 << 17
WORDS = 1 << 16
HIDDEN = 1
_BORDER = 3  # the code point that stands before and after a sentence
_JIEBA = (
    "a ad an b c d df dg e eng f g h i j k l m mq n ng nr nrfg nrt ns nt nz o p q r rg rr rz s t tg u ud ug uj ul uv "
    "uz v vd vg vi vn vq x y yg z zg w"
)
_TAGS = _JIEBA.split(" ")
_TAG = {tag: number for number, tag in enumerate(_TAGS, 1)}
INPUTS = ("character", "left", "right", "word", "place")  # of a model: the arrays of `Features`
PLACES = (len(_TAGS) + 1) * 4  # tag x (single, first, inner, last character of its word)


@dataclass(frozen=True)
class Features:
    """Arrays of one length: a row number for each character (`left` is the bigram that ends with it)."""

    character: Ints
    left: Ints
    right: Ints
    word: Ints
    place: Ints

    def __len__(self) -> int:
        """The number of characters."""
        return len(self.character)

    def cut(self, start: int, end: int) -> Features:
        """The features of some of the characters."""
        return Features(*(array[start:end] for array in self.arrays))

    @property
    def arrays(self) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """The arrays, in the order in which a model takes them."""
        return self.character, self.left, self.right, self.word, self.place


@lru_cache(maxsize=1 << 16)
def _word(word: str, pos: str) -> tuple[int, int]:
    return crc32(word.encode("utf-8", "surrogatepass")) % (WORDS - 2) + 2, _TAG.get(pos, 0) * 4


def _bigrams(first: Ints, second: Ints) -> Ints:
    mixed = first.astype(np.uint64) * np.uint64(0x9E3779B1) + second.astype(np.uint64) * np.uint64(0x85EBCA77)
    return ((mixed >> np.uint64(7)) % np.uint64(BIGRAMS - 2) + np.uint64(2)).astype(np.int32)


def features(view: str, start: int, end: int, tokens: Sequence[Token]) -> Features:
    """The features of `view[start:end]`, which `tokens` cover.

    >>> from kg.types import Span
    >>> found = features("宜宾市司法局", 0, 6, [Token(Span(0, 3), "ns"), Token(Span(3, 6), "nt")])
    >>> len(found), found.place.tolist()[:3] == found.place.tolist()[3:]
    (6, False)
    """
    codes = np.frombuffer(view[start:end].encode("utf-32-le", "surrogatepass"), dtype=np.int32)
    character = np.where(
        (codes >= _HAN) & (codes < _HAN + _HAN_COUNT), codes - _HAN + 2 + _OTHERS, codes % _OTHERS + 2
    ).astype(np.int32)
    around = np.concatenate(([_BORDER], codes, [_BORDER])).astype(np.int32)
    pairs = _bigrams(around[:-1], around[1:])
    lengths = np.empty(len(tokens), np.int32)
    rows = np.empty((len(tokens), 2), np.int32)
    for number, token in enumerate(tokens):
        left, right = token.span.start, token.span.end
        lengths[number] = right - left
        rows[number] = _word(view[left:right], token.pos)
    word = np.repeat(rows[:, 0], lengths)
    place = np.repeat(rows[:, 1], lengths) + 2
    ends = np.cumsum(lengths) - 1
    place[ends - lengths + 1] -= 1
    place[ends] += 1
    place[ends[lengths == 1]] -= 2
    return Features(character, pairs[:-1], pairs[1:], word, place.astype(np.int32))
