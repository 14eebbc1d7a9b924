"""Parquet: a row a document. Row groups are read one after the other, and of each only the columns that are used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kg.errors import SourceError
from kg.ontology.ontology import Ontology
from kg.read.reader import Content, Reader, too_long
from kg.read.records.lines import row_place
from kg.read.records.rows import Rows, documents
from kg.types import Document

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

_MAGIC = b"PAR1"
_BATCH = 64  # rows that are in memory at once
_BUFFER = 1 << 20  # bytes of a column that are read at once
_LARGEST = 2**31  # bytes of a row group's columns, unpacked
_BYTES = 4  # of a character, at most
_WHOLE = "see whether the file is whole, and get it anew"


def _documents(content: Content, ontology: Ontology) -> Iterator[Document | SourceError]:
    with content.open() as file:
        table = _opened(file, content.where)
        names = table.schema_arrow.names
        rows = Rows(content, ontology, names)
        used = [rows.columns.text, rows.columns.id, *(column for _, column in rows.columns.stated)]
        wanted = [name if name in names else name.partition(".")[0] for name in used if name is not None]
        found = _rows(table, list(dict.fromkeys(wanted)), content)

        def step() -> Document | SourceError:
            number, row = next(found)
            return row if isinstance(row, SourceError) else rows.document(number, row)

        yield from documents(content, step)


def _opened(file: Any, where: str) -> pq.ParquetFile:
    """A Parquet file; SourceError where it is none, where it can only be read forward, and without pyarrow."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        hint = "run: pip install 'zhkg[parquet]'"
        raise SourceError("it is Parquet, which needs pyarrow", where=where, hint=hint) from None
    if not file.seekable():
        what = "it is Parquet, which cannot be read while it is packed"
        raise SourceError(what, where=where, hint="unpack it, and give what comes out")
    try:
        return pq.ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise SourceError(f"it is no sound Parquet: {_said(error)}", where=where, hint=_WHOLE) from None


def _rows(
    table: pq.ParquetFile, columns: list[str], content: Content
) -> Iterator[tuple[int, Mapping[str, Any] | SourceError]]:
    """The rows of a file with their numbers, from 1. A row group that cannot be read is one error."""
    import pyarrow as pa

    first = 1
    for group in range(table.num_row_groups):
        count = table.metadata.row_group(group).num_rows
        number = first
        try:
            _check_size(table, group, columns)
            for batch in table.iter_batches(_BATCH, [group], columns, use_threads=False):
                for at in range(batch.num_rows):
                    yield number, _row(batch, at, row_place(content, number), content.limit)
                    number += 1
        except (pa.ArrowException, OSError, ValueError) as error:
            what = f"rows {number} to {first + count - 1} cannot be read: {_said(error)}"
            yield number, SourceError(what, where=row_place(content, number), hint=_WHOLE)
        first += count


def _check_size(table: pq.ParquetFile, group: int, columns: list[str]) -> None:
    """ValueError for a row group that no memory would hold."""
    group_of = table.metadata.row_group(group)
    chunks = map(group_of.column, range(group_of.num_columns))
    used = [one for one in chunks if one.path_in_schema.partition(".")[0] in columns or one.path_in_schema in columns]
    if sum(one.total_uncompressed_size for one in used) > _LARGEST:
        raise ValueError(f"its row group is larger than {_LARGEST:,} bytes; write it with smaller ones")


def _row(batch: pa.RecordBatch, at: int, where: str, limit: int) -> Mapping[str, Any] | SourceError:
    """One row as a mapping."""
    row = batch.slice(at, 1)
    if row.get_total_buffer_size() > 2 * _BYTES * limit and row.nbytes > 2 * _BYTES * limit:
        return too_long(where, limit)
    try:
        (made,) = row.to_pylist()
    except (ValueError, OverflowError) as error:  # a time that no calendar has
        return SourceError(f"its row cannot be read: {_said(error)}", where=where, hint="leave it out")
    return made  # type: ignore[no-any-return]


def _said(error: Exception) -> str:
    """The first line of what pyarrow says, without its last full stop."""
    return (str(error).strip().split("\n", 1)[0] or type(error).__name__).rstrip(".")[:200]


def _recognizes(data: bytes) -> bool:
    return data.startswith(_MAGIC)


READER = Reader(
    "Parquet",
    (".parquet", ".pq"),
    ("application/vnd.apache.parquet", "application/x-parquet"),
    _documents,
    _recognizes,
    stream=True,
)
