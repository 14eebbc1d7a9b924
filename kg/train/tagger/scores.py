"""Span F1 of a tagger on annotated pieces: of the network that was trained, or of the ONNX file made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import torch
from numpy.typing import NDArray

from kg.extract.neural.character_features import INPUTS
from kg.extract.neural.logits import Floats
from kg.extract.neural.session import opened
from kg.extract.neural.tag_decoding import best_spans
from kg.train.batching import sized_groups
from kg.train.tagger.network import Network
from kg.train.tagger.tag_examples import Example
from kg.train.tagger.tensors import padded_examples

_CHARACTERS = 12000  # scored at a time

Scores = Callable[[NDArray[np.int64], str], Floats]  # features, data set -> (rows, characters, tags)


@contextmanager
def network_scores(net: Network) -> Iterator[Scores]:
    """The scores of a network, which is in training mode again afterwards."""

    def scores(x: NDArray[np.int64], head: str) -> Floats:
        with torch.no_grad():
            found: Floats = net(torch.from_numpy(x), head).numpy()
        return found

    net.eval()
    try:
        yield scores
    finally:
        net.train()


def onnx_scores(model: bytes) -> Scores:
    """The scores of the bytes of an ONNX file, as at run time."""
    session = opened(model)

    def scores(x: NDArray[np.int64], head: str) -> Floats:
        columns = {name: x[:, n].astype(np.int32) for n, name in enumerate(INPUTS)}
        found: Floats = session.run([head], columns)[0]
        return found

    return scores


def _count(score: Scores, head: str, chosen: Sequence[Example], counts: NDArray[np.int64]) -> None:
    """Add to the right, the found and the wanted spans of each label."""
    x, _, real = (tensor.numpy() for tensor in padded_examples(chosen))
    scores = score(x, head)[real]
    starts = np.cumsum([0, *(len(one) for one in chosen)])
    first = np.zeros(len(scores), np.bool_)
    first[starts[:-1]] = True
    found = set(best_spans(scores, first, len(counts)))
    at_ = starts.tolist()
    wanted = {(s + at, e + at, k) for one, at in zip(chosen, at_, strict=False) for s, e, k in one.spans}
    for column, spans in enumerate((found & wanted, found, wanted)):
        for span in spans:
            counts[span[2], column] += 1
    for one in chosen:
        for label in one.lost:
            counts[label, 2] += 1


def evaluate(score: Scores, head: str, pieces: Sequence[Example], labels: Sequence[str]) -> dict[str, float]:
    """Span F1 of one head, overall (`micro`) and of each label; spans that no piece holds count as missed."""
    counts = np.zeros((len(labels), 3), np.int64)  # right, found, wanted
    for group in sized_groups([len(one) for one in pieces], _CHARACTERS, None):
        _count(score, head, [pieces[n] for n in group], counts)

    def f1(row: NDArray[np.int64]) -> float:
        return round(2 * float(row[0]) / max(1.0, float(row[1] + row[2])), 4)

    return {"micro": f1(counts.sum(0))} | {label: f1(counts[n]) for n, label in enumerate(labels)}
