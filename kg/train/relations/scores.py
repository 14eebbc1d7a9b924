"""Thresholds chosen on rows held out of training, and scores: micro-F1 of triples, and calibration of confidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
import torch

from kg.extract.neural.label_scheme import UNKNOWN, LabelScheme
from kg.extract.neural.logits import Floats, sigmoid
from kg.extract.neural.relation_input import RelationQuery, marks, padded, pairs
from kg.extract.neural.relation_spans import ScoredTriple
from kg.extract.neural.relation_triples import (
    RelationLogits,
    RelationScorer,
    best_label,
    pair_probabilities,
    scored_triples,
    triple_strings,
)
from kg.ontology.ontology import Ontology
from kg.train.regression import fit
from kg.train.relations.network import Relations
from kg.train.relations.relation_rows import LabelSet, Row
from kg.train.relations.training_queries import LabelSpace, given_query

Triple = tuple[str, str, str]
_SPAN_EXPONENTS = (0.0, 0.25, 0.5, 1.0)
_THRESHOLDS = tuple(n / 100 for n in range(5, 90, 3))
_EPSILON = 1e-6  # scores are kept so far from 0 and 1 where their log odds are taken
_PLAIN_THRESHOLD = 0.3  # of a set without rows to choose one on
_IDENTITY = (1.0, 0.0)  # slope and shift that leave log odds as they are
_BINS = 10  # of confidence

Judged = list[tuple[float, bool]]  # the score of a triple or pair, and whether it is right


@contextmanager
def network_scorer(net: Relations, space: LabelSpace) -> Iterator[RelationScorer]:
    """The logits of a network, which is in training mode again afterwards."""

    def score(queries: Sequence[RelationQuery]) -> RelationLogits:
        x = torch.from_numpy(padded(queries))
        real, length = x[:, 0] != 0, x.shape[2]
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            below, known = net.below(x)
            states = net.above(below, real, torch.from_numpy(marks(queries, length)))
            at = {name: torch.from_numpy(array) for name, array in pairs(queries, length).items()}
            pair_states = net.pair_states(states, known, real, at).float() if len(at["pair_of"]) else None
        with torch.no_grad():
            tags = {name: head(states.float()).numpy() for name, head in net.tags.items()}
            labels = {} if pair_states is None else _labels(net, space, pair_states)
        sets = {name: one for name, one in space.sets.items() if one.form != "names"}
        empty = {name: np.zeros((0, max(1, len(one.labels))), np.float32) for name, one in sets.items()}
        return RelationLogits(tags, empty | labels)

    net.eval()
    try:
        yield score
    finally:
        net.train()


def _labels(net: Relations, space: LabelSpace, pair_states: torch.Tensor) -> dict[str, Floats]:
    found = {}
    for name, one in space.sets.items():
        if one.form == "names":
            continue
        if one.form == "closed":
            columns = [space.place[label] for label in one.labels]
            found[name] = (net.out["closed"](pair_states) + net.set_bias[name])[:, columns].numpy()
        else:
            found[name] = net.out["open" if one.form == "open" else name](pair_states).numpy()
    return found


def plain_scheme(labels: LabelSet, space: LabelSpace, ontology: Ontology) -> LabelScheme:
    """A set's annotation scheme before its threshold is chosen."""
    closed = labels.form == "closed"
    ends = tuple(labels.ends[label] for label in labels.labels) if closed else ()
    kinds = space.kinds if closed else (labels.kind,) if labels.form == "pairs" else ()
    scheme = LabelScheme(labels.name, labels.form, labels.labels, ends, kinds, threshold=_PLAIN_THRESHOLD)
    return scheme.within(ontology)


def confidence(scheme: LabelScheme, score: float) -> float:
    """The probability that a triple of this score is right."""
    odds = float(np.log(max(score, _EPSILON) / max(1 - score, _EPSILON)))
    return float(sigmoid(np.float64(scheme.slope * odds + scheme.shift)))


def _f1(right: int, found: int, wanted: int) -> float:
    return 2 * right / max(1, found + wanted)


def wanted(row: Row) -> set[Triple]:
    """The triples of a row of a closed or open set."""
    if row.set.form == "closed":
        return set(row.triples)
    return {(row.text[s:e], row.text[p:q], row.text[o:r]) for (s, e), (p, q), (o, r) in row.right}


def _judged(rows: Sequence[Row], triples: Sequence[Sequence[ScoredTriple]]) -> Judged:
    """The score of each triple that is found, once for each text, and whether it is right."""
    found = []
    for row, some in zip(rows, triples, strict=True):
        best: dict[Triple, float] = {}
        for one in some:
            best.setdefault(triple_strings(row.text, one), one.score)
        gold = wanted(row)
        found += [(score, triple in gold) for triple, score in best.items()]
    return found


