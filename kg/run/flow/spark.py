"""The engine that is a Spark cluster: a table is a DataFrame, and a step runs in Spark's Python workers on Arrow.

Rows of one key meet by a shuffle: `repartition(key)`, sorted by kind and place within each partition. What is kept is
written to a folder that all machines share, so that what a lost machine had made is read again, and not made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kg.export.parquet import record_batches, schema
from kg.run.flow.context import Context
from kg.run.flow.output import SHAPE
from kg.run.flow.rows import Each, Grouped, Row
from kg.run.flow.stating import cells

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

SCHEMA = "kind string, key string, place string, data binary"
_ROWS, _BYTES = 1_000, 2**22  # of a batch, at most about
_PART, _PARTS = 64, 50_000  # rows of a part of what is spread (documents of a task), at least; parts, at most
_Batches: TypeAlias = "Iterator[pa.RecordBatch]"


class SparkTable:
    """Rows on a cluster."""

    def __init__(self, engine: Spark, frame: DataFrame) -> None:
        self._engine, self.frame = engine, frame

    def only(self, *kinds: str) -> SparkTable:
        """The rows of some kinds."""
        return self._table(self.frame.where(self.frame.kind.isin(list(kinds))))

    def __add__(self, other: SparkTable) -> SparkTable:
        """The rows of both."""
        return self._table(self.frame.unionByName(other.frame))

    def each(self, step: Each) -> SparkTable:
        """What a step makes of the rows, part by part."""
        return self._table(self.frame.mapInArrow(_one_by_one(step), SCHEMA))

    def grouped(self, step: Grouped) -> SparkTable:
        """What a step makes of the rows of each key."""
        ordered = self.frame.repartition("key").sortWithinPartitions("key", "kind", "place")
        return self._table(ordered.mapInArrow(_key_by_key(step), SCHEMA))

    def kept(self) -> SparkTable:
        """The same rows, from files."""
        place = self._engine.place()
        self.frame.write.partitionBy("kind").parquet(place)
        return self._table(self._engine.session.read.schema(SCHEMA).parquet(place))

    def rows(self) -> Iterator[Row]:
        """All rows, brought here part by part."""
        return (Row(*row) for row in self.frame.select("kind", "key", "place", "data").toLocalIterator())

    def counted(self) -> dict[str, int]:
        """How many rows there are of each kind."""
        return dict(self.frame.groupBy("kind").count().collect())

    def write_quads(self, folder: Path) -> None:
        """Write rows of quads: what is in one file has no order."""
        text = self.frame.where("length(data) > 0").selectExpr(
            "trim(TRAILING '\\n' FROM cast(data as string)) AS value"
        )
        text.write.text(_uri(folder))
        for file in sorted(folder.glob("part-*.txt")):
            if file.stat().st_size:
                file.rename(file.with_name(f"part-{file.name.split('-')[1]}.nq"))  # what follows is chance
            else:
                file.unlink()
        _tidy(folder)

    def write_table(self, folder: Path, name: str, context: Context) -> None:
        """Write the rows of a table."""
        from pyspark.sql.pandas.types import from_arrow_schema

        frame = self.only(name).frame.mapInArrow(
            partial(_shaped, context, name), from_arrow_schema(schema(SHAPE[name]))
        )
        frame.write.parquet(_uri(folder), compression="zstd")
        _tidy(folder)

    def _table(self, frame: DataFrame) -> SparkTable:
        return SparkTable(self._engine, frame)


class Spark:
    """Runs steps on a cluster; what is kept goes into a folder that all its machines share."""

    def __init__(self, session: SparkSession, folder: Path) -> None:
        self.session, self._folder, self._kept = session, folder, 0

    def table(self, rows: Iterable[Row]) -> SparkTable:
        """Rows of this process as a table."""
        import pyarrow as pa

        return SparkTable(self, self.session.createDataFrame(pa.Table.from_batches(_packed(rows), _columns())))

    def spread(self, rows: Iterable[Row]) -> SparkTable:
        """Rows of this process as a table in many parts."""
        every = [*rows]
        cores = self.session.sparkContext.defaultParallelism
        parts = min(max(len(every) // _PART, cores), len(every), _PARTS)
        return SparkTable(self, self.table(every).frame.repartition(max(parts, 1)))

    def place(self) -> str:
        """A new name in the folder."""
        self._kept += 1
        return _uri(self._folder / f"kept-{self._kept:03}")


def _one_by_one(step: Each) -> Callable[[_Batches], _Batches]:
    return lambda batches: _packed(step(_unpacked(batches)))


def _key_by_key(step: Grouped) -> Callable[[_Batches], _Batches]:
    def run(batches: _Batches) -> _Batches:
        groups = groupby(_unpacked(batches), key=attrgetter("key"))
        return _packed(chain.from_iterable(step(key, some) for key, some in groups))

    return run


def _unpacked(batches: _Batches) -> Iterator[Row]:
    for batch in batches:
        columns = (batch.column(name).to_pylist() for name in Row._fields)
        yield from map(Row._make, zip(*columns, strict=True))


def _packed(rows: Iterable[Row]) -> _Batches:
    import pyarrow as pa

    schema = _columns()
    for some in bounded(rows):
        columns = [pa.array(column, field.type) for column, field in zip(zip(*some, strict=True), schema, strict=True)]
        yield pa.RecordBatch.from_arrays(columns, schema=schema)


def _columns() -> pa.Schema:
    """SCHEMA as Arrow has it."""
    import pyarrow as pa

    return pa.schema([("kind", pa.string()), ("key", pa.string()), ("place", pa.string()), ("data", pa.binary())])


def _shaped(context: Context, name: str, batches: _Batches) -> _Batches:
    return record_batches((cells(context, row) for row in _unpacked(batches)), SHAPE[name])


def _uri(folder: Path) -> str:
    """A folder as Hadoop names it: nothing is escaped."""
    return f"file://{folder}"


def _tidy(folder: Path) -> None:
    """Remove what Hadoop leaves beside the files."""
    for file in (*folder.glob(".*.crc"), *folder.glob("_SUCCESS")):
        file.unlink()


def bounded(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows in batches of bounded size."""
    batch: list[Row] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += len(row.data)
        if len(batch) >= _ROWS or size >= _BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
