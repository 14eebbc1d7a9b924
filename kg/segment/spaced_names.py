"""The step of the view that writes a person's name without the blanks that set it out: 王 伟, 李  红, 张 建 国."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from kg.text.view import Edit

_HAN = r"\u3400-\u9fff"
_BLANKS = " {1,4}"
Weights = Mapping[str, float]


class SpacedNames:
    """Single characters set apart by blanks that are names by the weights of their characters.

    >>> names = SpacedNames({"李": 2.0}, {"alone": {"红": 1.0}}, "：", "说", least=0.0)
    >>> names.gone("记者：李  红说"), names.gone("通 知")
    ([(4, 6, '')], [])
    """

    def __init__(
        self,
        surnames: Weights,
        given: Mapping[str, Weights],
        opens: str,
        closes: str,
        least: float,
        never_given: str = "",
        not_names: Collection[str] = (),
    ) -> None:
        """What is a name.

        `given` has the weights of characters in a given name: `alone`, or as `first` and `second` of two. `opens` and
        `closes` may stand right before and after. The weights of a name add up to more than `least`; none of
        `never_given` is in it, and it is none of `not_names`.
        """
        self._surnames, self._given, self._least = surnames, given, least
        self._never, self._not_names = frozenset(never_given), frozenset(not_names)
        first = "".join(sorted(s for s in surnames if len(s) == 1))
        spaced = f"[{first}](?:{_BLANKS}[{_HAN}])"
        self._run = re.compile(f"(?:^|(?<=[{opens}\\s])){spaced}+(?=[{closes}\\s]|$)", re.M)
        self._hint = re.compile(f" (?<=[{first}] )")  # begins with the blank itself, which is found fast
        self._any = [re.compile(f"{spaced}{{{given}}}") for given in (1, 2)]

    def gone(self, text: str) -> list[Edit]:
        """The blanks to leave out of a text of uniform characters.

        A name that stands alone somewhere is written without blanks wherever it is set with them.
        """
        if self._hint.search(text) is None:
            return []
        names, found = set[str](), set[tuple[int, int]]()
        for run in self._run.finditer(text):
            for places in self._within(text, run):
                names.add("".join(text[n] for n in places))
                found.update(_gaps(places))
        for spaced in self._any if names else ():
            for match in spaced.finditer(text):
                if match.group().replace(" ", "") in names:
                    found.update(_gaps(_places(match)))
        return [(start, end, "") for start, end in sorted(found)]

    def _within(self, text: str, run: re.Match[str]) -> list[list[int]]:
        """The places of the characters of each name in a run of single characters; none if not all of it is names."""
        places = _places(run)
        size = 3 if len(places) == 3 else 2
        if len(places) % size:
            return []
        names = [places[n : n + size] for n in range(0, len(places), size)]
        return names if all(self._is_name("".join(text[n] for n in name)) for name in names) else []

    def _is_name(self, name: str) -> bool:
        surname, given = self._surnames.get(name[0]), name[1:]
        if surname is None or name in self._not_names or not self._never.isdisjoint(given):
            return False
        places = ("alone",) if len(given) == 1 else ("first", "second")
        weights = (self._given.get(place, {}).get(char, 0.0) for place, char in zip(places, given, strict=True))
        return surname + sum(weights) > self._least


def _places(match: re.Match[str]) -> list[int]:
    """Where the characters of a match stand that are no blanks."""
    return [match.start() + n for n, char in enumerate(match.group()) if char != " "]


def _gaps(places: list[int]) -> Iterator[tuple[int, int]]:
    """What lies between neighbours."""
    return ((left + 1, right) for left, right in pairwise(places))
