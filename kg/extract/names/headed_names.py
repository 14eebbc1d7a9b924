"""Events, awards, initiatives, products and documents whose names end in a head noun: a walk to the left by grammar.

    昨天举行的第三届全国智能制造大会闭幕 -> 第三届全国智能制造大会 (Event)
    授予李明改革先锋称号            -> 改革先锋 (Award)
    市司法局开展“三官一律”进社区活动   -> “三官一律”进社区活动 (Initiative)
    首个民法典广场建成              -> 民法典广场 (Facility)
    全国会议召开                  -> (none)

From the head noun, the walk goes left over the words that may be a part of a name (`_reach`). Of those, the name begins
at the first that opens names: a place, 全国, an ordinal, a quotation, a proper word (`_starts`); then enough must stand
between it and the head to name one thing (`_enough`): 全国会议 names none. Some heads, such as 专项行动, need no such
opening. An ordinal lets verbs into the name (`_framed`), and the object of a verb such as 授予 is an award without any
(`_conferred`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.names.corrected_words import Unit
from kg.extract.names.known_names import bill
from kg.ontology.ontology import Ontology
from kg.ontology.tables.headed_names import HeadedNames
from kg.ontology.tables.known_names import KnownNames
from kg.ontology.tables.word_lists import HeadRow
from kg.types import Mention, Span

_LONGEST = 14  # words before the head
_INSIDE = frozenset("nvabjlisftgz")  # first letters of the parts of speech that a name is made of
_PROPER = frozenset({"ns", "nt", "nz", "nr", "nrt", "eng"})
_LEAD = frozenset("nsabjlitg")  # of those, with which a name may begin
_QUOTE = 20  # words of a quotation in a name
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_CAMPAIGN = "Initiative"
_NO_PERSONS = frozenset({"Event", "Initiative", "Product"})


def ends_name(unit: Unit, head: HeadRow, rules: HeadedNames) -> bool:
    """Whether a unit may end a name with this head: 作品展 with 展, but not 发展, nor 主持会议 with 会议."""
    size, length = unit.end - unit.start, len(head.word)
    if unit.text.endswith(rules.not_last) or (size > length and unit.text[:-length] in rules.stops):
        return False
    if size > length and (unit.pos in ("nr", "role", "t") or head.word.isascii()):
        return False
    return length > 1 or size == 1 or (size > 2 and unit.pos[0] != "v")


class HeadedNameFinder:
    """Finds the events, awards, initiatives and products of a sentence."""

    def __init__(self, view: str, ontology: Ontology, kinds: frozenset[str]) -> None:
        self.view, self.kinds = view, kinds
        self.rules, self.laws = ontology.table(HeadedNames), ontology.table(KnownNames)
        self.award_starts = frozenset(self.rules.award_starts)

    def find(
        self, units: Sequence[Unit], ends: Sequence[tuple[int, HeadRow]], named: dict[int, int], laws: dict[int, int]
    ) -> list[Candidate]:
        """Candidates of one sentence, whose heads end at `ends`.

        `named` and `laws`: ends of the names of organisations and laws to their starts.
        """
        found = []
        for at, head in ends:
            unit = units[at]
            if not ends_name(unit, head, self.rules) or self._does(units, at, head):
                continue
            if self.view.startswith(self.rules.bound.get(head.type, ("\0",)), unit.end):  # 火山地震|带
                continue
            candidate = self._after_law(units[at].end, head, laws) or self._first_of_kind(units, at, head)
            if candidate is None and head.type in self.kinds:
                candidate = self._compose(units, at, head, named)
            if candidate is None:
                continue
            found.append(candidate)
            span = candidate.mention.span
            draft = bill(self.view, span.start, span.end, self.laws) if head.type == "Legislation" else None
            if draft is not None:
                found.append(Candidate(Mention(draft, head.type), candidate.score, "name.bill", Source.NAME))
        return found

    def _does(self, units: Sequence[Unit], at: int, head: HeadRow) -> bool:
        """Whether a head noun is the verb of its clause: 海州中心|计划|投资."""
        verbal = self.rules.verbal
        if head.word not in verbal.heads or at + 1 == len(units) or units[at + 1].pos not in verbal.behind:
            return False
        return at == 0 or units[at - 1].text != "”"

    def _compose(self, units: Sequence[Unit], at: int, head: HeadRow, named: dict[int, int]) -> Candidate | None:
        """The name that ends with the head at `at`, if there is one."""
        first, score = self._begin(units, at, head, named)
        if first is None:
            return None
        if head.type == "Event" and first and _YEAR.fullmatch(units[first - 1].text):
            first -= 1
        first = self._whole_body(units, first, named)
        start, end = units[first].start, units[at].end
        if end - start <= len(head.word):
            return None
        if head.type == "Award":
            tail = next((tail for tail in self.rules.tails if self.view.endswith(tail, start, end)), "")
            end -= len(tail) if end - start > len(tail) + 2 else 0  # 国家荣誉称号 is called so
        launched = head.word in self.rules.campaigns and first > 0 and units[first - 1].text in self.rules.launches
        kind = _CAMPAIGN if launched else head.type
        return Candidate(Mention(Span(start, end), kind), score, f"name.{head.word}", Source.NAME)

    @staticmethod
    def _whole_body(units: Sequence[Unit], first: int, named: dict[int, int]) -> int:
        """The unit that the body begins with whose last word a name begins with: 二|十国集团|杭州峰会."""
        start = named.get(units[first].end, units[first].start)
        while first > 0 and units[first].start > start:
            first -= 1
        return first

    def _begin(self, units: Sequence[Unit], at: int, head: HeadRow, named: dict[int, int]) -> tuple[int | None, float]:
        """The unit that the name begins with, None where there is none, and how sure that is."""
        reach, scores = self._reach(units, at, head), self.rules.scores
        starts = [n for n in range(reach, at + 1) if self._starts(units, n)]
        first, framed = self._first(units, reach, at, head, starts, named), self._framed(units, at, head)
        if framed is not None and (first is None or framed < first):
            first = framed
        if first is not None and head.type == "Initiative":
            first = min(first, self._launched(units, at, head))
        return first, scores.started if first in starts or first == framed else scores.free

    def _after_law(self, end: int, head: HeadRow, laws: dict[int, int]) -> Candidate | None:
        """The thing that is called after a law: 宪法专列, 民法典主题公园."""
        if head.type not in ("Facility", "Product"):
            return None
        before = end - len(head.word)
        theme = next((theme for theme in self.rules.themes if self.view.endswith(theme, 0, before)), "")
        start = laws.get(before - len(theme))
        if start is None:
            return None
        return Candidate(Mention(Span(start, end), head.type), self.rules.scores.first, "name.law", Source.NAME)

    def _first_of_kind(self, units: Sequence[Unit], at: int, head: HeadRow) -> Candidate | None:
        """The one facility that a text calls the first of its kind: 首个民法典广场."""
        if head.type != "Facility" and (head.type != "Product" or head.word in self.rules.vague | self.rules.goods):
            return None
        for n in range(at, max(-1, at - 5), -1):
            unit = units[n]
            if unit.pos[0] not in "nbjlv" or unit.text in self.rules.stops or unit.text in self.rules.first_not:
                return None
            if self.view.endswith(self.rules.firsts, max(0, unit.start - 3), unit.start):
                enough = units[at].end - unit.start >= len(head.word) + 2
                span = Span(unit.start, units[at].end)
                return (
                    Candidate(Mention(span, head.type), self.rules.scores.first, "name.first", Source.NAME)
                    if enough
                    else None
                )
        return None

    def _framed(self, units: Sequence[Unit], at: int, head: HeadRow) -> int | None:
        """The start of an event or award that an ordinal, or 全国 and the like, opens.

        Verbs such as 制造 are then part of its name (第三届全国智能制造大会).
        """
        if head.type not in ("Event", "Award"):
            return None
        reach = self._reach(units, at, head, soft=True)
        for n in range(reach, at):
            text = units[n].text
            ordinal = units[n].pos == "m" and text[0] in self.rules.frame_starts and self._ordinal(units, n)
            broad = head.type == "Event" and text in self.rules.everywhere
            if (ordinal or broad) and self._enough(units, n, at, head):
                return n
        return None

    def _launched(self, units: Sequence[Unit], at: int, head: HeadRow) -> int:
        """The start of a programme that is the object of a verb such as 启动; `at` where it is none of one.

        Other verbs are then part of its name: 启动|治理欠薪冬季专项行动.
        """
        reach = self._reach(units, at, head, soft=True)
        n = reach - 1 - (reach > 0 and units[reach - 1].text == self.rules.aspect)
        return reach if n >= 0 and units[n].text in self.rules.launches else at

    def _reach(self, units: Sequence[Unit], at: int, head: HeadRow, soft: bool = False) -> int:
        """The leftmost unit that may belong to the name; `soft` lets verbs pass that may stand in names."""
        first, before = at, units[at].end - len(head.word)
        while first > 0 and at - first < _LONGEST:
            unit = units[first - 1]
            if unit.start >= before or (soft and unit.text in self.rules.soft):
                first -= 1
            elif unit.text == "”":
                opened = self._opened(units, first)
                if opened is None or not self._joined(units, opened):
                    return first if opened is None else opened
                first = opened
            elif self._within(units, first - 1, at, head):
                first -= 1
            elif self._particle(units, first - 1):
                first -= 2
            else:
                break
        return first

    def _joined(self, units: Sequence[Unit], opened: int) -> bool:
        """Whether a name may go on before a quotation in it: behind 暨 or an ordinal."""
        return opened > 0 and (units[opened - 1].text in self.rules.joins or self._ordinal(units, opened - 1))

    def _opened(self, units: Sequence[Unit], first: int) -> int | None:
        """Where the quotation opens that ends right before `first`; None where it is no part of a name."""
        opened = next((n for n in range(first - 2, max(-1, first - _QUOTE), -1) if units[n].text == "“"), None)
        if opened is None or any(units[n].text in self.rules.not_quoted for n in range(opened, first)):
            return None
        return opened

    def _particle(self, units: Sequence[Unit], n: int) -> bool:
        """Whether a unit is the one particle that a name may have in it: 党|的|…."""
        return n > 0 and units[n].text == self.rules.particle and units[n - 1].text in self.rules.before_particle

    def _within(self, units: Sequence[Unit], n: int, at: int, head: HeadRow) -> bool:
        """Whether a unit may stand inside a name."""
        return not self._stops(units, n, at, head) and self._fits(units, n, at, head)

    def _stops(self, units: Sequence[Unit], n: int, at: int, head: HeadRow) -> bool:
        """Whether a name ends at this word, whatever its part of speech: a verb that governs it, 这, 在京举行."""
        text, pos, rules = units[n].text, units[n].pos, self.rules
        passes = (pos == "vn" and text in rules.soft) or text in rules.starters
        if not passes and (text in rules.stops or text in rules.confers):
            return True
        if text.endswith(rules.holding) or text[0] in rules.these:
            return True
        return n == at - 1 and units[at].text == head.word and text in rules.adjacent

    def _fits(self, units: Sequence[Unit], n: int, at: int, head: HeadRow) -> bool:
        """Whether a unit may stand inside a name by its part of speech."""
        text, pos, rules = units[n].text, units[n].pos, self.rules
        if pos == "nr":
            return self._of_person(n, at, head)
        if pos == "d":
            known = text in rules.adverbs or text in rules.count_nouns
            return known or (head.type == "Legislation" and len(text) > 1)
        if pos == "x":
            return text.isalnum() or self._links(units, n)
        joins = text in rules.joins or text in rules.count_nouns
        if pos == "m":
            return joins or self._ordinal(units, n) or not rules.numeral.search(text)
        return not self._adverbial(units, n, head) and (joins or pos[0] in _INSIDE or pos in ("eng", "role"))

    def _links(self, units: Sequence[Unit], n: int) -> bool:
        """Whether a mark joins two words of a name: 中国—东盟, but not the two of a dash."""
        return units[n].text in self.rules.joins and units[n].text not in (units[n - 1].text, units[n + 1].text)

    def _adverbial(self, units: Sequence[Unit], n: int, head: HeadRow) -> bool:
        """Whether a word belongs to the clause, not to the name: an adverb, a date, the predicate."""
        text, pos = units[n].text, units[n].pos
        if pos == "v":
            return self._governs(units, n, head)
        return pos in ("ad", "vd") or (pos == "t" and self.rules.dated.search(text) is not None)

    def _governs(self, units: Sequence[Unit], n: int, head: HeadRow) -> bool:
        """Whether a verb is a predicate with the name after it: 喜获第四届…, 夺春季赛."""
        after = units[n + 1]
        opens = after.pos in ("ns", "nt") or (after.pos == "m" and self._ordinal(units, n + 1))
        return head.word in self.rules.nouns_only or (head.type == "Event" and opens)

    def _of_person(self, n: int, at: int, head: HeadRow) -> bool:
        """Whether a person may stand at `n` in the name: 鲁迅诞辰, 邵逸夫奖, but no one who holds a meeting."""
        if head.type == "Award":
            return n == at - 1 and head.word.endswith(self.rules.prize)
        return head.type not in _NO_PERSONS or head.word in self.rules.of_persons

    def _ordinal(self, units: Sequence[Unit], n: int) -> bool:
        text = units[n].text
        if text == self.rules.ordinal_sign:
            return n + 1 < len(units) and units[n + 1].text.isdigit()
        if not self.rules.ordinal.fullmatch(text):
            return False
        return (
            text[0] == self.rules.ordinal_sign
            or text[-1] in self.rules.count_nouns
            or (n + 1 < len(units) and units[n + 1].text in self.rules.count_nouns)
        )

    def _starts(self, units: Sequence[Unit], n: int) -> bool:
        unit = units[n]
        if unit.text in self.rules.starters or unit.text == "“":
            return True
        if unit.text in self.rules.generic:
            return False
        if unit.pos in _PROPER or unit.pos == "x":
            return len(unit.text) > 1 and unit.text.isalnum() and not unit.text.isdigit()
        session = self.rules.session
        counted = unit.text[0] in self.rules.ordinal_starts or unit.text[-1] == session
        counted = counted or units[min(n + 1, len(units) - 1)].text == session
        return unit.pos == "m" and counted and self._ordinal(units, n)

    def _first(
        self, units: Sequence[Unit], reach: int, at: int, head: HeadRow, starts: list[int], named: dict[int, int]
    ) -> int | None:
        """The unit that the name begins with by its first words; None where they make no name."""
        if units[reach].text == "“":
            return None if head.type == "Award" else reach
        if head.type == "Award":
            award = self._award(units, reach, at, head, starts, named)
            if award is not None:
                return award
        begun = set(named.values())
        first = min([*starts, *(n for n in range(reach, at) if units[n].start in begun)], default=None)
        if first is not None and self._enough(units, first, at, head):
            return first
        return self._free(units, reach, at, head) if head.word in self.rules.free else None

    def _award(
        self, units: Sequence[Unit], reach: int, at: int, head: HeadRow, starts: list[int], named: dict[int, int]
    ) -> int | None:
        """The start of an award: behind the verb that gives it, or at the last word like 全国."""
        conferred = self._conferred(units, reach, at, head, named)
        if conferred is not None:
            return conferred
        return max((n for n in starts if units[n].text in self.award_starts), default=None)

    def _free(self, units: Sequence[Unit], reach: int, at: int, head: HeadRow) -> int | None:
        """The start of a name whose head needs no word that opens it: 扫黑除恶|专项斗争."""
        first = reach
        while first < at and not self._leads(units[first]):
            first += 1
        enough = units[at].end - units[first].start >= len(head.word) + self.rules.free_length
        return first if enough else None

    def _leads(self, unit: Unit) -> bool:
        return unit.pos[0] in _LEAD or unit.pos in ("vn", "v") or unit.text in self.rules.adverbs

    def _conferred(
        self, units: Sequence[Unit], reach: int, at: int, head: HeadRow, named: dict[int, int]
    ) -> int | None:
        """The start of an award that is the object of a verb, with or without who gets it: 授予李明改革先锋称号."""
        n = reach - 1
        while n >= 0 and (units[n].text == self.rules.aspect or units[n].pos == "nr" or units[n].end in named):
            n -= 1
        if n < 0 or units[n].text not in self.rules.confers:
            return None
        first = reach
        for m in range(reach, at):
            if named.get(units[m].end) == units[reach].start:
                first = m + 1
        lead = units[first]
        before = lead.end if lead.text in self.rules.levels else lead.start
        if self._leads(lead) and units[at].end - before >= len(head.word) + 2:
            return first
        return None

    def _enough(self, units: Sequence[Unit], first: int, at: int, head: HeadRow) -> bool:
        """Whether enough stands between the first word and the head to name one thing (全国会议 names none)."""
        lead, rules = units[first], self.rules
        within = units[at].end - len(head.word) - (lead.end if first < at else lead.start)
        if head.word in rules.goods:
            plate = self.view[lead.start - 1 : lead.start] in rules.plates
            return lead.pos in ("nz", "x", "eng", "m") and within <= 4 and not plate
        if first == at and (lead.text in rules.rounds or (len(head.word) == 1 and lead.pos == "nz")):
            return False
        return within >= self._least(units, first, head)

    def _least(self, units: Sequence[Unit], first: int, head: HeadRow) -> int:
        """How many characters must stand between the first word and the head."""
        lead, rules = units[first], self.rules
        vague = head.word in rules.vague
        if lead.text in rules.levels:
            return 6 if vague else 2
        if lead.pos == "m":
            counted = lead.text[-1] in rules.count_nouns or units[first + 1].text in rules.count_nouns
            return 4 if vague else 0 if counted else 2  # 第二战役
        if lead.text in rules.starters or lead.pos in ("ns", "nt", "nz"):
            return 2 if vague else 0
        return -len(head.word)  # none
