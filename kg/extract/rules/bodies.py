"""Organisations and facilities by composition: a place, an organisation or a proper word, modifiers, and a head noun."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract.rules.leftward import leftward
from kg.extract.rules.candidate import Candidate
from kg.extract.rules.heads import Head, heads
from kg.extract.rules.units import Unit
from kg.ontology import Ontology
from kg.types import Mention, Span

_PROPER = frozenset({"ns", "nt", "nz", "nr", "nrt", "nrfg", "eng", "x"})
_PUNCTUATION = frozenset("，。、；：？！“”‘’《》（）—…·- /~")


@dataclass(frozen=True, slots=True)
class _Rules:
    starters: frozenset[str]
    not_first: frozenset[str]
    by_trade: frozenset[str]
    common: frozenset[str]
    weak: frozenset[str]


@cache
def _rules(ontology: Ontology) -> _Rules:
    table = ontology.toml("names.toml")["organization"]
    return _Rules(*(frozenset(table[key]) for key in ("starters", "not_first", "by_trade", "common", "weak")))


def _is_proper(unit: Unit) -> bool:
    return unit.pos in _PROPER and unit.text[0] not in _PUNCTUATION


class Bodies:
    """Finds the organisations and facilities of a sentence."""

    def __init__(self, view: str, ontology: Ontology, kinds: frozenset[str]) -> None:
        self.view, self.kinds = view, kinds
        self.heads, self.leftward, self.rules = heads(ontology), leftward(ontology), _rules(ontology)

    def find(self, units: Sequence[Unit], known: dict[int, int]) -> list[Candidate]:
        """Candidates of one sentence; `known` maps the ends of names that are already found to their starts."""
        found: list[Candidate] = []
        floor = units[0].start if units else 0
        named = dict(known)
        for at, unit in enumerate(units):
            head = self.heads.before(self.view, unit.end, floor)
            if head is None or head.type not in self.kinds:
                continue
            candidate = self._compose(units, at, head, named)
            if candidate is not None:
                found.append(candidate)
                named[unit.end] = candidate.mention.span.start
        return found

    def _compose(self, units: Sequence[Unit], at: int, head: Head, named: dict[int, int]) -> Candidate | None:
        count, margin = self.leftward.begin(units, at, head)
        first = at - count
        begun = self._begin(units, first, at, named)
        if begun < first:
            margin += 1.5
        first = begun
        margin += self._evidence(units, first, at, head)
        while first < at and units[first].text in self.rules.not_first:
            first += 1
        start, end = units[first].start, units[at].end
        if margin <= 0 or end - start <= len(head.word) or self.view[start:end] in self.rules.common:
            return None
        score = 1 / (1 + math.exp(-margin / 3))
        return Candidate(Mention(Span(start, end), head.type), round(0.3 + 0.65 * score, 3), f"name.{head.word}")

    def _begin(self, units: Sequence[Unit], first: int, at: int, named: dict[int, int]) -> int:
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
            elif before.pos == "ns" and units[first].text not in self.rules.starters and before.text not in self.rules.not_first:
                first -= 1
            else:
                return first
        return first

    def _evidence(self, units: Sequence[Unit], first: int, at: int, head: Head) -> float:
        """What the words before the head say beyond their weights: is this the name of one thing?"""
        lead = units[first]
        if lead.pos == "ns" or (lead.pos == "nt" and first < at) or lead.text in self.rules.starters:
            return 1.5
        inner = units[first:at]
        if any(_is_proper(unit) for unit in inner) or units[at].pos == "nt" and head.word not in self.rules.weak and first < at:
            return 0.0
        if first == at:
            return -2.0 if units[at].pos in ("nt", "x", "nz") else -4.0
        if head.need == "place" or head.word in self.rules.weak:
            return -4.0
        return -1.0 if head.type in self.rules.by_trade else -2.5
