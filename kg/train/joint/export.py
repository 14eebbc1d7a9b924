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

from kg.extract.neural.joint import NAMES, PAIRS, TABLE
from kg.extract.neural.joint_labels import Labels
from kg.extract.neural.pieces import PER_CHARACTER
from kg.train.joint.network import Joint, running_sums

_OPSET = 17
_EIGHT_BITS = ["MatMul", "Gather"]  # convolutions of 8 bits are slower than of 32
_NAME_INPUTS = ("ids", *PER_CHARACTER)  # of one window, which has no padding
_PAIR_INPUTS = ("x", "first", "last", "kind")
_DIGITS = 4  # of a piece's score


class _Names(nn.Module):
    def __init__(self, net: Joint) -> None:
        super().__init__()
        self.net = net

    def forward(self, *inputs: Tensor) -> tuple[Tensor, Tensor]:
        x = self.net.characters(dict(zip(_NAME_INPUTS, inputs, strict=True)))
        return x, self.net.spans(x)


class _Pairs(nn.Module):
    def __init__(self, net: Joint) -> None:
        super().__init__()
        self.net = net

    def forward(self, x: Tensor, first: Tensor, last: Tensor, kind: Tensor) -> tuple[Tensor, Tensor]:
        vectors = self.net.vectors(x, running_sums(x), first, last)
        return self.net.fine(vectors), self.net.pairs(x, first, last, kind)


def joint_files(
    net: Joint, labels: Labels, pieces: Sequence[str], scores: Sequence[float], unknown: int
) -> dict[str, bytes]:
    """The bytes of the files of weights, by name."""
    table = {
        "encoder": net.encoder.sizes,
        "labels": json.loads(labels.to_json()),
        "pieces": list(pieces),
        "scores": [round(one, _DIGITS) for one in scores],
        "unknown": unknown,
    }
    width = net.shape.width
    numbers = {name: torch.zeros(2, 3, dtype=torch.long) for name in _NAME_INPUTS}
    axes = {name: {0: "windows", 1: "pieces" if name == "ids" else "characters"} for name in _NAME_INPUTS}
    axes |= {"x": {0: "windows", 1: "characters"}, "scores": {0: "windows", 2: "blocks"}}
    ends = torch.tensor([0, 1])
    names = _graph(_Names(net), tuple(numbers[name] for name in _NAME_INPUTS), _NAME_INPUTS, ("x", "scores"), axes)
    spans = {name: {0: "spans"} for name in ("first", "last", "kind", "fine")}
    spans |= {"x": {0: "characters"}, "pairs": {0: "spans", 1: "spans"}}
    pairs = _graph(_Pairs(net), (torch.zeros(3, width), ends, ends, ends), _PAIR_INPUTS, ("fine", "pairs"), spans)
    return {NAMES: names, PAIRS: pairs, TABLE: json.dumps(table, ensure_ascii=False).encode()}


def _graph(
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
            dynamic_axes={name: dict(axis) for name, axis in axes.items()},
        )
        quantize_dynamic(full, small, op_types_to_quantize=_EIGHT_BITS, weight_type=QuantType.QInt8, per_channel=True)
        return small.read_bytes()
