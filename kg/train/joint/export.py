"""The joint network as two ONNX files, 8-bit where the encoder multiplies, and the table of its labels and pieces."""

from __future__ import annotations

import json
import logging
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from kg.extract.neural.joint import LOWER, NAMES, PAIRS, TABLE
from kg.extract.neural.joint_labels import Labels
from kg.extract.neural.pieces import PER_CHARACTER
from kg.train.joint.encoder import Shape
from kg.train.joint.heads import Heads, running_sums
from kg.train.joint.network import OWN, Network

_OPSET = 17
_EIGHT_BITS = ["MatMul", "Gather"]  # convolutions of 8 bits are slower than of 32
_NAME_INPUTS = ("ids", *PER_CHARACTER)  # of one window, which has no padding
PAIR_INPUTS = ("x", "first", "last", "kind")
_DIGITS = 4  # of a piece's score
_CHARACTERS = {0: "windows", 1: "characters"}
AXES = dict.fromkeys((*PER_CHARACTER, "x", "words"), _CHARACTERS) | {
    "ids": {0: "windows", 1: "pieces"},
    "pieces": {0: "windows", 1: "pieces"},
    "scores": {0: "windows", 2: "blocks"},
}
PAIR_AXES = {name: {0: "spans"} for name in ("first", "last", "kind", "fine")} | {
    "x": {0: "characters"},
    "pairs": {0: "spans", 1: "spans"},
}


class _Names(nn.Module):
    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net, self.heads = net, net.heads_of(OWN)

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        batch = dict(zip(_NAME_INPUTS, inputs, strict=True))
        pieces, words = self.net.lower(batch)
        x = self.net.upper(pieces, words, batch)
        return x, self.heads.spans(x), pieces, words


class _Pairs(nn.Module):
    def __init__(self, heads: Heads) -> None:
        super().__init__()
        self.heads = heads

    def forward(self, x: Tensor, first: Tensor, last: Tensor, kind: Tensor) -> tuple[Tensor, Tensor]:
        vectors = self.heads.vectors(x, running_sums(x), first, last)
        return self.heads.fine(vectors), self.heads.pairs(x, first, last, kind)


def joint_files(
    net: Network, labels: Labels, pieces: Sequence[str], scores: Sequence[float], unknown: int
) -> dict[str, bytes]:
    """The bytes of the files of weights, by name."""
    table = {
        "encoder": net.sizes,
        "labels": json.loads(labels.to_json()),
        "pieces": list(pieces),
        "scores": [round(one, _DIGITS) for one in scores],
        "unknown": unknown,
    }
    numbers = tuple(torch.zeros(2, 3, dtype=torch.long) for _ in _NAME_INPUTS)
    names = graph(_Names(net), numbers, _NAME_INPUTS, ("x", "scores", *LOWER), AXES)
    pairs = graph(_Pairs(net.heads_of(OWN)), pair_inputs(net.shape), PAIR_INPUTS, ("fine", "pairs"), PAIR_AXES)
    return {NAMES: names, PAIRS: pairs, TABLE: json.dumps(table, ensure_ascii=False).encode()}


def pair_inputs(shape: Shape) -> tuple[Tensor, ...]:
    """What pairs of spans are scored by, in the shapes of an example."""
    ends = torch.tensor([0, 1])
    return torch.zeros(3, shape.width), ends, ends, torch.zeros_like(ends)


def graph(
    part: nn.Module,
    inputs: tuple[Tensor, ...],
    given: Sequence[str],
    made: Sequence[str],
    axes: Mapping[str, Mapping[int, str]],
) -> bytes:
    """A part of the network as ONNX, with matrices of 8 bits, each column with its own scale."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger().setLevel(logging.ERROR)  # it recommends a step for other networks
        full, small = Path(folder) / "full.onnx", Path(folder) / "small.onnx"
        torch.onnx.export(
            part.eval(),
            inputs,
            str(full),
            dynamo=False,
            opset_version=_OPSET,
            input_names=list(given),
            output_names=list(made),
            dynamic_axes={name: dict(axes[name]) for name in (*given, *made)},
        )
        quantize_dynamic(full, small, op_types_to_quantize=_EIGHT_BITS, weight_type=QuantType.QInt8, per_channel=True)
        return small.read_bytes()
