"""The year in an event's name, where the text does not date it otherwise: 2008年北京奥运会 was held in 2008.

2008年北京奥运会前，他调入市局。               time(2008年北京奥运会, 2008)
2025年海州电影节11月12日开幕。               time(2025年海州电影节, 2025-11-12), and nothing by the name
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from kg.ontology.ontology import Ontology
from kg.ontology.tables.events import Events
from kg.types import Claim, Evidence, Mention, Parsed, Span, Value

_PREDICATE, _KIND, _RULE = "time", "Event", "name.year"
_DIGITS = 4


def named_years(
    parsed: Parsed, ontology: Ontology, outer: Sequence[Mention], claims: Sequence[Claim]
) -> Iterator[Claim]:
    """One claim for each event that bears a year and has no date."""
    view, table = parsed.view.text, ontology.table(Events)
    subjects = [claim.role("subject") for claim in claims if claim.predicate == _PREDICATE]
    dated = {view[m.span.start : m.span.end] for m in subjects if m is not None}
    if any(m is not None and m.form != "name" for m in subjects):
        return  # what 本届大会 means is not known here
    for mention in outer:
        name = view[mention.span.start : mention.span.end]
        year = _year(mention, name, dated, table)
        if year is not None:
            dated.add(name)
            at = Span(mention.span.start, mention.span.start + year.end())
            value = Mention(at, "Date", "value", Value(year.group()[:_DIGITS], "date"))
            evidence = Evidence(parsed.document.id, mention.span, _RULE, table.scores.year)
            yield Claim(_PREDICATE, (("subject", mention), ("object", value)), evidence)


def _year(mention: Mention, name: str, dated: Collection[str], table: Events) -> re.Match[str] | None:
    """The year that an event's name begins with, if neither it nor a part of it is dated already."""
    if mention.type != _KIND or mention.form != "name":
        return None
    year = table.named_year.match(name)
    if year is None or any(name.startswith(other) or other.endswith(name[year.end() :]) for other in dated):
        return None
    return year
