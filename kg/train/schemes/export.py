"""Upper layers and heads for the labels of data sets as ONNX files, and the table of their schemes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

import torch
from torch import Tensor, nn

from kg.extract.neural.joint import LOWER
from kg.extract.neural.scheme_labels import PAIRS, Scheme
from kg.extract.neural.schemes import CHARACTERS, PAIRS_FILE, PLACES, SCHEMES, SPANS_FILE
from kg.train.joint.export import AXES, PAIR_AXES, PAIR_INPUTS, graph, pair_inputs
from kg.train.joint.heads import Heads
from kg.train.joint.network import Network


class _Characters(nn.Module):
    def __init__(self, net: Network) -> None:
        super().__init__()
        self.upper = net.upper

    def forward(self, pieces: Tensor, words: Tensor, *places: Tensor) -> Tensor:
        made: Tensor = self.upper(pieces, words, dict(zip(PLACES, places, strict=True)))
        return made


class _Spans(nn.Module):
    def __init__(self, heads: Heads) -> None:
        super().__init__()
        self.heads = heads

    def forward(self, x: Tensor) -> Tensor:
        return self.heads.spans(x)


class _Pairs(nn.Module):
    def __init__(self, heads: Heads) -> None:
        super().__init__()
        self.heads = heads

    def forward(self, x: Tensor, first: Tensor, last: Tensor, kind: Tensor) -> Tensor:
        return self.heads.pairs(x, first, last, kind)


def upper_file(net: Network) -> dict[str, bytes]:
    """The bytes of the upper layers, by their name."""
    vectors = torch.zeros(2, 3, int(net.sizes["width"]))
    places = tuple(torch.zeros(2, 3, dtype=torch.long) for _ in PLACES)
    return {CHARACTERS: graph(_Characters(net), (vectors, vectors, *places), (*LOWER, *PLACES), ("x",), AXES)}


def heads_files(net: Network, schemes: Mapping[str, Scheme], names: Iterable[str]) -> dict[str, bytes]:
    """The bytes of the heads of some schemes by name: for spans where none are given, for pairs if it labels any."""
    found = {}
    for name in sorted(names):
        heads = net.heads_of(name)
        if schemes[name].form != PAIRS:
            vectors = (torch.zeros(2, 3, net.shape.width),)
            found[SPANS_FILE.format(name)] = graph(_Spans(heads), vectors, ("x",), ("scores",), AXES)
        if schemes[name].labels.pairs:
            given = pair_inputs(net.shape)
            found[PAIRS_FILE.format(name)] = graph(_Pairs(heads), given, PAIR_INPUTS, ("pairs",), PAIR_AXES)
    return found


def table_file(schemes: Mapping[str, Scheme]) -> dict[str, bytes]:
    """The table of schemes, by its name."""
    table = {name: one.stored() for name, one in sorted(schemes.items())}
    return {SCHEMES: json.dumps(table, ensure_ascii=False).encode()}
