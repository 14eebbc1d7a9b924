"""Choosing bars on rows held out of training, and scores: micro-F1 of triples, and whether confidence holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
import torch

from kg.extract.neural.relation_input import Asked, marks, padded, pairs
from kg.extract.neural.relation_spans import Scored
from kg.extract.neural.relation_triples import Answer, Ask, Manner, label_of, of_pairs, scored, words
from kg.extract.neural.tag_decoding import Floats
from kg.train.regression import fit
from kg.train.relations.batch import Scheme, given
from kg.train.relations.network import Relations
from kg.train.relations.rows import Labels, Row

Triple = tuple[str, str, str]
_TRUSTS = (0.0, 0.25, 0.5, 1.0)
_BARS = tuple(n / 100 for n in range(5, 90, 3))


@contextmanager
def by_network(net: Relations, scheme: Scheme) -> Iterator[Ask]:
    """The answers of a network, which is in training mode again afterwards."""

    def ask(asked: Sequence[Asked]) -> Answer:
        x = torch.from_numpy(padded(asked))
        real, length = x[:, 0] != 0, x.shape[2]
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            below, known = net.below(x)
            states = net.above(below, real, torch.from_numpy(marks(asked, length)))
            at = {name: torch.from_numpy(array) for name, array in pairs(asked, length).items()}
            looked = net.look(states, known, real, at).float() if len(at["pair_of"]) else None
        with torch.no_grad():
            tags = {name: head(states.float()).numpy() for name, head in net.tags.items()}
            labels = {} if looked is None else _labels(net, scheme, looked)
        asks = {name: one for name, one in scheme.sets.items() if one.form != "names"}
        empty = {name: np.zeros((0, max(1, len(one.labels))), np.float32) for name, one in asks.items()}
        return Answer(tags, empty | labels)

    net.eval()
    try:
        yield ask
    finally:
        net.train()


def _labels(net: Relations, scheme: Scheme, looked: torch.Tensor) -> dict[str, Floats]:
    found = {}
    for name, one in scheme.sets.items():
        if one.form == "names":
            continue
        if one.form == "closed":
            columns = [scheme.place[label] for label in one.labels]
            found[name] = (net.out["closed"](looked) + net.manner[name])[:, columns].numpy()
        else:
            found[name] = net.out["open" if one.form == "open" else name](looked).numpy()
    return found


def manner(labels: Labels, scheme: Scheme) -> Manner:
    """A set's manner before its bars are chosen."""
    ends = tuple(labels.ends[label] for label in labels.labels) if labels.form == "closed" else ()
    kinds = scheme.kinds if labels.form == "closed" else (labels.kind,) if labels.form == "pairs" else ()
    return Manner(labels.name, labels.form, labels.labels, ends, kinds)


def _f1(right: int, found: int, wanted: int) -> float:
    return 2 * right / max(1, found + wanted)


def wanted(row: Row) -> set[Triple]:
    """The triples of a row of a closed or open set."""
    if row.set.form == "closed":
        return set(row.triples)
    return {(row.text[s:e], row.text[p:q], row.text[o:r]) for (s, e), (p, q), (o, r) in row.right}


def _judged(rows: Sequence[Row], triples: Sequence[Sequence[Scored]]) -> list[tuple[float, bool]]:
    """The score of each triple that is found, once for each text, and whether it is right."""
    found = []
    for row, some in zip(rows, triples, strict=True):
        best: dict[Triple, float] = {}
        for one in some:
            best.setdefault(words(row.text, one), one.likely)
        gold = wanted(row)
        found += [(score, triple in gold) for triple, score in best.items()]
    return found


def chosen(rows: Sequence[Row], plain: Manner, ask: Ask) -> Manner:
    """The manner with bar and trust that give the best F1 on some rows, and confidence fitted to them."""
    if plain.form == "pairs":
        return _chosen_for_pairs(rows, plain, ask)
    total, best = sum(len(wanted(row)) for row in rows), (-1.0, plain)
    for trust in _TRUSTS:
        one = replace(plain, trust=trust)
        judged = _judged(rows, scored([row.features for row in rows], one, ask))
        for bar in _BARS:
            kept = [right for score, right in judged if score >= bar]
            f1 = _f1(sum(kept), len(kept), total)
            if f1 > best[0]:
                best = f1, _fitted(replace(one, bar=bar), judged)
    return best[1]


def _chosen_for_pairs(rows: Sequence[Row], plain: Manner, ask: Ask) -> Manner:
    chances = of_pairs([given(row)[0] for row in rows], plain, ask)
    best = (-1.0, plain)
    for bar in _BARS:
        one = replace(plain, bar=bar)
        f1, judged = _pairs_f1(rows, chances, one)
        if f1 > best[0]:
            best = f1, _fitted(one, judged)
    return best[1]


def _pairs_f1(rows: Sequence[Row], chances: Sequence[Floats], one: Manner) -> tuple[float, list[tuple[float, bool]]]:
    judged, total = [], 0
    for row, some in zip(rows, chances, strict=True):
        for (_, _, right), each in zip(row.asked, some, strict=True):
            label, score = label_of(each, one)
            total += right != "unknown"
            if label != "unknown":
                judged.append((score, label == right))
    return _f1(sum(right for _, right in judged), len(judged), total), judged


def _fitted(one: Manner, judged: Sequence[tuple[float, bool]]) -> Manner:
    """Slope and shift by logistic regression of being right on the log odds of the score."""
    scores = np.clip(np.array([score for score, _ in judged]), 1e-6, 1 - 1e-6)
    right = np.array([float(right) for _, right in judged])
    if len(set(right.tolist())) < 2:
        return one
    odds = np.log(scores / (1 - scores))
    slope, shift = fit(np.stack([odds, np.ones_like(odds)], 1), right, prior=np.array([1.0, 0.0]))
    return replace(one, slope=float(slope), shift=float(shift))


def evaluated(rows: Sequence[Row], one: Manner, ask: Ask) -> dict[str, Any]:
    """Micro-F1 with precision and recall, and how well confidence holds on what is found."""
    if one.form == "pairs":
        chances = of_pairs([given(row)[0] for row in rows], one, ask)
        f1, judged = _pairs_f1(rows, chances, one)
        total = sum(label != "unknown" for row in rows for _, _, label in row.asked)
    else:
        every = _judged(rows, scored([row.features for row in rows], one, ask))
        judged = [pair for pair in every if pair[0] >= one.bar]
        total = sum(len(wanted(row)) for row in rows)
        f1 = _f1(sum(right for _, right in judged), len(judged), total)
    right = sum(one for _, one in judged)
    scores = {"f1": f1, "precision": right / max(1, len(judged)), "recall": right / max(1, total)}
    error, table = reliability([(one.confidence(score), right) for score, right in judged])
    rounded = {name: round(value, 4) for name, value in scores.items()}
    return rounded | {"calibration_error": error, "reliability": table}


def reliability(judged: Sequence[tuple[float, bool]]) -> tuple[float, list[dict[str, float]]]:
    """The expected calibration error over ten bins (Guo et al. 2017), and for each bin confidence and share right."""
    table, error = [], 0.0
    for low in range(10):
        some = [one for one in judged if low <= min(one[0] * 10, 9.999) < low + 1]
        if some:
            said, held = float(np.mean([c for c, _ in some])), float(np.mean([r for _, r in some]))
            error += abs(said - held) * len(some) / len(judged)
            table.append({"from": low / 10, "triples": len(some), "said": round(said, 3), "right": round(held, 3)})
    return round(error, 4), table
