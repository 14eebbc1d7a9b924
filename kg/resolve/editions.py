"""Editions: the ordinal or the year that tells one festival, award, season or meeting from the next.

第十九届南岭电影节   第20届南岭电影节    19 and 20: two things
第十九届南岭电影节   第19届南岭电影节    one
南岭电影节           第19届南岭电影节    one, where the document names no other edition
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

from kg.ontology.ontology import Ontology
from kg.ontology.tables.resolve import Resolve
from kg.ontology.tables.values import ValueTable
from kg.text.names import normal_form

_T = TypeVar("_T")
_KEPT = 1 << 12  # names whose editions are kept
Edition = tuple[tuple[int, ...], tuple[int, ...]]  # ordinals and years
_NONE: Edition = ((), ())


class Editions:
    """Reads editions off names by the words of one ontology."""

    def __init__(self, ontology: Ontology) -> None:
        table, numerals = ontology.table(Resolve).edition, ontology.table(ValueTable).numerals
        self._digits, self._powers = numerals.digits, numerals.powers
        self._ordinal, self._year, self._first = table.ordinal, table.year, table.first
        self._types = table.types
        self.of = lru_cache(_KEPT)(self._of)

    def told(self, coarse: str) -> bool:
        """Whether things of a coarse type come in editions."""
        return coarse in self._types

    def _of(self, name: str) -> Edition:
        """The edition that a name gives.

        >>> from kg.ontology.ontology import load
        >>> [editions(load()).of(name) for name in ("第二十一届海州书展", "首届海州书展", "2019年海州书展")]
        [((21,), ()), ((1,), ()), ((), (2019,))]
        """
        text = self._first.sub(lambda m: "1" + m.group()[-1], normal_form(name))
        years = tuple(int(m["number"]) for m in self._year.finditer(text))
        return tuple(self._number(m["number"]) for m in self._ordinal.finditer(text)), years

    def _number(self, text: str) -> int:
        """What a numeral below ten thousand is worth, in either script."""
        if text.isdigit() and text.isascii():
            return int(text)
        total = digit = 0
        for char in text:
            power = self._powers.get(char)
            if power is None:
                digit = digit * 10 + self._digits.get(char, 0)
            else:
                total += (digit or 1) * int(10**power)
                digit = 0
        return total + digit

    def differ(self, left: str, right: str) -> bool:
        """Whether two names are those of different editions."""
        return any(a and b and a != b for a, b in zip(self.of(left), self.of(right), strict=True))

    def apart(self, forms: Sequence[_T], name: Callable[[_T], str]) -> Iterator[list[_T]]:
        """Forms of what would be one name, by edition; those without one belong to the only edition that there is."""
        groups: dict[Edition, list[_T]] = defaultdict(list)
        for form in forms:
            groups[self.of(name(form))].append(form)
        bare = groups.pop(_NONE, [])
        if len(groups) == 1:
            yield [*next(iter(groups.values())), *bare]
            return
        yield from groups.values()
        if bare:
            yield bare


def editions(ontology: Ontology) -> Editions:
    """What reads editions by an ontology, made once."""
    return ontology.once(Editions)
