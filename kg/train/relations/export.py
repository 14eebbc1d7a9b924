"""A trained relation model to ONNX: the encoder with integer weights, the head for pairs with 16-bit floats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto

from kg.train.onnx_graph import (
    CENTRE,
    Graph,
    Size,
    add_block,
    add_input,
    add_masks,
    add_tables,
    array_of,
    model_bytes,
)
from kg.train.relations.network import MARK_SCALE, Relations
from kg.train.relations.training_queries import LabelSpace

_INPUTS: dict[str, tuple[int, Size]] = {  # beside the features; see `relation_input`
    "marks": (TensorProto.INT32, ["rows", "characters", 3]),
    "mention_at": (TensorProto.INT64, ["mentions", 6]),
    "mention_is": (TensorProto.INT64, ["mentions", 3]),
    "pair_of": (TensorProto.INT64, ["pairs", 3]),
    "pair_near": (TensorProto.INT64, [3, "pairs", "characters"]),
    "pair_zone": (TensorProto.INT64, ["pairs", 6]),
    "pair_is": (TensorProto.INT64, ["pairs", 2]),
}


class _Relations(Graph):
    """The graph of a relation model in the making."""

    def __init__(self, net: Relations) -> None:
        super().__init__()
        self.net, self.shape = net, net.shape

    def number(self, value: int) -> str:
        """A whole number."""
        return self.constant(f"number{value}", np.array(value, np.int64))

    def numbers(self, *values: int) -> str:
        """A list of whole numbers."""
        return self.constant("numbers_" + "_".join(map(str, values)), np.array(values, np.int64))

    def half(self, name: str, value: NDArray[Any]) -> str:
        """A constant that is kept with 16 bits and used with 32."""
        kept = self.constant(f"{name}.half", value.astype(np.float16))
        return str(self.node("Cast", kept, to=TensorProto.FLOAT))

    def dense(self, x: str, linear: Any, name: str) -> str:
        """x times weights plus bias."""
        product = self.node("MatMul", x, self.half(f"{name}.w", array_of(linear.weight).T))
        return str(self.node("Add", product, self.half(f"{name}.b", array_of(linear.bias))))

    def looked_up(self, table: NDArray[Any], rows: str, name: str) -> str:
        """Rows of a table."""
        return str(self.node("Gather", self.half(name, table), rows))

    def column(self, matrix: str, number: int) -> str:
        """One column of a matrix of whole numbers."""
        return str(self.node("Gather", matrix, self.number(number), axis=1))

    def shaped(self, x: str, *shape: int) -> str:
        """x in another shape."""
        return str(self.node("Reshape", x, self.numbers(*shape)))

    def joined(self, *parts: str) -> str:
        """Parts side by side."""
        return str(self.node("Concat", *parts, axis=-1))

    def sums(self, x: str) -> str:
        """Running sums along each sentence, beginning with 0, one row after the other."""
        start = self.node("Pad", x, self.numbers(0, 1, 0, 0, 0, 0))
        flat = self.node("CumSum", start, self.number(1))
        last = self.node("Gather", self.node("Shape", x), self.numbers(2))
        return str(self.node("Reshape", flat, self.node("Concat", self.numbers(-1), last, axis=0)))


def _embedded(graph: _Relations) -> tuple[str, str]:
    """The encoder's input, and what is known of each character (word and character) as floats."""

    def kept_row(table: str, feature: str) -> str:
        if table == "place":
            return feature
        kept = getattr(graph.net, f"{table}_row").numpy().astype(np.uint16)
        number = graph.node("Gather", graph.constant(f"{table}.kept", kept), feature)
        return str(graph.node("Cast", number, to=TensorProto.INT32))

    parts, scales = add_tables(graph, graph.net, kept_row)
    h = add_input(graph, graph.net, graph.joined(*parts), scales)
    floats = graph.node("Cast", graph.joined(parts[3], parts[0]), to=TensorProto.FLOAT)
    centred = graph.node("Sub", floats, graph.constant("centre", np.float32(CENTRE)))
    scale = np.concatenate([scales[3], scales[0]]).astype(np.float32)
    return h, str(graph.node("Mul", centred, graph.constant("known.scale", scale)))


