"""The events of a document: those of each sentence, with their years, their cases, and where they recur.

2018年海州茶叶博览会      2018年海州茶叶博览会    the year belongs to the name
李某受贿案               李某受贿案             a case is named by whom it concerns, and why
召开座谈会 … 座谈会上     座谈会                a name where none was given before, else what stands for it
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.candidates.candidate import Candidate, Family, Source
from kg.ontology.ontology import Ontology
from kg.ontology.tables.events import Events
from kg.types import Mention, Parsed, Span

_KIND = "Event"
_YEAR = 6  # characters before a name in which its year stands
_SHORTEST = 5  # characters of a name that is looked for again


def events(
    parsed: Parsed, ontology: Ontology, found: Sequence[Candidate], known: Sequence[Candidate]
) -> list[Candidate]:
    """All that was found, the events with their years, and those that a whole document tells.

    `known` has the persons.
    """
    view, table = parsed.view.text, ontology.table(Events)
    whole = [_dated(view, c, table) if _names_event(c) else c for c in found]
    whole = list(_struck(view, whole, known, table))
    whole += _cases(parsed, known, table)
    whole += _again(parsed, whole, table)
    return _bare_or_named(view, whole)


def _names_event(candidate: Candidate) -> bool:
    return candidate.mention.type == _KIND and candidate.mention.form == "name"


def _dated(view: str, candidate: Candidate, table: Events) -> Candidate:
    """With the year that stands right before it, which tells 2018年海州茶叶博览会 from that of 2019."""
    start, end = candidate.mention.span.start, candidate.mention.span.end
    if candidate.source is Source.NAME_KNOWN and view[start:end].endswith(table.feasts):
        return candidate
    floor = max(0, start - _YEAR)
    match = table.year_before.search(view, floor, start)
    if match is None:
        return candidate
    span = Span(match.start("year"), end)
    return replace(candidate, mention=replace(candidate.mention, span=span), source=Source.NAME)


def _struck(view: str, found: Sequence[Candidate], known: Sequence[Candidate], table: Events) -> Iterator[Candidate]:
    """Disasters with the places right before them, where they struck: 甘肃积石山|6.2级地震."""
    places = {c.mention.span.end: c.mention.span for c in known if c.source.family is Family.PLACE}
    for candidate in found:
        span = candidate.mention.span
        start = span.start
        if _names_event(candidate) and table.struck.search(view[span.start : span.end]):
            while start in places:
                start = places[start].start
        if start < span.start:
            yield replace(candidate, mention=replace(candidate.mention, span=Span(start, span.end)), source=Source.NAME)
        else:
            yield candidate


def _cases(parsed: Parsed, found: Sequence[Candidate], table: Events) -> Iterator[Candidate]:
    """Cases that are named by a person: 李某受贿案."""
    view, ends = parsed.view.text, frozenset(parsed.ends)
    for candidate in found:
        if candidate.mention.type == "Person" and candidate.mention.form == "name":
            span = candidate.mention.span
            match = table.case.of_person.match(view, span.end)
            if match is not None and match.end() in ends:
                yield Candidate(
                    Mention(Span(span.start, match.end()), _KIND), table.scores.case, "event.case", Source.NAME
                )


def _again(parsed: Parsed, found: Sequence[Candidate], table: Events) -> Iterator[Candidate]:
    """Where a name that was found once recurs."""
    view = parsed.view.text
    spans = {(c.mention.span.start, c.mention.span.end) for c in found if _names_event(c)}
    names = {view[start:end] for start, end in spans if end - start >= _SHORTEST}
    if not names:
        return
    for match in re.finditer("|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n)))), view):
        if match.span() not in spans:
            yield Candidate(Mention(Span(*match.span()), _KIND), table.scores.again, "event.again", Source.NAME)


def _bare_or_named(view: str, found: Sequence[Candidate]) -> list[Candidate]:
    """A head noun alone (座谈会) stands for the name that ends with it, if there was one before."""
    names = sorted((c.mention.span.start, view[c.mention.span.start : c.mention.span.end]) for c in found
                   if _names_event(c) and c.source is not Source.EVENT_BARE)  # fmt: skip
    result = []
    for candidate in found:
        if candidate.source is Source.EVENT_BARE:
            at, end = candidate.mention.span.start, candidate.mention.span.end
            word = view[at:end]
            if any(start < at and len(name) > len(word) and name.endswith(word) for start, name in names):
                candidate = replace(
                    candidate, mention=replace(candidate.mention, form="nominal"), source=Source.NOMINAL
                )
        result.append(candidate)
    return result
