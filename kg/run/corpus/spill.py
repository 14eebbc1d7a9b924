"""Records on disk by kind and partition: one process writes them, any process reads a partition whole.

A task gives what it made as a `Spills`, by kind and partition; the process that gave out the tasks appends it to the
partition's file as it comes, so that the records of a partition are in no order that means anything.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import msgspec

T = TypeVar("T")
Place: TypeAlias = tuple[str, int]  # a kind of records, and a partition of it
_SIZE = 4  # bytes of the length of a batch


@dataclass
class Spills:
    """Records that a task made."""

    records: dict[Place, list[Any]] = field(default_factory=lambda: defaultdict(list))

    def put(self, kind: str, partition: int, record: Any) -> None:
        """Add a record."""
        self.records[kind, partition].append(record)

    def packed(self) -> dict[Place, bytes]:
        """The batches to append to the files."""
        encode = msgspec.msgpack.Encoder(order="deterministic").encode
        return {place: encode(some) for place, some in self.records.items()}


def append(folder: Path, packed: Mapping[Place, bytes]) -> None:
    """Append batches to their files. OSError where they cannot be written."""
    for (kind, partition), data in packed.items():
        with _file(folder, kind, partition).open("ab") as out:
            out.write(len(data).to_bytes(_SIZE, "big") + data)


def records(folder: Path, kind: str, partition: int, of: type[T]) -> Iterator[T]:
    """The records of a partition; nothing where none were written."""
    file, decoder = _file(folder, kind, partition), msgspec.msgpack.Decoder(list[of])  # type: ignore[valid-type]
    if not file.exists():
        return
    with file.open("rb") as batches:
        while size := batches.read(_SIZE):
            yield from decoder.decode(batches.read(int.from_bytes(size, "big")))


def drop(folder: Path, kind: str) -> None:
    """Remove the records of a kind, which nobody reads any more."""
    for file in folder.glob(f"{kind}-[0-9]*"):
        file.unlink(missing_ok=True)


def _file(folder: Path, kind: str, partition: int) -> Path:
    return folder / f"{kind}-{partition:05}"


def partition(key: str, count: int) -> int:
    """The partition of a key among `count`: the same in every process."""
    return int.from_bytes(blake2b(key.encode(), digest_size=4).digest(), "big") % count


class Ranges:
    """Partitions by order: all keys of one are smaller than those of the next."""

    def __init__(self, bounds: Sequence[Any]) -> None:
        self._bounds = bounds

    def __len__(self) -> int:
        """The number of partitions."""
        return len(self._bounds) + 1

    def at(self, key: Any) -> int:
        """The partition of a key."""
        return bisect_right(self._bounds, key)


def bounds(ordered: Sequence[T], count: int) -> list[T]:
    """Where to cut sorted keys so that at most `count` partitions have about equally many."""
    step = max(-(-len(ordered) // count), 1)
    return list(dict.fromkeys(ordered[step::step]))
