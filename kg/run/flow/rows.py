"""What flows between steps: rows with keys. And what an engine can do with them.

Every step is a function of values: of rows one after the other (`Each`), or of all rows of one key (`Grouped`), which
come sorted by kind and place. What it gives depends on these alone, so an engine may run it anywhere, and again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, Self, TypeAlias, TypeVar

import msgspec

if TYPE_CHECKING:
    from kg.run.flow.context import Context


class Row(NamedTuple):
    """A value on its way: what it is, what brings it together with others, its place among those, its bytes."""

    kind: str
    key: str
    place: str = ""
    data: bytes = b""


Each: TypeAlias = Callable[[Iterator[Row]], Iterator[Row]]
Grouped: TypeAlias = Callable[[str, Iterator[Row]], Iterator[Row]]

encode: Callable[[Any], bytes] = msgspec.msgpack.Encoder(order="deterministic").encode
decode = msgspec.msgpack.decode
_DIGITS = 8  # of a number within a place, so that numbers sort


class Table(Protocol):
    """Rows, wherever they are."""

    def only(self, *kinds: str) -> Self:
        """The rows of some kinds."""
        ...

    def __add__(self, other: Self) -> Self:
        """The rows of both."""
        ...

    def each(self, step: Each) -> Self:
        """What a step makes of the rows, part by part."""
        ...

    def grouped(self, step: Grouped) -> Self:
        """What a step makes of the rows of each key."""
        ...

    def kept(self) -> Self:
        """The same rows, made once however often they are read."""
        ...

    def rows(self) -> Iterator[Row]:
        """All rows, here."""
        ...

    def counted(self) -> dict[str, int]:
        """How many rows there are of each kind."""
        ...

    def write_quads(self, folder: Path) -> None:
        """Write rows of quads as files of N-Quads."""
        ...

    def write_table(self, folder: Path, name: str, context: Context) -> None:
        """Write the rows of the table of a name as files of Parquet."""
        ...


T = TypeVar("T", bound=Table)
T_co = TypeVar("T_co", bound=Table, covariant=True)


class Engine(Protocol[T_co]):
    """What runs steps."""

    def table(self, rows: Iterable[Row]) -> T_co:
        """Rows of this process as a table."""
        ...

    def spread(self, rows: Iterable[Row]) -> T_co:
        """Rows of this process as a table in many parts, each of which is work for some seconds."""
        ...


def joined(*parts: str | int) -> str:
    """Parts as one key or place, which sorts as the tuple of them would.

    >>> joined("a", 7) < joined("a", 12) < joined("a b", 1)
    True
    """
    return "\0".join(f"{part:0{_DIGITS}}" if isinstance(part, int) else part for part in parts)
