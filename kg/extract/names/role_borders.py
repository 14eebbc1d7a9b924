"""Where an organ's name ends and the role at it begins: 中央军委|主席, 中央组织部|部长, 以色列国防部|长."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extract.candidates.candidate import Candidate, Source
from kg.ontology.ontology import Ontology
from kg.ontology.tables.roles import Roles
from kg.types import Mention, Span

_LEVEL = 2  # characters: 市, and what stands before it
_KINDS = ("Organization", "Place")


def fitted(view: str, found: Sequence[Candidate], ontology: Ontology) -> list[Candidate]:
    """The candidates with one reading of each border between an organ and a role.

    Of the roles that end at one place the one stands that begins where the longest name ends, else the longest; a name
    that reaches into it is cut there (以色列国 to 以色列) or falls.
    """
    found = [*found, *_committees(view, found, ontology)]
    found = _unshared(found, ontology)
    roles = _chosen(found, ontology)
    starts = sorted(roles)
    kept: list[Candidate] = []
    for c in found:
        span, kind = c.mention.span, ontology.coarse.get(c.mention.type)
        if c.mention.type == "Role":
            if roles.get(span.start) != span.end:
                continue
        elif kind in _KINDS:
            n = bisect_right(starts, span.end - 1) - 1
            start = starts[n] if n >= 0 else 0
            if n >= 0 and span.start < start < span.end < roles[start]:
                kept += _cut(c, start)
                continue
        kept.append(c)
    return kept


def _committees(view: str, found: Sequence[Candidate], ontology: Ontology) -> Iterator[Candidate]:
    """The committees of areas that a role begins with: 某自治区|党委|书记, 某州|州委|书记, 市纪委|书记.

    But 某大学|党委书记.
    """
    table = ontology.table(Roles)
    areas = {
        c.mention.span.end: c for c in found if c.mention.type == "AdministrativeArea" and c.mention.form == "name"
    }
    for c in found:
        role, area = c.mention, areas.get(c.mention.span.start)
        level = table.level.search(view, max(0, role.span.start - _LEVEL), role.span.start)
        if role.type == "Role" and role.value and (area or level):
            heads = table.committees if area else table.level_committees
            head = next((x for x in heads if role.value.text.startswith(x)), "")
            if 0 < len(head) < len(role.value.text):
                start = area.mention.span.start if area else role.span.start - 1
                span = Span(start, role.span.start + len(head))
                yield Candidate(Mention(span, "PartyOrganization"), c.score, "name.committee", Source.NAME)


def _unshared(found: Sequence[Candidate], ontology: Ontology) -> list[Candidate]:
    """The roles whose first character also ends an organ's name, as what stands behind that: 以色列国防部|长 (部长)."""
    shared = ontology.table(Roles).shared.roles
    ends = {c.mention.span.end for c in found if ontology.coarse.get(c.mention.type) == "Organization"}

    def fit(c: Candidate) -> Candidate:
        span, value = c.mention.span, c.mention.value
        if c.mention.type != "Role" or value is None or span.end - 1 not in ends:
            return c
        role = next((role for role in shared if value.text.endswith(role)), None)
        if role is None:
            return c
        behind = Span(span.end - 1, span.end)
        return replace(c, mention=replace(c.mention, span=behind, value=replace(value, text=role)))

    return list(dict.fromkeys(map(fit, found)))


def _chosen(found: Sequence[Candidate], ontology: Ontology) -> dict[int, int]:
    """Where the roles begin and end that stand."""
    names: dict[int, int] = {}  # where the longest begins of the names that end at a place
    readings: dict[int, list[int]] = defaultdict(list)
    for c in found:
        span = c.mention.span
        if c.mention.type == "Role":
            readings[span.end].append(span.start)
        elif ontology.coarse.get(c.mention.type) in _KINDS:
            names[span.end] = min(span.start, names.get(span.end, span.start))
    chosen = {}
    for end, starts in readings.items():
        fitting = [(names[s], -s) for s in starts if s in names]
        chosen[-min(fitting)[1] if fitting else min(starts)] = end
    return chosen


def _cut(candidate: Candidate, end: int) -> Iterator[Candidate]:
    """The name up to where a role begins, if that is long enough for one: 以色列|国."""
    span = candidate.mention.span
    if end - span.start > 1 and span.end - end == 1 and candidate.mention.type == "AdministrativeArea":
        yield replace(candidate, mention=replace(candidate.mention, span=Span(span.start, end)))
