"""The triples of a store in an embedded Oxigraph (RocksDB), `graph/`: they follow from store.sqlite.

    graph/kg-transaction     the number of the transaction of store.sqlite that it holds
    kg-lock                  held by readers together, or by one writer alone, while they have it open
    graph.new/, graph.old/   while it is made anew

After a transaction what it took and put is done here too, and then the number is written. A process that is killed in
between leaves an older number: whoever writes next does again what is missing (doing it twice does no harm) or makes
the folder anew, and whoever reads meanwhile reads the triples from store.sqlite.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.store.database.connection import Database
from kg.store.database.nouns import pack, unpack

GRAPH = "graph"
_NEW, _OLD, _NUMBER, _LOCK = "graph.new", "graph.old", "kg-transaction", "kg-lock"
_WAIT, _PAUSE = 5.0, 0.02  # seconds for readers to end, and between two looks
_MANY = 200_000  # lines; a change with more is not kept: the folder is made anew


def put_change(store: Database, number: int, taken: set[str], put: set[str]) -> None:
    """Keep what a transaction takes and puts, N-Triples, for `follow`."""
    if len(taken) + len(put) <= _MANY:
        columns = (pack("".join(sorted(lines)).encode()) for lines in (taken - put, put))
        store.run("put_change", [(number, *columns)])


def transaction(store: Database) -> int:
    """The number of the last transaction of a store."""
    found = store.one("state", "transaction")
    return int(found[0]) if found else 0


def held(folder: Path) -> int | None:
    """The number of the transaction that the folder of triples holds; None where there is none."""
    try:
        return int((folder / GRAPH / _NUMBER).read_text("ascii"))
    except (OSError, ValueError):
        return None


def ntriples(store: Database) -> Iterator[bytes]:
    """All triples of a store as N-Triples, from store.sqlite; some may come twice."""
    for (data,) in store.rows("parts"):
        yield unpack(data, store.folder)


def follow(store: Database, *, anew: bool = False) -> tuple[StoreError, ...]:
    """Bring the folder of triples to the last transaction of a store that is open for writing; why it is behind, if so.

    With `anew` it is made from all triples, whatever it holds.

    Nothing is lost by that: it follows from store.sqlite.
    """
    now, at = transaction(store), held(store.folder)
    if at == now and not anew:
        return ()
    changes = [] if at is None else store.rows("changes_after", at)
    try:
        with _alone(store.folder):
            if not anew and at is not None and at < now and [row[0] for row in changes] == list(range(at + 1, now + 1)):
                _apply(store, changes)
            else:
                _anew(store)
            _note(store.folder / GRAPH, now)
    except OSError as error:
        what = f"its triples in {GRAPH}/ could not be brought up to date: {error}"
        hint = "nothing is lost: the next build or kg store gc does it"
        return (StoreError(what, where=str(store.folder), hint=hint),)
    with store.transaction():
        store.run("remove_changes", [(now,)])
    return ()


def parsed(lines: bytes) -> Iterator[Any]:
    """The quads of some N-Triples."""
    import pyoxigraph as ox

    return iter(ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))


def copy(folder: Path, target: Path, number: int) -> None:
    """Copy the folder of triples into another store's folder, if it holds a transaction and can be read now."""
    with read_only(folder, number) as graph:
        if graph is not None:
            graph.backup(str(target / GRAPH))
            _note(target / GRAPH, number)


def _apply(store: Database, changes: Iterable[Any]) -> None:
    import pyoxigraph as ox

    graph = ox.Store(str(store.folder / GRAPH))
    for _, taken, put in changes:
        lines = (unpack(data, store.folder).decode() for data in (taken, put))
        operations = zip(("DELETE", "INSERT"), lines, strict=True)
        graph.update(" ;\n".join(f"{name} DATA {{\n{some}}}" for name, some in operations if some) or "INSERT DATA {}")
    graph.flush()


def _anew(store: Database) -> None:
    """Make the folder from all triples, and put it in the place of the old one."""
    import pyoxigraph as ox

    new, old, place = (store.folder / name for name in (_NEW, _OLD, GRAPH))
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    graph = ox.Store(str(new))
    for some in _joined(ntriples(store)):
        graph.bulk_load(input=some, format=ox.RdfFormat.N_TRIPLES)
    graph.optimize()
    graph.flush()
    del graph
    with suppress(FileNotFoundError):
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _joined(pieces: Iterable[bytes], size: int = 1 << 24) -> Iterator[bytes]:
    """Pieces of a few MB: each load writes files of its own."""
    waiting, length = [], 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length > size:
            yield b"".join(waiting)
            waiting, length = [], 0
    if waiting:
        yield b"".join(waiting)


def _note(place: Path, number: int) -> None:
    part = place / f"{_NUMBER}.new"
    with part.open("w", encoding="ascii") as file:
        file.write(f"{number}\n")
        file.flush()
        os.fsync(file.fileno())
    part.replace(place / _NUMBER)


@contextmanager
def read_only(folder: Path, number: int) -> Iterator[Any | None]:
    """The Oxigraph store of a folder, to read, where it holds a transaction and nobody writes to it; else None."""
    import pyoxigraph as ox

    with _lock(folder, alone=False) as free:
        if not free or held(folder) != number:
            yield None
            return
        try:
            graph = ox.Store.read_only(str(folder / GRAPH))
        except OSError:
            graph = None
        yield graph
        del graph


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    last = time.monotonic() + _WAIT
    while True:
        with _lock(folder, alone=True) as free:
            if free:
                yield
                return
        if time.monotonic() > last:
            raise BlockingIOError("others have it open to read")
        time.sleep(_PAUSE)


@contextmanager
def _lock(folder: Path, *, alone: bool) -> Iterator[bool]:
    """Hold the lock of the triples, if it is free; the system frees it when the process ends."""
    if sys.platform == "win32":
        yield True  # RocksDB's own lock keeps writers apart
        return
    import fcntl

    try:
        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError:  # nobody can write here
        yield not alone
        return
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
        return
    else:
        yield True
    finally:
        os.close(descriptor)
