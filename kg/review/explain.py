"""Why a graph says what it says: the mentions, links, sentences, rules and corrections behind an entity or a fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from kg.errors import ThingError
from kg.ontology.ontology import Ontology
from kg.review.find import fact as fact_of
from kg.review.find import nothing, said, several, things
from kg.review.rules import is_network, rule_place
from kg.review.sentences import sentence
from kg.store.correction_json import id_of, title
from kg.store.sources import reprints, sources
from kg.text.names import normal_form
from kg.text.pages import page_of
from kg.types import Corrected, Division, Document, DocumentId, Entity, EntityId, Fact, Graph, Link, Span


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a document, where they stand, and the sentence around them."""

    document: str
    start: int
    end: int
    words: str
    sentence: str
    page: int | None = None  # of a document that has pages


@dataclass(frozen=True, slots=True)
class Joint:
    """Why two mentions mean the same thing, or do not."""

    left: Passage
    right: Passage
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a fact stands, the rule that read it there, the rule's file and line, or the network's probability."""

    passage: Passage
    rule: str
    place: str | None
    confidence: float
    network: float | None


@dataclass(frozen=True, slots=True)
class Note:
    """A correction that has to do with it."""

    id: str
    correction: str
    who: str
    when: str
    why: str
    state: str


@dataclass(frozen=True, slots=True)
class FactExplained:
    """A fact, and what it rests on."""

    id: str
    said: str
    modality: str
    confidence: float
    extractor: str
    evidence: tuple[Proof, ...]
    sources: tuple[DocumentId, ...]  # each with its reprints once
    corrections: tuple[Note, ...]

    def as_json(self) -> dict[str, Any]:
        """The explanation as values of JSON."""
        return {"fact": asdict(self, dict_factory=_record)}


@dataclass(frozen=True, slots=True)
class EntityExplained:
    """An entity, every mention of it, and why they are one: by links; a name within a document needs none.

    `apart` are links that tell mentions of one document apart, `namesakes` other entities that have its name. The
    `divisions` are not of an article but of the gazetteer.
    """

    id: str
    type: str
    name: str
    aliases: tuple[str, ...]
    mentions: tuple[Passage, ...]
    merged: tuple[Joint, ...]
    apart: tuple[Joint, ...]
    namesakes: tuple[EntityId, ...]
    divisions: tuple[Division, ...]
    facts: tuple[tuple[str, str], ...]
    corrections: tuple[Note, ...]

    def as_json(self) -> dict[str, Any]:
        """The explanation as values of JSON."""
        found = asdict(self, dict_factory=_record)
        found["divisions"] = [one._asdict() for one in self.divisions]
        found["facts"] = [{"id": id_, "said": words} for id_, words in self.facts]
        return {"entity": found}


@dataclass
class Explainer:
    """Explains one graph."""

    graph: Graph
    ontology: Ontology

    @cached_property
    def _documents(self) -> dict[DocumentId, Document]:
        return {document.id: document for document in self.graph.documents}

    @cached_property
    def _reprints(self) -> Mapping[DocumentId, DocumentId]:
        return reprints(self.graph)

    def explain(self, words: str) -> EntityExplained | FactExplained:
        """The fact of an id, or the entity of an id, an IRI or a name.

        ThingError where there is none, with the nearest names, or where a name means several, with their ids.
        """
        if (one := fact_of(self.graph, words)) is not None:
            return self.fact(one)
        found = things(self.graph, words)
        if len(found) > 1:
            raise several(words, found)
        if not found:
            raise self._nothing(words)
        return self.entity(found[0])

    def _nothing(self, words: str) -> ThingError:
        """A retracted fact, or a thing under another name, may be what a correction took away."""
        near = nothing(self.graph, words)
        gone = [note for note in map(_note, self.graph.corrections) if words in note.correction.split()]
        hints = "; ".join(f"{one.correction} ({one.who}, {one.when}: {one.why})" for one in gone)
        return ThingError(near.what, hint=f"corrections name it: {hints}") if gone else near

    def fact(self, one: Fact) -> FactExplained:
        """Why a fact is there."""
        places = {rule: rule_place(rule, self.ontology) for rule in {e.rule for e in one.evidence}}
        proofs = tuple(
            Proof(
                self._passage(e.document, e.span),
                e.rule,
                places[e.rule],
                e.confidence,
                e.confidence if is_network(e.rule) else None,
            )
            for e in one.evidence
        )
        notes = self._notes({one.id})
        return FactExplained(
            one.id, said(one), one.modality, one.confidence, one.extractor, proofs, sources(one, self._reprints), notes
        )

    def entity(self, one: Entity) -> EntityExplained:
        """What an entity is made of."""
        mine = set(one.mentions)
        same, apart = [], []
        for link in self.graph.links:
            ends = [(end.document, end.mention.span) in mine for end in (link.left, link.right)]
            if link.verdict == "same" and all(ends):
                same.append(self._joint(link))
            elif link.verdict == "different" and any(ends):
                apart.append(self._joint(link))
        name = normal_form(one.name)
        alike = (other.id for other in self.graph.entities if normal_form(other.name) == name)
        namesakes = tuple(id_ for id_ in alike if id_ != one.id)
        facts = tuple((fact.id, said(fact)) for fact in self.graph.facts if one.id in _entities(fact))
        mentions = tuple(self._passage(document, span) for document, span in one.mentions)
        notes, merged, held = self._notes({one.id}), tuple(same), tuple(apart)
        named = one.id, one.type, one.name, one.aliases
        return EntityExplained(*named, mentions, merged, held, namesakes, one.divisions, facts, notes)

    def _joint(self, link: Link) -> Joint:
        left, right = (self._passage(end.document, end.mention.span) for end in (link.left, link.right))
        return Joint(left, right, link.score, link.why)

    def _passage(self, document: DocumentId, span: Span) -> Passage:
        source = self._documents.get(document, Document(document, ""))
        page = page_of(source, span.start)
        return Passage(document, span.start, span.end, source.cut(span), sentence(source.text, span), page)

    def _notes(self, ids: set[str]) -> tuple[Note, ...]:
        return tuple(_note(one) for one in self.graph.corrections if ids & set(one.on))


def _record(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """What a value of this module is in JSON: without a page where there are none."""
    return {key: value for key, value in pairs if (key, value) != ("page", None)}


def _entities(fact: Fact) -> set[EntityId]:
    terms = (fact.subject, fact.object, *(value for _, value in fact.qualifiers))
    return {term for term in terms if isinstance(term, str)}


def _note(one: Corrected) -> Note:
    made = one.correction
    return Note(id_of(made), title(made), made.who, made.when, made.why, one.state)
