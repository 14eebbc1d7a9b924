"""Corrections of a graph at hand: each thing is named so that every later build finds it again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import get_args

from kg.errors import CorrectionError, ThingError
from kg.merge.corrections.things import unknown, unknown_class
from kg.merge.corrections.vocabulary import Term, misfit
from kg.ontology.ontology import Ontology
from kg.review.find import fact, said, thing, things
from kg.text.names import normal_form
from kg.types import (
    ClassName,
    Correction,
    CorrectionKind,
    DocumentId,
    Entity,
    EntityId,
    Fact,
    Graph,
    Modality,
    Named,
    Value,
)

WORDS: Mapping[str, str] = {
    "same": "THING THING",
    "different": "THING [THING]",
    "retype": "THING CLASS",
    "rename": "THING NAME",
    "retract": "FACT, or SUBJECT PREDICATE OBJECT",
    "assert": "SUBJECT PREDICATE OBJECT",
}
_MOST = 20  # documents by which a thing is told from another of its name
_DATE = re.compile(r"-?[0-9]{4,}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_FORMS = {"date": "write 2020, 2020-07 or 2020-07-09", "quantity": "write 12 or 12.5, and --unit"}


@dataclass(frozen=True, slots=True)
class Given:
    """What a person gives beside the words: who, when and why, and what an assertion may say more."""

    who: str
    when: str
    why: str
    documents: tuple[str, ...] = ()
    quote: str | None = None
    qualifiers: tuple[tuple[str, str], ...] = ()
    unit: str | None = None
    modality: str | None = None
    new: str | None = None  # the class of a thing that no extractor found


@dataclass
class Composer:
    """Makes corrections of one graph. `warnings` collects what follows from them that may not be wanted."""

    graph: Graph
    ontology: Ontology
    warnings: list[str] = field(default_factory=list)

    def correction(self, kind: CorrectionKind, words: Sequence[str], given: Given) -> Correction:
        """The correction that the words of a command mean.

        Raises ThingError where they name nothing, or several things; CorrectionError where the number of words, or what
        they say, does not fit.
        """
        fewest, most = {"different": (1, 2), "retract": (1, 3), "assert": (3, 3)}.get(kind, (2, 2))
        if not fewest <= len(words) <= most or (kind == "retract" and len(words) == 2):
            raise CorrectionError(f"'{kind}' takes {WORDS[kind]}", hint=f"{len(words)} words were given")
        made = Correction(kind, Named(words[0]), given.who, given.when, given.why)
        if kind in ("same", "different"):
            return self._pair(made, words, given)
        if kind == "retype":
            return self._retype(made, words)
        if kind == "rename":
            if not words[1].strip():
                raise CorrectionError("the new name is empty", hint="give one")
            return replace(made, subject=self.named(thing(self.graph, words[0])), to=words[1])
        return self._retract(made, words) if kind == "retract" else self._assert(made, words, given)

    # -- things ----------------------------------------------------------------------------------------------------

    def named(self, entity: Entity, name: str | None = None) -> Named:
        """An entity by a name that stands in the text, its class and id; where others are called so, its documents."""
        written = self._written(entity)
        chosen = name or (entity.name if normal_form(entity.name) in written else None)
        if chosen is None:
            known = [alias for alias in entity.aliases if normal_form(alias) in written]
            chosen = max(known, key=lambda alias: (len(written[normal_form(alias)]), alias), default=entity.name)
        wanted = normal_form(chosen)
        coarse = self.ontology.coarse
        kind = coarse.get(entity.type)
        others = (one for one in self.graph.entities if one is not entity and coarse.get(one.type) == kind)
        alike = any(wanted in map(normal_form, (one.name, *one.aliases)) for one in others)
        documents = sorted(written.get(wanted, ()))[:_MOST] if alike else []
        return Named(chosen, entity.type, entity.id, tuple(documents))

    def _written(self, entity: Entity) -> dict[str, Counter[DocumentId]]:
        """How often each form of a thing stands in each document."""
        found: dict[str, Counter[DocumentId]] = {}
        for document, span in entity.mentions:
            form = normal_form(self._texts[document][span.start : span.end])
            found.setdefault(form, Counter())[document] += 1
        return found

    @cached_property
    def _texts(self) -> dict[DocumentId, str]:
        return {document.id: document.text for document in self.graph.documents}

    def _pair(self, made: Correction, words: Sequence[str], given: Given) -> Correction:
        first = thing(self.graph, words[0])
        second = thing(self.graph, words[-1])
        if first is not second:
            return replace(made, subject=self.named(first), object=self.named(second))
        if made.kind == "same":
            raise CorrectionError(f"{words[0]} and {words[1]} are one thing already: {first.id}", hint="nothing to do")
        if given.documents:
            return self._apart(made, first, given.documents)
        if len(words) == 1 or normal_form(words[0]) == normal_form(words[1]):
            hint = "say by --document which documents mean the other one"
            raise CorrectionError(f"{words[0]} is one thing in all documents", hint=hint)
        names = (self.named(first, word if normal_form(word) in self._written(first) else None) for word in words)
        subject, target = names
        return replace(made, subject=subject, object=target)

    def _apart(self, made: Correction, entity: Entity, documents: Iterable[str]) -> Correction:
        """The thing of some documents apart from that of its other documents."""
        everywhere = {document for document, _ in entity.mentions}
        here = {DocumentId(one) for one in documents}
        if wrong := sorted(here - everywhere):
            hint = f"its documents are {', '.join(sorted(everywhere)[:_MOST])}"
            raise CorrectionError(f"{', '.join(wrong)}: no document that mentions {entity.id}", hint=hint)
        if not everywhere - here:
            raise CorrectionError(f"these are all documents that mention {entity.id}", hint="name some of them")
        name = replace(self.named(entity), id=None)
        left, right = (replace(name, documents=tuple(sorted(one))) for one in (here, everywhere - here))
        return replace(made, subject=left, object=right)

    def _retype(self, made: Correction, words: Sequence[str]) -> Correction:
        entity = thing(self.graph, words[0])
        if wrong := unknown_class(words[1], self.ontology.classes):
            raise CorrectionError(wrong, hint="kg list classes shows them")
        for one in self.graph.facts:
            if entity.id in (one.subject, one.object):
                types = {entity.id: ClassName(words[1])}
                if lost := self._misfit(one.predicate, (one.subject, one.object), dict(one.qualifiers), types):
                    self.warnings.append(f"the fact {said(one)} will be left out: {lost}")
        return replace(made, subject=self.named(entity), to=words[1])

    # -- facts -----------------------------------------------------------------------------------------------------

    def _misfit(
        self, predicate: str, ends: tuple[Term, Term], qualifiers: Mapping[str, Term], types: Mapping[EntityId, str]
    ) -> str | None:
        def type_of(id_: EntityId) -> str:
            return types.get(id_) or self.graph.entity[id_].type

        return misfit(self.ontology, predicate, ends, qualifiers, type_of)

    def _retract(self, made: Correction, words: Sequence[str]) -> Correction:
        one = self._fact(words)
        triple = (one.subject, one.predicate, one.object)
        several = [f for f in self.graph.facts if (f.subject, f.predicate, f.object) == triple]
        made = replace(
            made,
            subject=self.named(self.graph.entity[one.subject]),
            predicate=one.predicate,
            object=self._term(one.object),
        )
        if len(several) == 1 or len(words) == 3:
            return made
        qualifiers = tuple((name, self._term(value)) for name, value in one.qualifiers)
        return replace(made, qualifiers=qualifiers, modality=one.modality)

    def _fact(self, words: Sequence[str]) -> Fact:
        if len(words) == 1:
            found = fact(self.graph, words[0])
            if found is None:
                raise ThingError(
                    f"there is no fact {words[0]!r}", hint="kg explain OUT THING lists the facts of a thing"
                )
            return found
        subject = thing(self.graph, words[0])
        of_it = [one for one in self.graph.facts if one.subject == subject.id and one.predicate == words[1]]
        targets = {one.id for one in things(self.graph, words[2])}
        for one in of_it:
            if one.object in targets or (isinstance(one.object, Value) and one.object.text == words[2]):
                return one
        there = "; ".join(map(said, of_it[:_MOST])) or "nothing of that kind"
        raise ThingError(f"the graph does not say that: {' '.join(words)}", hint=f"it says: {there}")

    def _term(self, value: Term) -> Named | Value:
        return value if isinstance(value, Value) else self.named(self.graph.entity[value])

    def _assert(self, made: Correction, words: Sequence[str], given: Given) -> Correction:
        subject, predicate, target = words
        self._check_names(predicate, given)
        terms = [self._value(None, subject, given), self._value(predicate, target, given)]
        terms += [self._value(name, words, replace(given, unit=None)) for name, words in given.qualifiers]
        names = [name for name, _ in given.qualifiers]
        self._check_fit(predicate, terms, names)
        document, quote = self._cited(given)
        subject_, object_, *rest = terms
        assert isinstance(subject_, Named)
        named = zip(names, rest, strict=True)
        modality: Modality | None = given.modality  # type: ignore[assignment]
        return replace(
            made,
            subject=subject_,
            predicate=predicate,
            object=object_,
            qualifiers=tuple(sorted(named, key=lambda pair: pair[0])),
            modality=modality,
            document=document,
            quote=quote,
        )

    def _check_names(self, predicate: str, given: Given) -> None:
        """CorrectionError where the property, a qualifier or the modality of an assertion is none."""
        known = self.ontology.properties.get(predicate)
        if known is None:
            wrong = unknown("property", predicate, self.ontology.properties)
            raise CorrectionError(str(wrong), hint="kg list properties shows them")
        for name, _ in given.qualifiers:
            if name not in known.qualifiers:
                what = f"{predicate} does not take the qualifier '{name}'"
                raise CorrectionError(what, hint=f"it takes {', '.join(known.qualifiers) or 'none'}")
        if given.modality not in (None, *get_args(Modality)):
            raise CorrectionError(f"'{given.modality}' is no modality", hint=f"use {', '.join(get_args(Modality))}")

    def _check_fit(self, predicate: str, terms: Sequence[Named | Value], names: Sequence[str]) -> None:
        """CorrectionError where the ontology does not let a fact be said."""
        ids = [term if isinstance(term, Value) else term.id or EntityId(str(term.name)) for term in terms]
        types = {EntityId(str(v.name)): v.type or "" for v in terms if isinstance(v, Named) and v.id is None}
        if wrong := self._misfit(predicate, (ids[0], ids[1]), dict(zip(names, ids[2:], strict=True)), types):
            raise CorrectionError(wrong, hint=f"kg list properties shows what {predicate} takes")

    def _value(self, predicate: str | None, words: str, given: Given) -> Named | Value:
        """A thing, or a value where a property takes one."""
        known = None if predicate is None else self.ontology.properties.get(predicate)
        if known is not None and known.datatype is not None:
            form = {"date": _DATE, "quantity": _NUMBER}.get(known.datatype)
            if form is not None and not form.fullmatch(words):
                raise CorrectionError(f"{words!r} is no {known.datatype}", hint=_FORMS[known.datatype])
            return Value(words, known.datatype, given.unit)
        found = things(self.graph, words)
        if not found and given.new is not None and given.quote is not None and words in given.quote:
            if wrong := unknown_class(given.new, self.ontology.classes):
                raise CorrectionError(wrong, hint="kg list classes shows them")
            return Named(words, ClassName(given.new))
        return self.named(found[0] if len(found) == 1 else thing(self.graph, words))

    def _cited(self, given: Given) -> tuple[DocumentId | None, str | None]:
        """The document and the quotation that an assertion cites; without a document, the only one that has it."""
        if given.quote is None:
            if given.documents:
                raise CorrectionError("a document is cited by a quotation of it", hint="add --quote TEXT")
            return None, None
        holding = [d.id for d in self.graph.documents if given.quote in d.text]
        wanted = [one for one in holding if not given.documents or one in given.documents]
        if len(wanted) == 1:
            return wanted[0], given.quote
        if wanted:
            hint = f"say by --document which one you mean: {', '.join(wanted[:_MOST])}"
            raise CorrectionError(f"the quotation stands in {len(wanted)} documents", hint=hint)
        where = f"in {', '.join(given.documents)}" if given.documents else "in any document"
        hint = f"it stands in {', '.join(holding[:_MOST])}" if holding else "copy it from the text, as it stands there"
        raise CorrectionError(f"the quotation does not stand {where}", hint=hint)
