"""Where things stand on the map: circles side by side, those that are tied near each other.

Each circle goes to the free place that is nearest to the middle of what it is tied to; the first stands in the middle,
and circles that are tied to nothing fill the gaps, and then the rim.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points: TypeAlias = NDArray[np.float64]

Place: TypeAlias = tuple[int, int]

ROOM = 20  # pixels from one entity to the next
_GAP = 14  # pixels between circles
_AT_ONCE = 256  # places that are tried in one step
_TURN = math.pi * (3 - math.sqrt(5))  # the golden angle, by which a sunflower sets its seeds (Vogel 1979)


def seeds(number: int, turn: int = 0) -> list[Place]:
    """Places of so many points about (0, 0), the first in the middle, about ROOM apart; `turn` turns them about it.

    >>> seeds(2), seeds(2, 1)
    ([(0, 0), (-15, 14)], [(0, 0), (2, -20)])
    """
    angles = ((n + turn) * _TURN for n in range(number))
    radii = (ROOM * math.sqrt(n) for n in range(number))
    return [(round(r * math.cos(angle)), round(r * math.sin(angle))) for r, angle in zip(radii, angles, strict=True)]


def reach(number: int) -> int:
    """The radius of a circle that holds so many points with their names."""
    return round(ROOM * (math.sqrt(number) + 1))


def packed(radii: Sequence[int], ties: Mapping[tuple[int, int], int]) -> list[Place]:
    """The middles of one circle or more, about the middle of all; `ties` are weights by two places in `radii`."""
    import numpy as np

    near: list[dict[int, int]] = [{} for _ in radii]
    for (a, b), weight in ties.items():
        near[a][b] = near[b][a] = weight
    order = sorted(range(len(radii)), key=lambda n: (not near[n], n))
    rank = {n: at for at, n in enumerate(order)}
    stand = np.zeros((len(radii), 2))
    room = np.array([radii[n] for n in order], dtype=np.float64) + _GAP / 2
    tried = 0
    for at, n in enumerate(order[1:], 1):
        pulls = {rank[other]: weight for other, weight in near[n].items() if rank[other] < at}
        if pulls:
            stand[at], _ = _free(stand[:at], room[: at + 1], _middle(stand, pulls), 0)
        else:
            stand[at], tried = _free(stand[:at], room[: at + 1], np.zeros(2), tried)
    low, high = (stand - room[:, None]).min(axis=0), (stand + room[:, None]).max(axis=0)
    return [(round(x), round(y)) for x, y in stand[[rank[n] for n in range(len(radii))]] - (low + high) / 2]


def _middle(stand: Points, pulls: Mapping[int, int]) -> Points:
    """The middle of circles by their weights."""
    import numpy as np

    weights = np.array(list(pulls.values()), dtype=np.float64)
    return np.asarray((stand[list(pulls)] * weights[:, None]).sum(axis=0) / weights.sum())


def _free(stand: Points, room: Points, middle: Points, tried: int) -> tuple[Points, int]:
    """The first free place for the last circle on a sunflower about a middle, and its number there."""
    import numpy as np

    step = room[-1]
    for begin in count(tried, _AT_ONCE):
        n = np.arange(begin, begin + _AT_ONCE)
        radius = step * np.sqrt(n)
        spots = middle + np.stack([radius * np.cos(n * _TURN), radius * np.sin(n * _TURN)], axis=1)
        apart = np.hypot(spots[:, None, 0] - stand[None, :, 0], spots[:, None, 1] - stand[None, :, 1])
        free = np.flatnonzero((apart >= room[-1] + room[:-1]).all(axis=1))
        if len(free):
            return spots[free[0]], int(n[free[0]])
    raise AssertionError("a plane has room for every circle")
