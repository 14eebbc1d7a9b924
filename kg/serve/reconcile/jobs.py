"""What a worker of the reconciliation service does: it holds the graph and its names, and answers jobs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology
from kg.query.named import Thing, simple
from kg.query.results import Iri, Literal, Result, Term
from kg.serve.reconcile.names import Names
from kg.serve.session import Part, Session

JSON = "application/json"

_VALUES = "SELECT ?o ?name {{ <{0}> kg:{1} ?o OPTIONAL {{ ?o skos:prefLabel|skos:altLabel ?name }} }} LIMIT 1000"
_OBJECTS = "SELECT ?o ?name {{ <{0}> kg:{1} ?o OPTIONAL {{ ?o skos:prefLabel ?name }} }} ORDER BY ?o LIMIT {2}"
_CLOSE = 20  # candidates whose properties are looked at


class Search(Protocol):
    """Something to ask a matcher; it is pickled."""

    def found(self, matcher: Matcher) -> dict[str, Any]:
        """The answer, as plain JSON values."""
        ...


class Matcher:
    """A store and the names in it, which are read when the first job comes."""

    def __init__(self, session: Session, ontology: Ontology) -> None:
        self.session, self.ontology = session, ontology
        self._names: Names | None = None

    def __call__(self, job: Search) -> Part:
        """A job's answer, as JSON."""
        return JSON, json.dumps(job.found(self), ensure_ascii=False).encode("utf-8", "replace")

    @property
    def names(self) -> Names:
        """The names of the graph."""
        if self._names is None:
            self._names = Names(self.session.engine, self.session.base, self.ontology)
        return self._names

    def rows(self, sparql: str) -> tuple[tuple[Term | None, ...], ...]:
        """The answer to a query of ours."""
        return Result(*self.session.engine.query(sparql, self.session.spaces)).rows

    def local(self, iri: str) -> str:
        """The id of an entity: what its IRI has behind the space of ids."""
        return iri.removeprefix(f"{self.session.base}id/")

    def kind(self, name: str) -> dict[str, str]:
        """A class as the API tells it."""
        known = self.ontology.classes.get(name)
        return {"id": name, "name": f"{known.zh} {known.en}" if known else name}


@dataclass(frozen=True, slots=True)
class Question:
    """One name to be matched: of what classes (none: any), and (property, values) that the thing should have."""

    name: str
    types: tuple[str, ...] = ()
    limit: int = 10
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Names to be matched, by the keys that the client gave them."""

    questions: Mapping[str, Question]

    def found(self, matcher: Matcher) -> dict[str, Any]:
        """The candidates for each."""
        return {key: {"result": self._result(matcher, question)} for key, question in self.questions.items()}

    def _result(self, matcher: Matcher, question: Question) -> list[dict[str, Any]]:
        scores = matcher.names.scores
        candidates = matcher.names.candidates(question.name).values()
        typed = [(thing, self._typed(matcher, thing, score, question)) for thing, score in candidates]
        typed.sort(key=lambda one: (-one[1], one[0].iri))
        if question.properties:
            close = [(t, self._agreeing(matcher, t, score, question)) for t, score in typed[:_CLOSE]]
            typed = sorted(close, key=lambda one: (-one[1], one[0].iri))
        best = typed[0][1] if typed else 0.0
        next_best = typed[1][1] if len(typed) > 1 else 0.0
        sure = best >= scores.match and best - next_best >= scores.lead
        return [
            {
                "id": matcher.local(thing.iri),
                "name": thing.name,
                "type": [matcher.kind(thing.kind)],
                "score": round(score, 2),
                "match": sure and n == 0,
            }
            for n, (thing, score) in enumerate(typed[: question.limit])
        ]

    @staticmethod
    def _typed(matcher: Matcher, thing: Thing, score: float, question: Question) -> float:
        known = matcher.ontology
        fits = any(thing.kind in known.classes and known.is_a(thing.kind, kind) for kind in question.types)
        return score if fits or not question.types else score * matcher.names.scores.other_type

    @staticmethod
    def _agreeing(matcher: Matcher, thing: Thing, score: float, question: Question) -> float:
        scores = matcher.names.scores
        for name, values in question.properties:
            said = {form for row in matcher.rows(_VALUES.format(thing.iri, name)) for form in _forms(matcher, row)}
            if said and values:
                agrees = any(_agrees(simple(value), said) for value in values)
                score = min(score + scores.agreed, scores.exact) if agrees else score * scores.unlike
        return score


@dataclass(frozen=True, slots=True)
class Suggest:
    """The beginning of a name, for which things are suggested."""

    prefix: str
    cursor: int
    limit: int

    def found(self, matcher: Matcher) -> dict[str, Any]:
        """Things whose names begin so; where there are none, those that are alike."""
        things = matcher.names.beginning(self.prefix)
        if not things:
            alike = sorted(matcher.names.candidates(self.prefix).values(), key=lambda one: (-one[1], one[0].iri))
            things = [thing for thing, _ in alike]
        return {"result": [self._row(matcher, thing) for thing in things[self.cursor : self.cursor + self.limit]]}

    @staticmethod
    def _row(matcher: Matcher, thing: Thing) -> dict[str, Any]:
        kind = matcher.kind(thing.kind)
        return {"id": matcher.local(thing.iri), "name": thing.name, "description": kind["name"], "notable": [kind]}


@dataclass(frozen=True, slots=True)
class Extend:
    """What the graph says of things (ids) by properties, each with the most values that are wanted."""

    ids: tuple[str, ...]
    properties: tuple[tuple[str, int], ...]

    def found(self, matcher: Matcher) -> dict[str, Any]:
        """The rows of the answer: of each thing, by each property, its values."""
        space = f"{matcher.session.base}id/"
        return {
            one: {
                name: [_told(matcher, row) for row in matcher.rows(_OBJECTS.format(space + one, name, limit))]
                for name, limit in self.properties
            }
            for one in self.ids
        }


def _told(matcher: Matcher, row: Iterable[Term | None]) -> dict[str, Any]:
    """A value as the API tells it."""
    term, name = row
    if isinstance(term, Iri):
        words = name.value if isinstance(name, Literal) else matcher.local(term.value)
        return {"id": matcher.local(term.value), "name": words}
    assert isinstance(term, Literal)
    if term.datatype.endswith(("#date", "#dateTime")):
        return {"date": term.value}
    for ending, kind in _NUMBERS.items():
        if term.datatype.endswith(ending):
            number: Callable[[str], float] = kind
            return {kind.__name__: number(term.value)}
    return {"str": term.value}


_NUMBERS: Mapping[str, type[int] | type[float]] = {"#integer": int, "#decimal": float, "#double": float}


def _forms(matcher: Matcher, row: Iterable[Term | None]) -> set[str]:
    term, name = row
    found = {simple(name.value)} if isinstance(name, Literal) else set()
    if isinstance(term, Iri):
        return {*found, simple(matcher.local(term.value)), term.value.removeprefix(KG)}
    return {*found, simple(term.value)} if isinstance(term, Literal) else found


def _agrees(value: str, said: set[str]) -> bool:
    """Whether a value is said, or is a date at another precision than that which is said."""
    return value in said or any(
        one.startswith(f"{value}-") or value.startswith(f"{one}-") for one in said if one[:4].isdecimal()
    )
