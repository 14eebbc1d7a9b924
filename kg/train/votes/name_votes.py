"""The vote of rules and network on names, learned on annotated articles."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import TrainingError
from kg.extract.neural.joint import JointReading
from kg.extract.rules import candidates
from kg.extract.vote.name_vote import KINDS, WEIGHTS, Ballot, ballot, kind_of, probabilities
from kg.ontology.ontology import Ontology
from kg.text.names import normal_form
from kg.train.card import update
from kg.train.gold import AnnotatedArticle
from kg.train.regression import Floats, fit

_PENALTY = 3.0
_FOLDS = 6  # of cross-validation
_EVEN = 0.5
_DIGITS = 5  # of a weight
_CUTS = tuple(n / 100 for n in range(50, 100, 5))


@dataclass(frozen=True)
class LabelledBallot:
    """The ballot of an article, which of its proposals are right (1) or wrong (0), and what each counts.

    All places of one name count as much as one: a thing is right or wrong once, however often it is named.
    """

    ballot: Ballot
    right: Floats
    counts: Floats


def labelled_ballot(article: AnnotatedArticle, ontology: Ontology, folder: Path) -> LabelledBallot:
    """The ballot on an article, by the weights of a folder."""
    parsed = article.parsed
    cast = ballot(parsed, candidates(parsed, ontology), JointReading(parsed, folder), ontology)
    right = [float((coarse, normal_form(parsed.view.cut(span))) in article.names) for span, coarse in cast.keys]
    words = [(coarse, parsed.view.cut(span)) for span, coarse in cast.keys]
    times = Counter(words)
    return LabelledBallot(cast, np.array(right), np.array([1 / times[one] for one in words]))


def _fitted(articles: Sequence[LabelledBallot]) -> dict[str, Floats]:
    """The weights of each kind; TrainingError where the articles have no proposal of a kind."""
    found = {}
    for kind in KINDS:
        rows = [
            (row, right, count)
            for one in articles
            for (_, coarse), row, right, count in zip(
                one.ballot.keys, one.ballot.features, one.right, one.counts, strict=True
            )
            if kind_of(coarse) == kind
        ]
        if not rows:
            hint = "give more annotated articles"
            raise TrainingError(f"too few names of the kind {kind} to learn from", hint=hint)
        table, right, counts = (np.array(column) for column in zip(*rows, strict=True))
        found[kind] = fit(table, right, _PENALTY, counts=counts)
    return found


@dataclass(frozen=True)
class _ScoredProposal:
    """A proposal, its probability by weights learned on other articles, and whether it is right."""

    kind: str
    ruled: bool
    probability: float
    right: bool
    count: float


def _cross_validated(articles: Sequence[LabelledBallot]) -> list[_ScoredProposal]:
    found = []
    folds = min(_FOLDS, len(articles))
    for fold in range(folds):
        weights = _fitted([one for n, one in enumerate(articles) if n % folds != fold])
        for one in articles[fold::folds]:
            chances = probabilities(one.ballot, weights)
            for key, chance, right, count in zip(one.ballot.keys, chances, one.right, one.counts, strict=True):
                ruled = key in one.ballot.rules
                found.append(_ScoredProposal(kind_of(key[1]), ruled, chance, bool(right), float(count)))
    return found


def _cuts(judged: Sequence[_ScoredProposal]) -> dict[str, float]:
    """From which likelihood on a name of each kind that only the network proposes does more good than harm."""
    cuts = {}
    for kind in KINDS:
        alone = [one for one in judged if one.kind == kind and not one.ruled]
        gains = {cut: sum((2 * one.right - 1) * one.count for one in alone if one.probability >= cut) for cut in _CUTS}
        cuts[kind] = max(_CUTS, key=gains.__getitem__)  # the lowest of the best
    return cuts


def _f1(judged: Sequence[_ScoredProposal], chosen: Sequence[_ScoredProposal]) -> float:
    right, wanted = sum(one.right for one in chosen), sum(one.right for one in judged)
    return round(2 * right / max(1, len(chosen) + wanted), 4)


def _table(judged: Sequence[_ScoredProposal], cuts: Mapping[str, float]) -> dict[str, dict[str, Any]]:
    """F1 of vote and rules over the proposals of each kind, each article with weights learned on the others."""
    table = {}
    for name, kinds in (*((kind, (kind,)) for kind in KINDS), ("all", KINDS)):
        rows = [one for one in judged if one.kind in kinds]
        elected = [one for one in rows if one.probability >= (_EVEN if one.ruled else cuts[one.kind])]
        ruled = [one for one in rows if one.ruled]
        right = sum(one.right for one in rows)
        table[name] = {"proposed_right": right, "vote_f1": _f1(rows, elected), "rules_f1": _f1(rows, ruled)}
    return table


def learn(articles: Sequence[LabelledBallot], folder: Path, date: str) -> dict[str, Any]:
    """Write vote.json into a folder of weights; what its card says of it. TrainingError for fewer than two articles."""
    if len(articles) < 2:
        raise TrainingError(f"{len(articles)} article is too few to learn from", hint="give more annotated articles")
    judged = _cross_validated(articles)
    cuts = _cuts(judged)
    facts = {
        "task": "names: which proposals of rules and network are right",
        "date": date,
        "articles": len(articles),
        "proposals": len(judged),
        "penalty": _PENALTY,
        "folds": min(_FOLDS, len(articles)),
        "cross_validated": _table(judged, cuts),
    }
    weights = {name: [round(float(value), _DIGITS) for value in row] for name, row in _fitted(articles).items()}
    text = json.dumps({"names": weights, "cuts": cuts}, indent=1) + "\n"
    update(folder, "vote", facts, {WEIGHTS: text.encode()})
    return facts
