"""Graph -> Cypher that can be run again and again: constraints first, then MERGE by id in batches.

    UNWIND [{`id`: "何立群", `name`: "何立群", …}, …] AS row
    MERGE (n:`Entity` {`id`: row.`id`})
    SET n.`name` = row.`name`, …, n:`Person`;

What a run finds is brought up to date; nothing is removed. Names come in as values of strings; a label, type or
property is letters, digits and _ alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from kg.export.property_graph import Nodes, Properties, PropertyGraph, Relations, Space
from kg.export.tables import batches

_ROWS = 500  # of a statement
_CHARACTERS = 200_000  # of a statement, about
_START, _END = "from_id", "to_id"  # of the rows of relationships
_HIDDEN = re.compile('[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"\\\\]')
_SHORT = {'"': '\\"', "\\": '\\\\" + "', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x00": "\ufffd"}


def literal(value: Any) -> str:
    r"""A string, a list of strings, a number, a date as a string, or null.

    A backslash ends its string, which goes on in another: some servers read \\uXXXX before anything else.

    >>> print(literal('a"b\n'), literal("\\u0041"))
    "a\"b\n" "\\" + "u0041"
    """
    if value is None or value == []:  # as in the CSV: no item is no value
        return "null"
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, int | float):
        return repr(value)
    text = _HIDDEN.sub(lambda match: _SHORT.get(match[0]) or f"\\u{ord(match[0]):04X}", str(value))
    return f'"{text}"'


def cypher(found: PropertyGraph) -> Iterator[str]:
    """The statements, one a piece."""
    for space in get_args(Space):
        name = f"kg_{space.lower()}_id"
        yield f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:`{space}`) REQUIRE n.id IS UNIQUE;\n"
    for nodes in found.nodes():
        for rows in _rows(nodes.rows()):
            yield _merged_nodes(nodes, rows)
    for some in found.relations():
        for rows in _rows(some.rows()):
            yield _merged_relations(some, rows)


def _rows(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    for columns in batches(rows, _ROWS, _CHARACTERS):
        yield list(zip(*columns, strict=True))


def _unwind(names: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> str:
    keys = [*names]
    maps = (", ".join(f"`{key}`: {literal(cell)}" for key, cell in zip(keys, row, strict=True)) for row in rows)
    return "UNWIND [\n" + ",\n".join(f"  {{{one}}}" for one in maps) + "\n] AS row\n"


def _set(thing: str, properties: Properties) -> list[str]:
    return [
        f"{thing}.`{name}` = date(row.`{name}`)" if kind == "day" else f"{thing}.`{name}` = row.`{name}`"
        for name, kind in properties
    ]


def _merged_nodes(nodes: Nodes, rows: Iterable[tuple[Any, ...]]) -> str:
    (key, _), *others = nodes.properties
    said = [*_set("n", tuple(others)), *([f"n:`{nodes.label}`"] if nodes.label else [])]
    merged = f"MERGE (n:`{nodes.space}` {{`{key}`: row.`{key}`}})\nSET {', '.join(said)};\n"
    return _unwind((name for name, _ in nodes.properties), rows) + merged


def _merged_relations(some: Relations, rows: Iterable[tuple[Any, ...]]) -> str:
    names = (_START, _END, *(name for name, _ in some.properties))
    ends = f"MATCH (a:`{some.start}` {{`id`: row.`{_START}`}}), (b:`{some.end}` {{`id`: row.`{_END}`}})\n"
    keys = ", ".join(f"`{key}`: row.`{key}`" for key in some.keys)
    merged = f"MERGE (a)-[r:`{some.type}`{f' {{{keys}}}' if keys else ''}]->(b)"
    said = _set("r", tuple(pair for pair in some.properties if pair[0] not in some.keys))
    return _unwind(names, rows) + ends + merged + (f"\nSET {', '.join(said)}" if said else "") + ";\n"
