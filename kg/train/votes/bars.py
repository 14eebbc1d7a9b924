"""From which likelihood on an offer stands, chosen on offers whose likelihood other articles tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

WANTED, WANTED_OF_RULED = 0.5, 0.45  # of what is just above a bar, so many should be right
_CUTS = tuple(n / 100 for n in range(5, 100, 5))
_FEW = 12  # right offers of a property from which on it has a bar of its own
_SLACK = 0.5  # facts


class Judged(NamedTuple):
    """An offer under cross-validation: how likely it was found, whether it is right, and how much it counts."""

    predicate: str
    chance: float
    right: bool
    weight: float


def bars_of(judged: Sequence[Judged]) -> dict[str, float]:
    """The bar of each property, and (under "") of those with too few right offers."""
    common, few = _split(judged)
    rest = [one for rows in few.values() for one in rows]
    return {"": _bar(rest, WANTED)} | {name: _bar(rows, WANTED) for name, rows in common.items()}


def bars_of_ruled(judged: Sequence[Judged]) -> dict[str, float]:
    """As `bars_of`, of rules' claims: one bar, and higher ones for the properties where that gains a fact or more."""
    common, _ = _split(judged)
    wanted = WANTED_OF_RULED
    bar = _bar(judged, wanted)
    own = {name: max(bar, _bar(rows, wanted)) for name, rows in common.items()}
    gained = {name: _gain(common[name], one, wanted) - _gain(common[name], bar, wanted) for name, one in own.items()}
    return {"": bar} | {name: one for name, one in own.items() if gained[name] >= 1}


def _split(judged: Sequence[Judged]) -> tuple[dict[str, list[Judged]], dict[str, list[Judged]]]:
    """What was judged by property: of those with enough that is right, and of the others."""
    by_name: dict[str, list[Judged]] = {}
    for one in judged:
        by_name.setdefault(one.predicate, []).append(one)
    common, few = dict[str, list[Judged]](), dict[str, list[Judged]]()
    for name, rows in sorted(by_name.items()):
        enough = sum(one.weight for one in rows if one.right) >= _FEW
        (common if enough else few)[name] = rows
    return common, few


def _bar(rows: Sequence[Judged], wanted: float) -> float:
    """The highest cut above which about as much is gained as above any; half a fact more or less is chance."""
    gains = {cut: _gain(rows, cut, wanted) for cut in _CUTS}
    return max(cut for cut, gain in gains.items() if gain >= max(gains.values()) - _SLACK)


def _gain(rows: Sequence[Judged], cut: float, wanted: float) -> float:
    """What is gained above a cut: 1 - `wanted` by what is right, and what is wrong costs `wanted`."""
    return sum(one.weight * (one.right - wanted) for one in rows if one.chance >= cut)