def _marked(graph: _Relations, h: str) -> str:
    table = array_of(graph.net.mark.weight) * MARK_SCALE
    each = np.eye(len(table), dtype=np.float32)
    each[0] = 0  # no mention
    one = graph.node("Gather", graph.constant("each", each), "marks")
    counts = graph.node("ReduceSum", one, graph.numbers(2), keepdims=0)
    return str(graph.node("Add", h, graph.node("MatMul", counts, graph.half("mark", table))))


def _encoded(graph: _Relations, h: str, scales: Mapping[str, float]) -> str:
    """States of all characters, 0 where a row is padded."""
    for number, block in enumerate(graph.net.blocks):
        name = f"block{number}"
        if number == graph.shape.below:
            h = _marked(graph, h)
        h = add_block(graph, h, block, scales, name)
    norm = [graph.constant(f"norm.{part}", array_of(getattr(graph.net.norm, part))) for part in ("weight", "bias")]
    normed = graph.node("LayerNormalization", h, *norm, axis=-1)
    return str(graph.node("Where", "real3", normed, graph.constant("none", np.float32(0))))


def _mentions(graph: _Relations, states: str) -> str:
    net, width = graph.net, graph.shape.width
    padded = graph.shaped(graph.node("Pad", states, graph.numbers(0, 1, 0, 0, 1, 0)), -1, width)
    around = graph.node("Slice", "mention_at", graph.numbers(0), graph.numbers(4), graph.numbers(1))
    around = graph.shaped(graph.node("Gather", padded, around), -1, 4 * width)
    sums = graph.sums(states)
    begin, end = (graph.node("Gather", sums, graph.column("mention_at", n)) for n in (4, 5))
    length = graph.node("Cast", graph.shaped(graph.column("mention_is", 2), -1, 1), to=TensorProto.FLOAT)
    mean = graph.node("Div", graph.node("Sub", end, begin), length)
    kind = graph.looked_up(array_of(net.kind.weight), graph.column("mention_is", 0), "kind")
    size = graph.looked_up(array_of(net.size.weight), graph.column("mention_is", 1), "size")
    seen = graph.dense(graph.joined(around, mean, kind, size), net.mention, "mention")
    return str(graph.node("FastGelu", seen, domain="com.microsoft"))


def _context(graph: _Relations, keys: str, values: str, ends: str, row: str) -> str:
    net, shape = graph.net, graph.shape

    def by_pair(x: str, size: int) -> str:
        split = graph.node("Reshape", x, graph.numbers(0, 0, shape.heads, size))
        return str(graph.node("Gather", graph.node("Transpose", split, perm=[0, 2, 1, 3]), row))

    query = graph.shaped(graph.dense(ends, net.query, "query"), -1, shape.heads, shape.key, 1)
    scores = graph.node("MatMul", by_pair(keys, shape.key), query)  # pairs, heads, characters, 1
    scores = graph.node("Mul", scores, graph.constant("key.root", np.float32(shape.key**-0.5)))
    tables = [*net.distances(), net.near_zone.weight]
    bias = ""
    for number, table in enumerate(tables):
        near = graph.node("Gather", "pair_near", graph.number(number))
        one = graph.looked_up(array_of(table), near, f"near{number}")
        bias = str(graph.node("Add", bias, one)) if bias else one
    bias = graph.node("Transpose", bias, perm=[0, 2, 1])
    hidden = graph.node("Gather", graph.node("Squeeze", "hidden", graph.numbers(1)), row)  # pairs, 1, characters
    weights = graph.node("Add", graph.node("Squeeze", scores, graph.numbers(3)), graph.node("Add", bias, hidden))
    weights = graph.node("Unsqueeze", graph.node("Softmax", weights, axis=-1), graph.numbers(2))
    picked = graph.node("MatMul", weights, by_pair(values, shape.value))
    return graph.shaped(picked, -1, shape.heads * shape.value)


