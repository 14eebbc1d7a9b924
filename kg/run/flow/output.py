"""A graph in a folder: its quads, its tables, and what failed.

out/nquads/*.nq                    each file as it is, or all one after the other, is N-Quads
out/parquet/facts/*.parquet        and documents, entities, mentions, evidence: `kg.export.tables` has the columns
out/failures.jsonl                 what is wrong with documents that are not in the graph, one a line
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from kg.errors import KgError
from kg.export.parquet import pieces
from kg.export.tables import TABLES as SHAPES
from kg.export.tables import Table as Shape
from kg.run.flow.context import Context
from kg.run.flow.flow import TABLES
from kg.run.flow.reading import FAILURE
from kg.run.flow.rows import Row
from kg.run.flow.stating import cells

QUADS_FOLDER, TABLES_FOLDER = "nquads", "parquet"
SHAPE: Mapping[str, Shape] = MappingProxyType({shape.name: shape for shape in SHAPES if shape.name in TABLES})


def write_quads(folder: Path, rows: Iterable[Row]) -> None:
    """One file of sorted quads. OSError where it cannot be written."""
    lines = (line for row in rows for line in row.data.splitlines(keepends=True))
    folder.mkdir(parents=True)
    with (folder / "part-00000.nq").open("xb") as out:
        out.writelines(sorted(lines))


def write_table(folder: Path, rows: Iterable[Row], shape: Shape, context: Context) -> None:
    """One file of a table, sorted. OSError where it cannot be written."""
    ordered = sorted((cells(context, row) for row in rows), key=lambda row: tuple(map(str, row)))
    folder.mkdir(parents=True)
    with (folder / "part-00000.parquet").open("xb") as out:
        out.writelines(pieces(ordered, shape))


def errors(told: Iterable[Row]) -> tuple[list[KgError], list[KgError]]:
    """Failures and warnings, each sorted by what they say."""
    both: tuple[list[KgError], list[KgError]] = [], []
    for row in told:
        both[row.kind != FAILURE].append(pickle.loads(row.data))
    return sorted(both[0], key=str), sorted(both[1], key=str)
