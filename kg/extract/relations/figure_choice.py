"""The choice of what a figure is about: the likeliest owner by the weights of its signs, or nothing.

It is a logit over the proposals and nothing: a proposal's odds are the sum of the weights of its signs, proposals of
the same thing are one. What the figure before is about is one more sign (“again”).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.extract.relations.figure_owners import Owner


class Choice(NamedTuple):
    """An owner, and how likely it and all proposals of its words are."""

    owner: Owner
    share: float


class Before(NamedTuple):
    """What the last figure with an owner is about, and whether no figure came since."""

    words: str = ""
    near: bool = True

    def after(self, chosen: Choice | None, carried: float) -> Before:
        """The state behind one more figure; an owner less likely than `carried` is not carried on."""
        if chosen is not None and chosen.share > carried:
            return Before(chosen.owner.words)
        return self._replace(near=False)

    def signs(self, owner: Owner) -> Iterator[str]:
        """The signs that the last figure gives an owner."""
        if self.words:
            yield f"again={owner.words == self.words} near={self.near}"

    def nothing(self) -> str:
        """The sign that the last figure gives for no owner."""
        return f"none again={bool(self.words)} near={self.near}"


def chances(odds: Sequence[float]) -> list[float]:
    """Odds as chances that sum to 1.

    >>> chances([1.0, 1.0])
    [0.5, 0.5]
    """
    top = max(odds)
    parts = [math.exp(one - top) for one in odds]
    return [part / sum(parts) for part in parts]


def best(
    nothing: Sequence[str], owners: Sequence[Owner], before: Before, weights: Mapping[str, float]
) -> Choice | None:
    """The likeliest owner, None where there is none to choose from."""
    if not owners:
        return None
    odds = [sum(weights.get(sign, 0) for sign in (*nothing, before.nothing()))]
    for owner in owners:
        odds.append(sum(weights.get(sign, 0) for sign in (*owner.signs, *before.signs(owner))))
    shares: dict[str, float] = {}
    first: dict[str, tuple[float, Owner]] = {}
    for owner, chance in zip(owners, chances(odds)[1:], strict=True):
        shares[owner.thing] = shares.get(owner.thing, 0) + chance
        if owner.thing not in first or chance > first[owner.thing][0]:
            first[owner.thing] = chance, owner
    thing = max(shares, key=lambda thing: shares[thing])
    return Choice(first[thing][1], shares[thing])
