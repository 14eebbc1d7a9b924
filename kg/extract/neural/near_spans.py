"""Spans are scored in blocks: each first character against the last ones from its block's beginning on.

Of a window of 600 characters two fifths of all scores are left; no span is longer than `LONGEST`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.extract.neural.windows import NOWHERE
from kg.types import Span

ROWS, BLOCKS = 48, 5  # first characters in a block, blocks of last characters against which they are scored
COLUMNS = ROWS * BLOCKS
LONGEST = COLUMNS - ROWS + 1  # characters

Places = NDArray[np.int64]


def above(scores: NDArray[np.float32], floor: float, offsets: Sequence[int]) -> Iterator[tuple[int, Span, float]]:
    """The type, place in the view and score of each span of a window that has more than `floor`.

    `scores` are of shape (types, blocks, first character in the block, last character from its beginning on),
    `offsets` the places of the window's characters in the view.
    """
    at = np.asarray(offsets)
    first, last = _ends(scores.shape[1])
    kept = (first <= last) & (last < len(at)) & (last - first < LONGEST)
    kind, block, row, column = np.unravel_index(np.flatnonzero((scores > floor) & kept), scores.shape)
    found = scores[kind, block, row, column]
    start, end = at[first[block, row, 0]], at[last[block, 0, column]]
    whole = (start != NOWHERE) & (end - start == column - row)
    for n, a, b, score in zip(*(one[whole].tolist() for one in (kind, start, end, found)), strict=True):
        yield n, Span(a, b + 1), score


def _ends(blocks: int) -> tuple[Places, Places]:
    """The first characters (blocks, rows, 1) and the last ones (blocks, 1, columns) that scores are of."""
    begin = np.arange(blocks)[:, None, None] * ROWS
    return begin + np.arange(ROWS)[:, None], begin + np.arange(COLUMNS)