def _zones(graph: _Relations, zone: str) -> list[str]:
    sums, found = graph.sums(zone), []
    for number in range(3):
        begin, end = graph.column("pair_zone", 2 * number), graph.column("pair_zone", 2 * number + 1)
        size = graph.node("Max", graph.node("Sub", end, begin), graph.number(1))
        root = graph.node("Sqrt", graph.node("Cast", graph.shaped(size, -1, 1), to=TensorProto.FLOAT))
        total = graph.node("Sub", graph.node("Gather", sums, end), graph.node("Gather", sums, begin))
        found.append(graph.node("Div", total, root))
    return found


def _pair_states(graph: _Relations, states: str, known: str) -> str:
    net = graph.net
    mentions = _mentions(graph, states)
    ends = graph.joined(*(graph.node("Gather", mentions, graph.column("pair_of", n)) for n in (0, 1)))
    seen = graph.joined(states, known)
    keys, values = graph.dense(states, net.key, "key"), graph.dense(seen, net.value, "value")
    context = _context(graph, keys, values, ends, graph.column("pair_of", 2))
    zones = _zones(graph, graph.dense(seen, net.zone, "zone"))
    gap = graph.looked_up(array_of(net.gap.weight), graph.column("pair_is", 0), "gap")
    kinds = graph.looked_up(array_of(net.kinds.weight), graph.column("pair_is", 1), "kinds")
    pair_states = graph.dense(graph.joined(ends, context, *zones, gap, kinds), net.hidden, "hidden.layer")
    return str(graph.node("FastGelu", pair_states, domain="com.microsoft"))


def _answers(graph: _Relations, states: str, pair_states: str, space: LabelSpace) -> list[tuple[str, Size]]:
    """Outputs: logits of tags, and of each set's own labels."""
    outputs: list[tuple[str, Size]] = []

    def given(x: str, weight: NDArray[Any], bias: NDArray[Any], name: str, shape: Size) -> None:
        product = graph.node("MatMul", x, graph.half(f"{name}.w", weight.T))
        graph.named(name, "Add", product, graph.half(f"{name}.b", bias))
        outputs.append((name, [*shape, len(bias)]))

    for name in (name for name in graph.net.tags if name not in space.sets):
        head = graph.net.tags[name]
        given(states, array_of(head.weight), array_of(head.bias), f"tags.{name}", ["rows", "characters"])
    for name, one in space.sets.items():
        if one.form == "names":
            continue
        head = graph.net.out[one.form if one.form in ("closed", "open") else name]
        weight, bias = array_of(head.weight), array_of(head.bias)
        if one.form == "closed":
            columns = [space.place[label] for label in one.labels]
            weight, bias = weight[columns], (bias + array_of(graph.net.set_bias[name]))[columns]
        given(pair_states, weight, bias, f"labels.{name}", ["pairs"])
    return outputs


def relation_bytes(net: Relations, space: LabelSpace, scales: Mapping[str, float], facts: Mapping[str, str]) -> bytes:
    """The relation model as the bytes of an ONNX file.

    Inputs: the features of the tagger, and the arrays of `relation_input`. Outputs: `tags.HEAD`, logits of shape
    (rows, characters, tags), and `labels.SET`, logits of shape (pairs, labels). `facts` become metadata of the file.
    """
    graph = _Relations(net)
    add_masks(graph)
    h, known = _embedded(graph)
    states = _encoded(graph, h, scales)
    outputs = _answers(graph, states, _pair_states(graph, states, known), space)
    return model_bytes(graph, "relations", outputs, facts, _INPUTS)
