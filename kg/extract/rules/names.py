"""Composed names: organisations, facilities, awards, events, initiatives, products, documents and works."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from kg.extract.rules.bodies import Bodies
from kg.extract.rules.candidate import Candidate
from kg.extract.rules.heads import heads
from kg.extract.rules.lexicon import known_names
from kg.extract.rules.units import sentences
from kg.ontology import Ontology
from kg.types import Parsed


@cache
def _kinds(ontology: Ontology) -> frozenset[str]:
    return frozenset(name for name in ontology.classes if ontology.is_a(name, "Organization") or name == "Facility")


@cache
def _posts(ontology: Ontology) -> tuple[str, ...]:
    return tuple(ontology.toml("names.toml")["posts"])


def composed(parsed: Parsed, ontology: Ontology, known: Sequence[Candidate]) -> list[Candidate]:
    """The composed names of a document, outermost and nested; `known` are the dates, places, persons and roles in it.

    The left border of an organisation is read from weights (`borders`), that of other things from grammar (`things`).

    >>> from kg.ontology import load
    >>> from kg.segment.parse import segment
    >>> from kg.types import Document
    >>> parsed = segment(Document("a", "昨天，临江市司法局局长王磊来到国务院。"))
    >>> [(parsed.document.cut(c.mention.span), c.mention.type) for c in composed(parsed, load(), [])]
    [('国务院', 'GovernmentBody'), ('临江市司法局', 'GovernmentBody')]
    """
    view = parsed.view
    bodies = Bodies(view, ontology, _kinds(ontology))
    found: list[Candidate] = []
    for units in sentences(parsed, known, _posts(ontology), heads(ontology)):
        sure = known_names(view, units, ontology)
        found += sure
        found += bodies.find(units, {c.mention.span.end: c.mention.span.start for c in sure})
    return found
