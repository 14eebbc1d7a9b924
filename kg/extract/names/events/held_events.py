"""Events by what is said of them: a verb that holds them on the left, or that they are held on the right.

    召开学习贯彻海州会议精神座谈会        学习贯彻海州会议精神座谈会    behind 召开 all belongs to the name, verbs too
    由专家参加的茶叶产业座谈会上          茶叶产业座谈会             behind 的, and before 上
    海州茶叶加工技术交流会昨日举行        海州茶叶加工技术交流会       from the clause's start, before 举行
    市长召开座谈会                      座谈会                    by itself, where none was named before

The walk goes left from a head noun to what holds it (`_left`); what only leads in (一场, 昨日) is no part of the name
(`_trimmed`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.names.corrected_words import Unit
from kg.extract.names.headed_names import ends_name
from kg.ontology.ontology import Ontology
from kg.ontology.tables.events import Events
from kg.ontology.tables.headed_names import HeadedNames
from kg.ontology.tables.word_lists import HeadRow
from kg.types import Form, Mention, Span

_KIND, _PLACE = "Event", "ns"
_COMPOUND = 3  # words of a head before its last
_QUOTE = 25  # words of a quotation in a name
_TITLE = "《"
_OPEN = {"”": "“", "）": "（", "》": "《", "』": "『", "’": "‘"}
_Border: TypeAlias = Literal["verb", "place", "of", "clause", "list", "joint", "broken"]


class _Left(NamedTuple):
    """The unit that may be the first of a name, and what stands before it."""

    first: int
    border: _Border


class HeldEvents:
    """Finds the events of a sentence by what is said of them."""

    def __init__(self, view: str, ontology: Ontology) -> None:
        self.view, self.rules, self.composed = view, ontology.table(Events), ontology.table(HeadedNames)
        rules = self.rules
        self._borders: tuple[tuple[frozenset[str], _Border], ...] = (
            (rules.bounds, "clause"), (rules.joint, "joint"), (rules.places, "place"), (rules.broken, "broken"),
        )  # fmt: skip

    def find(
        self, units: Sequence[Unit], ends: Sequence[tuple[int, HeadRow]], named: Mapping[int, int]
    ) -> Iterator[Candidate]:
        """The events of a sentence, whose heads end at `ends`; `named`: ends of the names of bodies to their starts."""
        places = {unit.start: n for n, unit in enumerate(units)} if ends else {}
        bodies = {end: places[start] for end, start in named.items() if start in places}
        heads = [(at, head) for at, head in ends if head.type == _KIND and head.word not in self.rules.unheld]
        held: set[int] = set()
        for at, head in heads:
            if not ends_name(units[at], head, self.composed) or self.rules.no_head.match(self.view, units[at].end):
                continue
            left = self._left(units, at, frozenset(n for n, _ in heads), bodies)
            if not self._holds(units, at, left, held):
                continue
            held.add(at)
            found = self._named(units, at, head, left)
            if found is not None:
                yield found

    def _left(self, units: Sequence[Unit], at: int, heads: frozenset[int], bodies: Mapping[int, int]) -> _Left:
        """How far to the left a name may reach, and what stands there.

        Over 和 it reaches only where a verb governs the whole: 召开|专家和企业家座谈会.
        """
        first = start = self._compound(units, at)
        joint = None
        while first > 0 and units[at].end - units[first - 1].start <= self.rules.longest:
            if units[first - 1].end in bodies:
                first = bodies[units[first - 1].end]
                continue
            if units[first - 1].text in _OPEN:
                opened = self._opened(units, first - 1)
                if opened is None:
                    return _Left(first, "clause")
                first = opened
                continue
            border = self._border(units, first - 1, heads)
            if border == "joint":  # 调研和|座谈会 are two
                border, joint = "place" if first == start else border, joint or _Left(first, "place")
            if border not in (None, "joint"):
                return self._whole(units, at, _Left(first, border), joint)
            first -= 1
        return self._whole(units, at, _Left(first, "clause" if first == 0 else "broken"), joint)

    def _whole(self, units: Sequence[Unit], at: int, left: _Left, joint: _Left | None) -> _Left:
        """How far a name reaches over 和: to the verb that governs it, or to the clause's start where it is held."""
        held = left.border == "clause" and self.rules.held.match(self.view, units[at].end)
        return left if joint is None or left.border == "verb" or held else joint

    def _compound(self, units: Sequence[Unit], at: int) -> int:
        """The first unit of a head that is several words, verbs among them: 启动|仪式."""
        firsts = (n for n in range(max(0, at - _COMPOUND), at))
        return next((n for n in firsts if self.view[units[n].start : units[at].end] in self.rules.bare), at)

    def _border(self, units: Sequence[Unit], n: int, heads: frozenset[int]) -> _Border | None:
        """What kind of border a word is; None where a name may reach over it."""
        rules, text, before = self.rules, units[n].text, units[n - 1].text if n else ""
        if text in rules.openers or (text in rules.aspects and before in rules.openers):
            return "verb"
        if text in rules.joins and (n - 1 in heads or rules.year.match(self.view, units[n].end)):
            return "list"
        if text == rules.of:
            return "verb" if before in rules.described else "of"
        if text in rules.dashes and n and {units[n - 1].pos, units[n + 1].pos} == {_PLACE}:
            return None
        for words, border in self._borders:
            if text in words:
                return border
        return None

    def _opened(self, units: Sequence[Unit], closed: int) -> int | None:
        """Where the bracket or quotation opens that closes at `closed`; None where its words are no part of a name."""
        mark = _OPEN[units[closed].text]
        opened = next((n for n in range(closed - 1, max(-1, closed - _QUOTE), -1) if units[n].text == mark), None)
        if opened is None or mark == _TITLE:
            return opened
        described = units[closed - 1].text == self.rules.of  # “艰难的”会谈
        return None if described or any(u.text in self.rules.not_quoted for u in units[opened:closed]) else opened

    def _holds(self, units: Sequence[Unit], at: int, left: _Left, held: set[int]) -> bool:
        """Whether the text says that the event takes place, or that somebody is there."""
        end = units[at].end
        if left.border == "list":
            return left.first - 2 in held
        if left.border == "verb":
            return True
        if left.border in ("clause", "of") and self.rules.held.match(self.view, end):
            return True
        if left.border == "clause" and self.rules.opening.match(self.view, end):
            return True
        return left.border in ("place", "of") and self.rules.within.match(self.view, end) is not None

    def _trimmed(self, units: Sequence[Unit], first: int, at: int) -> int:
        """The first unit of the name: behind what leads in, such as 一场 or 昨日."""
        rules = self.rules
        while first < at:
            unit = units[first]
            text = unit.text
            if unit.pos == "t" or rules.times.match(text):
                if rules.year.fullmatch(text):
                    break
            elif (
                text not in rules.joins
                and not rules.leads.fullmatch(text)
                and unit.pos not in ("d", "ad", "c", "p", "uj")
            ):
                break
            first += 1
        return first

    def _named(self, units: Sequence[Unit], at: int, head: HeadRow, left: _Left) -> Candidate | None:
        """The name that ends with the head at `at`."""
        first = self._trimmed(units, left.first, at)
        if self.rules.many.match(self.view, units[left.first].start) or self.rules.many.match(
            self.view, units[first].start
        ):
            return None
        start, end = units[first].start, units[at].end
        size, words = end - len(head.word) - start, self.view[start:end]
        if words in self.rules.bare or (size == 0 and words in self.rules.stands):
            source = Source.EVENT_BARE if words in self.rules.bare else Source.NOMINAL
            form: Form = "name" if source is Source.EVENT_BARE else "nominal"
            return Candidate(Mention(Span(start, end), _KIND, form), self.rules.scores.bare, "event.bare", source)
        if size < 2:
            return None
        if head.word in self.rules.vague and size < 3:
            if left.border != "verb" or head.word not in self.rules.short:
                return None
            return Candidate(Mention(Span(start, end), _KIND), self.rules.scores.bare, "event.short", Source.EVENT_BARE)
        score = self.rules.scores.clause if left.border == "clause" else self.rules.scores.governed
        return Candidate(Mention(Span(start, end), _KIND), score, f"event.{left.border}", Source.NAME)
