"""Looking after a store: how large it is, whether it is whole, room given back, a copy of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.store.database import triples
from kg.store.database.connection import FILE, Database, reading, writing
from kg.store.database.corrections import corrected
from kg.store.database.graph import base, origin
from kg.store.database.nouns import layer_of, links_of
from kg.types import Corrected

_TABLES = ("documents", "waiting", "ids", "nodes", "entities", "statements", "facts")


def stats(folder: Path) -> dict[str, Any]:
    """What is in a store, in numbers. StoreError where it cannot be read."""
    with reading(folder) as store, store.moment():
        counts = dict(zip(_TABLES, store.one("counts"), strict=True))
        known = origin(store)
        return {
            **counts,
            "types": dict(store.rows("entities_by_type")),
            "transaction": triples.transaction(store),
            "triples_transaction": triples.held(folder),
            "schema": store.version(),
            "extractor": known and known.extractor,
            "version": known and known.version,
            "ontology": known and known.ontology,
            "base": base(store),
            "bytes": {name: _size(folder / name) for name in (FILE, triples.GRAPH)},
        }


def documents(folder: Path) -> list[dict[str, str]]:
    """The documents of a store: id, path of the source, digest."""
    with reading(folder) as store:
        rows = store.rows("documents")
    return [{"id": id_, "path": path, "digest": digest} for id_, _, path, digest, _ in rows]


def corrections(folder: Path) -> tuple[Corrected, ...]:
    """The corrections of a store, and what became of each in its graph. StoreError where it cannot be read."""
    with reading(folder) as store:
        return corrected(store)


def complaints(folder: Path) -> Iterator[str]:
    """What is wrong with a store, in sentences: its pages, its Layers, its triples.

    StoreError where it cannot be read at all.
    """
    with reading(folder) as store, store.moment():
        found = store.complaints()
        yield from (f"{FILE} is damaged: {one}" for one in found)
        if found:
            return
        yield from _values(store)
        yield from _triples(store)


def _values(store: Database) -> Iterator[str]:
    for id_, *_ in store.rows("documents"):
        layer, links = store.one("layer", id_)
        try:
            layer_of(layer, store.folder)
            links_of(links, store.folder)
        except StoreError as error:
            yield f"{id_}: {error.what}"


def _triples(store: Database) -> Iterator[str]:
    """What is wrong with the folder of triples."""
    now, at = triples.transaction(store), triples.held(store.folder)
    if at != now:
        hint = "the next build, or kg store gc, brings it up to date"
        yield f"{triples.GRAPH}/ holds transaction {at}, not {now}: {hint}"
        return
    with triples.read_only(store.folder, now) as graph:
        if graph is None:
            yield f"{triples.GRAPH}/ cannot be opened: kg store gc makes it anew"
            return
        shared = {line for (line,) in store.rows("all_shared")}
        expected, lost = len(shared), 0
        for data in triples.ntriples(store):
            expected += sum(line not in shared for line in data.decode().splitlines(keepends=True))
            lost += sum(quad not in graph for quad in triples.parsed(data))
        if lost:
            yield f"{triples.GRAPH}/ lacks {lost} triples: kg store gc makes it anew"
        if len(graph) + lost > expected:
            yield f"{triples.GRAPH}/ has {len(graph) + lost - expected} triples too many: kg store gc makes it anew"


def gc(folder: Path) -> dict[str, int]:
    """Make the triples of a store anew and give back the room that it does not need: bytes before and after.

    Ids that were given are kept, whatever has gone.
    """
    before = _size(folder)
    with writing(folder, make=False) as store:
        with store.transaction():
            store.run("remove_waiting")
        store.compact()
        for error in triples.follow(store, anew=True):
            raise error
    return {"before": before, "after": _size(folder)}


def backup(folder: Path, target: Path) -> None:
    """Copy a store, as of its last transaction, into a folder that is not there yet; others may read and write it.

    StoreError where the target is there already or cannot be written.
    """
    if target.exists():
        raise StoreError("it is there already", where=str(target), hint="name a folder that is not there yet")
    part = target.with_name(f".{target.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        with reading(folder) as store:
            store.backup(part / FILE)
        with writing(part) as copy:
            number = triples.transaction(copy)
            triples.copy(folder, part, number)
            for error in triples.follow(copy):
                raise error
        part.rename(target)
    except OSError as error:
        hint = "name another folder, or make room"
        raise StoreError(f"it cannot be written: {error.strerror}", where=str(target), hint=hint) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _size(path: Path) -> int:
    """The bytes of a file, or of all files in a folder."""
    total = 0
    for place in [path, *(path.rglob("*") if path.is_dir() else ())]:
        with suppress(OSError):
            total += place.stat().st_size if place.is_file() else 0
    return total
