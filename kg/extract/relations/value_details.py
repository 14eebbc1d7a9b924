"""What the text says of a value beside the value itself: how long a time lasts, how rough a number is, what it counts.

2019年8月1日至5日，第三届书展举行。        time 2019-08-01 {through: 2019-08-05}
2022年第一季度，全市新建住房近300套。     statistic 300 套 {time: 2022-01, through: 2022-03, approximate: 近}
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from kg.extract.relations.counted_things import CountedThings, ends_of
from kg.extract.values.date_ranges import date_ranges
from kg.extract.values.quantities import quantity_rules
from kg.ontology.ontology import Ontology
from kg.types import Claim, Mention, Parsed, Span, Value

THROUGH, APPROXIMATE, OF = "through", "approximate", "of"
_TIME, _OBJECT = "time", "object"
_REACH = 4  # characters of the longest word beside a number


class _Details:
    """Adds what stands beside the values of one document's claims."""

    def __init__(self, parsed: Parsed, names: Iterable[Mention], ontology: Ontology) -> None:
        self._named = names
        self._view, self._ontology = parsed.view.text, ontology
        self._ranges, rules = date_ranges(ontology), quantity_rules(ontology)
        self._about, self._words = rules.numerals.about, rules.table
        self._things = CountedThings(parsed, ontology)

    def of(self, claim: Claim) -> Claim:
        """The claim with the qualifiers that its property has and its text gives."""
        allowed = self._ontology.properties[claim.predicate].qualifiers
        roles = claim.roles
        if THROUGH in allowed and claim.role(THROUGH) is None:
            roles = self._lasting(claim)
        if APPROXIMATE in allowed and (rough := self._roughly(claim.role(_OBJECT))):
            roles = (*roles, (APPROXIMATE, rough))
        if OF in allowed and claim.role(OF) is None and (counted := self._counted(claim)):
            roles = (*roles, (OF, counted))
        return claim if roles is claim.roles else replace(claim, roles=roles)

    def _lasting(self, claim: Claim) -> tuple[tuple[str, Mention], ...]:
        """The roles of a claim, with both ends of its time."""
        name = _OBJECT if claim.predicate == _TIME else _TIME
        time = claim.role(name)
        if time is None or time.value is None or time.value.datatype != "date":
            return claim.roles
        words = self._view[time.span.start : time.span.end]
        ends = self._ranges.part_of_year(words, time.value)
        end = ends[1] if ends else self._ranges.end(words, time.value)
        if end is None:
            return claim.roles
        first = replace(time, value=ends[0]) if ends else time
        roles = tuple((role, first if mention is time else mention) for role, mention in claim.roles)
        return (*roles, (THROUGH, Mention(time.span, time.type, "value", end)))

    @cached_property
    def _names(self) -> dict[int, set[int]]:
        return ends_of(self._named)

    def _counted(self, claim: Claim) -> Mention | None:
        """The words for what a number counts."""
        subject, number = claim.role("subject"), claim.role(_OBJECT)
        if subject is None or number is None or number.value is None or number.value.datatype != "quantity":
            return None
        of = self._things.of(number, subject, self._names)
        return self._word(of.start, of.end) if of else None

    def _roughly(self, number: Mention | None) -> Mention | None:
        """The word beside or within a number that says that it is a rough one."""
        if number is None or number.value is None or number.value.datatype != "quantity":
            return None
        start, end = number.span.start, number.span.end
        before = self._view[max(0, start - _REACH) : start]
        if word := next((word for word in self._words.about_before if before.endswith(word)), ""):
            return self._word(start - len(word), start)
        if within := self._about.search(self._view, start, end):
            return self._word(*within.span())
        word = next((word for word in self._words.about_after if self._view.startswith(word, end)), "")
        return self._word(end, end + len(word)) if word else None

    def _word(self, start: int, end: int) -> Mention:
        return Mention(Span(start, end), "Text", "value", Value(self._view[start:end], "text"))


def detailed(parsed: Parsed, mentions: Iterable[Mention], claims: Iterable[Claim], ontology: Ontology) -> list[Claim]:
    """The claims with both ends of their times, the words that make a number a rough one, and for what it counts."""
    details = _Details(parsed, (m for m in mentions if m.form != "value"), ontology)
    return [details.of(claim) for claim in claims]
