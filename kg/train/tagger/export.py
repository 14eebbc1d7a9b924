"""A trained tagger to ONNX with integer weights; see `kg.train.onnx_graph`."""

from __future__ import annotations

from collections.abc import Mapping

from kg.train.onnx_graph import (
    Graph,
    Size,
    add_block,
    add_input,
    add_masks,
    add_norm,
    add_tables,
    array_of,
    model_bytes,
)
from kg.train.tagger.network import Network, Shape


def tagger_bytes(net: Network, shape: Shape, scales: Mapping[str, float], facts: Mapping[str, str]) -> bytes:
    """The tagger as the bytes of an ONNX file.

    Inputs: five int32 arrays of shape (rows, characters). Outputs: for each head, log probabilities of its tags, of
    shape (rows, characters, tags). `scales` come from calibration, `facts` become metadata of the file.
    """
    graph = Graph()
    add_masks(graph)
    parts, columns = add_tables(graph, net)
    x = add_input(graph, net, graph.node("Concat", *parts, axis=-1), columns)
    for number, block in enumerate(net.blocks):
        x = add_block(graph, x, block, scales, f"block{number}")
    states = add_norm(graph, x, net.norm, scales["norm"], "norm")
    for name in shape.heads:
        head = net.out[name]
        scores = graph.linear(states, scales["norm"], array_of(head.weight), array_of(head.bias), f"out.{name}")
        graph.named(name, "LogSoftmax", scores, axis=-1)
    outputs: list[tuple[str, Size]] = [
        (name, ["rows", "characters", 1 + 4 * len(labels)]) for name, labels in shape.heads.items()
    ]
    return model_bytes(graph, "tagger", outputs, facts)
