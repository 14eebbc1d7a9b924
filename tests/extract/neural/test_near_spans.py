"""Spans read off scores in blocks."""

from __future__ import annotations

import numpy as np

from kg.extract.neural.near_spans import COLUMNS, LONGEST, ROWS, above
from kg.extract.neural.windows import NOWHERE
from kg.types import Span


def test_spans_above_the_floor() -> None:
    offsets = [NOWHERE, *range(10, 310), NOWHERE, *range(400, 430)]
    scores = np.full((2, -(-len(offsets) // ROWS), ROWS, COLUMNS), -9.0, np.float32)

    def put(kind: int, first: int, last: int, score: float) -> None:
        scores[kind, first // ROWS, first % ROWS, last - first // ROWS * ROWS] = score

    put(0, 1, 3, 2.5)
    put(1, 60, 60, 0.5)
    put(1, 60, 61, -0.5)  # below the floor
    put(0, 5, 4, 3.0)  # backwards
    put(0, 0, 2, 3.0)  # the mark at the beginning
    put(0, 300, 303, 3.0)  # over the mark within
    put(0, 48, 48 + LONGEST - 1, 1.5)
    put(0, 48, 48 + LONGEST, 1.5)  # too long
    put(0, 331, 333, 3.0)  # behind the end
    assert list(above(scores, 0.0, offsets)) == [
        (0, Span(10, 13), 2.5),
        (0, Span(57, 57 + LONGEST), 1.5),
        (1, Span(69, 70), 0.5),
    ]
