"""What documents say, as facts.

Meant(part, cut, …)      a document, and the entities that its nodes are -> statements, each with a key
told(part, …)            what its claims say of things, which tells these from others of their names
facts(statements)        all statements of one key -> facts
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import msgspec

from kg.merge.corrections.statements import StatementCorrections
from kg.merge.facts import Facts, Statement, merged
from kg.merge.naming import naming
from kg.merge.signs import Sign, signs
from kg.ontology.ontology import Ontology
from kg.run.stages.nodes import Cut
from kg.run.stages.parts import Part
from kg.text.pages import Quote, quoted
from kg.types import Entity, EntityId, Evidence, Fact, Mention, Modality, Occurrence, Span, Value

K = TypeVar("K", bound=Hashable)


class Said(msgspec.Struct, array_like=True):
    """A statement, and the characters of its evidence with their page."""

    predicate: str
    subject: EntityId
    object: EntityId | Value
    modality: Modality
    qualifiers: list[tuple[str, EntityId | Value]]
    evidence: Evidence
    extractor: str
    quote: Quote


@dataclass(frozen=True)
class Meant:
    """A document, the entities that its nodes are, by number, and other bodies that its credits may mean."""

    part: Part
    cut: Cut
    of: Mapping[int, Entity]
    others: Sequence[Entity] = ()

    @cached_property
    def _ends(self) -> dict[Mention, Entity]:
        return {m: self.of[number] for m, number in self.cut.ends(self.part.claims).items() if number in self.of}

    @property
    def all(self) -> Iterable[Entity]:
        """The entities that its claims are about."""
        return self._ends.values()

    def id_of(self, occurrence: Occurrence) -> EntityId | None:
        """The entity that a mention means."""
        found = self._ends.get(occurrence.mention)
        return None if found is None else found.id

    def statements(self, ontology: Ontology) -> Iterator[tuple[str, Said]]:
        """What it says, each with its key: those of one key may be one fact."""
        gathered, document = Facts(self, ontology, StatementCorrections()), self.part.document
        gathered.add(self.part.layer)
        for about, group in gathered.statements.items():
            key = msgspec.json.encode(about).decode()
            for one in group:
                (evidence,), (extractor,) = one.evidence, one.extractors
                said, quote = list(one.qualifiers.items()), quoted(document, evidence.span)
                triple = one.predicate, one.subject, one.object
                yield key, Said(*triple, one.modality, said, evidence, extractor, quote)

    def entities(self) -> list[Entity]:
        """Its entities with their mentions in it, and the others."""
        spans: dict[EntityId, set[Span]] = defaultdict(set)
        for number, entity in self.of.items():
            spans[entity.id].update(self.cut.spans[number])
        known = {entity.id: entity for entity in (*self.of.values(), *self.others)}
        return [
            replace(entity, mentions=tuple((self.part.id, span) for span in sorted(spans[id_])))
            for id_, entity in known.items()
        ]


def told(part: Part, ends: Mapping[Mention, K], names: Mapping[K, str], ontology: Ontology) -> dict[K, Sign]:
    """The sign that tells most of each thing; `ends` are what claims are about, `names` what it is called."""
    found: dict[K, Sign] = {}

    def name(key: K | None) -> str | None:
        return None if key is None else names.get(key)

    for key, sign in signs(part.layer, lambda one: ends.get(one.mention), name, naming(ontology).telling):
        if key is not None and key in names:
            found[key] = min(sign, found.get(key, sign))
    return found


def facts(statements: Iterable[Said]) -> Iterator[tuple[Fact, dict[Evidence, Quote]]]:
    """The facts of a key, with the characters and pages of their evidence; statements are in the order of documents."""
    group = list(statements)
    quotes = {one.evidence: one.quote for one in group}
    for made in merged([_statement(one) for one in group]):
        fact = made.fact()
        yield fact, {evidence: quotes[evidence] for evidence in fact.evidence}


def _statement(one: Said) -> Statement:
    about = one.predicate, one.subject, one.object, one.modality
    return Statement(*about, dict(one.qualifiers), one.evidence, one.extractor)
