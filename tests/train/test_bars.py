"""From which likelihood on an offer stands."""

from __future__ import annotations

from collections.abc import Iterator

from kg.train.votes.bars import Judged, bars_of, bars_of_ruled


def judged(name: str, *shares: tuple[float, int, int]) -> Iterator[Judged]:
    """For each (likelihood, right ones, wrong ones) so many offers."""
    for chance, right, wrong in shares:
        yield from [Judged(name, chance, True, 1.0)] * right + [Judged(name, chance, False, 1.0)] * wrong


COMMON = list(judged("met", (0.9, 20, 0), (0.52, 20, 8), (0.32, 2, 8)))
DOUBTFUL = list(judged("issued", (0.9, 20, 0), (0.52, 1, 5), (0.32, 0, 3)))
SAFE = list(judged("visited", (0.9, 20, 0), (0.32, 5, 1)))
RARE = list(judged("founded", (0.9, 5, 0), (0.52, 0, 4)))


def test_each_property_has_the_bar_above_which_most_is_gained() -> None:
    assert bars_of([*COMMON, *DOUBTFUL, *SAFE, *RARE]) == {"": 0.9, "met": 0.5, "issued": 0.9, "visited": 0.3}


def test_what_rules_claim_has_one_bar_and_higher_ones_where_that_gains_a_fact() -> None:
    assert bars_of_ruled([*COMMON, *DOUBTFUL, *SAFE, *RARE]) == {"": 0.5, "issued": 0.9}
    assert bars_of_ruled([*COMMON, *judged("issued", (0.9, 20, 0), (0.52, 1, 2))]) == {"": 0.5}


def test_what_counts_little_gains_little() -> None:
    little = [one._replace(weight=0.1) for one in DOUBTFUL if one.chance < 0.9]
    assert bars_of_ruled([*COMMON, *little, *judged("issued", (0.9, 20, 0))]) == {"": 0.5}
