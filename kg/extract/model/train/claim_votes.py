"""How likely a relation is right that only the model sees, learned on annotated articles."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import TrainingError
from kg.extract.claim_vote import WEIGHTS, features, offered
from kg.extract.model.claims import Offer, offers
from kg.extract.model.relations import manners
from kg.extract.model.tagger import Tagged
from kg.extract.model.train.card import update
from kg.extract.model.train.regression import Floats, fit
from kg.extract.rules.rules import candidates, chosen, related
from kg.extract.vote import vote
from kg.ontology import Ontology
from kg.types import Parsed

_PENALTY = 2.0
_FOLDS = 6
_CUTS = tuple(n / 100 for n in range(40, 100, 5))

Stated = frozenset[tuple[str, str, str]]  # property, subject, object: names as `normal` makes them, dates as ISO 8601


@dataclass(frozen=True)
class Heard:
    """The offers of an article as features, and which are right (1) or wrong (0)."""

    features: Floats
    right: Floats


def sets(folder: Path) -> tuple[str, ...]:
    """The data sets in whose manner the model is heard."""
    return tuple(name for name, one in sorted(manners(folder).items()) if one.form != "open")


def heard(parsed: Parsed, facts: Stated, normal: Callable[[str], str], ontology: Ontology, folder: Path) -> Heard:
    """The offers on an article whose facts are known; offers on figures, which names do not tell, are left out."""
    elected = vote(parsed, candidates(parsed, ontology), Tagged(parsed, folder), ontology, folder)
    outer, nested = chosen(parsed, elected)
    ruled = related(parsed, ontology, elected, outer, nested).claims
    every = offers(parsed, [*outer, *nested], ontology, folder)
    some = [one for one in offered(every, ruled, ontology) if one.object.type != "Quantity"]
    right = [any(way in facts for way in _ways(one, parsed, normal, ontology)) for one in some]
    return Heard(features(some, ruled, parsed.view, sets(folder)), np.array(right, np.float64))


def _ways(
    one: Offer, parsed: Parsed, normal: Callable[[str], str], ontology: Ontology
) -> Iterator[tuple[str, str, str]]:
    subject = normal(parsed.document.cut(one.subject.span))
    value = one.object.value
    object_ = (
        value.text if value is not None and value.datatype == "date" else normal(parsed.document.cut(one.object.span))
    )
    yield one.property, subject, object_
    if ontology.properties[one.property].symmetric:
        yield one.property, object_, subject


def learn(articles: Sequence[Heard], folder: Path, date: str) -> dict[str, Any]:
    """Write claims.json into a folder of weights; what its card says of it. TrainingError for too few articles."""
    folds = min(_FOLDS, len(articles))
    if folds < 2 or not any(one.right.any() for one in articles):
        raise TrainingError("there is no right relation to learn from", hint="give more annotated articles")
    judged: list[tuple[float, bool]] = []
    for fold in range(folds):
        weights = _weights([one for n, one in enumerate(articles) if n % folds != fold])
        for one in articles[fold::folds]:
            chances = 1 / (1 + np.exp(-(one.features @ weights)))
            judged += zip(chances.tolist(), one.right.astype(bool).tolist(), strict=True)
    gains = {cut: sum(2 * right - 1 for chance, right in judged if chance >= cut) for cut in _CUTS}
    cut = max(_CUTS, key=lambda one: (gains[one], one))
    facts = {
        "task": "relations: which of those that only the model sees are right",
        "date": date,
        "articles": len(articles),
        "offers": len(judged),
        "right": sum(right for _, right in judged),
        "penalty": _PENALTY,
        "cross_validated": _at(judged, cut),
    }
    table = {"sets": sets(folder), "weights": [round(float(w), 5) for w in _weights(articles)], "cut": cut}
    update(folder, "claims", facts, {WEIGHTS: (json.dumps(table, indent=1) + "\n").encode()})
    return facts


def _weights(articles: Sequence[Heard]) -> Floats:
    """The weights of the columns; the strongest voice is believed until the articles say otherwise."""
    rows = np.concatenate([one.features for one in articles])
    prior = np.zeros(rows.shape[1])
    prior[1] = 1.0
    return fit(rows, np.concatenate([one.right for one in articles]), _PENALTY, prior)


def _at(judged: Sequence[tuple[float, bool]], cut: float) -> Mapping[str, float]:
    kept = [right for chance, right in judged if chance >= cut]
    return {"cut": cut, "kept": len(kept), "right": sum(kept)}
