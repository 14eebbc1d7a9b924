"""Networks to ONNX: the encoder with integer weights.

Embeddings and activations are unsigned bytes around 128, weights are signed with 7 bits: sums of two products then
stay within 16 bits, so that processors with and without VNNI give the same numbers. Scales of activations are fixed by
calibration: what a sentence gives does not depend on what else is in its batch. With a scale of 0.5, for example, the
activations (-1.0, 0.0, 1.6) become the bytes (126, 128, 131).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from kg.extract.neural.character_features import INPUTS
from kg.train.calibration import BYTE
from kg.train.encoder import FAR, MASKED, TABLES, Attention, Encoder

CENTRE = 128  # the byte that stands for 0
_ZERO = np.uint8(CENTRE)
_STEPS = 63  # weights are whole numbers up to it
_QUANTILE = 0.9999  # of a table's values in a column: the few beyond are clipped
_EPSILON = 1e-8  # against division by 0
_ENDLESS = 1 << 40
_OPSET, _IR = 18, 9

Size = list[str | int]


def array_of(tensor: Any) -> NDArray[np.float32]:
    """The values of a PyTorch tensor."""
    found: NDArray[np.float32] = tensor.detach().float().numpy()
    return found


class Graph:
    """An ONNX graph in the making."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def constant(self, name: str, value: Any) -> str:
        """A constant by name; a name stands for one value."""
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.asarray(value), name)
        return name

    def node(self, op: str, *inputs: str, domain: str = "", outputs: int = 1, **attributes: Any) -> Any:
        """A node; the name of its output, or of all of them."""
        names = [f"{op}_{len(self.nodes)}_{n}" for n in range(outputs)]
        self.nodes.append(helper.make_node(op, list(inputs), names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def named(self, output: str, op: str, *inputs: str, **attributes: Any) -> None:
        """A node whose output has a name of its own."""
        self.nodes.append(helper.make_node(op, list(inputs), [output], **attributes))

    def quantized(self, x: str, scale: float, name: str) -> str:
        """Floats to bytes."""
        return str(self.node("QuantizeLinear", x, self.constant(f"{name}.s", np.float32(scale)), self.zero()))

    def zero(self) -> str:
        """The byte that stands for 0."""
        return self.constant("zero", _ZERO)

    def linear(self, x: str, scale: float, weight: NDArray[Any], bias: NDArray[Any], name: str) -> str:
        """Bytes times weights of shape (out, in), plus bias, as floats."""
        steps = np.maximum(np.abs(weight).max(1), _EPSILON) / _STEPS
        whole = np.clip(np.round(weight / steps[:, None]), -_STEPS, _STEPS).astype(np.int8).T
        inputs = (
            x,
            self.constant(f"{name}.w", np.ascontiguousarray(whole)),
            self.constant(f"{name}.a", np.float32(scale)),
            self.constant(f"{name}.b", steps.astype(np.float32)),
            self.zero(),
            self.constant(f"{name}.z", np.zeros(len(weight), np.int8)),
            self.constant(f"{name}.c", bias.astype(np.float32)),
        )
        return str(self.node("MatMulIntegerToFloat", *inputs, domain="com.microsoft"))


def add_masks(graph: Graph) -> None:
    """Names that all blocks use: real3 and hidden tell what is padding, distance how far characters are apart."""
    null, axes = graph.constant("null", np.int32(0)), graph.constant("last", np.array([2], np.int64))
    padding = graph.node("Equal", "character", null)
    real = graph.node("Not", padding)
    graph.named("real3", "Unsqueeze", real, axes)
    masked = graph.constant("low", np.float32(MASKED))
    low = graph.node("Where", padding, masked, graph.constant("none", np.float32(0)))
    graph.named("hidden", "Unsqueeze", low, graph.constant("two", np.array([1, 2])))
    length = graph.node("Gather", graph.node("Shape", "character"), graph.constant("one", np.int64(1)))
    at = graph.node("Range", graph.constant("n0", np.int64(0)), length, graph.constant("n1", np.int64(1)))
    across = graph.node("Unsqueeze", at, graph.constant("u0", np.array([0])))
    down = graph.node("Unsqueeze", at, graph.constant("u1", np.array([1])))
    far = graph.constant("far", np.int64(FAR))
    near = graph.node("Clip", graph.node("Sub", across, down), graph.constant("nearest", np.int64(-FAR)), far)
    graph.named("distance", "Add", near, far)


def add_tables(
    graph: Graph, net: Encoder, row: Callable[[str, str], str] | None = None
) -> tuple[list[str], list[NDArray[Any]]]:
    """The looked-up features as bytes, and the scales of their columns.

    `row(table, feature)` may give the node of the rows to look up in place of the feature itself.
    """
    parts, scales = [], []
    for feature, name in zip(INPUTS, TABLES, strict=True):
        rows = array_of(getattr(net, name).weight).copy()
        rows[0] = 0
        scale = np.maximum(np.quantile(np.abs(rows), _QUANTILE, axis=0), _EPSILON) / BYTE
        bytes_ = np.clip(np.round(rows / scale) + CENTRE, 0, CENTRE + BYTE).astype(np.uint8)
        table = graph.constant(f"{name}.rows", bytes_)
        parts.append(graph.node("Gather", table, row(name, feature) if row else feature))
        scales.append(scale)
    return parts, scales


def add_input(graph: Graph, net: Encoder, together: str, scales: Sequence[NDArray[Any]]) -> str:
    """The first states, of the features side by side."""
    weight = array_of(net.inp.weight) * np.concatenate(scales)
    return graph.linear(together, 1.0, weight, array_of(net.inp.bias), "inp")


def add_block(graph: Graph, x: str, block: Any, scales: Mapping[str, float], name: str) -> str:
    """A block of the encoder."""
    if isinstance(block, Attention):
        return _attention(graph, x, block, (scales[name], scales[f"{name}.o"]), name)
    return _convolution(graph, x, block, scales[name], name)


def add_norm(graph: Graph, x: str, norm: Any, scale: float, name: str) -> str:
    """A layer norm whose output is bytes."""
    weight, bias = graph.constant(f"{name}.g", array_of(norm.weight)), graph.constant(f"{name}.h", array_of(norm.bias))
    return graph.quantized(graph.node("LayerNormalization", x, weight, bias, axis=-1), scale, name)


def _convolution(graph: Graph, x: str, block: Any, scale: float, name: str) -> str:
    d = block.d
    bytes_ = graph.node("Where", "real3", add_norm(graph, x, block.n, scale, name), graph.zero())
    pads = graph.constant(f"pads{d}", np.array([0, d, 0, 0, d, 0], np.int64))
    padded = graph.node("Pad", bytes_, pads, graph.zero())
    axis, end = graph.constant("axis", np.array([1], np.int64)), graph.constant("end", np.array([_ENDLESS], np.int64))
    first, last = graph.constant("first", np.array([0], np.int64)), graph.constant(f"to{d}", np.array([-2 * d]))
    before = graph.node("Slice", padded, first, last, axis)
    after = graph.node("Slice", padded, graph.constant(f"from{d}", np.array([2 * d])), end, axis)
    seen = graph.node("Concat", before, bytes_, after, axis=-1)
    # Two products, not one that is split: a split copies all of it.
    weights, biases = np.split(array_of(block.l.weight), 2), np.split(array_of(block.l.bias), 2)
    value = graph.linear(seen, scale, weights[0], biases[0], f"{name}.value")
    gate = graph.linear(seen, scale, weights[1], biases[1], f"{name}.gate")
    gated = graph.node("Mul", value, graph.node("Sigmoid", gate))
    return str(graph.node("Add", x, gated))


def _attention(graph: Graph, x: str, block: Any, scales: tuple[float, float], name: str) -> str:
    width, heads = block.o.weight.shape[0], block.heads
    size = width // heads
    bytes_ = add_norm(graph, x, block.n, scales[0], name)
    weights, biases = np.split(array_of(block.qkv.weight), 3), np.split(array_of(block.qkv.bias), 3)
    parts = [graph.linear(bytes_, scales[0], weights[n], biases[n], f"{name}.{part}") for n, part in enumerate("qkv")]
    shape = graph.constant("split", np.array([0, 0, heads, size], np.int64))
    q, k, v = (graph.node("Reshape", part, shape) for part in parts)
    q, v = (graph.node("Transpose", part, perm=[0, 2, 1, 3]) for part in (q, v))
    k = graph.node("Transpose", k, perm=[0, 2, 3, 1])
    q = graph.node("Mul", q, graph.constant("root", np.float32(size**-0.5)))
    bias = graph.node("Gather", graph.constant(f"{name}.rel", array_of(block.rel)), "distance", axis=1)
    scores = graph.node("Add", graph.node("Add", graph.node("MatMul", q, k), bias), "hidden")
    mixed = graph.node("Transpose", graph.node("MatMul", graph.node("Softmax", scores, axis=-1), v), perm=[0, 2, 1, 3])
    mixed = graph.node("Reshape", mixed, graph.constant("joined", np.array([0, 0, width], np.int64)))
    bytes_ = graph.quantized(mixed, scales[1], f"{name}.o")
    out = graph.linear(bytes_, scales[1], array_of(block.o.weight), array_of(block.o.bias), f"{name}.o")
    return str(graph.node("Add", x, out))


def model_bytes(
    graph: Graph,
    name: str,
    outputs: Sequence[tuple[str, Size]],
    facts: Mapping[str, str],
    more: Mapping[str, tuple[int, Size]] | None = None,
) -> bytes:
    """The graph as the bytes of an ONNX file; `facts` become metadata.

    Inputs are five int32 arrays of shape (rows, characters), and those of `more`, each with type and size.
    """
    taken = [helper.make_tensor_value_info(one, TensorProto.INT32, ["rows", "characters"]) for one in INPUTS]
    taken += [helper.make_tensor_value_info(one, kind, size) for one, (kind, size) in (more or {}).items()]
    given = [helper.make_tensor_value_info(one, TensorProto.FLOAT, size) for one, size in outputs]
    body = helper.make_graph(graph.nodes, name, taken, given, list(graph.constants.values()))
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(body, opset_imports=opsets, ir_version=_IR, producer_name="zhkg")
    helper.set_model_props(model, dict(facts))
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())
