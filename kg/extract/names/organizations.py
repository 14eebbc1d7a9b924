"""Organisations and facilities by composition: a place, a body or a proper word, modifiers, and a head noun."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.names.corrected_words import Unit
from kg.extract.names.head_nouns import Head, name_rules
from kg.extract.names.left_borders import leftward
from kg.ontology.ontology import Ontology
from kg.types import Mention, Span

_PROPER = frozenset({"ns", "nt", "nz", "nr", "nrt", "nrfg", "eng", "x"})
_LEGAL = frozenset({"n", "nz", "x", "nr", "nrt", "j", "a", "eng", "v", "ns"})
_DASHES = frozenset("—-·")
_PUNCTUATION = frozenset("，。、；：？！“”‘’《》（）—…·- /~")


@dataclass(frozen=True, slots=True)
class _Rules:
    starters: frozenset[str]
    not_first: frozenset[str]
    by_trade: frozenset[str]
    common: frozenset[str]
    weak: frozenset[str]
    not_last: frozenset[str]
    levels: frozenset[str]
    place_ends: frozenset[str]
    joins: frozenset[str]
    counted: frozenset[str]
    glued: frozenset[str]
    cut_short: frozenset[str]
    stops: frozenset[str]
    breaks: frozenset[str]
    not_end: re.Pattern[str]
    kind: re.Pattern[str]
    sites: frozenset[str]
    not_site: frozenset[str]
    bare: frozenset[str]
    group: frozenset[str]
    not_group: frozenset[str]
    legal: frozenset[str]
    countries: frozenset[str]
    said: str


@cache
def _rules(ontology: Ontology) -> _Rules:
    table = name_rules(ontology)["organization"]
    more = ontology.toml("bodies.toml")
    keys = ("starters", "not_first", "by_trade", "common", "weak", "not_last", "levels", "place_ends", "joins")
    lists = {key: frozenset(table[key]) for key in (*keys, "counted", "glued", "cut_short")}
    lists |= {key: frozenset(more[key]) for key in ("bare", "group", "not_group", "legal")}
    return _Rules(
        **lists,
        stops=frozenset(name_rules(ontology)["thing"]["stops"]),
        breaks=frozenset(word for (word,) in ontology.rows("words/org_breaks.tsv")),
        not_end=re.compile(more["not_end"]),
        kind=re.compile(more["kind"]),
        sites=frozenset(more["sites"]),
        not_site=frozenset(more["not_site"]),
        said=more["said"],
        countries=frozenset(row[0] for row in ontology.rows("words/countries.tsv")),
    )


def _is_proper(unit: Unit) -> bool:
    return unit.pos in _PROPER and unit.text[0] not in _PUNCTUATION


class Bodies:
    """Finds the organisations and facilities of a sentence."""

    def __init__(self, view: str, ontology: Ontology, kinds: frozenset[str]) -> None:
        self.view, self.kinds = view, kinds
        self.areas = tuple(name_rules(ontology)["organization"]["areas"])
        self.short: dict[str, Mention | None] = {}
        self.titles = tuple(name_rules(ontology)["organization"]["titles"])
        self.leftward, self.rules = leftward(ontology), _rules(ontology)

    def find(self, units: Sequence[Unit], ends: Sequence[tuple[int, Head]], known: dict[int, int]) -> list[Candidate]:
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

    def _ends(self, unit: Unit, head: Head) -> bool:
        """Whether a unit may end a name: no person, post or date, unless it is the head itself."""
        if unit.text in self.rules.not_last or unit.text.endswith(self.titles):
            return False
        if unit.pos == "ns" and len(head.word) < 2:
            return False
        if self.rules.not_end.search(self.view, max(0, unit.end - 6), unit.end):
            return False
        return unit.end - unit.start <= len(head.word) or unit.pos not in ("nr", "role", "t", "v")

    def _compose(self, units: Sequence[Unit], at: int, head: Head, named: dict[int, int]) -> Candidate | None:
        marked = self._marked(units, at, head)
        if marked is not None:
            return marked
        count, margin = self.leftward.begin(units, at, head)
        first = self._cut(units, at - count, at, head, named)
        begun = self._begin(units, self._legal(units, self._aside(units, first, named), head), named)
        if begun < first:
            margin += 1.5
        first = begun
        while first < at and units[first].text in self.rules.not_first:
            first += 1
        margin += self._evidence(units, first, at, head, named)
        if margin <= 0 and head.type in self.rules.by_trade and first < at and self._sibling(units, at, head):
            margin = 0.5
        lead = units[first]
        if self._described(units, first, at, head):
            return None
        guessed = lead.pos in ("n", "nz", "x", "ns") and len(lead.text) > 2 and lead.text not in self.leftward.inside
        glued = (guessed and lead.text[0] in self.rules.glued) or (lead.text[0] == self.rules.said and first < at)
        start, end = self._balance(lead.start + glued, units[at].end)
        if head.word in self.rules.legal and self.view[start - 1 : start] == "）" and not _is_proper(lead):
            return None  # the end of a name that something in brackets cuts
        short = first == at and self._short(units[at], head)
        if margin <= 0 or (end - start <= len(head.word) and not short) or self.view[start:end] in self.rules.common:
            return None
        score = 1 / (1 + math.exp(-margin / 3))
        name = self._core(units, first, at) if head.type == "Facility" else None
        mention = Mention(Span(start, end), head.type, name=name)
        self._shorten(units, first, at, head, mention, named)
        return Candidate(mention, round(0.3 + 0.65 * score, 3), f"name.{head.word}", self._source(head))

    def _source(self, head: Head) -> Source:
        return Source.NAME_SHORT_HEAD if head.word in self.rules.cut_short else Source.NAME

    def _shorten(
        self, units: Sequence[Unit], first: int, at: int, head: Head, mention: Mention, named: dict[int, int]
    ) -> None:
        """Note how the text may call this body later: 刑侦支队 without its city, 皓月 without its 集团.

        A short form of two bodies is noted as None: it could mean either.
        """
        n = first
        for m in range(first, at):
            if units[m].pos == "ns" or units[m].end in named:
                n = m + 1
        forms = []
        text = self.view[units[n].start : units[at].end]
        if first < n <= at and text not in self.rules.common and len(text) >= 3 and head.type != "Facility":
            forms.append(text)
        if head.type == "Company" and n < at and units[n].pos in ("nz", "nr", "x", "eng") and len(units[n].text) > 1:
            forms.append(units[n].text)
        full = self.view[mention.span.start : mention.span.end]
        for form in forms:
            other = self.short.get(form, mention)
            same = other is not None and self.view[other.span.start : other.span.end].endswith(full)
            self.short[form] = other if same or other is mention else None

    def _described(self, units: Sequence[Unit], first: int, at: int, head: Head) -> bool:
        """Whether these words tell of what kind a body is, not its name: 英国公司, 北京市花园式学校, 四省电信公司."""
        inner = units[first:at]
        if any(self.rules.kind.search(u.text) for u in inner):
            return True
        bare = head.type == "Company" and units[at].text in self.rules.bare
        return bare and bool(inner) and all(u.text in self.rules.countries for u in inner)

    def _core(self, units: Sequence[Unit], first: int, at: int) -> str | None:
        """A facility's name without the areas that it lies in: 拱北口岸 of 广东省珠海市拱北口岸."""
        n = first
        while n < at and units[n].pos == "ns" and units[n].text.endswith(self.areas):
            n += 1
        if n == first or not any(_is_proper(unit) for unit in units[n : at + 1]):
            return None
        return self.view[units[n].start : units[at].end]

    def _marked(self, units: Sequence[Unit], at: int, head: Head) -> Candidate | None:
        """A title or quotation and a head: 《红嫂》剧组, “小橘灯”志愿服务队."""
        closing = units[at - 1].text if at else ""
        plain = len(head.word) > 1 and units[at].text == head.word and head.word not in self.rules.weak
        if closing not in ("》", "”") or not plain:
            return None
        opening = "《" if closing == "》" else "“"
        start = self.view.rfind(opening, units[0].start, units[at - 1].start)
        spoken = any(mark in self.view[start : units[at].start] for mark in "的，。")
        if start < 0 or units[at].end - start > 24 or head.type in self.rules.by_trade or spoken:
            return None
        return Candidate(Mention(Span(start, units[at].end), head.type), 0.8, f"name.{head.word}", self._source(head))

    def _balance(self, start: int, end: int) -> tuple[int, int]:
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

    def _cut(self, units: Sequence[Unit], first: int, at: int, head: Head, named: dict[int, int]) -> int:
        """Past a body that does something (宜宾市司法局探索…): its verb is no part of a name."""
        for n in range(at - 1, first - 1, -1):
            unit = units[n]
            stop, usual = unit.text in self.rules.stops, self.leftward.inside.get(unit.text, 0.0) > 0
            if unit.pos[0] == "v" and n and units[n - 1].end in named and (stop or not usual):
                return n + 1
            if unit.text in self.rules.breaks or (stop and not usual and unit.pos[0] in "vdp"):
                return n + 1
            if unit.pos == "role" or unit.text in self.rules.counted:
                return n + 1
            listed = unit.text in self.rules.joins and n > first
            if listed and (units[n - 1].end in named or units[n - 1].text.endswith(head.word)):
                return n + 1
        return first

    def _begin(self, units: Sequence[Unit], first: int, named: dict[int, int]) -> int:
        """Further left where a place or a named body stands right before: (国务院)港澳办, (宜宾市)司法局党委."""
        while first > 0:
            before = units[first - 1]
            start = named.get(before.end)
            if start is not None:
                n = first - 1
                while n > 0 and units[n].start > start:
                    n -= 1
                if units[n].start != start:
                    return first
                first = n
            elif before.pos == "ns" and before.text not in self.rules.not_first:
                first -= 1
            elif before.text in _DASHES and first > 1 and units[first - 2].pos == "ns":
                first -= 2
            elif before.text in ("与", "和") and units[first].pos[0] == "n" and not _is_proper(units[first]):
                joined = self._joined(units, first - 1, named)
                if joined is None:
                    return first
                first = joined
            else:
                return first
        return first

    def _legal(self, units: Sequence[Unit], first: int, head: Head) -> int:
        """Left to the proper word that a company's full name begins with: 京蓝|环境建设（北京）有限公司."""
        if head.word not in self.rules.legal or first == 0 or _is_proper(units[first]):
            return first
        n = first - 1
        before = units[n]
        unknown = before.pos in ("nz", "x", "nr", "ns", "eng") or before.text not in self.leftward.before
        free = before.pos in _LEGAL and before.text[0] not in _PUNCTUATION and before.text not in self.rules.breaks
        return n if free and unknown and len(before.text) > 1 and before.text not in self.rules.not_first else first

    def _aside(self, units: Sequence[Unit], first: int, named: dict[int, int]) -> int:
        """Back over the seat in brackets: (清源科技)（厦门）股份有限公司."""
        opening = next((n for n in range(first, max(0, first - 5), -1) if units[n].text == "（"), 0)
        closed = units[first].text == "（" or (opening and units[first - 1].text in "（）")
        if not closed or not opening or any(u.pos not in ("ns", "n", "j") for u in units[opening + 1 : first - 1]):
            return first
        start = named.get(units[opening - 1].end)
        n = opening - 1
        while start is not None and n > 0 and units[n].start > start:
            n -= 1
        while (
            start is None
            and n > 0
            and opening - n < 3
            and units[n - 1].pos in ("nz", "x", "n", "ns")
            and (units[n - 1].text[0] not in _PUNCTUATION)
        ):
            n -= 1
        return n if units[n].pos[0] in "nxj" and units[n].text[0] not in _PUNCTUATION else first

    def _joined(self, units: Sequence[Unit], join: int, named: dict[int, int]) -> int | None:
        """Where a name with 与 or 和 in it goes on: one to three nouns, right behind a place or a body."""
        whole = named.get(units[join - 1].end)
        if whole is not None and whole < units[join - 1].start:
            return None  # …公司和…公司: two bodies
        for n in range(join - 1, max(-1, join - 5), -1):
            unit = units[n]
            if n < join - 1 and (unit.pos == "ns" or unit.end in named or unit.text in self.rules.levels):
                return n
            if units[n].pos not in ("n", "vn", "j", "b", "l"):
                return None
        return None

    def _evidence(self, units: Sequence[Unit], first: int, at: int, head: Head, named: dict[int, int]) -> float:
        """What the words before the head say beyond their weights: is this the name of one thing?"""
        lead, weak = units[first], head.word in self.rules.weak
        inner = units[first:at]
        if first == at:
            if self._short(lead, head):
                return 12.0  # 市政府, 省委, 市局: as sure as a name with its place
            if lead.pos != "nt" or len(lead.text) < len(head.word) + 2:
                return -4.0
            return 3.0 if len(lead.text) > 4 and lead.text[:2] in self.rules.starters else -1.0
        if lead.pos == "nr" and head.type in self.rules.by_trade:
            return -5.0
        proper = any(_is_proper(u) or u.end in named or u.text[-1] in self.rules.place_ends for u in inner)
        built = 3.0 if head.type == "Facility" and proper and not weak else 0.0
        led = lead.text[0] in self.rules.levels and lead.text not in self.leftward.inside  # 区发|改局
        if weak and head.type == "Company" and (not _is_proper(inner[-1]) or inner[-1].pos == "ns"):
            return -6.0  # 上海…部分股份, 英国房地产
        if lead.pos in ("ns", "nt") or lead.text in self.rules.starters or lead.end in named or led:
            plain = all(u.pos[0] in "nvjbls" or u.text in ("和", "与") for u in inner)
            return max(built, 4.5 if plain and inner[-1].pos[0] != "c" else 2.0)
        if proper or (units[at].pos == "nt" and not weak):
            return built
        if head.word in self.rules.group and self._grouped(inner):
            return 4.0
        if head.word in self.rules.sites and self._sited(inner):
            return 5.0
        if head.need == "place" or weak:
            return -4.0
        return self._trade(inner, head)

    def _sited(self, inner: Sequence[Unit]) -> bool:
        """Whether one noun names a site: 民法典广场, 法治公园; not 休闲广场."""
        word = inner[-1]
        alone = len(inner) == 1 and len(word.text) > 1
        return alone and word.pos in ("n", "nz", "vn", "j", "x") and word.text not in self.rules.not_site

    def _grouped(self, inner: Sequence[Unit]) -> bool:
        """Whether a single common noun names a group: 长风集团, not 企业集团."""
        word = inner[0]
        alone = len(inner) == 1 and len(word.text) in (2, 3)
        return alone and word.pos[0] == "n" and word.text not in self.rules.not_group

    def _short(self, unit: Unit, head: Head) -> bool:
        """Whether a word is a body of the area that the text is about: 市政府, 省委, 市局."""
        return 1 < len(unit.text) <= 4 and unit.text[0] in self.rules.levels and head.type in self.rules.by_trade

    def _sibling(self, units: Sequence[Unit], at: int, head: Head) -> bool:
        """Whether another body of the same kind stands beside it in a list: 律师工作处、公证工作处."""
        joins = self.rules.joins
        after = at + 1 < len(units) and units[at + 1].text in joins
        if after and any(unit.text.endswith(head.word) for unit in units[at + 2 : at + 6]):
            return True
        before = range(max(0, at - 5), at - 1)
        return any(units[n].text.endswith(head.word) and units[n + 1].text in joins for n in before)

    def _trade(self, inner: Sequence[Unit], head: Head) -> float:
        """For names without a place: 律师工作处 is one, 有关部门 is none."""
        if head.type not in self.rules.by_trade:
            return -2.5
        return 1.0 if all(u.pos[0] in "nvjb" for u in inner) and sum(len(u.text) for u in inner) >= 4 else -1.0
