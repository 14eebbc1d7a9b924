"""The graph and the decisions that a store holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar

import msgspec

from kg.store.database.connection import Database, reading
from kg.store.database.corrections import corrected, corrections
from kg.store.database.nouns import damaged, document_of, links_of
from kg.types import (
    ClassName,
    Decisions,
    DocumentId,
    Entity,
    EntityId,
    Fact,
    GivenId,
    Graph,
    Link,
    Mention,
    NameKey,
    Occurrence,
    Origin,
)

T = TypeVar("T")
ThingKey: TypeAlias = tuple[DocumentId, int]
Verdict: TypeAlias = Literal["same", "different"]


def read_graph(folder: Path) -> Graph:
    """The graph of a store, as of its last transaction. StoreError where it cannot be read."""
    with reading(folder) as store, store.moment():
        return graph(store)


def graph(store: Database) -> Graph:
    """The graph of an open store."""
    repeated, texts = reprints(store), (document_of(data, store.folder) for (data,) in store.rows("layers"))
    documents = tuple(replace(one, reprint_of=repeated.get(one.id)) for one in texts)
    entities = _values(store, "entities", Entity)
    facts = _values(store, "facts", Fact)
    return Graph(documents, entities, facts, links(store), origin(store), corrected(store))


def reprints(store: Database) -> dict[DocumentId, DocumentId]:
    """The documents of an open store that repeat others, and these."""
    return {DocumentId(document): DocumentId(original) for document, original in store.rows("reprints")}


def links(store: Database) -> tuple[Link, ...]:
    """The links of an open store, in the order of `kg.resolve`."""
    found = [link for (data,) in store.rows("links") for link in links_of(data, store.folder)]
    decode = msgspec.json.Decoder(Mention).decode
    ends = {
        (document, number): Occurrence(DocumentId(document), decode(mention))
        for document, number, mention in store.rows("all_mentions_of_things")
    }
    across = first(store.rows("all_across"))
    return (
        *found,
        *(Link(ends[left], ends[right], verdict, score, why) for left, right, verdict, score, why in across),
    )


def base(store: Database) -> str | None:
    """The base of the IRIs in the triples of an open store; None where nothing is in it yet."""
    found = store.one("state", "base")
    return str(found[0]) if found else None


def origin(store: Database) -> Origin | None:
    """What read the graph of an open store."""
    found = store.one("state", "origin")
    return msgspec.json.decode(found[0], type=Origin) if found else None


def decisions(store: Database) -> Decisions:
    """The ids that were given in an open store, first given first, and what people corrected."""
    keys: dict[str, list[NameKey]] = defaultdict(list)
    for document, kind, name, id_ in store.rows("given_keys"):
        keys[id_].append(NameKey(DocumentId(document), ClassName(kind), name))
    return Decisions(
        tuple(
            GivenId(EntityId(id_), tuple(keys[id_]), None if into is None else EntityId(into))
            for id_, into in store.rows("given")
        ),
        corrections(store),
    )


def _values(store: Database, query: str, kind: type[T]) -> tuple[T, ...]:
    decoder = msgspec.json.Decoder(kind)
    try:
        return tuple(decoder.decode(data) for (data,) in store.rows(query))
    except msgspec.MsgspecError as error:
        raise damaged(store.folder, str(error)) from None


def first(rows: Iterable[Any]) -> Iterator[tuple[ThingKey, ThingKey, Verdict, float, str]]:
    """Links between documents, of each pair of ends the first; `rows` are in the order of buckets."""
    seen = set()
    for left, left_number, right, right_number, verdict, score, why in rows:
        ends = (left, left_number), (right, right_number)
        if ends not in seen:
            seen.add(ends)
            yield (*ends, verdict, score, why)
