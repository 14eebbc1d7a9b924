"""What the metadata of an article says as facts: its reporter works for the agency of the dateline."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kg.ontology.ontology import Ontology
from kg.ontology.tables.containment import ContainmentTable, Reporters
from kg.types import Claim, Evidence, Mention, Parsed, Span, Value

_NEAR = 30  # characters between a medium and the reporter that it names


def reporter_words(ontology: Ontology) -> Reporters:
    """[reporters] of containment.toml; OntologyError, with file and line, where a role is that of no person."""
    return ontology.once(_checked)


def _checked(ontology: Ontology) -> Reporters:
    words = ontology.table(ContainmentTable).reporters
    for name in sorted(words.roles.keys() - words.persons):
        hint = f"use {', '.join(sorted(words.persons))}, or add it to persons"
        raise ontology.error(ContainmentTable, ("reporters", "roles"), f"'{name}' is no person's field", hint)
    return words


def reporters(parsed: Parsed, ontology: Ontology) -> tuple[list[Mention], list[Claim]]:
    """The persons and media in an article's metadata, and the posts of reporters named beside their medium."""
    words, fields = reporter_words(ontology), parsed.fields
    persons = [(name, Mention(span, "Person")) for name, span in fields if name in words.persons]
    agencies = [
        Mention(span, "MediaOrganization")
        for name, span in fields
        if name in ("source", "publisher") and words.media.search(parsed.view.text[span.start : span.end])
    ]
    claims = []
    for name, person in persons:
        agency = _beside(parsed, agencies, person)
        title = words.roles.get(name)
        titles = {title, *words.titles} if title else set()
        role = _role(parsed, Span(agency.span.end, person.span.start), titles) if agency else None
        if agency and role:
            span = Span(agency.span.start, person.span.end)
            evidence = Evidence(parsed.document.id, span, f"frame.{name}", words.confidence)
            claims.append(Claim("positionAt", (("subject", person), ("object", agency), ("role", role)), evidence))
            agencies.append(agency)
    return [*(p for _, p in persons), *agencies], claims


def _beside(parsed: Parsed, agencies: Sequence[Mention], person: Mention) -> Mention | None:
    """The medium in the metadata whose name stands right before a person: 千龙网讯（记者 刘美君）."""
    names = sorted({parsed.view.text[a.span.start : a.span.end] for a in agencies})
    start = person.span.start
    found = [(parsed.view.text.rfind(name, max(0, start - _NEAR), start), name) for name in names]
    at, name = max(found, default=(-1, ""))
    return Mention(Span(at, at + len(name)), "MediaOrganization") if at >= 0 else None


def _role(parsed: Parsed, span: Span, titles: Collection[str]) -> Mention | None:
    """The title that stands last between a medium and a person, or None where none does: 记者甲、通讯员|乙."""
    found = [(at, title) for title in titles if (at := parsed.view.text.rfind(title, span.start, span.end)) >= 0]
    if not found:
        return None
    at, title = max(found, key=lambda one: (one[0] + len(one[1]), len(one[1])))
    return Mention(Span(at, at + len(title)), "Role", "value", Value(title, "text"))
