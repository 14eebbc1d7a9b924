"""Spans are scored in blocks: each first character against the last ones from its block's beginning on.

Of a window of 600 characters a third of all scores is left; no span is longer than `LONGEST`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.extract.neural.windows import NOWHERE
from kg.types import Span

ROWS, BLOCKS = 48, 4  # first characters in a block, blocks of last characters against which they are scored
LONGEST = ROWS * (BLOCKS - 1) + 1  # characters


def above(
    scores: NDArray[np.float32], floor: float, offsets: Sequence[int] | NDArray[np.int64]
) -> Iterator[tuple[int, Span, float]]:
    """The type, place in the view and score of each span of a window that has more than `floor`.

    `scores` are of shape (types, blocks, first character in the block, last character from its beginning on),
    `offsets` the places of the window's characters in the view.
    """
    kind, block, row, column = np.unravel_index(np.flatnonzero(scores > floor), scores.shape)
    first, last = block * ROWS + row, block * ROWS + column
    inside = (first <= last) & (last < len(offsets)) & (last - first < LONGEST)
    kind, block, row, column, first, last = (one[inside] for one in (kind, block, row, column, first, last))
    start, end = (np.asarray(offsets)[one] for one in (first, last))
    whole = (start != NOWHERE) & (end - start == last - first)
    some = scores[kind, block, row, column][whole].tolist()
    for n, a, b, score in zip(kind[whole].tolist(), start[whole].tolist(), end[whole].tolist(), some, strict=True):
        yield n, Span(a, b + 1), score
