"""What the words before a head noun say, beyond their weights: do they name one thing?

    宜宾市司法局表示    -> 宜宾市司法局           a place
    市政府表示         -> 市政府                a body of the area that the text is about
    长风集团成立       -> 长风集团              one noun names a group …
    企业集团成立       -> (none)               … but not one that only says of what kind
    律师工作处、公证工作处 -> 律师工作处, 公证工作处   bodies of the state may do with their trade
    有关部门表示       -> (none)

Each kind of evidence adds a figure of `margins` in organizations.toml to the margin of the name.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.names.corrected_words import Unit
from kg.extract.names.organizations.organization_words import OrganizationWords, is_proper
from kg.ontology.tables.word_lists import HeadRow


class NameEvidence:
    """Weighs the words of names; the figures are `margins` of organizations.toml."""

    def __init__(self, words: OrganizationWords) -> None:
        self.words, self.table = words, words.table

    def margin(self, units: Sequence[Unit], first: int, at: int, head: HeadRow, named: dict[int, int]) -> float:
        """What the words from `first` to the head at `at` say beyond their weights: is this the name of one thing?"""
        lead, inner, margins = units[first], units[first:at], self.table.margins
        if first == at:
            return self._one_word(lead, head)
        if self._of_level(units, first, at, head):
            return margins.local
        if lead.pos == "nr" and head.type in self.table.by_trade and head.word not in self.table.of_person:
            return margins.person
        weak = head.word in self.table.weak
        if weak and head.type == "Company" and not self._coined(inner[-1]) and not self._of_place(inner, head):
            return margins.weak_company  # 上海…部分股份, 英国房地产
        return self._composed(units, first, at, head, named, weak)

    def of_state(self, units: Sequence[Unit], at: int, head: HeadRow) -> bool:
        """Whether a place right before a head noun makes a name, whatever stands around: 波兰|政府, 海州|警方."""
        if not at or units[at].text != head.word or units[at - 1].pos != "ns":
            return False
        country = units[at - 1].text in self.words.countries and head.word in self.table.of_country
        return country or head.word in self.table.of_area

    def beside(self, units: Sequence[Unit], first: int, at: int) -> float:
        """What stands beside a name of several words: a post behind it, or the verb that founds it in front."""
        if first == at:
            return 0.0
        posted = at + 1 < len(units) and units[at + 1].pos == "role"
        founded = first > 0 and units[first - 1].text in self.table.founds
        return self.table.margins.posted * posted + self.table.margins.founded * founded

    def _of_place(self, inner: Sequence[Unit], head: HeadRow) -> bool:
        """Whether a place alone makes a name of a weak head noun: 天津|航空."""
        return len(inner) == 1 and inner[0].pos == "ns" and head.word in self.table.of_place

    def _composed(
        self, units: Sequence[Unit], first: int, at: int, head: HeadRow, named: dict[int, int], weak: bool
    ) -> float:
        """For several words: a place or a proper word among them, or common nouns alone."""
        lead, inner = units[first], units[first:at]
        proper = any(self._proper(unit, named) for unit in inner)
        built = self.table.margins.built if head.type == "Facility" and proper and not weak else 0.0
        if self._led(lead, named):
            return max(built, self._after_lead(inner))
        tagged = units[at].pos == "nt" and not weak
        return built if proper or tagged else self._common(inner, head, weak)

    def _one_word(self, word: Unit, head: HeadRow) -> float:
        """For one word by itself: 市政府 is as sure as a name with its place."""
        margins = self.table.margins
        if self.local(word, head):
            return margins.local
        if word.pos != "nt" or len(word.text) < len(head.word) + 2:
            return margins.one_word
        started = len(word.text) > 4 and word.text[:2] in self.table.starters
        return margins.one_word_started if started else margins.one_word_tagged

    @staticmethod
    def _coined(unit: Unit) -> bool:
        return is_proper(unit) and unit.pos != "ns"

    def _proper(self, unit: Unit, named: dict[int, int]) -> bool:
        return is_proper(unit) or unit.end in named or unit.text[-1] in self.table.place_ends

    def _led(self, lead: Unit, named: dict[int, int]) -> bool:
        """Whether the first word opens a name: a place, a body, 全国, 区 in 区发|改局."""
        if lead.pos in ("ns", "nt") or lead.text in self.table.starters or lead.end in named:
            return True
        return lead.text[0] in self.table.levels and lead.text not in self.words.weights.inside

    def _after_lead(self, inner: Sequence[Unit]) -> float:
        """More where there are only nouns, verbs and the like, and 和 or 与 between them."""
        plain = all(u.pos[0] in "nvjbls" or u.text in self.table.inner_joins for u in inner)
        return self.table.margins.led_plain if plain and inner[-1].pos[0] != "c" else self.table.margins.led

    def _common(self, inner: Sequence[Unit], head: HeadRow, weak: bool) -> float:
        """For common nouns alone."""
        margins = self.table.margins
        if head.word in self.table.group and self._grouped(inner):
            return margins.group
        if head.word in self.table.sites and self._sited(inner):
            return margins.site
        return margins.unplaced if head.need == "place" or weak else self._trade(inner, head)

    def _sited(self, inner: Sequence[Unit]) -> bool:
        """Whether one noun names a site: 民法典广场, 法治公园; not 休闲广场."""
        word = inner[-1]
        alone = len(inner) == 1 and len(word.text) > 1
        return alone and word.pos in ("n", "nz", "vn", "j", "x") and word.text not in self.table.not_site

    def _grouped(self, inner: Sequence[Unit]) -> bool:
        """Whether a single common noun names a group: 长风集团, not 企业集团."""
        word = inner[0]
        alone = len(inner) == 1 and len(word.text) in (2, 3)
        return alone and word.pos[0] == "n" and word.text not in self.table.not_group

    def local(self, unit: Unit, head: HeadRow) -> bool:
        """Whether a word is a body of the area that the text is about: 市政府, 省委, 市局."""
        return 1 < len(unit.text) <= 4 and unit.text[0] in self.table.levels and head.type in self.table.by_trade

    def _of_level(self, units: Sequence[Unit], first: int, at: int, head: HeadRow) -> bool:
        """Whether two words are a body of the area that the text is about: 省|人大常委会, 市|公安局."""
        whole = first + 1 == at and units[at].text == head.word and len(head.word) > 2
        return whole and units[first].text in self.table.levels and head.type in self.table.by_trade

    def sibling(self, units: Sequence[Unit], at: int, head: HeadRow) -> bool:
        """Whether another body of the same kind stands beside it in a list: 律师工作处、公证工作处."""
        joins = self.table.joins
        after = at + 1 < len(units) and units[at + 1].text in joins
        if after and any(unit.text.endswith(head.word) for unit in units[at + 2 : at + 6]):
            return True
        before = range(max(0, at - 5), at - 1)
        return any(units[n].text.endswith(head.word) and units[n + 1].text in joins for n in before)

    def _trade(self, inner: Sequence[Unit], head: HeadRow) -> float:
        """For names without a place: 律师工作处 is one, 有关部门 is none."""
        margins = self.table.margins
        if head.type not in self.table.by_trade:
            return margins.no_trade
        plain = all(u.pos[0] in "nvjb" for u in inner) and sum(len(u.text) for u in inner) >= 4
        return margins.trade if plain else margins.trade_short
