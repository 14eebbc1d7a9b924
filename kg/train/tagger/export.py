"""A trained tagger to ONNX with integer weights.

Embeddings and activations are unsigned bytes around 128, weights are signed with 7 bits: sums of two products then
stay within 16 bits, so that processors with and without VNNI give the same numbers. Scales of activations are fixed by
calibration: what a sentence gives does not depend on what else is in its batch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from kg.train.tagger.network import FAR, Attention, Network, Shape

INPUTS = ("character", "left", "right", "word", "place")
_ZERO = np.uint8(128)
_OPSET, _IR = 18, 9


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

    def quantized(self, x: str, scale: float, name: str) -> str:
        """Floats to bytes."""
        return str(self.node("QuantizeLinear", x, self.constant(f"{name}.s", np.float32(scale)), self.zero()))

    def zero(self) -> str:
        """The byte that stands for 0."""
        return self.constant("zero", _ZERO)

    def linear(self, x: str, scale: float, weight: NDArray[Any], bias: NDArray[Any], name: str) -> str:
        """Bytes times weights of shape (out, in), plus bias, as floats."""
        steps = np.maximum(np.abs(weight).max(1), 1e-8) / 63
        whole = np.clip(np.round(weight / steps[:, None]), -63, 63).astype(np.int8).T
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


def _numbers(tensor: Any) -> NDArray[np.float32]:
    found: NDArray[np.float32] = tensor.detach().float().numpy()
    return found


def _embedded(graph: Graph, net: Network) -> str:
    tables = {"char": net.char, "big": net.big, "word": net.word, "place": net.place}
    scales, parts = [], []
    for feature, name in zip(INPUTS, ("char", "big", "big", "word", "place"), strict=True):
        rows = _numbers(tables[name].weight).copy()
        rows[0] = 0
        scale = np.maximum(np.quantile(np.abs(rows), 0.9999, axis=0), 1e-8) / 127
        table = graph.constant(f"{name}.rows", np.clip(np.round(rows / scale) + 128, 0, 255).astype(np.uint8))
        parts.append(graph.node("Gather", table, feature))
        scales.append(scale)
    together = graph.node("Concat", *parts, axis=-1)
    column = np.concatenate(scales)
    return graph.linear(together, 1.0, _numbers(net.inp.weight) * column, _numbers(net.inp.bias), "inp")


def _normed(graph: Graph, x: str, norm: Any, scale: float, name: str) -> str:
    weight, bias = graph.constant(f"{name}.g", _numbers(norm.weight)), graph.constant(f"{name}.h", _numbers(norm.bias))
    return graph.quantized(graph.node("LayerNormalization", x, weight, bias, axis=-1), scale, name)


def _convolved(graph: Graph, x: str, block: Any, scale: float, name: str) -> str:
    d = block.d
    bytes_ = graph.node("Where", "real3", _normed(graph, x, block.n, scale, name), graph.zero())
    pads = graph.constant(f"pads{d}", np.array([0, d, 0, 0, d, 0], np.int64))
    padded = graph.node("Pad", bytes_, pads, graph.zero())
    axis, end = graph.constant("axis", np.array([1], np.int64)), graph.constant("end", np.array([1 << 40], np.int64))
    first, last = graph.constant("first", np.array([0], np.int64)), graph.constant(f"to{d}", np.array([-2 * d]))
    before = graph.node("Slice", padded, first, last, axis)
    after = graph.node("Slice", padded, graph.constant(f"from{d}", np.array([2 * d])), end, axis)
    seen = graph.node("Concat", before, bytes_, after, axis=-1)
    # Two products, not one that is split: a split copies all of it.
    weights, biases = np.split(_numbers(block.l.weight), 2), np.split(_numbers(block.l.bias), 2)
    value = graph.linear(seen, scale, weights[0], biases[0], f"{name}.value")
    gate = graph.linear(seen, scale, weights[1], biases[1], f"{name}.gate")
    gated = graph.node("Mul", value, graph.node("Sigmoid", gate))
    return str(graph.node("Add", x, gated))


def _attended(graph: Graph, x: str, block: Any, scales: tuple[float, float], name: str) -> str:
    width, heads = block.o.weight.shape[0], block.heads
    size = width // heads
    bytes_ = _normed(graph, x, block.n, scales[0], name)
    weights, biases = np.split(_numbers(block.qkv.weight), 3), np.split(_numbers(block.qkv.bias), 3)
    parts = [graph.linear(bytes_, scales[0], weights[n], biases[n], f"{name}.{part}") for n, part in enumerate("qkv")]
    shape = graph.constant("split", np.array([0, 0, heads, size], np.int64))
    q, k, v = (graph.node("Reshape", part, shape) for part in parts)
    q, v = (graph.node("Transpose", part, perm=[0, 2, 1, 3]) for part in (q, v))
    k = graph.node("Transpose", k, perm=[0, 2, 3, 1])
    q = graph.node("Mul", q, graph.constant("root", np.float32(size**-0.5)))
    bias = graph.node("Gather", graph.constant(f"{name}.rel", _numbers(block.rel)), "distance", axis=1)
    scores = graph.node("Add", graph.node("Add", graph.node("MatMul", q, k), bias), "hidden")
    mixed = graph.node("Transpose", graph.node("MatMul", graph.node("Softmax", scores, axis=-1), v), perm=[0, 2, 1, 3])
    mixed = graph.node("Reshape", mixed, graph.constant("joined", np.array([0, 0, width], np.int64)))
    bytes_ = graph.quantized(mixed, scales[1], f"{name}.o")
    out = graph.linear(bytes_, scales[1], _numbers(block.o.weight), _numbers(block.o.bias), f"{name}.o")
    return str(graph.node("Add", x, out))


def _masks(graph: Graph) -> None:
    """Names that all blocks use: real3 and hidden tell what is padding, distance how far characters are apart."""
    null, axes = graph.constant("null", np.int32(0)), graph.constant("last", np.array([2], np.int64))
    padding = graph.node("Equal", "character", null)
    real = graph.node("Not", padding)
    graph.nodes.append(helper.make_node("Unsqueeze", [real, axes], ["real3"]))
    low = graph.node("Where", padding, graph.constant("low", np.float32(-1e4)), graph.constant("none", np.float32(0)))
    graph.nodes.append(helper.make_node("Unsqueeze", [low, graph.constant("two", np.array([1, 2]))], ["hidden"]))
    length = graph.node("Gather", graph.node("Shape", "character"), graph.constant("one", np.int64(1)))
    at = graph.node("Range", graph.constant("n0", np.int64(0)), length, graph.constant("n1", np.int64(1)))
    across = graph.node("Unsqueeze", at, graph.constant("u0", np.array([0])))
    down = graph.node("Unsqueeze", at, graph.constant("u1", np.array([1])))
    far = graph.constant("far", np.int64(FAR))
    near = graph.node("Clip", graph.node("Sub", across, down), graph.constant("nearest", np.int64(-FAR)), far)
    graph.nodes.append(helper.make_node("Add", [near, far], ["distance"]))


def tagger(net: Network, shape: Shape, scales: Mapping[str, float], facts: Mapping[str, str]) -> bytes:
    """The tagger as the bytes of an ONNX file.

    Inputs: five int32 arrays of shape (rows, characters). Outputs: for each head, log probabilities of its tags, of
    shape (rows, characters, tags). `scales` come from calibration, `facts` become metadata of the file.
    """
    graph = Graph()
    _masks(graph)
    x = _embedded(graph, net)
    for number, block in enumerate(net.blocks):
        name = f"block{number}"
        if isinstance(block, Attention):
            x = _attended(graph, x, block, (scales[name], scales[f"{name}.o"]), name)
        else:
            x = _convolved(graph, x, block, scales[name], name)
    states = _normed(graph, x, net.norm, scales["norm"], "norm")
    for name in shape.heads:
        one = net.out[name]
        scores = graph.linear(states, scales["norm"], _numbers(one.weight), _numbers(one.bias), f"out.{name}")
        graph.nodes.append(helper.make_node("LogSoftmax", [scores], [name], axis=-1))
    sizes = [1 + 4 * len(labels) for labels in shape.heads.values()]
    return _model(graph, INPUTS, [(name, size) for name, size in zip(shape.heads, sizes, strict=True)], facts)


def _model(graph: Graph, inputs: Sequence[str], outputs: Sequence[tuple[str, int]], facts: Mapping[str, str]) -> bytes:
    taken = [helper.make_tensor_value_info(name, TensorProto.INT32, ["rows", "characters"]) for name in inputs]
    given = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["rows", "characters", size]) for n, size in outputs]
    body = helper.make_graph(graph.nodes, "tagger", taken, given, list(graph.constants.values()))
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid("com.microsoft", 1)]
    model = helper.make_model(body, opset_imports=opsets, ir_version=_IR, producer_name="zhkg")
    helper.set_model_props(model, dict(facts))
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())
