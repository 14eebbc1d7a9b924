"""Pieces of text in groups of about one length."""

from __future__ import annotations

import random
from collections.abc import Sequence

_JITTER = 8  # characters by which the order of lengths is disturbed


def sized_groups(lengths: Sequence[int], size: int, chance: random.Random | None) -> list[list[int]]:
    """Numbers of pieces in groups of about one length, at most `size` cells each; shuffled by `chance`.

    >>> sized_groups([5, 1, 4, 2], 8, None)
    [[1, 3], [2], [0]]
    """
    order = sorted(range(len(lengths)), key=lambda n: lengths[n] + (chance.random() * _JITTER if chance else 0))
    found: list[list[int]] = []
    longest = 0
    for number in order:
        longest = max(longest, lengths[number])
        if not found or (len(found[-1]) + 1) * longest > size:
            found.append([])
            longest = lengths[number]
        found[-1].append(number)
    if chance:
        chance.shuffle(found)
    return found
