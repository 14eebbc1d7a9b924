"""The tables of a graph as Parquet, by pyarrow: the types of their columns, and files in pieces."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kg.errors import TargetError
from kg.export.tables import QUALIFIER, TABLES, Row, Table, batches, rows
from kg.rdf.terms import Names
from kg.store.canonical import canonical
from kg.types import Graph

if TYPE_CHECKING:
    import pyarrow as pa

_COMPRESSION = "zstd"


def _arrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        hint = "run: pip install 'zhkg[parquet]'"
        raise TargetError("Parquet needs pyarrow, which is not installed", hint=hint) from None
    return pyarrow


def schema(table: Table) -> pa.Schema:
    """The schema of a table; what its columns hold is their metadata. TargetError without pyarrow."""
    pa = _arrow()
    qualifier = pa.struct([pa.field(name, pa.string(), nullable=name != "name") for name in QUALIFIER])
    types = {
        "text": pa.string(),
        "texts": pa.list_(pa.field("element", pa.string(), nullable=False)),
        "offset": pa.int32(),
        "number": pa.float64(),
        "day": pa.date32(),
        "qualifiers": pa.list_(pa.field("element", qualifier, nullable=False)),
    }
    fields = [pa.field(c.name, types[c.kind], c.null, metadata={"what": c.what}) for c in table.columns]
    return pa.schema(fields, metadata={"what": table.what})


def record_batches(found: Iterable[Row], table: Table) -> Iterator[pa.RecordBatch]:
    """Rows of a table as batches of Arrow, bounded as `kg.export.tables.batches` bounds them."""
    pa, wanted = _arrow(), schema(table)
    for columns in batches(found):
        arrays = [pa.array(column, field.type) for column, field in zip(columns, wanted, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=wanted)


class _Sink(io.RawIOBase):
    """A file of which what was written since is taken away."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        """It is written to."""
        return True

    def tell(self) -> int:
        """How much was written."""
        return self.size

    def write(self, data: Any) -> int:
        """Keep some bytes."""
        part = bytes(data)
        self.parts.append(part)
        self.size += len(part)
        return len(part)

    def taken(self) -> bytes:
        """What was written since the last time."""
        found, self.parts = b"".join(self.parts), []
        return found


def pieces(found: Iterable[Row], table: Table) -> Iterator[bytes]:
    """A Parquet file of rows of a table, a group of rows at a time; equal rows give equal bytes."""
    _arrow()
    import pyarrow.parquet as pq

    sink = _Sink()
    with pq.ParquetWriter(sink, schema(table), compression=_COMPRESSION) as writer:
        for batch in record_batches(found, table):
            writer.write_batch(batch)
            yield sink.taken()
    yield sink.taken()


def parquet(graph: Graph, base: str) -> Iterator[tuple[str, Iterator[bytes]]]:
    """A file for each table of a graph: its name and its bytes. TargetError where `base` is no base IRI."""
    names, sorted_graph = Names(base), canonical(graph)
    for table in TABLES:
        yield f"{table.name}.parquet", pieces(rows(sorted_graph, table, names), table)
