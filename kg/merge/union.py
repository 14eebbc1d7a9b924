"""Sets that grow together (union-find), some of which may be kept apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from kg.types import DocumentId

Key = tuple[DocumentId, str, str]  # document id, coarse type or position, name
Side = tuple[int, bool]  # a number, and one of its two sides
K = TypeVar("K", bound=tuple[DocumentId, int] | tuple[DocumentId, str, str] | str)  # a key, which has an order


class Union(Generic[K]):
    """Which keys are one thing; the smallest key of a set stands for it, so that the order of joins does not matter.

    Sets that are on two sides of one number, by `hold_apart`, are never joined.
    """

    def __init__(self) -> None:
        self._parent: dict[K, K] = {}
        self._sides: dict[K, frozenset[Side]] = {}  # of the sets that have some, by root

    def root(self, key: K) -> K:
        """The key that stands for the set of a key."""
        root = key
        while (up := self._parent.setdefault(root, root)) != root:
            root = up
        while key != root:
            self._parent[key], key = root, self._parent[key]
        return root

    def join(self, left: K, right: K) -> bool:
        """Make two sets one; false where they are held apart."""
        first, second = sorted((self.root(left), self.root(right)))
        if first == second:
            return True
        if self.apart((first, second)) is not None:
            return False
        self._parent[second] = first
        if sides := self._sides.pop(second, frozenset()):
            self._sides[first] = self._sides.get(first, frozenset()) | sides
        return True

    def hold_apart(self, number: int, left: Iterable[K], right: Iterable[K]) -> None:
        """Never join the sets of the left keys and those of the right keys."""
        for keys, side in ((left, False), (right, True)):
            for root in {self.root(key) for key in keys}:
                self._sides[root] = self._sides.get(root, frozenset()) | {(number, side)}

    def apart(self, keys: Iterable[K]) -> int | None:
        """The largest number by which the sets of some keys are held apart; None where they may be one."""
        roots = {self.root(key) for key in keys}
        sides = frozenset().union(*(self._sides.get(root, frozenset()) for root in roots))
        both = {number for number, side in sides if (number, not side) in sides}
        return max(both, default=None)
