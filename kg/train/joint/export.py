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
from kg.extract.neural.pieces import PER_CHARACTER
from kg.extract.neural.scheme_labels import PAIRS as GIVEN_PAIRS
from kg.extract.neural.scheme_labels import Scheme
from kg.extract.neural.schemes import PAIRS_FILE, SPANS_FILE
from kg.train.joint.data import Data
from kg.train.joint.network import Heads, Joint, running_sums

_OPSET = 17
_EIGHT_BITS = ["MatMul", "Gather"]  # convolutions of 8 bits are slower than of 32
_NAME_INPUTS = ("ids", *PER_CHARACTER)  # of one window, which has no padding
_PAIR_INPUTS = ("x", "first", "last", "kind")
_DIGITS = 4  # of a piece's score
_SCORES = {"x": {0: "windows", 1: "characters"}, "scores": {0: "windows", 2: "characters", 3: "characters"}}
_PAIRS = {"x": {0: "characters"}, "pairs": {0: "spans", 1: "spans"}} | {
    name: {0: "spans"} for name in ("first", "last", "kind")
}


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


class _SchemePairs(nn.Module):
    def __init__(self, net: Heads) -> None:
        super().__init__()
        self.net = net

    def forward(self, x: Tensor, first: Tensor, last: Tensor, kind: Tensor) -> Tensor:
        return self.net.pairs(x, first, last, kind)


class _Spans(nn.Module):
    def __init__(self, net: Heads) -> None:
        super().__init__()
        self.net = net

    def forward(self, x: Tensor) -> Tensor:
        return self.net.spans(x)


def network_files(data: Data) -> dict[str, bytes]:
    """The bytes of the network's own files of weights, by name; without those of schemes and the table."""
    net = data.net.eval()
    numbers = {name: torch.zeros(2, 3, dtype=torch.long) for name in _NAME_INPUTS}
    axes = {name: {0: "windows", 1: "pieces" if name == "ids" else "characters"} for name in _NAME_INPUTS}
    given = tuple(numbers[name] for name in _NAME_INPUTS)
    names = _graph(_Names(net), given, _NAME_INPUTS, ("x", "scores"), axes | _SCORES)
    pairs = _graph(_Pairs(net), _pair_inputs(net), _PAIR_INPUTS, ("fine", "pairs"), {"fine": {0: "spans"}} | _PAIRS)
    return {NAMES: names, PAIRS: pairs}


def table_file(data: Data, schemes: Mapping[str, Scheme]) -> dict[str, bytes]:
    """The table of labels, schemes and pieces, by its name."""
    table = {
        "encoder": data.net.encoder.sizes,
        "labels": json.loads(data.labels.to_json()),
        "schemes": {name: one.stored() for name, one in sorted(schemes.items())},
        "pieces": data.pieces,
        "scores": [round(one, _DIGITS) for one in data.scores],
        "unknown": data.unknown,
    }
    return {TABLE: json.dumps(table, ensure_ascii=False).encode()}


def scheme_files(data: Data, schemes: Mapping[str, Scheme]) -> dict[str, bytes]:
    """The bytes of the heads of schemes, by name."""
    net, found = data.net.eval(), dict[str, bytes]()
    for name, one in sorted(schemes.items()):
        found |= _heads_files(name, one, net.scheme(name))
    return found


def _heads_files(name: str, scheme: Scheme, heads: Heads) -> dict[str, bytes]:
    """The heads of a data set's scheme: for spans where these are not given, and for pairs if it has labels of them."""
    found = {}
    if scheme.form != GIVEN_PAIRS:
        vectors = (torch.zeros(2, 3, heads.shape.width),)
        found[SPANS_FILE.format(name)] = _graph(_Spans(heads), vectors, ("x",), ("scores",), _SCORES)
    if scheme.labels.pairs:
        given = _pair_inputs(heads)
        found[PAIRS_FILE.format(name)] = _graph(_SchemePairs(heads), given, _PAIR_INPUTS, ("pairs",), _PAIRS)
    return found


def _pair_inputs(heads: Heads) -> tuple[Tensor, ...]:
    ends = torch.tensor([0, 1])
    return torch.zeros(3, heads.shape.width), ends, ends, torch.zeros_like(ends)


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
