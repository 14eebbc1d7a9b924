"""The files of a graph in segments: each task writes the records of a range, and the segments follow each other.

Lines of graph.json come with the key that sorts them in their list, triples of graph.ttl with that of their subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from kg.rdf.terms import Names, Triple
from kg.rdf.turtle import Order, Shortener, blocks, grouped
from kg.run.corpus.spill import Ranges, Spills, bounds
from kg.store import graph_json
from kg.store.canonical import canonical_document, canonical_fact, link_key
from kg.store.document_json import to_json
from kg.text.pages import Quote
from kg.types import Document, Entity, Evidence, Fact, Link

LISTS = ("documents", "entities", "facts", "unasserted", "links")  # of graph.json
TRIPLES = "triples"
_STATEMENTS, _ANNOTATIONS, _DOCUMENTS, _REST = 1, 2, 3, 4  # ranks of `kg.rdf.turtle.Order`


class Line(msgspec.Struct, array_like=True):
    """A line of graph.json, and what sorts it in its list."""

    key: str
    text: str


@dataclass(frozen=True)
class Places:
    """Where lines and triples go: the bounds of partitions."""

    base: str
    entities: Sequence[str]  # ids
    facts: Sequence[str]
    subjects: Sequence[tuple[int, str]]


def places(base: str, documents: Sequence[str], entities: Sequence[str], count: int) -> Places:
    """The bounds of about `count` partitions of each kind; `documents` and `entities` are the sorted ids of all."""
    names, order = Names(base), Order(base)
    digits = [f"{at:04x}" for at in range(0, 0x10000, max(0x10000 // count, 1))][1:]
    things = bounds(sorted(order(names.entity(id_)) for id_ in entities), count)
    texts = bounds(sorted(order(names.document(id_)) for id_ in documents), count)
    inner = [
        (rank, name(digit)[:-1])
        for rank, name in ((_STATEMENTS, names.statement), (_ANNOTATIONS, names.annotation))
        for digit in digits
    ]
    spaces = [(rank, "") for rank in (_STATEMENTS, _ANNOTATIONS, _DOCUMENTS, _REST)]
    return Places(base, bounds(entities, count), digits, sorted([*things, *inner, *texts, *spaces]))


@dataclass
class Out:
    """Takes lines and triples of a task to their partitions."""

    places: Places
    spills: Spills = field(default_factory=Spills)

    def __post_init__(self) -> None:
        """Make ready what sorts."""
        self._order = Order(self.places.base)
        self._ranges = {name: Ranges(getattr(self.places, name)) for name in ("entities", "facts", "subjects")}
        self._known: dict[str, int] = {}

    def entity(self, entity: Entity) -> None:
        """An entity's line."""
        line = Line(entity.id, graph_json.line(graph_json.entity_json(entity)))
        self.spills.put("entities", self._ranges["entities"].at(entity.id), line)

    def fact(self, fact: Fact, quotes: dict[Evidence, Quote]) -> None:
        """A fact's line."""
        record = graph_json.fact_json(canonical_fact(fact), quotes.get, {})
        kind = "facts" if fact.modality == "asserted" else "unasserted"
        self.spills.put(kind, self._ranges["facts"].at(fact.id), Line(fact.id, graph_json.line(record)))

    def triples(self, triples: Iterable[Triple]) -> None:
        """Triples, to where their subjects go."""
        ranges = self._ranges["subjects"]
        for triple in triples:
            place = self._known.get(triple[0])
            if place is None:
                place = self._known[triple[0]] = ranges.at(self._order(triple[0]))
            self.spills.put(TRIPLES, place, triple)


def documents(some: Iterable[Document]) -> str:
    """The lines of documents, which are in order."""
    return ",".join(f"{graph_json.line(to_json(canonical_document(one)))}" for one in some)


def links(some: Iterable[Link]) -> str:
    """The lines of the links of a range of documents."""
    return ",".join(f"{graph_json.line(graph_json.link_json(one))}" for one in sorted(some, key=link_key))


def lines(records: Iterable[Line]) -> str:
    """The lines of a partition, in order."""
    return "".join(f",{one.text}" for one in sorted(records, key=lambda one: one.key) if one.text)


def turtle(triples: Iterable[Triple], base: str) -> tuple[Iterator[str], set[str]]:
    """The blocks of a partition's subjects, and the prefixes that they use."""
    short = Shortener(base)
    subjects = grouped(triples, short)
    return (f"\n{block}" for block in blocks(subjects, short)), short.used
