"""What changed from one graph to another, each change with what is behind it: sentence, rule, link, correction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

from kg.review.find import said, term
from kg.review.matching import Matching, matching
from kg.review.sentences import sentence
from kg.store.correction_json import title
from kg.types import Corrected, DocumentId, Entity, EntityId, Evidence, Fact, Graph, Value

_SHOWN = 3  # documents, qualifiers that are named in a reason
_Triple: TypeAlias = tuple[str, str, str | Value, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of an entity or a fact: which, in words, since when it is so and why, and the sentence that says it.

    `what` is added, gone, changed, merged, split, renamed or retyped; `rule` read the sentence.
    """

    kind: str
    what: str
    id: str
    words: str
    why: str
    sentence: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed: documents by id, entities, facts, and corrections that came or went."""

    documents: dict[str, tuple[str, ...]]
    changes: tuple[Change, ...]
    corrections: dict[str, tuple[str, ...]]

    def __bool__(self) -> bool:
        """Whether anything did."""
        return bool(self.changes) or any(self.documents.values()) or any(self.corrections.values())

    def as_json(self) -> dict[str, Any]:
        """The difference as values of JSON."""
        kinds = {"entities": "entity", "facts": "fact"}
        found = {name: [asdict(c) for c in self.changes if c.kind == kind] for name, kind in kinds.items()}
        return {"documents": self.documents, **found, "corrections": self.corrections}


def difference(old: Graph, new: Graph) -> Difference:
    """What changed from an old graph to a new one."""
    found = _Comparison(old, new)
    return Difference(found.documents, (*found.entities(), *found.facts()), found.corrections())


class _Comparison:
    def __init__(self, old: Graph, new: Graph) -> None:
        self.old, self.new = old, new
        self.match: Matching = matching(old, new)
        before, after = ({d.id: d for d in graph.documents} for graph in (old, new))
        self.texts = ({id_: d.text for id_, d in before.items()}, {id_: d.text for id_, d in after.items()})
        both = before.keys() & after.keys()
        self.documents: dict[str, tuple[str, ...]] = {
            "added": tuple(sorted(after.keys() - before.keys())),
            "gone": tuple(sorted(before.keys() - after.keys())),
            "changed": tuple(sorted(id_ for id_ in both if before[id_].digest != after[id_].digest)),
        }
        self.fresh, self.lapsed = _since(old, new), _since(new, old)

    def corrections(self) -> dict[str, tuple[str, ...]]:
        """Corrections that hold now and did not, and the other way round, in a few words."""
        return {"added": tuple(map(_told, self.fresh)), "gone": tuple(map(_told, self.lapsed))}

    # -- entities --------------------------------------------------------------------------------------------------

    def entities(self) -> Iterator[Change]:
        """The changes of entities, by id."""
        found = [*self._kept(), *self._moved()]
        found += [self._change("added", self.new.entity[id_], 1) for id_ in self.match.added]
        found += [self._change("gone", self.old.entity[id_], 0) for id_ in self.match.gone]
        yield from sorted(found, key=lambda change: (change.id, change.what, change.words))

    def _kept(self) -> Iterator[Change]:
        """Entities that are there under the same id, or another, and are called otherwise or of another class."""
        parts = {id_ for ids in self.match.merged.values() for id_ in ids}
        for earlier, id_ in self.match.now.items():
            before, after = self.old.entity[earlier], self.new.entity[id_]
            if earlier in parts:
                continue
            if earlier != id_:
                yield self._of("renamed", after, f"{earlier} has the id {id_} now", ("same", "different"))
            if before.name != after.name:
                yield self._of("renamed", after, f"{before.name} is called {after.name}", ("rename",))
            if before.type != after.type:
                yield self._of("retyped", after, f"{after.id} was {before.type} and is {after.type}", ("retype",))

    def _moved(self) -> Iterator[Change]:
        for home, parts in self.match.merged.items():
            for part in parts:
                yield self._of("merged", self.new.entity[home], f"{part} is {home} now", ("same",), part)
        for whole, parts in self.match.split.items():
            for part in parts:
                yield self._of("split", self.new.entity[part], f"{part} was {whole}", ("different",))

    def _of(self, what: str, entity: Entity, words: str, kinds: tuple[str, ...], part: str | None = None) -> Change:
        came = self._said(entity.id, kinds)
        why = came or (self._link(entity, EntityId(part)) if part else None) or self._reading(entity.mentions)
        return Change("entity", what, entity.id, words, why)

    def _change(self, what: str, entity: Entity, side: int) -> Change:
        texts = self.texts[side]
        place = next(((d, span) for d, span in entity.mentions if d in texts), None)
        words = "" if place is None else f"{place[0]}: {sentence(texts[place[0]], place[1])}"
        return Change("entity", what, entity.id, f"{entity.id} ({entity.type})", self._reading(entity.mentions), words)

    def _said(self, id_: str, kinds: tuple[str, ...]) -> str | None:
        """The correction that came, or lapsed, and is about an entity."""
        for some, verb in ((self.fresh, ""), (self.lapsed, "no longer: ")):
            for one in some:
                if one.correction.kind in kinds and id_ in one.on:
                    return f"{verb}{_told(one)}"
        return None

    def _link(self, entity: Entity, part: EntityId) -> str | None:
        """The new link that joins the mentions of a part to the others."""
        mine, theirs = set(entity.mentions), set(self.old.entity[part].mentions)
        for link in self.new.links:
            ends = [(end.document, end.mention.span) for end in (link.left, link.right)]
            if link.verdict == "same" and mine.issuperset(ends) and sum(end in theirs for end in ends) == 1:
                return f"link: {link.why} ({link.score:g})"
        return None

    def _reading(self, places: Iterable[tuple[DocumentId, Any]]) -> str:
        """What changed in the documents of a thing, or else in what read them."""
        return self._document({document for document, _ in places}) or self._origin

    def _document(self, documents: set[DocumentId]) -> str | None:
        """Which of some documents came, went or changed."""
        for what, verb in (("added", "is new"), ("gone", "is gone"), ("changed", "has changed")):
            if here := sorted(documents & set(self.documents[what])):
                return f"document {', '.join(here[:_SHOWN])} {verb}"
        return None

    @cached_property
    def _origin(self) -> str:
        """How the graphs were read, where that differs."""
        before, after = self.old.origin, self.new.origin
        if before is None or after is None or before == after:
            other = any(self.documents.values())
            return "other documents" if other else "its mentions, or the facts around it, are others"
        if before.extractor != after.extractor:
            return f"read by {after.extractor}, before by {before.extractor}"
        if before.ontology != after.ontology:
            return "read by another ontology"
        return f"read by version {after.version}, before by {before.version}" if before.version != after.version else (
            "read by other weights"
        )  # fmt: skip

    # -- facts -----------------------------------------------------------------------------------------------------

    def facts(self) -> Iterator[Change]:
        """The changes of facts. One that says the same of entities that have other ids now is none."""
        before, after = self._groups(self.old, self.match.now), self._groups(self.new, {})
        found: list[Change] = []
        for triple in before.keys() | after.keys():
            gone, come = _apart(before.get(triple, []), after.get(triple, []))
            while gone and come:
                found.append(self._changed(gone.pop(0), come.pop(0)))
            others = [one.id for one, _ in after.get(triple, [])]
            found += [self._gone(one, others) for one, _ in gone]
            found += [self._fact("added", one, 1) for one, _ in come]
        yield from sorted(found, key=lambda change: (change.words, change.what, change.id))

    def _groups(self, graph: Graph, now: Mapping[EntityId, EntityId]) -> dict[_Triple, list[tuple[Fact, _Content]]]:
        """Facts by triple and modality, as entities are called now, each with what else it says and rests on."""
        side = 0 if graph is self.old else 1
        made: dict[_Triple, list[tuple[Fact, _Content]]] = defaultdict(list)

        def named(value: EntityId | Value) -> EntityId | Value:
            return now.get(value, value) if isinstance(value, str) else value

        for fact in graph.facts:
            qualifiers = tuple((name, named(value)) for name, value in fact.qualifiers)
            subject, target = now.get(fact.subject, fact.subject), named(fact.object)
            proofs = frozenset((e.document, self._words(e, side), e.rule) for e in fact.evidence)
            content = (frozenset(qualifiers), proofs, fact.confidence)
            made[fact.predicate, subject, target, fact.modality].append((fact, content))
        return made

    def _words(self, evidence: Evidence, side: int) -> str:
        return self.texts[side].get(evidence.document, "")[evidence.span.start : evidence.span.end]

    def _changed(self, old: tuple[Fact, _Content], new: tuple[Fact, _Content]) -> Change:
        fact, (qualifiers, proofs, confidence) = new
        _, (before, old_proofs, old_confidence) = old
        told = [f"now {name} {term(value)}" for name, value in sorted(qualifiers - before, key=str)]
        told += [f"no longer {name} {term(value)}" for name, value in sorted(before - qualifiers, key=str)]
        come, gone = len(proofs - old_proofs), len(old_proofs - proofs)
        told += [f"{n} evidence {verb}" for n, verb in ((come, "more"), (gone, "less")) if n]
        if not told:
            told = [f"confidence {old_confidence:g} to {confidence:g}"]
        change = self._fact("changed", fact, 1, frozenset(proofs - old_proofs))
        return replace(change, words=f"{change.words}: {', '.join(told)}")

    def _gone(self, fact: Fact, others: list[str]) -> Change:
        """A fact that is not there any more, or that has become one with another of its subject and object."""
        change = self._fact("gone", fact, 0)
        return replace(change, why=f"it is one with the fact {others[0]} now") if others else change

    def _fact(self, what: str, fact: Fact, side: int, news: frozenset[_Proof] = frozenset()) -> Change:
        why = self._fact_said(fact) or self._document({e.document for e in fact.evidence})
        why = why or (self._retyped(fact) if what != "changed" else None) or self._origin
        chosen = [e for e in fact.evidence if (e.document, self._words(e, side), e.rule) in news] or fact.evidence
        words, rule = "", ""
        for one in chosen[:1]:
            text = self.texts[side].get(one.document, "")
            words, rule = f"{one.document}: {sentence(text, one.span)}", one.rule
        return Change("fact", what, fact.id, said(fact), why, words, rule)

    def _fact_said(self, fact: Fact) -> str | None:
        """The correction that asserts or retracts a fact."""
        ends = {one for one in (fact.subject, fact.object) if isinstance(one, str)}
        now = {str(self.match.now.get(one, one)) for one in ends}
        for some, verb in ((self.fresh, ""), (self.lapsed, "no longer: ")):
            for one in some:
                made, about = one.correction, set(one.on)
                retracts = made.kind == "retract" and made.predicate == fact.predicate and about in (ends, now)
                if fact.id in about or retracts:
                    return f"{verb}{_told(one)}"
        return None

    def _retyped(self, fact: Fact) -> str | None:
        """The correction that makes a subject or object another thing, which the property may not take."""
        ends = [self.match.now.get(one, one) for one in (fact.subject, fact.object) if isinstance(one, str)]
        return next(filter(None, (self._said(one, ("retype",)) for one in ends)), None)


_Proof: TypeAlias = tuple[DocumentId, str, str]
_Content: TypeAlias = tuple[frozenset[tuple[str, EntityId | Value]], frozenset[_Proof], float]
_Some: TypeAlias = list[tuple[Fact, _Content]]


def _since(old: Graph, new: Graph) -> list[Corrected]:
    """The corrections that hold in a new graph and do not in an old one."""
    known = {one.correction for one in old.corrections if one.state == "holds"}
    return [one for one in new.corrections if one.state == "holds" and one.correction not in known]


def _apart(before: _Some, after: _Some) -> tuple[_Some, _Some]:
    """The facts of one triple that only one of two graphs has."""
    contents = [content for _, content in after]
    gone = []
    for fact, content in before:
        if content in contents:
            contents.remove(content)
        else:
            gone.append((fact, content))
    come = []
    for fact, content in after:
        if content in contents:
            contents.remove(content)
            come.append((fact, content))
    return gone, come


def _told(one: Corrected) -> str:
    made = one.correction
    return f"correction: {title(made)} ({made.who}, {made.when}: {made.why})"
