"""Claims -> facts: the same statement once, with all its evidence, and what the ontology's axioms add."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from kg.merge.entities import Entities
from kg.ontology.ontology import Ontology
from kg.types import Claim, EntityId, Evidence, Fact, Layer, Mention, Modality, Occurrence, Value

_Term = EntityId | Value
_SUREST = 0.9999  # confidence of a fact: however much speaks for it, it may be wrong


def _meet(left: _Term, right: _Term) -> _Term | None:
    """What two values of one qualifier say together, or None where they conflict.

    >>> _meet(Value("2020", "date"), Value("2020-07", "date")).text
    '2020-07'
    """
    if left == right:
        return left
    if isinstance(left, Value) and isinstance(right, Value) and left.datatype == right.datatype == "date":
        short, long = sorted((left, right), key=lambda v: len(v.text))
        return long if long.text.startswith(short.text + "-") else None
    return None


class _Said:
    """One statement while its evidence is gathered."""

    def __init__(
        self,
        predicate: str,
        subject: EntityId,
        object_: _Term,
        modality: Modality,
        qualifiers: dict[str, _Term],
        evidence: Evidence,
        extractor: str,
    ) -> None:
        self.predicate, self.subject, self.object, self.modality = predicate, subject, object_, modality
        self.qualifiers = dict(qualifiers)
        self.evidence: dict[Evidence, None] = {evidence: None}
        self.extractors = {extractor}

    def fits(self, other: _Said) -> bool:
        """Whether the other's qualifiers say nothing that conflicts: 2020 and 2020-07 do not."""
        return all(
            _meet(self.qualifiers[k], v) is not None for k, v in other.qualifiers.items() if k in self.qualifiers
        )

    def take(self, other: _Said) -> None:
        """Unite with a statement that fits: all its evidence, and of two dates the finer one."""
        for name, value in other.qualifiers.items():
            mine = self.qualifiers.get(name)
            self.qualifiers[name] = value if mine is None else _meet(mine, value) or mine
        self.evidence.update(other.evidence)
        self.extractors |= other.extractors

    def fact(self) -> Fact:
        """The statement as a value, with the id that its content hashes to."""
        qualifiers = tuple(sorted(self.qualifiers.items(), key=lambda q: q[0]))
        said = [
            self.predicate,
            self.subject,
            _plain(self.object),
            [[k, _plain(v)] for k, v in qualifiers],
            self.modality,
        ]
        id_ = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        evidence = tuple(sorted(self.evidence, key=lambda e: (e.document, e.span, e.rule)))
        doubt = 1.0
        for confidence in sorted({e.rule: e.confidence for e in evidence}.values()):
            doubt *= 1 - confidence
        return Fact(
            id_, self.predicate, self.subject, self.object, qualifiers, self.modality, evidence,
            min(round(1 - doubt, 4), _SUREST), "+".join(sorted(self.extractors)),
        )  # fmt: skip


def _plain(term: _Term) -> list[str | None]:
    return [term] if isinstance(term, str) else [term.datatype, term.text, term.unit]


