"""Figures that 分别 deals out, one to each of a list.

甲市、乙市分别新建3座和5座            the list before it
…，投资分别增加7%和9%                 the same list again
…甲公司和乙公司，给两家公司分别送去6万元和9万元    as many as are counted, those named last
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise

from kg.extract.relations.typed_sentence import TypedSentence
from kg.ontology.tables.figures import FigureTable
from kg.types import Mention

_BACK = 200  # characters back to what is counted
_LISTED = frozenset({"Organization", "Place"})  # bodies and places may stand in one list: 韩国、东盟


class FiguresOfEach:
    """Whose the figures of a sentence are that are dealt out; `coarse` gives the coarse type of each class."""

    def __init__(self, typed: TypedSentence, table: FigureTable, coarse: Mapping[str, str]) -> None:
        self._typed, self._table, self._coarse = typed, table, coarse
        self.owners: dict[int, Mention] = {}  # by the position of the figure
        self.unowned: set[int] = set()  # dealt out to some of whom not all were found
        last: list[int] = []
        for each in table.each.finditer(typed.text):
            figures = self._figures(each.end())
            listed = [n for n in range(*each.span("list")) if n in typed.mentions]
            if not listed:
                listed = last if len(last) == len(figures) else self._counted(each.start(), each["count"], len(figures))
            if len(figures) > 1 and len(listed) == len(figures) and self._are_alike(listed):
                last = listed
                owned = (typed.mentions[n] for n in listed)
                self.owners.update(zip(figures, owned, strict=True))
            elif table.counts.get(each["count"] or "") == len(figures):
                self.unowned.update(figures)

    def _figures(self, start: int) -> list[int]:
        ends = self._table.each_ends.search(self._typed.text, start)
        end = ends.start() if ends else len(self._typed.text)
        mentions = self._typed.mentions
        return [n for n in range(start, end) if n in mentions and mentions[n].type == "Quantity"]

    def _counted(self, end: int, count: str | None, wanted: int) -> list[int]:
        """The last things of one kind before a clause that counts them."""
        if count is None or self._table.counts.get(count) != wanted:
            return []
        before = [n for n in range(max(0, end - _BACK), end) if n in self._typed.mentions and self._kind(n)]
        last = before[-wanted:]
        apart = any("，" in self._typed.text[a:b] for a, b in pairwise(last))
        return [] if apart else last

    def _are_alike(self, listed: Collection[int]) -> bool:
        kinds = {self._kind(n) for n in listed}
        return len(kinds) == 1 or kinds <= _LISTED

    def _kind(self, n: int) -> str:
        return self._coarse.get(self._typed.mentions[n].type, "")
