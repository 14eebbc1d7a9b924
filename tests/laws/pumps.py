"""Strings that a regular expression may choke on: its own parts, again and again.

(?:a|aa)*b   ->   a, aa, aaa, aaaaa, …, each many times, without the b that would end it
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from importlib import import_module
from typing import Any

c: Any = import_module("re._constants")  # private, and so unknown to type checkers
parser: Any = import_module("re._parser")

_REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)
_CATEGORIES = {
    c.CATEGORY_DIGIT: [(0x30, 0x39)],
    c.CATEGORY_SPACE: [(0x20, 0x20), (0x0A, 0x0A)],
    c.CATEGORY_WORD: [(0x61, 0x7A), (0x4E00, 0x4E80)],
}
_COMMON = "甲在的、和”》）9a·-年☃"  # for classes that say what they do not hold
_MANY = 12  # alternatives of one place that are tried

Pump = tuple[str, str]  # what stands first, and what is repeated behind it


def pumps(pattern: str, flags: int, limit: int = 60) -> list[Pump]:
    """Up to `limit` pumps of an expression: each repeat and alternative, alone and with what comes behind it.

    >>> ("", "ab") in pumps("(?:ab)*c", 0)
    True
    """
    return _Pumps(pattern, flags).all(limit)


class _Pumps:
    def __init__(self, pattern: str, flags: int) -> None:
        self._random = random.Random(1)
        self._tree = parser.parse(pattern, flags)
        self._groups: dict[int | None, str] = {}

    def all(self, limit: int) -> list[Pump]:
        whole = [("", self._sample(self._tree)) for _ in range(4)]
        parts = list(self._parts(self._tree, ""))
        self._random.shuffle(parts)
        found = dict.fromkeys(pump for pump in whole if pump[1])
        for before, part, behind in parts:
            for _ in range(3 if len(parts) < 30 else 1):
                again, more = self._sample(part), self._sample(behind)
                pumped = ((before, again), ("", again), ("", again + more), ("", more + again))
                found |= dict.fromkeys(pump for pump in pumped if pump[1])
        kept = list(found)
        first = len(whole)
        return kept if len(kept) <= limit else kept[:first] + self._random.sample(kept[first:], limit - first)

    def _parts(self, tree: Any, before: str) -> Iterator[tuple[str, Any, Any]]:
        """Each repeat's body and each alternative, with a string of what stands before it and the nodes behind it."""
        nodes = list(tree)
        for at, (op, value) in enumerate(nodes):
            behind = nodes[at + 1 : at + 4]
            if op in _REPEATS:
                if value[1] > 3:
                    yield before, value[2], behind
                yield from self._parts(value[2], before)
            elif op is c.BRANCH:
                branches = value[1]
                for branch in branches if len(branches) <= _MANY else self._random.sample(branches, _MANY):
                    yield before, branch, behind
                    yield from self._parts(branch, before)
            elif op is c.SUBPATTERN:
                yield from self._parts(value[3], before)
            elif op is c.ATOMIC_GROUP:
                yield from self._parts(value, before)
            elif op in (c.ASSERT, c.ASSERT_NOT):
                yield from self._parts(value[1], before)
            before += self._sample([(op, value)])

    def _sample(self, tree: Any) -> str:
        """A string that a part matches, but for what it looks ahead or back to."""
        return "".join(self._of(op, value) for op, value in tree)

    def _of(self, op: Any, value: Any) -> str:
        if op is c.LITERAL:
            return chr(value)
        if op is c.NOT_LITERAL:
            return "甲" if value != ord("甲") else "乙"
        if op is c.ANY:
            return "甲"
        if op is c.IN:
            return self._one_of(value)
        if op is c.BRANCH:
            return self._sample(self._random.choice(value[1]))
        if op is c.SUBPATTERN:
            self._groups[value[0]] = self._sample(value[3])
            return self._groups[value[0]]
        if op is c.ATOMIC_GROUP:
            return self._sample(value)
        if op in _REPEATS:
            low, high, body = value
            times = min(high, low + self._random.randint(0, 2))
            return "".join(self._sample(body) for _ in range(times))
        return self._groups.get(value, "") if op is c.GROUPREF else ""

    def _one_of(self, items: Any) -> str:
        ranges: list[tuple[int, int]] = []
        for op, value in items:
            if op is c.LITERAL:
                ranges.append((value, value))
            elif op is c.RANGE:
                ranges.append(value)
            elif op is c.CATEGORY:
                ranges += _CATEGORIES.get(value, [(0x21, 0x21)])
        if (c.NEGATE, None) in items:
            free = [x for x in _COMMON if not any(low <= ord(x) <= high for low, high in ranges)]
            return self._random.choice(free or ["☃"])
        low, high = self._random.choice(ranges)
        return chr(self._random.randint(low, min(high, low + 300)))
