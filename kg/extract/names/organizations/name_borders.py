"""Where the name of an organisation begins: the border that the weights give, moved by what stands around it.

    宜宾市司法局探索建立法律服务中心 -> 宜宾市司法局  no name goes over the verb (`behind_verbs`)
    国家体育总局科教司 -> 国家体育总局科教司  the body before it belongs to it (`before_places`)
    京蓝环境建设（北京）有限公司成立 -> 京蓝环境建设（北京）有限公司  back to a proper word (`of_company`)
    清源科技（厦门）股份有限公司成立 -> 清源科技（厦门）股份有限公司  back over the seat in brackets (`before_seat`)

`units` are the words of a sentence, `named` the ends of the names that were found in it, with their starts. Each method
gives the number of the unit that the name begins with.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.names.corrected_words import Unit
from kg.extract.names.organizations.organization_words import PUNCTUATION, OrganizationWords, is_proper
from kg.ontology.tables.word_lists import HeadRow

_LEGAL = frozenset({"n", "nz", "x", "nr", "nrt", "j", "a", "eng", "v", "ns"})
_LONGEST = 32  # characters of a body that a part is named with
_AREA = 5  # characters of a short name of an area
_DASHES = frozenset("—-·")


class NameBorders:
    """Moves the borders of names in one text."""

    def __init__(self, view: str, words: OrganizationWords) -> None:
        self.view, self.words, self.table = view, words, words.table
        self.not_first = words.table.not_first | words.breaks

    def behind_verbs(self, units: Sequence[Unit], first: int, at: int, head: HeadRow, named: dict[int, int]) -> int:
        """Past a body that does something (宜宾市司法局探索…): its verb is no part of a name."""
        for n in range(at - 1, first - 1, -1):
            if self._verb(units, n, named) or self._ends_list(units, n, first, head, named):
                return n + 1
        return first

    def _verb(self, units: Sequence[Unit], n: int, named: dict[int, int]) -> bool:
        """Whether a word is a verb of the sentence, or another that no name holds: a post, a count."""
        unit, words = units[n], self.words
        if unit.pos == "role" or unit.text in self.table.counted or unit.text in words.breaks:
            return True
        stop, usual = unit.text in words.stops, words.weights.inside.get(unit.text, 0.0) > 0
        governed = unit.pos[0] == "v" and n > 0 and units[n - 1].end in named
        return (governed and (stop or not usual)) or (stop and not usual and unit.pos[0] in "vdp")

    def _ends_list(self, units: Sequence[Unit], n: int, first: int, head: HeadRow, named: dict[int, int]) -> bool:
        """Whether a name of a list ends before the word: 市公安局|和|司法局."""
        if units[n].text not in self.table.joins or n <= first:
            return False
        before = units[n - 1]
        return before.end in named or before.text.endswith(head.word)

    def behind_bodies(self, units: Sequence[Unit], first: int, at: int, head: HeadRow, named: dict[int, int]) -> int:
        """Past another body that stands before, in a list without marks or of blanks: 海州市科委|云山大学."""
        for n in range(at, first, -1):
            if units[n - 1].text.isspace():
                return n
            start = named.get(units[n - 1].end)
            if start is not None and self._apart(units, n, head, start):
                return n
        return first

    def _apart(self, units: Sequence[Unit], n: int, head: HeadRow, start: int) -> bool:
        """Whether a name that begins with unit `n` is no part of the body before it, which begins at `start`.

        So it is where each begins with its own area, where it is a body that is part of none, and where the one before
        is so long that it is a list itself.
        """
        lead, end, table = units[n], units[n - 1].end, self.table
        if end - start > _LONGEST:
            return True
        before = self._of_area(start, end) or self.view.endswith(tuple(table.alone), start, end)
        if not before or head.word in table.alone:
            return before and lead.text != head.word
        own = lead.text.endswith(table.areas) or self._of_area(lead.start, lead.start + _AREA)
        return own and not head.word.startswith(table.branches)

    def _of_area(self, start: int, end: int) -> bool:
        """Whether a stretch begins with a short name of an area: 海州市."""
        return any(self.view.startswith(self.table.areas, n) for n in range(start + 2, min(start + _AREA, end)))

    def before_places(self, units: Sequence[Unit], first: int, head: HeadRow, named: dict[int, int]) -> int:
        """Further left where a place or a named body stands right before: (国务院)港澳办, (宜宾市)司法局党委."""
        while first > 0:
            before = units[first - 1]
            start = named.get(before.end)
            if start is not None:
                if self._apart(units, first, head, start):
                    return first
                n = self._beginning(units, first - 1, start)
                if units[n].start != start:
                    return first
                first = n
            elif before.pos == "ns" and before.text not in self.not_first:
                first -= 1
            elif before.text in _DASHES and first > 1 and units[first - 2].pos == "ns":
                first -= 2
            elif before.text in self.table.inner_joins and units[first].pos[0] == "n" and not is_proper(units[first]):
                joined = self._joined(units, first - 1, named)
                if joined is None:
                    return first
                first = joined
            else:
                return first
        return first

    @staticmethod
    def _beginning(units: Sequence[Unit], n: int, start: int) -> int:
        """The unit that begins at a character, or the one before it, from unit `n` to the left."""
        while n > 0 and units[n].start > start:
            n -= 1
        return n

    def of_level(self, units: Sequence[Unit], first: int, head: HeadRow) -> int:
        """Left to the level that a body's name begins with: (省)人大常委会, (市)公安局."""
        body = head.type in self.table.by_trade and units[first].text == head.word and len(head.word) > 2
        return first - 1 if body and first > 0 and units[first - 1].text in self.table.levels else first

    def of_company(self, units: Sequence[Unit], first: int, head: HeadRow) -> int:
        """Left to the proper word that a company's full name begins with: 京蓝|环境建设（北京）有限公司."""
        if head.word not in self.table.legal or first == 0 or is_proper(units[first]):
            return first
        n = first - 1
        before = units[n]
        unknown = before.pos in ("nz", "x", "nr", "ns", "eng") or before.text not in self.words.weights.before
        free = before.pos in _LEGAL and before.text[0] not in PUNCTUATION and before.text not in self.words.breaks
        return n if free and unknown and len(before.text) > 1 and before.text not in self.table.not_first else first

    def before_seat(self, units: Sequence[Unit], first: int, named: dict[int, int]) -> int:
        """Back over the seat in brackets: (清源科技)（厦门）股份有限公司."""
        opening = next((n for n in range(first, max(0, first - 5), -1) if units[n].text == "（"), 0)
        closed = units[first].text == "（" or (opening and units[first - 1].text in "（）")
        if not closed or not opening or any(u.pos not in ("ns", "n", "j") for u in units[opening + 1 : first - 1]):
            return first
        n = self._before_bracket(units, opening, named)
        return n if units[n].pos[0] in "nxj" and units[n].text[0] not in PUNCTUATION else first

    @staticmethod
    def _before_bracket(units: Sequence[Unit], opening: int, named: dict[int, int]) -> int:
        """Where what stands before a bracket begins: a name that was found, or up to three nouns."""
        n, start = opening - 1, named.get(units[opening - 1].end)
        if start is not None:
            return NameBorders._beginning(units, n, start)
        while n > 0 and opening - n < 3:
            before = units[n - 1]
            if before.pos not in ("nz", "x", "n", "ns") or before.text[0] in PUNCTUATION:
                break
            n -= 1
        return n

    def _joined(self, units: Sequence[Unit], join: int, named: dict[int, int]) -> int | None:
        """Where a name with 与 or 和 in it goes on: one to three nouns, right behind a place or a body."""
        whole = named.get(units[join - 1].end)
        if whole is not None and whole < units[join - 1].start:
            return None  # …公司和…公司: two bodies
        for n in range(join - 1, max(-1, join - 5), -1):
            unit = units[n]
            if n < join - 1 and (unit.pos == "ns" or unit.end in named or unit.text in self.table.levels):
                return n
            if units[n].pos not in ("n", "vn", "j", "b", "l"):
                return None
        return None

    def balanced(self, start: int, end: int) -> tuple[int, int]:
        """The span without half a pair of marks: out to the opening one, or in behind the closing one."""
        text = self.view[start:end]
        for opening, closing in ("《》", "“”", "（）"):
            if text.count(opening) == text.count(closing):
                continue
            at = self.view.rfind(opening, max(0, start - 20), start)
            last = text.rfind(closing)
            more = last >= 0 and text.count(closing) > text.count(opening)
            if more and at >= 0 and closing not in self.view[at:start]:
                start = at
            else:
                start += max(last, text.rfind(opening)) + 1
            text = self.view[start:end]
        return start, end
