"""Organisations and facilities by composition: a place, a body or a proper word, modifiers, and a head noun.

    昨天，宜宾市司法局局长到会 -> 宜宾市司法局
    到玉桥中学上学          -> 玉桥中学
    “小橘灯”志愿服务队       -> “小橘灯”志愿服务队
    有关部门表示           -> (none)

From each head noun the weights say where the name begins (`left_borders`), the words around move that border
(`name_borders`), and what the words mean together counts for or against a name (`name_evidence`). Where the sum, the
margin, is above 0, there is one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.names.corrected_words import Unit
from kg.extract.names.organizations.name_borders import NameBorders
from kg.extract.names.organizations.name_evidence import NameEvidence
from kg.extract.names.organizations.organization_words import is_proper, organization_words
from kg.ontology.ontology import Ontology
from kg.ontology.tables.word_lists import HeadRow
from kg.types import Mention, Span


class OrganizationFinder:
    """Finds the organisations and facilities of a sentence."""

    def __init__(self, view: str, ontology: Ontology, kinds: frozenset[str]) -> None:
        self.view, self.kinds, self.words = view, kinds, organization_words(ontology)
        self.table = self.words.table
        self.borders, self.evidence = NameBorders(view, self.words), NameEvidence(self.words)
        self.short: dict[str, Mention | None] = {}  # how the text may call a name later; None: either of two

    def find(
        self, units: Sequence[Unit], ends: Sequence[tuple[int, HeadRow]], known: dict[int, int]
    ) -> list[Candidate]:
        """Candidates of one sentence, whose heads end at `ends`; `known`: the ends of names found, and their starts."""
        found: list[Candidate] = []
        named = dict(known)
        for at, head in ends:
            unit = units[at]
            if head.type not in self.kinds or not self._ends(unit, head):
                continue
            if at and unit.end - unit.start == 1 and units[at - 1].pos == "m":  # 第一|部, 三|队
                continue
            candidate = self._compose(units, at, head, named)
            if candidate is not None:
                found.append(candidate)
                named[unit.end] = min(candidate.mention.span.start, named.get(unit.end, candidate.mention.span.start))
        return found

    def _ends(self, unit: Unit, head: HeadRow) -> bool:
        """Whether a unit may end a name: no person, post or date, unless it is the head itself."""
        if unit.text in self.table.not_last or unit.text.endswith(self.table.titles):
            return False
        if unit.pos == "ns" and len(head.word) < 2:
            return False
        if self.table.not_end.search(self.view, max(0, unit.end - 6), unit.end):
            return False
        return unit.end - unit.start <= len(head.word) or unit.pos not in ("nr", "role", "t", "v")

    def _compose(self, units: Sequence[Unit], at: int, head: HeadRow, named: dict[int, int]) -> Candidate | None:
        """The name that ends with the head at `at`, if there is one."""
        marked = self._marked(units, at, head)
        if marked is not None:
            return marked
        first, margin = self._first(units, at, head, named)
        if margin <= 0 or self._described(units, first, at, head):
            return None
        start, end = self._span(units, first, at)
        cut = head.word in self.table.legal and self.view[start - 1 : start] == "）" and not is_proper(units[first])
        bare = end - start <= len(head.word) and not (first == at and self.evidence.local(units[at], head))
        if cut or bare or self.view[start:end] in self.table.common:
            return None  # `cut`: the end of a name that something in brackets cuts
        name = self._core(units, first, at) if head.type == "Facility" else None
        mention = Mention(Span(start, end), head.type, name=name)
        self._shorten(units, first, at, head, mention, named)
        scores = self.table.scores
        score = scores.least + scores.more * (1 / (1 + math.exp(-margin / scores.slope)))
        return Candidate(mention, round(score, 3), f"name.{head.word}", self._source(head))

    def _first(self, units: Sequence[Unit], at: int, head: HeadRow, named: dict[int, int]) -> tuple[int, float]:
        """The unit that the name begins with, and the margin by which there is a name."""
        borders, margins = self.borders, self.table.margins
        if self.evidence.of_state(units, at, head):
            return at - 1, margins.local
        count, margin = self.words.weights.begin(units, at, head)
        best = borders.behind_verbs(units, at - count, at, head, named)
        best = borders.behind_bodies(units, best, at, head, named)
        first = borders.of_company(units, borders.before_seat(units, best, named), head)
        first = borders.before_places(units, borders.of_level(units, first, head), head, named)
        if first < best:
            margin += margins.further_left
        while first < at and (units[first].text in self.table.not_first or self._points(units[first])):
            first += 1
        margin += self.evidence.margin(units, first, at, head, named) + self.evidence.beside(units, first, at)
        trade = margin <= 0 and head.type in self.table.by_trade and first < at
        return first, margins.sibling if trade and self.evidence.sibling(units, at, head) else margin

    def _points(self, unit: Unit) -> bool:
        """Whether a word points at a body that was named before (该校|张明团队)."""
        return unit.pos == "r" and unit.text not in self.table.starters

    def _span(self, units: Sequence[Unit], first: int, at: int) -> tuple[int, int]:
        """Start and end, without a character that the segmentation glued to the first word: 到|玉桥中学, 据|澳联社."""
        lead, inside = units[first], self.words.weights.inside
        guessed = lead.pos in ("n", "nz", "x", "ns") and len(lead.text) > 2 and lead.text not in inside
        glued = (guessed and lead.text[0] in self.table.glued) or (lead.text[0] == self.table.said and first < at)
        return self.borders.balanced(lead.start + glued, units[at].end)

    def _source(self, head: HeadRow) -> Source:
        return Source.NAME_SHORT_HEAD if head.word in self.table.cut_short else Source.NAME

    def _shorten(
        self, units: Sequence[Unit], first: int, at: int, head: HeadRow, mention: Mention, named: dict[int, int]
    ) -> None:
        """Note how the text may call this body later: 刑侦支队 without its city, 皓月 without its 集团.

        A short form of two bodies is noted as None: it could mean either.
        """
        full = self.view[mention.span.start : mention.span.end]
        for form in self._short_forms(units, first, at, head, named):
            other = self.short.get(form, mention)
            same = other is not None and self.view[other.span.start : other.span.end].endswith(full)
            self.short[form] = other if same or other is mention else None

    def _short_forms(
        self, units: Sequence[Unit], first: int, at: int, head: HeadRow, named: dict[int, int]
    ) -> Iterator[str]:
        """What is left of a name without the places and bodies before it, and a company's proper word."""
        n = first
        for m in range(first, at):
            if units[m].pos == "ns" or units[m].end in named:
                n = m + 1
        text = self.view[units[n].start : units[at].end]
        if first < n <= at and text not in self.table.common and len(text) >= 3 and head.type != "Facility":
            yield text
        if head.type == "Company" and n < at and units[n].pos in ("nz", "nr", "x", "eng") and len(units[n].text) > 1:
            yield units[n].text

    def _described(self, units: Sequence[Unit], first: int, at: int, head: HeadRow) -> bool:
        """Whether these words tell of what kind a body is, not its name: 英国公司, 北京市花园式学校, 四省电信公司."""
        inner = units[first:at]
        if any(self.table.kind.search(u.text) for u in inner):
            return True
        bare = head.type == "Company" and units[at].text in self.table.bare
        return bare and bool(inner) and all(u.text in self.words.countries for u in inner)

    def _core(self, units: Sequence[Unit], first: int, at: int) -> str | None:
        """A facility's name without the areas that it lies in: 拱北口岸 of 广东省珠海市拱北口岸."""
        n = first
        while n < at and units[n].pos == "ns" and units[n].text.endswith(self.table.areas):
            n += 1
        if n == first or not any(is_proper(unit) for unit in units[n : at + 1]):
            return None
        return self.view[units[n].start : units[at].end]

    def _marked(self, units: Sequence[Unit], at: int, head: HeadRow) -> Candidate | None:
        """A title or quotation and a head: 《红嫂》剧组, “小橘灯”志愿服务队."""
        closing = units[at - 1].text if at else ""
        plain = len(head.word) > 1 and units[at].text == head.word and head.word not in self.table.weak
        if closing not in ("》", "”") or not plain:
            return None
        opening = "《" if closing == "》" else "“"
        start = self.view.rfind(opening, units[0].start, units[at - 1].start)
        spoken = any(mark in self.view[start : units[at].start] for mark in self.table.spoken)
        if start < 0 or units[at].end - start > 24 or head.type in self.table.by_trade or spoken:
            return None
        return Candidate(
            Mention(Span(start, units[at].end), head.type),
            self.table.scores.marked,
            f"name.{head.word}",
            self._source(head),
        )
