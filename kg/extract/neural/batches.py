"""Sentences to batches of arrays: cut where they are too long, sorted by length, padded with zeros."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kg.extract.neural.character_features import Features, Ints, features
from kg.types import Parsed, Span, Token

LONGEST = 160  # characters that a model sees at a time
MAX_CELLS = 8192  # of an array, padding included
_MAX_RATIO = 7 / 5  # of the longest piece of a batch to its shortest: padding costs as much as text
_SHORT = 24  # characters up to which pieces go together whatever their lengths
_STOPS = ("。！？；\n", "，、： ")


def _cut(view: str, start: int, end: int) -> int:
    """Where to end a piece that begins at `start`: behind the last strong mark, else the last weak one."""
    for marks in _STOPS:
        found = max(view.rfind(mark, start + LONGEST // 4, start + LONGEST) for mark in marks)
        if found >= 0:
            return found + 1
    return min(start + LONGEST, end)


def pieces(view: str, sentences: Iterable[Span]) -> Iterator[Span]:
    """The sentences, those of more than `LONGEST` characters in parts; together they cover the same characters.

    >>> [len(span) for span in pieces("好" * 400, [Span(0, 400)])]
    [160, 160, 80]
    """
    for sentence in sentences:
        start = sentence.start
        while sentence.end - start > LONGEST:
            end = _cut(view, start, sentence.end)
            yield Span(start, end)
            start = end
        if start < sentence.end:
            yield Span(start, sentence.end)


def longest_beside(length: int) -> int:
    """The length of the longest piece that may share a batch with one of `length` characters.

    >>> longest_beside(5), longest_beside(100)
    (24, 140)
    """
    return max(int(length * _MAX_RATIO), _SHORT)


@dataclass(frozen=True)
class Batch:
    """Pieces of about one length; `arrays` are those of `Features`, each of shape (pieces, longest piece)."""

    spans: tuple[Span, ...]
    arrays: tuple[Ints, ...]


def parts(parsed: Parsed) -> list[tuple[Span, Features]]:
    """The pieces of a document with what a model sees of them. A word that a piece cuts is seen in two parts."""
    found = []
    for span in pieces(parsed.view.text, parsed.sentences):
        first = bisect_left(parsed.starts, span.start)
        if first and parsed.ends[first - 1] > span.start:
            first -= 1
        last = bisect_left(parsed.starts, span.end)
        tokens = [
            t
            if span.contains(t.span)
            else type(t)(Span(max(t.span.start, span.start), min(t.span.end, span.end)), t.pos)
            for t in parsed.tokens[first:last]
        ]
        found.append((span, features(parsed.view.text, span.start, span.end, tokens)))
    return found


def batches(found: Sequence[tuple[Span, Features]]) -> Iterator[Batch]:
    """The pieces in batches of at most `MAX_CELLS` cells, in the order of their lengths, shortest first."""
    ordered = sorted(found, key=lambda one: (len(one[0]), one[0].start))
    start = 0
    while start < len(ordered):
        end = start + 1
        most = longest_beside(len(ordered[start][0]))
        while end < len(ordered) and len(ordered[end][0]) <= most and (end + 1 - start) * most <= MAX_CELLS:
            end += 1
        chosen = ordered[start:end]
        arrays = np.zeros((5, len(chosen), len(chosen[-1][0])), np.int32)
        for row, (_, one) in enumerate(chosen):
            for column, values in enumerate(one.arrays):
                arrays[column, row, : len(values)] = values
        yield Batch(tuple(span for span, _ in chosen), tuple(arrays))
        start = end


def whole(parsed: Parsed) -> Ints:
    """The features of a whole text, of shape (5, characters); what lies between sentences is seen too."""
    tokens, at = [], 0
    for token in parsed.tokens:
        if token.span.start > at:
            tokens.append(Token(Span(at, token.span.start), "x"))
        tokens.append(token)
        at = token.span.end
    if at < len(parsed.view.text):
        tokens.append(Token(Span(at, len(parsed.view.text)), "x"))
    return np.stack(features(parsed.view.text, 0, len(parsed.view.text), tokens).arrays)
