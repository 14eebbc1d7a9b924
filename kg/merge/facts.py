"""Claims -> facts: the same statement once, with all its evidence, and what the ontology's axioms add."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from kg.merge.corrections.statements import EXTRACTOR, StatementCorrections
from kg.ontology.ontology import Ontology
from kg.types import (
    Correction,
    DocumentId,
    Entity,
    EntityId,
    Evidence,
    Fact,
    Layer,
    Mention,
    Modality,
    Occurrence,
    Value,
)

Term = EntityId | Value
_DIGITS = 4  # of a confidence after the point; none is 1: however much speaks for a fact, it may be wrong


def _unified(left: Term, right: Term) -> Term | None:
    """The value that two values of one qualifier agree on (the finer of two dates), or None where they conflict.

    >>> _unified(Value("2020", "date"), Value("2020-07", "date")).text
    '2020-07'
    """
    if left == right:
        return left
    if isinstance(left, Value) and isinstance(right, Value) and left.datatype == right.datatype == "date":
        short, long = sorted((left, right), key=lambda v: len(v.text))
        return long if long.text.startswith(short.text + "-") else None
    return None


class Statement:
    """One statement while its evidence is gathered."""

    def __init__(
        self,
        predicate: str,
        subject: EntityId,
        object_: Term,
        modality: Modality,
        qualifiers: dict[str, Term],
        evidence: Evidence | None,
        extractor: str,
        correction: Correction | None = None,
    ) -> None:
        self.predicate, self.subject, self.object, self.modality = predicate, subject, object_, modality
        self.qualifiers = dict(qualifiers)
        self.evidence: dict[Evidence, None] = {} if evidence is None else {evidence: None}
        self.extractors = {extractor}
        self.corrections = set() if correction is None else {correction}  # those that assert it

    def is_compatible(self, other: Statement) -> bool:
        """Whether no qualifier conflicts with the other's: 2020 and 2020-07 do not."""
        return all(
            _unified(self.qualifiers[k], v) is not None for k, v in other.qualifiers.items() if k in self.qualifiers
        )

    def absorb(self, other: Statement) -> None:
        """Take over a compatible statement: all its evidence, and of two dates the finer one."""
        for name, value in other.qualifiers.items():
            mine = self.qualifiers.get(name)
            self.qualifiers[name] = value if mine is None else _unified(mine, value) or mine
        self.evidence.update(other.evidence)
        self.extractors |= other.extractors
        self.corrections |= other.corrections

    def fact(self) -> Fact:
        """The statement as a value, with the id that its content hashes to."""
        qualifiers = tuple(sorted(self.qualifiers.items(), key=lambda q: q[0]))
        content = [
            self.predicate,
            self.subject,
            _plain(self.object),
            [[k, _plain(v)] for k, v in qualifiers],
            self.modality,
        ]
        id_ = hashlib.sha256(json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        evidence = tuple(sorted(self.evidence, key=lambda e: (e.document, e.span, e.rule)))
        doubt = 0.0 if self.corrections else 1.0
        for confidence in sorted(_independent(evidence)):
            doubt *= 1 - confidence
        return Fact(
            id_, self.predicate, self.subject, self.object, qualifiers, self.modality, evidence,
            min(round(1 - doubt, _DIGITS), 1 - 10**-_DIGITS), "+".join(sorted(self.extractors)),
        )  # fmt: skip


def _independent(evidence: Iterable[Evidence]) -> Iterable[float]:
    """The confidences that add to one another: of each document its surest evidence, and of those each rule once."""
    surest: dict[DocumentId, Evidence] = {}
    for one in evidence:
        if one.document not in surest or one.confidence > surest[one.document].confidence:
            surest[one.document] = one
    return {one.rule: one.confidence for one in sorted(surest.values(), key=lambda e: e.confidence)}.values()


def _plain(term: Term) -> list[str | None]:
    return [term] if isinstance(term, str) else [term.datatype, term.text, term.unit]


class Meant(Protocol):
    """The entities of a batch, or of some documents of it."""

    @property
    def all(self) -> Iterable[Entity]:
        """The entities that claims may be about."""
        ...

    def id_of(self, occurrence: Occurrence) -> EntityId | None:
        """The entity that a mention means, if any."""
        ...


class Facts:
    """Gathers the claims of all layers, and what people say of facts."""

    def __init__(self, entities: Meant, ontology: Ontology, corrections: StatementCorrections) -> None:
        self._entities, self._properties, self._corrections = entities, ontology.properties, corrections
        self._coarse = {e.id: ontology.coarse[e.type] for e in entities.all}
        self.statements: dict[tuple[object, ...], list[Statement]] = {}

    def add(self, layer: Layer) -> None:
        """Take in a layer's claims; a claim whose mentions mean nothing, or break the ontology, is left out."""
        for claim in layer.claims:
            subject = self._term(layer, claim.role("subject"))
            obj = self._term(layer, claim.role("object"))
            if not isinstance(subject, str) or obj is None or subject == obj:
                continue
            qualifiers = {
                k: t for k, m in claim.roles if k not in ("subject", "object") and (t := self._term(layer, m))
            }
            entailed = self._entailed(claim.predicate, subject, obj, qualifiers)
            for nth, (predicate, about, target, more) in enumerate(entailed):
                if self._corrections.drops_claim((predicate, about, target), claim.modality):
                    if nth == 0:
                        break  # with it goes what it implies
                    continue
                found = (predicate, about, target, claim.modality, more)
                self._gather(Statement(*found, claim.evidence, layer.extractor))

    def add_assertions(self) -> None:
        """Take in what people assert, and what it implies."""
        for said in self._corrections.assertions:
            entailed = self._entailed(said.predicate, said.subject, said.object, said.qualifiers)
            for predicate, about, target, more in entailed:
                found = (predicate, about, target, said.modality, more)
                self._gather(Statement(*found, said.evidence, EXTRACTOR, said.correction))

    def all(self) -> tuple[Fact, ...]:
        """The facts, sorted by id."""
        found = []
        for group in self.statements.values():
            for statement in merged(group):
                fact = statement.fact()
                triple = (statement.predicate, statement.subject, statement.object)
                if statement.corrections or not self._corrections.drops(triple, fact.modality, statement.qualifiers):
                    found.append(fact)
                for correction in statement.corrections:
                    self._corrections.on[correction].add(fact.id)
        return tuple(sorted(found, key=lambda f: f.id))

    def _term(self, layer: Layer, mention: Mention | None) -> Term | None:
        if mention is None:
            return None
        if mention.form == "value":
            return mention.value
        return self._entities.id_of(Occurrence(layer.document.id, mention))

    def _entailed(
        self, predicate: str, subject: EntityId, obj: Term, qualifiers: dict[str, Term]
    ) -> Iterator[tuple[str, EntityId, Term, dict[str, Term]]]:
        """A triple with its qualifiers, and what the ontology says that it implies; nothing where it does not fit.

        A received B, conferred by C (schema.ttl: `kg:received kg:implies kg:conferredBy`): B is conferred by C.
        """
        known = self._properties[predicate]
        if known.symmetric and isinstance(obj, str) and obj < subject:
            subject, obj = obj, subject
        if (
            self._fits(subject, known.domain)
            and (isinstance(obj, Value) == bool(known.datatype))
            and self._fits(obj, known.range)
        ):
            yield predicate, subject, obj, qualifiers
            for name in known.implies:
                value = qualifiers.get(name)
                is_value = bool(self._properties[name].datatype)
                if isinstance(obj, str) and value is not None and isinstance(value, Value) == is_value:
                    yield name, obj, value, {}

    def _fits(self, term: Term, classes: Sequence[str]) -> bool:
        return isinstance(term, Value) or self._coarse[term] in classes

    def _gather(self, made: Statement) -> None:
        self.statements.setdefault((made.predicate, made.subject, made.object, made.modality), []).append(made)


class _StatementIndex:
    """Statements of one triple; those that may be compatible with another are found without a look at each."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self._with: dict[tuple[str, Term], set[int]] = defaultdict(set)  # a qualifier; a date also at less precision
        self._exact: dict[tuple[str, Term], set[int]] = defaultdict(set)
        self._named: dict[str, set[int]] = defaultdict(set)  # a qualifier's name

    def update(self, number: int) -> None:
        """Make a statement findable by its qualifiers as they are now."""
        for name, value in self.statements[number].qualifiers.items():
            self._named[name].add(number)
            self._exact[name, value].add(number)
            for coarser in (value, *_coarser_dates(value)):
                self._with[name, coarser].add(number)

    def candidates(self, statement: Statement) -> Iterable[int]:
        """The statements that may be compatible, in order: by that qualifier which leaves the fewest."""
        everyone = range(len(self.statements))
        fewest: Collection[int] = everyone
        for name, value in statement.qualifiers.items():
            without = len(self.statements) - len(self._named[name])
            alike = [self._with[name, value], *(self._exact[name, coarser] for coarser in _coarser_dates(value))]
            if without + sum(map(len, alike)) < len(fewest):
                fewest = set().union(*alike)
                if without:
                    fewest |= set(everyone) - self._named[name]
        return fewest if fewest is everyone else sorted(fewest)


def _coarser_dates(value: Term) -> Iterator[Value]:
    """The dates that a date begins with: 2020 and 2020-07 of 2020-07-09."""
    if isinstance(value, Value) and value.datatype == "date":
        ends = [n for n, char in enumerate(value.text) if char == "-" and n]
        yield from (replace(value, text=value.text[:end]) for end in ends)


def merged(statements: list[Statement]) -> list[Statement]:
    """Statements of one triple: those whose qualifiers do not conflict are one.

    A statement with fewer qualifiers joins the first with more that is compatible, whatever the order they came in.
    """
    index = _StatementIndex()
    for statement in sorted(statements, key=lambda s: -len(s.qualifiers)):
        candidates = index.candidates(statement)
        number = next((n for n in candidates if index.statements[n].is_compatible(statement)), None)
        if number is None:
            number = len(index.statements)
            index.statements.append(statement)
        else:
            index.statements[number].absorb(statement)
        index.update(number)
    return index.statements


def facts(
    layers: Iterable[Layer], entities: Meant, ontology: Ontology, corrections: StatementCorrections
) -> tuple[Fact, ...]:
    """The facts of a batch; layers must be in a fixed order."""
    gathered = Facts(entities, ontology, corrections)
    for layer in layers:
        gathered.add(layer)
    gathered.add_assertions()
    return gathered.all()
