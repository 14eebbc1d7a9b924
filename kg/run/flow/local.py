"""The engine that is this process: all rows are in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from kg.run.flow.context import Context
from kg.run.flow.output import SHAPE, write_quads, write_table
from kg.run.flow.rows import Each, Grouped, Row


@dataclass(frozen=True)
class LocalTable:
    """Rows in memory."""

    held: list[Row]

    def only(self, *kinds: str) -> LocalTable:
        """The rows of some kinds."""
        return LocalTable([row for row in self.held if row.kind in kinds])

    def __add__(self, other: LocalTable) -> LocalTable:
        """The rows of both."""
        return LocalTable([*self.held, *other.held])

    def each(self, step: Each) -> LocalTable:
        """What a step makes of the rows."""
        return LocalTable(list(step(iter(self.held))))

    def grouped(self, step: Grouped) -> LocalTable:
        """What a step makes of the rows of each key."""
        ordered = sorted(self.held, key=lambda row: (row.key, row.kind, row.place))
        groups = groupby(ordered, key=lambda row: row.key)
        return LocalTable([row for key, some in groups for row in step(key, some)])

    def kept(self) -> LocalTable:
        """They are."""
        return self

    def rows(self) -> Iterator[Row]:
        """All rows."""
        return iter(self.held)

    def counted(self) -> dict[str, int]:
        """How many rows there are of each kind."""
        return dict(Counter(row.kind for row in self.held))

    def write_quads(self, folder: Path) -> None:
        """Write rows of quads as one file. OSError where it cannot be written."""
        write_quads(folder, self.held)

    def write_table(self, folder: Path, name: str, context: Context) -> None:
        """Write the rows of a table as one file. OSError where it cannot be written."""
        write_table(folder, self.only(name).held, SHAPE[name], context)


class Local:
    """Runs steps one after the other."""

    def table(self, rows: Iterable[Row]) -> LocalTable:
        """Rows as a table."""
        return LocalTable(list(rows))

    spread = table
