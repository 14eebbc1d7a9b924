"""What documents say, as facts.

state(…)      the claims of documents -> statements, to the partitions of their keys
facts(…)      all statements of some keys -> facts
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

import msgspec

from kg.merge.corrections.statements import StatementCorrections
from kg.merge.facts import Facts, Statement, merged
from kg.ontology.ontology import Ontology
from kg.run.corpus.parts import Part
from kg.run.corpus.spill import Spills, partition
from kg.text.pages import Quote, quoted
from kg.types import ClassName, Entity, EntityId, Evidence, Fact, Mention, Modality, Occurrence, Value

STATEMENTS = "statements"


class Said(msgspec.Struct, array_like=True):
    """A statement, and the characters of its evidence with their page."""

    key: str  # what it says, without qualifiers: those of one key may be one fact
    document: int
    number: int
    about: tuple[str, EntityId, EntityId | Value, Modality]
    qualifiers: list[tuple[str, EntityId | Value]]
    evidence: Evidence
    extractor: str
    quote: Quote


@dataclass(frozen=True)
class Meaning:
    """What the mentions of one document's claims mean."""

    of: Mapping[Mention, tuple[EntityId, str]]  # an entity and its class

    @property
    def all(self) -> Iterable[Entity]:
        """The entities."""
        return (Entity(id_, ClassName(kind), "") for id_, kind in dict.fromkeys(self.of.values()))

    def id_of(self, occurrence: Occurrence) -> EntityId | None:
        """The entity that a mention means."""
        found = self.of.get(occurrence.mention)
        return None if found is None else found[0]


def state(part: Part, number: int, meaning: Meaning, ontology: Ontology) -> Iterator[Said]:
    """The statements of a document, which has a number among all."""
    gathered = Facts(meaning, ontology, StatementCorrections())
    gathered.add(part.layer)
    document, at = part.document, 0
    for about, group in gathered.statements.items():
        key = msgspec.json.encode(about).decode()
        for one in group:
            (evidence,), (extractor,) = one.evidence, one.extractors
            said = one.predicate, one.subject, one.object, one.modality
            quote = quoted(document, evidence.span)
            yield Said(key, number, at, said, list(one.qualifiers.items()), evidence, extractor, quote)
            at += 1


def scatter(statements: Iterable[Said], count: int, out: Spills) -> None:
    """Statements to the partitions of their keys."""
    for one in statements:
        out.put(STATEMENTS, partition(one.key, count), one)


def facts(statements: Iterable[Said]) -> Iterator[tuple[Fact, dict[Evidence, Quote]]]:
    """The facts of a partition, in no order, with the characters and pages of their evidence."""
    ordered = sorted(statements, key=lambda one: (one.key, one.document, one.number))
    for _, some in groupby(ordered, key=lambda one: one.key):
        group = list(some)
        quotes = {one.evidence: one.quote for one in group}
        for made in merged([_statement(one) for one in group]):
            fact = made.fact()
            yield fact, {evidence: quotes[evidence] for evidence in fact.evidence}


def _statement(one: Said) -> Statement:
    return Statement(*one.about, dict(one.qualifiers), one.evidence, one.extractor)
