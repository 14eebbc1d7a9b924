"""`retract` and `assert`: which facts go, and which are added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from kg.merge.corrections.find import Lost
from kg.merge.corrections.order import missing, newest_first, overruled
from kg.merge.corrections.things import unknown
from kg.merge.corrections.vocabulary import Term, misfit
from kg.ontology.ontology import Ontology
from kg.types import (
    Corrected,
    Correction,
    Document,
    DocumentId,
    EntityId,
    Evidence,
    Modality,
    Named,
    Span,
    Value,
)

EXTRACTOR = "correction"  # what read a fact that a person asserts
_RULE = "correction.assert"
_Triple: TypeAlias = tuple[str, Term, Term]


@dataclass(frozen=True, slots=True)
class Assertion:
    """A fact that a person asserts, its terms found, and the quotation that it cites, if any."""

    correction: Correction
    predicate: str
    subject: EntityId
    object: Term
    qualifiers: dict[str, Term]
    modality: Modality
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class _Retraction:
    correction: Correction
    qualifiers: dict[str, Term]

    def covers(self, modality: Modality, qualifiers: Mapping[str, Term]) -> bool:
        """Whether a fact of its triple is one that it means."""
        said = self.correction.modality
        same = all(qualifiers.get(name) == value for name, value in self.qualifiers.items())
        return same and said in (None, modality)


@dataclass(slots=True)
class StatementCorrections:
    """What people say of facts. `on` collects, while facts are made, what each correction is about."""

    assertions: list[Assertion] = field(default_factory=list)
    lost: dict[Correction, Corrected] = field(default_factory=dict)
    on: dict[Correction, set[str]] = field(default_factory=lambda: defaultdict(set))
    _retracted: dict[_Triple, list[_Retraction]] = field(default_factory=dict)

    def put(self, triple: _Triple, retraction: _Retraction) -> None:
        """Note that a fact is retracted."""
        self._retracted.setdefault(triple, []).append(retraction)
        self.on[retraction.correction] |= {term for term in triple[1:] if isinstance(term, str)}

    def undone(self, triple: _Triple, modality: Modality, qualifiers: Mapping[str, Term]) -> Correction | None:
        """The correction that retracts a fact, if one does."""
        covering = (one for one in self._retracted.get(triple, ()) if one.covers(modality, qualifiers))
        return next((one.correction for one in covering), None)

    def drops_claim(self, triple: _Triple, modality: Modality) -> bool:
        """Whether a claim of a triple says nothing any more, nor what would follow from it."""
        return any(not one.qualifiers and one.covers(modality, {}) for one in self._retracted.get(triple, ()))

    def drops(self, triple: _Triple, modality: Modality, qualifiers: Mapping[str, Term]) -> bool:
        """Whether a fact that texts say is retracted."""
        return self.undone(triple, modality, qualifiers) is not None


class StatementReader:
    """Finds what corrections of facts are about."""

    def __init__(
        self,
        ontology: Ontology,
        documents: Mapping[DocumentId, Document],
        find: Callable[[Named], EntityId | Lost],
        type_of: Callable[[EntityId], str],
    ) -> None:
        self._ontology, self._documents, self._find, self._type_of = ontology, documents, find, type_of

    def read(self, corrections: Iterable[Correction]) -> StatementCorrections:
        """All retractions and assertions of a list, the latest first: a later retraction undoes an assertion."""
        made = StatementCorrections()
        for _, correction in newest_first(corrections):
            if correction.kind == "retract":
                self._retract(made, correction)
            elif correction.kind == "assert":
                self._assert(made, correction)
        return made

    def _retract(self, made: StatementCorrections, correction: Correction) -> None:
        found = self._terms(correction)
        if isinstance(found, str):
            made.lost[correction] = missing(correction, found)
            return
        triple, qualifiers = found
        made.put(triple, _Retraction(correction, qualifiers))

    def _assert(self, made: StatementCorrections, correction: Correction) -> None:
        found = self._terms(correction)
        wrong = found if isinstance(found, str) else self._misfit(*found)
        if wrong is not None or isinstance(found, str):
            made.lost[correction] = missing(correction, str(wrong))
            return
        evidence = self._evidence(correction)
        if isinstance(evidence, str):
            made.lost[correction] = missing(correction, evidence)
            return
        triple, qualifiers = found
        modality: Modality = correction.modality or "asserted"
        if (later := made.undone(triple, modality, qualifiers)) is not None:
            made.lost[correction] = overruled(correction, later)
            return
        predicate, subject, target = triple
        assert isinstance(subject, str)
        made.assertions.append(Assertion(correction, predicate, subject, target, qualifiers, modality, evidence))

    def _misfit(self, triple: _Triple, qualifiers: Mapping[str, Term]) -> str | None:
        return misfit(self._ontology, triple[0], triple[1:], qualifiers, self._type_of)

    def _terms(self, correction: Correction) -> tuple[_Triple, dict[str, Term]] | str:
        """The triple and the qualifiers, or which of their names lead nowhere."""
        predicate = correction.predicate or ""
        if wrong := unknown("property", predicate, self._ontology.properties):
            return wrong
        assert correction.object is not None
        terms: list[Term] = []
        for name, said in (("subject", correction.subject), ("object", correction.object), *correction.qualifiers):
            found = said if isinstance(said, Value) else self._find(said)
            if isinstance(found, Lost):
                return f"its {name}: {found.why}"
            terms.append(found)
        subject, target, *values = terms
        known = self._ontology.properties[predicate]
        if known.symmetric and isinstance(target, str) and isinstance(subject, str) and target < subject:
            subject, target = target, subject
        names = [name for name, _ in correction.qualifiers]
        return (predicate, subject, target), dict(zip(names, values, strict=True))

    def _evidence(self, correction: Correction) -> Evidence | str | None:
        """Where the quotation stands that an assertion cites, None where it cites none, or why it stands nowhere."""
        if correction.document is None or correction.quote is None:
            return None
        document = self._documents.get(correction.document)
        if document is None:
            return f"the document {correction.document}, which it cites, is not in the graph"
        at = document.text.find(correction.quote)
        if at < 0:
            return f"the quotation that it cites does not stand in the document {correction.document}"
        return Evidence(correction.document, Span(at, at + len(correction.quote)), _RULE)


def outcomes(made: StatementCorrections, corrections: Iterable[Correction]) -> Iterator[Corrected]:
    """What became of the retractions and assertions."""
    for correction in corrections:
        if correction.kind in ("retract", "assert"):
            yield made.lost.get(correction) or Corrected(correction, on=tuple(sorted(made.on[correction])))
