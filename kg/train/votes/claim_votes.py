"""How likely an offer of a relation is right, learned on annotated articles."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import TrainingError
from kg.extract.all import elected_mentions
from kg.extract.model import model_mentions
from kg.extract.neural.joint import JointReading
from kg.extract.vote.claim_vote import KINDS, WEIGHTS, features
from kg.extract.vote.offers import Offer, offers
from kg.ontology.ontology import Ontology
from kg.score.match import same_value
from kg.text.names import normal_form
from kg.train.card import update
from kg.train.gold import AnnotatedArticle, Fact
from kg.train.regression import Floats, fit
from kg.types import Mention, Parsed

_PENALTIES = {"ruled": 30.0, "network": 2.0}  # rules are right so often that there is little to learn from
_FOLDS = 6  # of cross-validation
_DIGITS = 5  # of a weight
_CUTS = tuple(n / 100 for n in range(20, 100, 5))
_FEW = 12  # right offers of a property from which on it has a bar of its own
_WANTED = {"ruled": 0.5, "network": 0.5}  # of what is just above the bar, so many should be right


@dataclass(frozen=True)
class LabelledOffers:
    """The offers of an article, which are right (1) or wrong (0), and what each counts.

    All offers of one fact count as much as one: a fact is right or wrong once, however often it is stated. What a rule
    says does not count again where the network says it, be it of other mentions.
    """

    offers: tuple[Offer, ...]
    right: Floats
    counts: Floats


def labelled(article: AnnotatedArticle, ontology: Ontology, folder: Path) -> tuple[LabelledOffers, LabelledOffers]:
    """The offers on an article beside the rules, and of the network alone."""
    parsed = article.parsed
    reading = JointReading(parsed, folder)
    mentions, ruled = elected_mentions(parsed, reading, ontology, folder)
    alone = model_mentions(parsed, reading, ontology)
    return (
        _labelled(offers(parsed, mentions, ruled, reading, ontology), article, ontology),
        _labelled(offers(parsed, alone, (), reading, ontology), article, ontology),
    )


def _labelled(some: Sequence[Offer], article: AnnotatedArticle, ontology: Ontology) -> LabelledOffers:
    cut = article.parsed.view.cut
    facts: list[object] = []  # the number of the annotated fact, or the words of a wrong one
    for one in some:
        number = stated(one, article, ontology)
        words = one.predicate, one.subject.name or cut(one.subject.span), cut(one.object.span)
        facts.append(words if number is None else number)
    ruled = {fact for fact, one in zip(facts, some, strict=True) if one.claim}
    times = Counter((fact, one.claim is None) for fact, one in zip(facts, some, strict=True))
    counts = [
        0.0 if one.claim is None and fact in ruled else 1 / times[fact, one.claim is None]
        for fact, one in zip(facts, some, strict=True)
    ]
    right = [float(isinstance(fact, int)) for fact in facts]
    return LabelledOffers(tuple(some), np.array(right), np.array(counts))


def stated(one: Offer, article: AnnotatedArticle, ontology: Ontology) -> int | None:
    """The number of the fact of an article that is offered; whom a nominal or a pronoun means is not asked."""
    ends = [_forms(mention, article.parsed) for mention in (one.subject, one.object)]
    turned = [ends, ends[::-1]] if ontology.properties[one.predicate].symmetric else [ends]
    known = one.subject.form == "name"
    for fact, number in article.facts.items():
        if fact[0] != one.predicate:
            continue
        if any((fact[1] in a or not known) and _same(one.object, b, fact) for a, b in turned):
            return number
    return None


def _forms(mention: Mention, parsed: Parsed) -> set[str]:
    return {normal_form(parsed.view.cut(mention.span)), normal_form(mention.name or "")} - {""}


def _same(object_: Mention, forms: Collection[str], fact: Fact) -> bool:
    """Whether an object is the one of a fact, of whose value the unit is not known."""
    value = object_.value
    if value is None:
        return fact[2] in forms
    kind = {"type": value.datatype, "unit": value.unit or ""}
    return same_value(kind | {"value": fact[2]}, kind | {"value": value.text})


def learn_from(articles: Iterable[AnnotatedArticle], ontology: Ontology, folder: Path, date: str) -> dict[str, Any]:
    """Write claims.json into a folder of weights; what its card says of it. TrainingError for too few articles."""
    both = [labelled(one, ontology, folder) for one in articles]
    return learn([one for one, _ in both], [one for _, one in both], folder, date)


def learn(beside: Sequence[LabelledOffers], alone: Sequence[LabelledOffers], folder: Path, date: str) -> dict[str, Any]:
    """As `learn_from`, from the offers of articles beside rules and of the network alone."""
    if len(beside) < 2 or not any(one.right.any() for one in beside):
        raise TrainingError("there is no right relation to learn from", hint="give more annotated articles")
    table: dict[str, Any] = {}
    scores: dict[str, Any] = {}
    for name, some in (("beside", beside), ("alone", alone)):
        properties = sorted({one.predicate for each in some for one in each.offers})
        table[name] = {"properties": properties}
        for kind in KINDS:
            mine = [_of_kind(one, kind) for one in some]
            weights, judged = _learned(mine, properties, _PENALTIES[kind])
            bars = _bars(judged, _WANTED[kind])
            table[name][kind] = {"columns": [round(float(weight), _DIGITS) for weight in weights], "bars": bars}
            scores[f"{name} {kind}"] = _at(judged, bars)
    facts = {
        "task": "relations: which offers of rules and network are right, together and of the network alone",
        "date": date,
        "articles": len(beside),
        "penalties": _PENALTIES,
        "cross_validated": scores,
    }
    update(folder, "claims", facts, {WEIGHTS: (json.dumps(table, indent=1) + "\n").encode()})
    return facts


Judged = list[tuple[str, float, bool, float]]  # property, probability by other articles, whether right, what it counts


def _of_kind(some: LabelledOffers, kind: str) -> LabelledOffers:
    """The offers that a rule makes, or those of the network alone."""
    chosen = [n for n, one in enumerate(some.offers) if (one.claim is not None) == (kind == KINDS[0])]
    return LabelledOffers(tuple(some.offers[n] for n in chosen), some.right[chosen], some.counts[chosen])


def _learned(some: Sequence[LabelledOffers], properties: Sequence[str], penalty: float) -> tuple[Floats, Judged]:
    """Weights, and all offers as judged under cross-validation."""
    tables = [features(one.offers, properties) for one in some]
    judged: Judged = []
    folds = min(_FOLDS, len(some))
    for fold in range(folds):
        others = [n for n in range(len(some)) if n % folds != fold]
        weights = _fit([tables[n] for n in others], [some[n] for n in others], penalty)
        for n in range(fold, len(some), folds):
            chances = 1 / (1 + np.exp(-(tables[n] @ weights)))
            mine = some[n]
            for one, chance, right, count in zip(mine.offers, chances.tolist(), mine.right, mine.counts, strict=True):
                judged.append((one.predicate, chance, bool(right), float(count)))
    return _fit(tables, some, penalty), judged


def _fit(tables: Sequence[Floats], some: Sequence[LabelledOffers], penalty: float) -> Floats:
    counts = np.concatenate([one.counts for one in some])
    return fit(np.concatenate(tables), np.concatenate([one.right for one in some]), penalty, counts=counts)


def _bars(judged: Judged, wanted: float) -> dict[str, float]:
    """From which likelihood on offers are right as often as wanted: of each property, and (under "") of the rest."""
    bars = {"": _bar([row[1:] for row in judged], wanted)}
    for name in sorted({row[0] for row in judged}):
        mine = [row[1:] for row in judged if row[0] == name]
        if sum(count for _, right, count in mine if right) >= _FEW:
            bars[name] = _bar(mine, wanted)
    return bars


def _bar(rows: Sequence[tuple[float, bool, float]], wanted: float) -> float:
    """The cut above which most is gained: each right one gains 1 - `wanted`, each wrong one costs `wanted`."""

    def gain(cut: float) -> float:
        return sum(count * (right - wanted) for chance, right, count in rows if chance >= cut)

    return max(_CUTS, key=lambda cut: (gain(cut), cut))


def _at(judged: Judged, bars: Mapping[str, float]) -> Mapping[str, float]:
    kept = [(right, count) for name, chance, right, count in judged if chance >= bars.get(name, bars[""])]
    return {
        "facts": round(sum(count for *_, count in judged)),
        "right": round(sum(right * count for *_, right, count in judged)),
        "kept": round(sum(count for _, count in kept)),
        "kept right": round(sum(right * count for right, count in kept)),
    }
