"""A trained network to go on from: its 8-bit weights as numbers again, with its labels and pieces."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from kg.errors import TrainingError
from kg.extract.neural.joint import NAMES, PAIRS, TABLE
from kg.extract.neural.joint_labels import Labels, labels_from_json
from kg.extract.neural.windows import POSITIONS
from kg.train.checkpoints import State
from kg.train.joint.encoder import Shape
from kg.train.joint.network import OWN, Network, key_of
from kg.train.joint.pretrained import Floats, Pretrained

_POSITIONS, _THRESHOLD = "lower.positions", "threshold"  # weights of no module
_QUANTIZED, _ZERO = "_quantized", "_zero_point"  # end the names of what has 8 bits, and of what stands for 0 there


@dataclass(frozen=True)
class Trained:
    """A network with its labels; `source` has the shape of its encoder, its pieces and their scores."""

    net: Network
    labels: Labels
    source: Pretrained


def restored(folder: Path) -> Trained:
    """The network in a folder of weights; TrainingError where it cannot be read."""
    with read_as_weights(folder):
        table = json.loads((folder / TABLE).read_text("utf-8"))
        state = network_state([folder / NAMES, folder / PAIRS], OWN)
        source = _blank(table)
        labels = labels_from_json(json.dumps(table["labels"]))
        shape = Shape(layers=source.layers, shared=table["encoder"]["shared"])
        net = Network(source, list(range(len(source.pieces))), {OWN: labels}, shape)
        net.load_state_dict({name: state[name].view_as(one) for name, one in net.state_dict().items()})
    return Trained(net, labels, source)


@contextmanager
def read_as_weights(folder: Path) -> Iterator[None]:
    """TrainingError, which names the folder or file, where what the block reads is missing or damaged."""
    hint = "name a folder that kg train joint wrote"
    try:
        yield
    except OSError as error:
        raise TrainingError(f"it cannot be read: {error.strerror}", where=str(error.filename), hint=hint) from None
    except Exception as error:  # of JSON and protobuf, and of tables and weights that do not fit each other
        what = str(error).split("\n")[0]
        raise TrainingError(f"its weights are damaged: {what}", where=str(folder), hint=hint) from None


def _blank(table: dict[str, Any]) -> Pretrained:
    """An encoder of the shape that a table tells, without weights."""
    known, pieces = table["encoder"], table["pieces"]
    width, inner, layers = known["width"], known["inner"], known["layers"]
    sizes = {"emb.word": len(pieces) * width, "emb.pos": POSITIONS * width, "emb.type": 2 * width}
    sizes |= {f"emb.ln.{part}": width for part in "wb"}
    for n in range(layers):
        sizes |= {f"l{n}.{name}.w": width * width for name in ("q", "k", "v", "ao")}
        sizes |= {f"l{n}.{name}.w": width * inner for name in ("fi", "fo")}
        sizes |= {f"l{n}.{name}.b": width for name in ("q", "k", "v", "ao", "fo")} | {f"l{n}.fi.b": inner}
        sizes |= {f"l{n}.{name}.{part}": width for name in ("aln", "oln") for part in "wb"}
    tensors = {name: np.zeros(size, np.float32) for name, size in sizes.items()}
    scores = np.array(table["scores"], np.float32)
    return Pretrained(width, layers, known["heads"], inner, known["epsilon"], table["unknown"], pieces, scores, tensors)


def network_state(files: Iterable[Path], name: str) -> State:
    """The weights in files by their names in a network, those of heads as of the set of labels `name`."""
    stored = {part: one for file in files for part, one in _state(file).items()}
    return {
        part if part.startswith(("lower.", "upper.")) else f"heads.{key_of(name)}.{part}": one
        for part, one in stored.items()
    }


def _state(file: Path) -> State:
    """The weights in a file by their names in the network, which the nodes that they go into tell."""
    import onnx

    graph = onnx.load_from_string(file.read_bytes()).graph
    stored = _stored(graph)
    place = f"net.{_POSITIONS}"
    found = {_POSITIONS: stored[place]} if place in stored else {}
    for node in graph.node:
        inputs = [one for one in node.input if one in stored and not one.endswith(_ZERO)]
        if inputs:
            found |= _of_node(node.op_type, _module(node.name), inputs, stored)
    return {name: torch.from_numpy(np.array(value, np.float32)) for name, value in found.items()}


def _stored(graph: Any) -> dict[str, Floats]:
    """What a graph holds by name; of the same numbers one is stored, and nodes that change nothing make the others."""
    from onnx import numpy_helper

    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    return stored | {one.output[0]: stored[one.input[0]] for one in graph.node if one.op_type == "Identity"}


def _of_node(kind: str, module: str, inputs: Sequence[str], stored: Mapping[str, Floats]) -> dict[str, Floats]:
    """The weights that go into a node, by their names in the network."""
    first = inputs[0]
    if kind in ("LayerNormalization", "Conv"):
        return {f"{module}.{part}": stored[one] for part, one in zip(("weight", "bias"), inputs, strict=True)}
    if kind == "MatMulInteger":
        return {f"{module}.weight": _floats(first, stored).T}
    if kind == "Gather" and first.endswith(_QUANTIZED):
        return {f"{module}.weight": _floats(first, stored)}
    if kind == "Add" and stored[first].dtype == np.float32:
        return {f"{module}.bias" if module else _THRESHOLD: stored[first]}
    return {}


def _floats(name: str, stored: Mapping[str, Floats]) -> Floats:
    """Numbers of 8 bits as they were meant."""
    whole = name.removesuffix(_QUANTIZED)
    zero: Floats = stored[whole + _ZERO].astype(np.float32)
    return (stored[name].astype(np.float32) - zero) * stored[f"{whole}_scale"]


def _module(node: str) -> str:
    """The module that a node was made of.

    >>> _module("/lower/layers.0/q/MatMul_quant"), _module("/fine/fine.0/Gemm_MatMul_quant"), _module("/Add_3")
    ('lower.layers.0.q', 'fine.0', '')
    """
    parts = node.strip("/").split("/")[:-1]
    return ".".join(one for one, inner in zip(parts, [*parts[1:], ""], strict=False) if not inner.startswith(f"{one}."))