class Facts:
    """Gathers the claims of all layers."""

    def __init__(self, entities: Entities, ontology: Ontology) -> None:
        self._entities, self._ontology = entities, ontology
        self._kinds = {e.id: ontology.coarse[e.type] for e in entities.all}
        self._said: dict[tuple[object, ...], list[_Said]] = {}

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
            for triple in self._meant(claim.predicate, subject, obj, qualifiers):
                self._take(layer, claim, *triple)

    def all(self) -> tuple[Fact, ...]:
        """The facts, sorted by id."""
        return tuple(sorted((one.fact() for said in self._said.values() for one in _united(said)), key=lambda f: f.id))

    def _term(self, layer: Layer, mention: Mention | None) -> _Term | None:
        if mention is None:
            return None
        if mention.form == "value":
            return mention.value
        return self._entities.id_of(Occurrence(layer.document.id, mention))

    def _meant(
        self, predicate: str, subject: EntityId, obj: _Term, qualifiers: dict[str, _Term]
    ) -> Iterator[tuple[str, EntityId, _Term, dict[str, _Term]]]:
        """The triple, and what follows from it."""
        found = self._ontology.properties[predicate]
        if found.symmetric and isinstance(obj, str) and obj < subject:
            subject, obj = obj, subject
        if (
            self._fits(subject, found.domain)
            and (isinstance(obj, Value) == bool(found.datatype))
            and self._fits(obj, found.range)
        ):
            yield predicate, subject, obj, qualifiers
            giver = qualifiers.get("conferredBy")
            if predicate == "received" and isinstance(giver, str) and isinstance(obj, str):
                yield "conferredBy", obj, giver, {}

    def _fits(self, term: _Term, types: Sequence[str]) -> bool:
        return isinstance(term, Value) or self._kinds[term] in types

    def _take(
        self, layer: Layer, claim: Claim, predicate: str, subject: EntityId, obj: _Term, qualifiers: dict[str, _Term]
    ) -> None:
        group = self._said.setdefault((predicate, subject, obj, claim.modality), [])
        group.append(_Said(predicate, subject, obj, claim.modality, qualifiers, claim.evidence, layer.extractor))


class _Found:
    """Statements of one triple, those that may fit another found without a look at each."""

    def __init__(self) -> None:
        self.said: list[_Said] = []
        self._with: dict[tuple[str, _Term], set[int]] = defaultdict(
            set
        )  # a qualifier; a date also under what it begins
        self._exact: dict[tuple[str, _Term], set[int]] = defaultdict(set)
        self._seen: dict[str, set[int]] = defaultdict(set)  # a qualifier's name

    def index(self, number: int) -> None:
        """Make a statement findable by its qualifiers as they are now."""
        for name, value in self.said[number].qualifiers.items():
            self._seen[name].add(number)
            self._exact[name, value].add(number)
            for begun in (value, *_begun(value)):
                self._with[name, begun].add(number)

    def near(self, one: _Said) -> Iterable[int]:
        """The statements that may fit one, in order: by that qualifier of it which leaves the fewest."""
        everyone = range(len(self.said))
        fewest: Collection[int] = everyone
        for name, value in one.qualifiers.items():
            without = len(self.said) - len(self._seen[name])
            alike = [self._with[name, value], *(self._exact[name, begun] for begun in _begun(value))]
            if without + sum(map(len, alike)) < len(fewest):
                fewest = set().union(*alike)
                if without:
                    fewest |= set(everyone) - self._seen[name]
        return fewest if fewest is everyone else sorted(fewest)


def _begun(value: _Term) -> Iterator[Value]:
    """The coarser dates that a date begins with: 2020 and 2020-07 of 2020-07-09."""
    if isinstance(value, Value) and value.datatype == "date":
        ends = [n for n, char in enumerate(value.text) if char == "-" and n]
        yield from (replace(value, text=value.text[:end]) for end in ends)


def _united(said: list[_Said]) -> list[_Said]:
    """Statements of one triple: those whose qualifiers do not conflict are one.

    A statement with fewer qualifiers joins the first with more that it fits, whatever the order they were read in.
    """
    found = _Found()
    for one in sorted(said, key=lambda s: -len(s.qualifiers)):
        fitting = next((n for n in found.near(one) if found.said[n].fits(one)), None)
        if fitting is None:
            fitting = len(found.said)
            found.said.append(one)
        else:
            found.said[fitting].take(one)
        found.index(fitting)
    return found.said


def facts(layers: Iterable[Layer], entities: Entities, ontology: Ontology) -> tuple[Fact, ...]:
    """The facts of a batch; layers must be in a fixed order."""
    gathered = Facts(entities, ontology)
    for layer in layers:
        gathered.add(layer)
    return gathered.all()