def tuned_scheme(rows: Sequence[Row], plain: LabelScheme, score: RelationScorer) -> LabelScheme:
    """The scheme with threshold and span exponent that give the best F1 on some rows, its confidence fitted to them."""
    if plain.form == "pairs":
        return _tuned_for_pairs(rows, plain, score)
    total, best = sum(len(wanted(row)) for row in rows), (-1.0, plain)
    for exponent in _SPAN_EXPONENTS:
        one = replace(plain, span_exponent=exponent)
        judged = _judged(rows, scored_triples([row.features for row in rows], one, score))
        for threshold in _THRESHOLDS:
            kept = [right for value, right in judged if value >= threshold]
            f1 = _f1(sum(kept), len(kept), total)
            if f1 > best[0]:
                best = f1, _calibrated(replace(one, threshold=threshold), judged)
    return best[1]


def _tuned_for_pairs(rows: Sequence[Row], plain: LabelScheme, score: RelationScorer) -> LabelScheme:
    probabilities = pair_probabilities([given_query(row)[0] for row in rows], plain, score)
    best = (-1.0, plain)
    for threshold in _THRESHOLDS:
        one = replace(plain, threshold=threshold)
        f1, judged = _pairs_f1(rows, probabilities, one)
        if f1 > best[0]:
            best = f1, _calibrated(one, judged)
    return best[1]


def _pairs_f1(rows: Sequence[Row], probabilities: Sequence[Floats], scheme: LabelScheme) -> tuple[float, Judged]:
    judged, total = [], 0
    for row, some in zip(rows, probabilities, strict=True):
        for (_, _, right), each in zip(row.given, some, strict=True):
            label, score = best_label(each, scheme)
            total += right != UNKNOWN
            if label != UNKNOWN:
                judged.append((score, label == right))
    return _f1(sum(right for _, right in judged), len(judged), total), judged


def _calibrated(scheme: LabelScheme, judged: Judged) -> LabelScheme:
    """Slope and shift by logistic regression of being right on the log odds of the score."""
    scores = np.clip(np.array([score for score, _ in judged]), _EPSILON, 1 - _EPSILON)
    right = np.array([float(right) for _, right in judged])
    if len(set(right.tolist())) < 2:
        return scheme
    odds = np.log(scores / (1 - scores))
    slope, shift = fit(np.stack([odds, np.ones_like(odds)], 1), right, prior=np.array(_IDENTITY))
    return replace(scheme, slope=float(slope), shift=float(shift))


def evaluation(rows: Sequence[Row], scheme: LabelScheme, score: RelationScorer) -> dict[str, Any]:
    """Micro-F1 with precision and recall, and how well confidence holds on what is found."""
    if scheme.form == "pairs":
        probabilities = pair_probabilities([given_query(row)[0] for row in rows], scheme, score)
        f1, judged = _pairs_f1(rows, probabilities, scheme)
        total = sum(label != UNKNOWN for row in rows for _, _, label in row.given)
    else:
        every = _judged(rows, scored_triples([row.features for row in rows], scheme, score))
        judged = [pair for pair in every if pair[0] >= scheme.threshold]
        total = sum(len(wanted(row)) for row in rows)
        f1 = _f1(sum(right for _, right in judged), len(judged), total)
    right = sum(one for _, one in judged)
    scores = {"f1": f1, "precision": right / max(1, len(judged)), "recall": right / max(1, total)}
    error, table = reliability([(confidence(scheme, value), right) for value, right in judged])
    rounded = {name: round(value, 4) for name, value in scores.items()}
    return rounded | {"calibration_error": error, "reliability": table}


def reliability(judged: Judged) -> tuple[float, list[dict[str, float]]]:
    """The expected calibration error over ten bins (Guo et al. 2017), and for each bin confidence and share right.

    >>> reliability([(1.0, True), (0.25, False)])[0]
    0.125
    """
    table, error = [], 0.0
    for low in range(_BINS):
        some = [one for one in judged if min(int(one[0] * _BINS), _BINS - 1) == low]
        if some:
            stated, right = float(np.mean([c for c, _ in some])), float(np.mean([r for _, r in some]))
            error += abs(stated - right) * len(some) / len(judged)
            row = {"from": low / _BINS, "triples": len(some), "confidence": round(stated, 3), "right": round(right, 3)}
            table.append(row)
    return round(error, 4), table
