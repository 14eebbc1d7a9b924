"""Span F1 of a tagger on annotated pieces: of the network that was trained, or of the ONNX file made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray

from kg.extract.neural.tag_decoding import Floats, best
from kg.train.tagger.export import INPUTS
from kg.train.tagger.groups import filled, grouped
from kg.train.tagger.network import Network
from kg.train.tagger.rows import Example

Scores = Callable[[NDArray[np.int64], str], Floats]  # features, data set -> (rows, characters, tags)


@contextmanager
def by_network(net: Network) -> Iterator[Scores]:
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


def by_onnx(model: bytes) -> Scores:
    """The scores of the bytes of an ONNX file, as at run time."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def scores(x: NDArray[np.int64], head: str) -> Floats:
        columns = {name: x[:, n].astype(np.int32) for n, name in enumerate(INPUTS)}
        found: Floats = session.run([head], columns)[0]
        return found

    return scores


def _count(score: Scores, head: str, chosen: Sequence[Example], counts: NDArray[np.int64]) -> None:
    """Add to the right, the found and the wanted spans of each label."""
    x, _, real = (tensor.numpy() for tensor in filled(chosen))
    scores = score(x, head)[real]
    starts = np.cumsum([0, *(len(one) for one in chosen)])
    first = np.zeros(len(scores), np.bool_)
    first[starts[:-1]] = True
    found = set(best(scores, first, len(counts)))
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
    for group in grouped([len(one) for one in pieces], 12000, None):
        _count(score, head, [pieces[n] for n in group], counts)

    def f1(row: NDArray[np.int64]) -> float:
        return round(2 * float(row[0]) / max(1.0, float(row[1] + row[2])), 4)

    return {"micro": f1(counts.sum(0))} | {label: f1(counts[n]) for n, label in enumerate(labels)}


def calibrate(net: Network, pieces: Sequence[Example]) -> dict[str, float]:
    """Scales by which activations become bytes: the largest absolute value over some pieces, over 127."""
    largest: dict[str, float] = {}
    hooks = []

    def watch(module: Any, name: str, *, entering: bool) -> None:
        def seen(_: Any, taken: Any, given: Any) -> None:
            value = float((taken[0] if entering else given).detach().float().abs().max())
            largest[name] = max(largest.get(name, 0.0), value)

        hooks.append(module.register_forward_hook(seen))

    for number, block in enumerate(net.blocks):
        watch(block.n, f"block{number}", entering=False)
        if hasattr(block, "o"):
            watch(block.o, f"block{number}.o", entering=True)
    watch(net.norm, "norm", entering=False)
    net.eval()
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for group in grouped([len(one) for one in pieces], 8000, None):
            net.encode(filled([pieces[n] for n in group])[0])
    for hook in hooks:
        hook.remove()
    return {name: max(value, 1e-3) / 127 for name, value in sorted(largest.items())}
