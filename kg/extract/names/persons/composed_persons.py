"""Names of peoples that have no surnames, by the elements that they are made of.

会议由阿不都热依木主持      -> 阿不都 + 热依木
斯琴格日乐、次仁央宗参加    -> 斯琴 + 格日乐, 次仁 + 央宗
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kg.extract.names.roles import alternation
from kg.ontology.ontology import Ontology
from kg.ontology.tables.persons import Persons
from kg.ontology.tables.words_names import NameElementRow

_SHORTEST = 3  # characters of such a name


class ComposedPersons:
    """The elements of one ontology, each kind by itself: no name has elements of two."""

    def __init__(self, ontology: Ontology) -> None:
        kinds: dict[str, list[str]] = defaultdict(list)
        for row in ontology.word_list(NameElementRow):
            kinds[row.kind].append(row.element)
        self._names = [self._compiled(elements) for _, elements in sorted(kinds.items())]
        self._gains = ontology.table(Persons).elements

    @staticmethod
    def _compiled(elements: list[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
        """The expression of a name, and that of one element alone."""
        last = "".join(sorted(one for one in elements if len(one) == 1))
        one = f"(?:{alternation(sorted(one for one in elements if len(one) > 1))})"
        return re.compile(f"{one}{{1,4}}" + (f"[{last}]?" if last else "")), re.compile(one)

    def find(self, view: str) -> Iterator[tuple[int, int, float]]:
        """Start and end of each such name, and what its elements add to its log-odds."""
        for name, one in self._names:
            for m in name.finditer(view):
                if m.end() - m.start() >= _SHORTEST:
                    several = one.fullmatch(view, m.start(), m.end()) is None
                    yield m.start(), m.end(), self._gains.several if several else self._gains.one
