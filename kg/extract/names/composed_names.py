"""Composed names: organisations, facilities, awards, events, initiatives, products, documents and works."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.extract.candidates.candidate import Candidate, Source
from kg.extract.names.conferred_names import conferred
from kg.extract.names.corrected_words import headed, sentences
from kg.extract.names.events.events import events
from kg.extract.names.events.held_events import HeldEvents
from kg.extract.names.head_nouns import heads
from kg.extract.names.headed_names import HeadedNameFinder
from kg.extract.names.known_names import formed, known_names, lends_its_name
from kg.extract.names.nominals import alone, in_document, nominals
from kg.extract.names.organizations.defined_names import called, listed, spelt_out
from kg.extract.names.organizations.inner_units import inner_units
from kg.extract.names.organizations.organizations import OrganizationFinder
from kg.extract.names.quoted_names import quoted
from kg.extract.names.titles import about, titled
from kg.ontology.ontology import Ontology
from kg.ontology.tables.containment import ContainmentTable
from kg.types import Parsed, Span

_PARTS = frozenset({"Award", "Event", "Initiative", "Product"})


def _kinds(ontology: Ontology) -> tuple[frozenset[str], frozenset[str]]:
    """The classes found by weights, and those found by grammar."""
    composed = {name for name in ontology.classes if ontology.is_a(name, "Organization") or name == "Facility"}
    return frozenset(composed), frozenset(ontology.classes) - composed


def _covers(found: list[Candidate]) -> dict[tuple[int, int], list[tuple[int, int, str]]]:
    """For each span of a name, the longer names that it lies in."""
    names = {(c.mention.span.start, -c.mention.span.end, c.mention.type) for c in found if c.mention.form == "name"}
    covers: dict[tuple[int, int], list[tuple[int, int, str]]] = {}
    outer: list[tuple[int, int, str]] = []
    for start, minus, kind in sorted(names):
        end = -minus
        outer = [o for o in outer if o[1] > start]
        covers.setdefault((start, end), []).extend(o for o in outer if end <= o[1] and (start, end) != o[:2])
        outer.append((start, end, kind))
    return covers


def _first_parts(candidates: Iterable[Candidate]) -> dict[int, int]:
    """Where the shortest name ends that begins at a place."""
    ends: dict[int, int] = {}
    for candidate in candidates:
        span = candidate.mention.span
        ends[span.start] = min(span.end, ends.get(span.start, span.end))
    return ends


def _without_parts(found: list[Candidate], known: Sequence[Candidate], ontology: Ontology) -> list[Candidate]:
    """Without what is only a part of another name's wording.

    A law is no thing of its own inside 宪法宣誓仪式, nor a guess by a verb inside any name, nor an award, event or
    initiative that a longer name begins with (全国…先进模范 in 全国…先进模范表彰大会), nor what ends an organization's
    name of the same class behind words that are no name (养老服务中心 in 街道养老服务中心).
    """
    first = _first_parts([*found, *known])
    fixed = {(c.mention.span.start, c.mention.span.end) for c in found if c.source is Source.NAME_KNOWN}
    covers = _covers(found)

    def stands(candidate: Candidate) -> bool:
        span, coarse = candidate.mention.span, ontology.coarse.get(candidate.mention.type)
        if candidate.mention.form != "name":
            return True
        known = candidate.source is Source.NAME_KNOWN
        if not known and (span.start, span.end) in fixed and coarse in ("Organization", "Place"):
            return False
        above = covers.get((span.start, span.end), ())
        if not above:
            return True
        same = [o for o in above if o[0] == span.start or o[1] == span.end]
        begins = coarse in _PARTS or (coarse == "Organization" and candidate.source is Source.NAME_SHORT_HEAD)
        inside = [o for o in above if (coarse, o[2]) != ("Event", "Award")]  # 公开赛|冠军 has its contest in it
        led = begins and any(o[0] == span.start for o in inside)
        led = led or any(o[1:] == (span.end, candidate.mention.type) and first[o[0]] > span.start for o in above)
        led = led or (coarse in _PARTS and any(o[1] == span.end and ontology.coarse[o[2]] == coarse for o in above))
        if candidate.source is Source.QUOTE_VERB or led or (not known and any(o[:2] in fixed for o in same)):
            return False
        return coarse != "CreativeWork" or all(ontology.coarse[o[2]] == "CreativeWork" for o in above)

    return [candidate for candidate in found if stands(candidate)]


def _without_speaking_sites(view: str, found: list[Candidate], ontology: Ontology) -> list[Candidate]:
    """Without the site of a body where it says something: 海州市水利局|网站披露."""
    table, spans = ontology.table(ContainmentTable), {c.mention.span for c in found}

    def speaks(span: Span) -> bool:
        if not table.speaks.match(view, span.end):
            return False
        ends = (end for end in range(span.start + 1, span.end) if view[end : span.end] in table.sites)
        return any(Span(span.start, end) in spans for end in ends)

    return [candidate for candidate in found if not speaks(candidate.mention.span)]


def composed(parsed: Parsed, ontology: Ontology, known: Sequence[Candidate]) -> list[Candidate]:
    """The composed names of a document, outermost and nested; `known` are the dates, places, persons and roles in it.

    The left border of an organisation is read from weights (`left_borders`), that of others from grammar.

    >>> from kg.ontology.ontology import load
    >>> from kg.segment.parse import segment
    >>> from kg.types import Document
    >>> parsed = segment(Document("a", "昨天，临江市司法局局长王磊来到国务院。"), load())
    >>> [(parsed.document.cut(c.mention.span), c.mention.type) for c in composed(parsed, load(), [])]
    [('国务院', 'GovernmentBody'), ('临江市司法局', 'GovernmentBody')]
    """
    view = parsed.view.text
    by_weight, by_grammar = ontology.once(_kinds)
    organizations = OrganizationFinder(view, ontology, by_weight)
    things, held = HeadedNameFinder(view, ontology, by_grammar), HeldEvents(view, ontology)
    found = [*titled(parsed, ontology), *quoted(parsed, ontology), *nominals(parsed, ontology)]
    found += [*formed(view, ontology), *conferred(view, ontology)]
    ends: dict[int, int] = {}
    for units in sentences(parsed, known, ontology):
        sure, heading = known_names(view, units, ontology), headed(view, units, heads(ontology))
        spans = [c.mention.span for c in sure if ontology.coarse[c.mention.type] == "Organization"]
        laws = {c.mention.span.end: c.mention.span.start for c in sure if c.mention.type == "Legislation"}
        named = {span.end: span.start for span in sorted(spans, reverse=True)}
        whole = organizations.find(units, heading, named)
        for candidate in whole:
            span = candidate.mention.span
            named[span.end] = min(span.start, named.get(span.end, span.start))
        found += [*(c for c in sure if not lends_its_name(view, c, ontology)), *whole]
        found += things.find(units, heading, named, laws)
        found += held.find(units, heading, named)
        ends.update(named)
    found += inner_units(parsed, ontology, [*known, *found])
    found += about(parsed, ontology, ends)
    found = events(parsed, ontology, found, known)
    found += alone(parsed, ontology, known)
    found += in_document(parsed, organizations.short, found, ontology)
    found += spelt_out(parsed, ontology, found)
    found += [*listed(parsed, ontology, found), *called(parsed, ontology, [*known, *found])]
    return _without_parts(_without_speaking_sites(view, found, ontology), known, ontology)
