"""Annotated articles as mentions in the text and labelled pairs of them: what the network learns to say.

Gold names things and facts of an article; a network reads places in a text. Every form of an entity is looked for in
the text, and a fact is laid on the mentions that stand in its evidence. What the annotation leaves open is neither
right nor wrong, and the loss passes over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from kg.extract.neural.joint_labels import ROLE, ROLE_AT, ROLE_OF, Labels
from kg.extract.values.quantities import values
from kg.ontology.ontology import Ontology
from kg.score.gold import Gold, articles
from kg.score.match import same_value
from kg.train.gold import Warn, parsed_text
from kg.types import Parsed, Span, Value

CORE, MARGINAL = 1.0, 0.3  # weights of facts that a good system must find, and of those that it may
_SHORTEST = 2  # characters of a form that is sure wherever it stands


@dataclass(frozen=True)
class Labelled:
    """A span of the view with its type; `entities` are those it may mean, `sure` is whether it means one at all."""

    span: Span
    type: str
    fine: str | None = None
    entities: frozenset[str] = frozenset()
    sure: bool = True
    value: Value | None = None

    def distance(self, other: Labelled) -> int:
        """The number of characters between two spans."""
        return max(self.span.start - other.span.end, other.span.start - self.span.end, 0)


class Pair(NamedTuple):
    """A label between two spans (by their numbers); weight 0: left open."""

    label: str
    left: int
    right: int
    weight: float


@dataclass
class Article:
    """A parsed article, its spans (values too), and the weights of the labels between them."""

    parsed: Parsed
    gold: Gold | None = None
    spans: list[Labelled] = field(default_factory=list)
    weights: dict[tuple[str, int, int], float] = field(default_factory=dict)

    def add(self, one: Labelled) -> int:
        """The number of a new span."""
        self.spans.append(one)
        return len(self.spans) - 1

    def label(self, label: str, left: int, right: int, weight: float, *, symmetric: bool = False) -> None:
        """Label two spans; what is stated in one place is not left open because of another."""
        self.weights[label, left, right] = max(weight, self.weights.get((label, left, right), 0.0))
        if symmetric:
            self.label(label, right, left, weight)

    def stating(self, left: Sequence[int], right: Sequence[int], evidence: Sequence[Span]) -> set[tuple[int, int]]:
        """The mentions that state a fact: all in its evidence, or else the nearest two of which one is there."""
        spans = self.spans
        both = {(a, b) for a in left for b in right if a != b and (spans[a].sure or spans[b].sure)}
        inside = {n for n in (*left, *right) if any(one.overlaps(spans[n].span) for one in evidence)}
        stated = {pair for pair in both if inside.issuperset(pair)}
        if stated:
            return stated
        near = [pair for pair in both if not evidence or not inside.isdisjoint(pair)]
        return set(sorted(near, key=lambda pair: (spans[pair[0]].distance(spans[pair[1]]), pair))[:1])

    @property
    def pairs(self) -> list[Pair]:
        """The labelled pairs."""
        return [Pair(*key, weight) for key, weight in self.weights.items()]


def read_articles(folders: Sequence[Path], ontology: Ontology, labels: Labels, warn: Warn) -> Iterator[Article]:
    """The articles of all folders with labels laid on their texts; `warn` is told what is not read as it should be.

    Raises SourceError where an annotation is wrong.
    """
    for folder in folders:
        for gold in articles(folder, ontology):
            yield _Laying(parsed_text(gold, ontology, warn), gold, ontology, labels).article


class _Laying:
    """Lays one article's annotation on its text."""

    def __init__(self, parsed: Parsed, gold: Gold, ontology: Ontology, labels: Labels) -> None:
        self._parsed, self._ontology, self._labels = parsed, ontology, labels
        self._text = parsed.document.text
        self.article = Article(parsed, gold)
        self._at: dict[str, list[int]] = {}  # numbers of the spans that mean an entity
        self._texts: dict[tuple[Span, str], int] = {}
        self._mentions(gold.data["entities"])
        self._values(ontology)
        for fact in gold.data["facts"]:
            self._fact(fact)

    def _places(self, words: str) -> list[Span]:
        """Where words of the article stand, in the view."""
        view = self._parsed.view
        found, at = [], self._text.find(words) if words else -1
        while at >= 0:
            span = view.from_document(Span(at, at + len(words)))
            found += [span] * bool(len(span))
            at = self._text.find(words, at + 1)
        return found

    def _mentions(self, entities: Sequence[dict[str, Any]]) -> None:
        means: dict[tuple[Span, str], dict[str, str]] = {}
        for one in entities:
            coarse = self._ontology.coarse[one["type"]]
            forms = self._forms(one, coarse)
            spans = {span for form in forms for span in self._places(form)}
            for span in spans:
                if not any(other != span and other.contains(span) for other in spans):
                    means.setdefault((span, coarse), {})[one["id"]] = one["type"]
        outer = [span for span, _ in means]
        for (span, coarse), types in sorted(means.items()):
            sure = self._sure(span, coarse, outer)
            self._add(Labelled(span, coarse, next(iter(types.values())), frozenset(types), sure))

    def _forms(self, one: dict[str, Any], coarse: str) -> set[str]:
        """An entity's names; a person's name with a title behind it is not another one."""
        name, forms = one["name"], {one["name"], *one.get("aliases", ())}
        titled = coarse == self._labels.person
        return {form for form in forms if form == name or not (titled and form.startswith(name))}

    def _sure(self, span: Span, coarse: str, others: Iterable[Span]) -> bool:
        """Whether a form means its entity here: not where it is one character, or within or across another name."""
        if len(span) < _SHORTEST:
            return False
        for other in others:
            if other == span or not other.overlaps(span):
                continue
            if other.contains(span) and (other.start == span.start or coarse == self._labels.place):
                continue
            if not span.contains(other):
                return False
        return True

    def _values(self, ontology: Ontology) -> None:
        for one in values(self._parsed, ontology):
            mention = one.mention
            if mention.type in self._labels.value_types:
                self._add(Labelled(mention.span, mention.type, value=mention.value))

    def _add(self, one: Labelled) -> int:
        number = self.article.add(one)
        for entity in one.entities:
            self._at.setdefault(entity, []).append(number)
        return number

    def _fact(self, fact: dict[str, Any]) -> None:
        label, weight = fact["predicate"], CORE if fact["core"] else MARGINAL
        if label not in self._labels.pairs:
            return
        evidence = self._places(fact.get("evidence") or "")
        left = self._at.get(fact["subject"], [])
        right = self._objects(fact["object"], label, evidence)
        chosen = self.article.stating(left, right, evidence)
        symmetric = self._ontology.properties[label].symmetric
        for a, b in product(left, right):
            if a != b:
                self.article.label(label, a, b, weight if (a, b) in chosen else 0.0, symmetric=symmetric)
        role = fact.get("qualifiers", {}).get("role")
        if role and label in self._labels.with_role:
            self._role(role, chosen, weight)

    def _objects(self, object_: str | dict[str, Any], label: str, evidence: Sequence[Span]) -> list[int]:
        if isinstance(object_, str):
            return self._at.get(object_, [])
        if object_["type"] == "text":
            if label not in self._labels.spans:
                return []
            spans = self._places(object_["value"])
            near = [one for one in spans if any(one.overlaps(other) for other in evidence)] or spans
            return [self._text_span(one, label) for one in near[:1]]
        return [n for n, one in enumerate(self.article.spans) if one.value and _says(one.value, object_)]

    def _text_span(self, span: Span, type_: str) -> int:
        if (span, type_) not in self._texts:
            self._texts[span, type_] = self._add(Labelled(span, type_))
        return self._texts[span, type_]

    def _role(self, role: str, chosen: Iterable[tuple[int, int]], weight: float) -> None:
        spans = self.article.spans
        places = self._places(role)
        for a, b in sorted(chosen):
            if not places:
                return
            nearest = min(places, key=lambda one: _distance(one, spans[a].span) + _distance(one, spans[b].span))
            number = self._text_span(nearest, ROLE)
            self.article.label(ROLE_OF, a, number, weight)
            self.article.label(ROLE_AT, number, b, weight)


def _distance(a: Span, b: Span) -> int:
    return max(a.start - b.end, b.start - a.end, 0)


def _says(value: Value, wanted: dict[str, Any]) -> bool:
    """Whether a value read is the annotated one."""
    found = {"type": value.datatype, "value": value.text, "unit": value.unit or ""}
    return same_value(wanted | {"unit": wanted.get("unit") or ""}, found)
