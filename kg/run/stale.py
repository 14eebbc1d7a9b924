"""Which documents of a store are stale or gone, and by which ids new sources go beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import KgError
from kg.pipeline import Record, Same
from kg.read.sources import Source, is_address
from kg.store.database.connection import Database
from kg.store.database.nouns import document_of
from kg.types import DocumentId, Layer

_RECORD = "#"  # what stands between the id of a source and the name of one of its documents


@dataclass(frozen=True, slots=True)
class Held:
    """What a store knows of a document: its source's id and path or address ('' is standard input), and what makes it
    stale.
    """

    source: str
    path: str
    digest: str
    fingerprint: str


def held_of(store: Database) -> dict[DocumentId, Held]:
    """The documents of an open store."""
    return {DocumentId(id_): Held(*row) for id_, *row in store.rows("documents")}


def own_ids(sources: Iterable[Source], held: Mapping[DocumentId, Held]) -> list[Source]:
    """Sources under ids that are theirs alone: a source that the store knows by its path goes by the id it has there.

    A source whose id is another's in the store has more of its path for an id. Where that other file is no longer
    there, it has moved, and goes on as the same source.
    """
    known = {one.path: one.source for one in held.values()}
    taken = {one.source: one.path for one in held.values()}
    return sorted((_own(source, known, taken) for source in sources), key=lambda source: source.id)


def _own(source: Source, known: Mapping[str, str], taken: dict[str, str]) -> Source:
    path = path_of(source)
    if path in known:
        return replace(source, id=known[path])
    for id_ in _candidates(source):
        other = taken.get(id_)
        if other is None or not Path(other).exists():
            taken[id_] = path
            return replace(source, id=id_)
    return source


def _candidates(source: Source) -> Iterator[str]:
    yield source.id
    parts = source.path.parts if source.path else ()
    for depth in range(1, len(parts) + 1):
        end = "/".join(parts[-depth:])
        yield end.removesuffix(Path(end).suffix)
        yield end


def path_of(source: Source) -> str:
    """The path or address of a source; '' for standard input."""
    return source.address or (str(source.path) if source.path else "")


def unnamed(store: Database, held: Mapping[DocumentId, Held], named: Collection[str], mark: str) -> Iterator[Record]:
    """The stale documents whose sources are not given, with the text that the store holds."""
    for id_, one in held.items():
        if one.fingerprint != mark and one.path not in named:
            data, _ = store.one("layer", id_)
            yield Record(document_of(data, store.folder), one.path or id_)


def left_out(
    held: Mapping[DocumentId, Held], found: Iterable[Layer | Same], failures: Iterable[KgError]
) -> list[DocumentId]:
    """The documents whose sources are no longer given, or no longer hold them.

    What lies in a folder or file that could not be read is not gone: it may be there again.
    """
    there = {one.id if isinstance(one, Same) else one.document.id for one in found}
    unread = [failure.where for failure in failures if failure.where]
    return [id_ for id_, one in held.items() if id_ not in there and not any(_within(one, at) for at in unread)]


def _within(one: Held, unread: str) -> bool:
    """Whether a document is of a source that could not be read, or lies in a folder that could not."""
    where = one.path if is_address(one.path) else Source(one.source, Path(one.path) if one.path else None).where
    return unread == where or unread.startswith(f"{where}{_RECORD}") or where.startswith(f"{unread.rstrip('/')}/")


def owners(name: str) -> Iterator[str]:
    """A name of a document, and those of the sources of which it may be a record.

    >>> list(owners("a#b.jsonl#3"))
    ['a#b.jsonl#3', 'a#b.jsonl', 'a']
    """
    while name:
        yield name
        name = name.rpartition(_RECORD)[0]


def source_of(document: DocumentId, sources: Mapping[str, Source], held: Mapping[DocumentId, Held]) -> tuple[str, str]:
    """The id and path of the source that a document was read from; of one that was not read again, those held."""
    for id_ in owners(document):
        if id_ in sources:
            return id_, path_of(sources[id_])
    return held[document].source, held[document].path
