"""Claims -> facts: the same statement once, with all its evidence, and what the ontology's axioms add."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence

from kg.merge.entities import Entities
from kg.ontology import Ontology
from kg.types import Claim, Evidence, Fact, Layer, Mention, Modality, Occurrence, Value

_Term = str | Value
_TELLING = ("role", "of")  # qualifiers that make two statements of one triple two facts


class _Said:
    """One statement while its evidence is gathered."""

    def __init__(self, predicate: str, subject: str, object_: _Term, modality: Modality) -> None:
        self.predicate, self.subject, self.object, self.modality = predicate, subject, object_, modality
        self.qualifiers: dict[str, _Term] = {}
        self.evidence: dict[Evidence, None] = {}
        self.extractors: set[str] = set()

    def fact(self) -> Fact:
        """The statement as a value, with the id that its content hashes to."""
        qualifiers = tuple(sorted(self.qualifiers.items(), key=lambda q: q[0]))
        said = [self.predicate, self.subject, _plain(self.object), [[k, _plain(v)] for k, v in qualifiers], self.modality]
        id_ = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        evidence = tuple(sorted(self.evidence, key=lambda e: (e.document, e.span, e.rule)))
        doubt = 1.0
        for confidence in sorted({e.rule: e.confidence for e in evidence}.values()):
            doubt *= 1 - confidence
        return Fact(
            id_, self.predicate, self.subject, self.object, qualifiers, self.modality, evidence,
            round(1 - doubt, 4), "+".join(sorted(self.extractors)),
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
            qualifiers = {k: t for k, m in claim.roles if k not in ("subject", "object") and (t := self._term(layer, m))}
            for triple in self._meant(claim.predicate, subject, obj, qualifiers):
                self._take(layer, claim, *triple)

    def all(self) -> tuple[Fact, ...]:
        """The facts, sorted by id."""
        facts = {fact.id: fact for said in self._said.values() for s in said for fact in [s.fact()]}
        return tuple(sorted(facts.values(), key=lambda f: f.id))

    def _term(self, layer: Layer, mention: Mention | None) -> _Term | None:
        if mention is None:
            return None
        if mention.form == "value":
            return mention.value
        return self._entities.id_of(Occurrence(layer.document.id, mention))

    def _meant(
        self, predicate: str, subject: str, obj: _Term, qualifiers: dict[str, _Term]
    ) -> Iterator[tuple[str, str, _Term, dict[str, _Term]]]:
        """The triple, and what follows from it."""
        found = self._ontology.properties[predicate]
        if found.symmetric and isinstance(obj, str) and obj < subject:
            subject, obj = obj, subject
        if self._fits(subject, found.domain) and (isinstance(obj, Value) == bool(found.datatype)) and self._fits(obj, found.range):
            yield predicate, subject, obj, qualifiers
            giver = qualifiers.get("conferredBy")
            if predicate == "received" and isinstance(giver, str) and isinstance(obj, str):
                yield "conferredBy", obj, giver, {}

    def _fits(self, term: _Term, types: Sequence[str]) -> bool:
        return isinstance(term, Value) or self._kinds[term] in types

    def _take(self, layer: Layer, claim: Claim, predicate: str, subject: str, obj: _Term, qualifiers: dict[str, _Term]) -> None:
        telling = tuple(qualifiers.get(q) for q in _TELLING)
        group = self._said.setdefault((predicate, subject, obj, claim.modality, telling), [])
        for said in group:
            if all(said.qualifiers.get(k, v) == v for k, v in qualifiers.items()):
                break
        else:
            said = _Said(predicate, subject, obj, claim.modality)
            group.append(said)
        said.qualifiers.update(qualifiers)
        said.evidence.setdefault(claim.evidence)
        said.extractors.add(layer.extractor)


def facts(layers: Iterable[Layer], entities: Entities, ontology: Ontology) -> tuple[Fact, ...]:
    """The facts of a batch; layers must be in a fixed order."""
    gathered = Facts(entities, ontology)
    for layer in layers:
        gathered.add(layer)
    return gathered.all()
