"""How likely an offer of a relation is right, and what a rule claims: learned on articles not seen in training."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import TrainingError
from kg.extract.all import elected_candidates, elected_mentions
from kg.extract.model import model_mentions
from kg.extract.neural.joint import JointReading
from kg.extract.rules import candidates
from kg.extract.vote.claim_vote import can_judge, ruled_offers
from kg.extract.vote.offer_weights import WEIGHTS, Voters, features
from kg.extract.vote.offers import Offer, offers
from kg.ontology.ontology import Ontology
from kg.score.calibration import calibration_error
from kg.score.match import same_value
from kg.text.names import normal_form
from kg.train.card import update
from kg.train.gold import AnnotatedArticle, Fact
from kg.train.regression import Floats, fit
from kg.train.votes.bars import WANTED, WANTED_OF_RULED, Judged, bars_of, bars_of_ruled
from kg.types import Mention, Parsed

_PENALTY = 2.0
_FOLDS = 6  # of cross-validation
_DIGITS = 5  # of a weight


@dataclass(frozen=True)
class LabelledOffers:
    """The offers of an article, which are right (1) or wrong (0), and what each counts.

    All offers of one fact count as much as one: a fact is right or wrong once, however often it is stated. What a rule
    claims of other mentions does not count.
    """

    offers: tuple[Offer, ...]
    right: Floats
    counts: Floats


def labelled(article: AnnotatedArticle, ontology: Ontology, folder: Path) -> dict[Voters, LabelledOffers]:
    """The offers on an article that each vote is on, by the weights of a folder."""
    parsed, reading = article.parsed, JointReading(article.parsed, folder)
    elected = elected_candidates(parsed, candidates(parsed, ontology), reading, ontology, folder)
    mentions, ruled = elected_mentions(parsed, elected, ontology)
    known = {_fact(one.predicate, one.role("subject"), one.role("object"), article, ontology) for one in ruled}
    some = offers(parsed, mentions, reading, ontology, ruled)
    beside = [one for one in some if one.claim is None]
    alone = offers(parsed, model_mentions(parsed, reading, ontology), reading, ontology)
    return {
        "beside": _labelled(beside, article, ontology, known),
        "alone": _labelled(alone, article, ontology, frozenset()),
        "ruled": _labelled(
            ruled_offers([one for one in ruled if can_judge(one, reading)], some), article, ontology, frozenset()
        ),
    }


def _labelled(
    some: Sequence[Offer], article: AnnotatedArticle, ontology: Ontology, known: Collection[object]
) -> LabelledOffers:
    facts = [_fact(one.predicate, one.subject, one.object, article, ontology) for one in some]
    times = Counter(facts)
    right = [float(isinstance(fact, int)) for fact in facts]
    counts = [0.0 if fact in known else 1 / times[fact] for fact in facts]
    return LabelledOffers(tuple(some), np.array(right), np.array(counts))


def _fact(
    predicate: str, subject: Mention | None, object_: Mention | None, article: AnnotatedArticle, ontology: Ontology
) -> object:
    """The number of the annotated fact that is stated, or the words of a wrong one."""
    if subject is None or object_ is None:
        return None
    number = stated(predicate, subject, object_, article, ontology)
    cut = article.parsed.view.cut
    return (predicate, subject.name or cut(subject.span), cut(object_.span)) if number is None else number


def stated(
    predicate: str, subject: Mention, object_: Mention, article: AnnotatedArticle, ontology: Ontology
) -> int | None:
    """The number of the fact of an article that a relation of two mentions is; None where it is none."""
    ends = [_forms(mention, article.parsed) for mention in (subject, object_)]
    turned = [ends, ends[::-1]] if ontology.properties[predicate].symmetric else [ends]
    facts = ((fact, number) for fact, number in article.facts.items() if fact[0] == predicate)
    return next((n for fact, n in facts for a, b in turned if fact[1] in a and _same(object_, b, fact)), None)


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
    """Write offers.json into a folder of weights; what its card says of it. TrainingError for too few articles."""
    return learn([labelled(one, ontology, folder) for one in articles], folder, date)


def learn(articles: Sequence[Mapping[Voters, LabelledOffers]], folder: Path, date: str) -> dict[str, Any]:
    """As `learn_from`, from the offers of each article."""
    if len(articles) < 2 or not any(one["beside"].right.any() for one in articles):
        raise TrainingError("there is no right relation to learn from", hint="give more annotated articles")
    table, scores = dict[str, Any](), dict[str, Any]()
    for name in articles[0]:
        some = [one[name] for one in articles]
        properties = sorted({one.predicate for each in some for one in each.offers})
        classes = sorted({one.subject.type for each in some for one in each.offers})
        weights, judged = _learned(some, [features(one.offers, properties, classes) for one in some])
        bars = bars_of_ruled(judged) if name == "ruled" else bars_of(judged)
        columns = [round(float(weight), _DIGITS) for weight in weights]
        table[name] = {"properties": properties, "classes": classes, "columns": columns, "bars": bars}
        scores[name] = _at(judged, bars)
    facts = {
        "task": "relations: what of the network's offers is right, beside rules and alone, and of what rules claim",
        "date": date,
        "articles": len(articles),
        "penalty": _PENALTY,
        "wanted": {"offers": WANTED, "ruled": WANTED_OF_RULED},
        "cross_validated": scores,
    }
    update(folder, "offers", facts, {WEIGHTS: (json.dumps(table, indent=1) + "\n").encode()})
    return facts


def _learned(some: Sequence[LabelledOffers], tables: Sequence[Floats]) -> tuple[Floats, list[Judged]]:
    """Weights, and all offers as judged under cross-validation."""
    judged = list[Judged]()
    folds = min(_FOLDS, len(some))
    for fold in range(folds):
        others = [n for n in range(len(some)) if n % folds != fold]
        weights = _fit([tables[n] for n in others], [some[n] for n in others])
        for n in range(fold, len(some), folds):
            chances = 1 / (1 + np.exp(-(tables[n] @ weights)))
            mine = some[n]
            for one, chance, right, count in zip(mine.offers, chances.tolist(), mine.right, mine.counts, strict=True):
                judged.append(Judged(one.predicate, chance, bool(right), float(count)))
    return _fit(tables, some), judged


def _fit(tables: Sequence[Floats], some: Sequence[LabelledOffers]) -> Floats:
    counts = np.concatenate([one.counts for one in some])
    return fit(np.concatenate(tables), np.concatenate([one.right for one in some]), _PENALTY, counts=counts)


def _at(judged: Sequence[Judged], bars: Mapping[str, float]) -> Mapping[str, float]:
    kept = [one for one in judged if one.chance >= bars.get(one.predicate, bars[""])]

    def facts(rows: Sequence[Judged]) -> int:
        return round(sum(one.weight for one in rows))

    return {
        "facts": facts(judged),
        "right": facts([one for one in judged if one.right]),
        "kept": facts(kept),
        "kept right": facts([one for one in kept if one.right]),
        "calibration error": round(calibration_error([one[1:] for one in kept]), 3),
    }
