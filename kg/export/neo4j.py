"""Graph -> CSV for `neo4j-admin database import`: a file for each kind of node and relationship, and its arguments.

    cd DIR && neo4j-admin database import full neo4j @import.args

The first line of a file names and types its columns. A text stands in quotes, and a quote in it twice; no value is
nothing between commas. Items of a list are joined by the unit separator (U+001F), which no name has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from kg.export.property_graph import Kind, Nodes, PropertyGraph, Relations
from kg.rdf.terms import Names
from kg.types import Graph

ARGUMENTS = "import.args"
_SEPARATOR = "\x1f"
_TYPES: dict[Kind, str] = {"text": "string", "texts": "string[]", "integer": "int", "number": "double", "day": "date"}
_OPTIONS = ("--multiline-fields=true", "--array-delimiter=U+001F")
_SIZE = 1 << 20  # characters of a piece


def neo4j(graph: Graph, base: str) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The files: name and bytes of each, the arguments last. TargetError where `base` is no base IRI."""
    found = PropertyGraph(graph, Names(base))
    arguments = [*_OPTIONS]
    for nodes in found.nodes():
        name = "-".join(["nodes", nodes.space, *([nodes.label] if nodes.label else [])]) + ".csv"
        labels = ":".join([nodes.space, *([nodes.label] if nodes.label else [])])
        arguments.append(f"--nodes={labels}={name}")
        yield name, _pieces(_node_header(nodes), nodes.rows())
    for some in found.relations():
        name = f"relations-{some.type}.csv"
        arguments.append(f"--relationships={some.type}={name}")
        yield name, _pieces(_relation_header(some), some.rows())
    yield ARGUMENTS, iter(["\n".join([*arguments, ""]).encode()])


def _node_header(nodes: Nodes) -> list[str]:
    (key, _), *others = nodes.properties
    return [f"{key}:ID({nodes.space})", *(f"{name}:{_TYPES[kind]}" for name, kind in others)]


def _relation_header(some: Relations) -> list[str]:
    ends = f":START_ID({some.start})", f":END_ID({some.end})"
    return [*ends, *(f"{name}:{_TYPES[kind]}" for name, kind in some.properties)]


def _cell(value: Any) -> str:
    if value is None or value == []:
        return ""
    if isinstance(value, list):
        value = _SEPARATOR.join(item.replace(_SEPARATOR, "\ufffd") for item in value)
    if not isinstance(value, str):
        return str(value)
    return '"' + value.replace('"', '""').replace("\x00", "\ufffd") + '"'


def _pieces(header: list[str], rows: Iterable[tuple[Any, ...]]) -> Iterator[bytes]:
    part, size = [",".join(header) + "\n"], 0
    for row in rows:
        line = ",".join(map(_cell, row)) + "\n"
        part.append(line)
        size += len(line)
        if size > _SIZE:
            yield "".join(part).encode()
            part, size = [], 0
    yield "".join(part).encode()
