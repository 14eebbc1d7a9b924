"""Events, awards, initiatives, products and documents whose names end in a head noun: a walk to the left by grammar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract.rules.candidate import Candidate
from kg.extract.rules.heads import Head, heads, name_rules
from kg.extract.rules.lexicon import bill
from kg.extract.rules.units import Unit
from kg.ontology import Ontology
from kg.types import Mention, Span

_LONGEST = 14  # words before the head
_INSIDE = frozenset("nvabjlisftgz")  # first letters of the parts of speech that a name is made of
_PROPER = frozenset({"ns", "nt", "nz", "nr", "nrt", "eng"})
_LEAD = frozenset("nsabjlitg")  # of those, with which a name may begin
_ORDINAL = re.compile("第?[一二三四五六七八九十百0-9]+(?:届|次|轮|期)?$|[首上本]届$")
_NUMERAL = re.compile("[0-9一二三四五六七八九十百千万亿两几多数首每各]")
_COUNT = frozenset({"届", "次", "轮", "期", "号"})
_JOINS = frozenset({"暨", "—", "·", "-", "两级", "三级", "四级"})


@dataclass(frozen=True, slots=True)
class _Rules:
    stops: frozenset[str]
    starters: frozenset[str]
    free: frozenset[str]
    award_starts: frozenset[str]
    levels: frozenset[str]
    vague: frozenset[str]
    free_length: int


@cache
def _rules(ontology: Ontology) -> _Rules:
    table = name_rules(ontology)["thing"]
    keys = ("stops", "starters", "free", "award_starts", "levels", "vague")
    return _Rules(**{key: frozenset(table[key]) for key in keys}, free_length=table["free_length"])


def _ends(unit: Unit, head: Head, not_last: tuple[str, ...]) -> bool:
    """Whether a unit may end a name with this head: 作品展 with 展, but not 发展."""
    if unit.text.endswith(not_last):
        return False
    size, length = unit.end - unit.start, len(head.word)
    if size > length and unit.pos in ("nr", "role", "t"):
        return False
    return length > 1 or size == 1 or (size > 2 and unit.pos[0] != "v")


class Things:
    """Finds the events, awards, initiatives and products of a sentence."""

    def __init__(self, view: str, ontology: Ontology, kinds: frozenset[str]) -> None:
        self.view, self.kinds = view, kinds
        self.not_last = tuple(name_rules(ontology)["thing"]["not_last"])
        self.heads, self.rules = heads(ontology), _rules(ontology)

    def find(self, units: Sequence[Unit], named: dict[int, int]) -> list[Candidate]:
        """Candidates of one sentence; `named` maps the ends of organisations' names to their starts."""
        found = []
        floor = units[0].start if units else 0
        for at, unit in enumerate(units):
            head = self.heads.before(self.view, unit.end, floor)
            if head is None or head.type not in self.kinds or not _ends(unit, head, self.not_last):
                continue
            candidate = self._compose(units, at, head, named)
            if candidate is None:
                continue
            found.append(candidate)
            span = candidate.mention.span
            draft = bill(self.view, span.start, span.end) if head.type == "Legislation" else None
            if draft is not None:
                found.append(Candidate(Mention(draft, head.type), candidate.score, "name.bill"))
        return found

    def _compose(self, units: Sequence[Unit], at: int, head: Head, named: dict[int, int]) -> Candidate | None:
        end = units[at].end
        reach = self._reach(units, at, end - len(head.word), head.type)
        starts = [n for n in range(reach, at + 1) if self._starts(units, n, named)]
        first = self._first(units, reach, at, head, starts, named)
        if first is None:
            return None
        start = units[first].start
        if end - start <= len(head.word):
            return None
        score = 0.85 if first in starts else 0.6
        return Candidate(Mention(Span(start, end), head.type), score, f"name.{head.word}")

    def _reach(self, units: Sequence[Unit], at: int, before: int, kind: str) -> int:
        """The leftmost unit that may belong to the name."""
        first = at
        while first > 0 and at - first < _LONGEST:
            unit = units[first - 1]
            text = unit.text
            if unit.start >= before:
                first -= 1
            elif text == "”":
                opened = next((n for n in range(first - 2, max(-1, first - 20), -1) if units[n].text == "“"), None)
                if opened is None:
                    return first
                first = opened
                if first == 0 or units[first - 1].text not in _JOINS:
                    return first
            elif self._within(units, first - 1, kind):
                first -= 1
            elif text == "的" and first >= 2 and units[first - 2].text == "党":
                first -= 2
            else:
                break
        return first

    def _within(self, units: Sequence[Unit], n: int, kind: str) -> bool:
        """Whether a unit may stand inside a name."""
        text, pos = units[n].text, units[n].pos
        if text in self.rules.stops and pos != "vn" and text not in self.rules.starters:
            return False
        if pos in ("ad", "vd") or (pos == "t" and any(char.isdigit() for char in text)):
            return False
        if pos == "m":
            return text in _JOINS or text in _COUNT or self._ordinal(units, n) or not _NUMERAL.search(text)
        if pos == "d":
            return kind == "Legislation" and len(text) > 1
        if pos == "x":
            return text.isalnum() or text in _JOINS
        return pos[0] in _INSIDE or pos in ("eng", "role") or text in _JOINS or text in _COUNT

    def _ordinal(self, units: Sequence[Unit], n: int) -> bool:
        text = units[n].text
        if not _ORDINAL.fullmatch(text):
            return False
        return text[0] == "第" or text[-1] in _COUNT or (n + 1 < len(units) and units[n + 1].text in _COUNT)

    def _starts(self, units: Sequence[Unit], n: int, named: dict[int, int]) -> bool:
        unit = units[n]
        if unit.text in self.rules.starters or unit.text == "“":
            return True
        if unit.pos in _PROPER or unit.pos == "x":
            return len(unit.text) > 1 and unit.text.isalnum() and not unit.text.isdigit()
        return unit.pos == "m" and self._ordinal(units, n)

    def _first(
        self, units: Sequence[Unit], reach: int, at: int, head: Head, starts: list[int], named: dict[int, int]
    ) -> int | None:
        if units[reach].text == "“":
            return None if head.type == "Award" else reach
        begun = set(named.values())
        if head.type == "Award":
            broad = [n for n in starts if units[n].text in self.rules.award_starts]
            if broad:
                return broad[-1]
        bodies = [n for n in range(reach, at) if units[n].start in begun]
        if starts or bodies:
            first = min([*starts, *bodies])
            return first if self._enough(units, first, at, head) else None
        if head.word in self.rules.free:
            first = reach
            while first < at and (units[first].pos[0] not in _LEAD and units[first].pos not in ("vn", "v")):
                first += 1
            if units[at].end - units[first].start >= len(head.word) + self.rules.free_length:
                return first
        return None

    def _enough(self, units: Sequence[Unit], first: int, at: int, head: Head) -> bool:
        """Whether enough stands between the first word and the head to name one thing (全国会议 names none)."""
        lead = units[first]
        within = units[at].end - len(head.word) - (lead.end if first < at else lead.start)
        vague = head.word in self.rules.vague
        if lead.text in self.rules.levels:
            return within >= (6 if vague else 2)
        if lead.pos == "m":
            return not vague or within >= 4
        if lead.text in self.rules.starters or lead.pos in ("ns", "nt", "nz"):
            return within >= (2 if vague else 0)
        return True
