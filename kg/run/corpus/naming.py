"""The entities that clusters are, and their ids.

route(…)      nodes -> the partitions of their clusters
name(…)       all nodes of some clusters -> things: entities that have no id yet
Ids           the ids of all things, from their names
entities(…)   things and their ids -> entities
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import msgspec

from kg.merge.ids import Distinction, Identity, fresh_ids, readable
from kg.merge.signs import Sign, distinction
from kg.merge.things import Thing, thing
from kg.ontology.ontology import Ontology
from kg.run.corpus.joining import Cuts
from kg.run.corpus.spill import Spills
from kg.run.stages.nodes import Node, cluster_of
from kg.text.names import normal_form
from kg.types import DocumentId, Entity, EntityId, NameKey, Span

NODES, THINGS = "nodes", "things"


class Member(msgspec.Struct, array_like=True):
    """A node of a cluster."""

    cluster: int
    document: DocumentId
    number: int
    node: Node


class Named(msgspec.Struct, array_like=True):
    """The thing that a cluster is, and where it is mentioned."""

    cluster: int
    thing: Thing
    mentions: tuple[tuple[DocumentId, Span], ...]


class Name(msgspec.Struct, array_like=True):
    """What must be known of a thing to name all: `plain` is what its id is made of, `key` the first of its keys."""

    cluster: int
    type: str
    name: str
    plain: str
    key: NameKey
    inner: frozenset[str]  # normal forms


def route(cuts: Iterable[Cuts], ids: Sequence[DocumentId], clusters: Mapping[int, Sequence[int]], count: int) -> Spills:
    """The nodes of documents, by the partitions of their clusters; `ids` are those of all documents of the cuts."""
    out = Spills()
    first = min(clusters)
    for one in cuts:
        for number, (node, cluster) in enumerate(zip(one.nodes, clusters[one.document], strict=True)):
            out.put(NODES, cluster % count, Member(cluster, ids[one.document - first], number, node))
    return out


def name(members: Iterable[Member], ontology: Ontology, partition: int) -> tuple[Spills, list[Name]]:
    """The things of a partition."""
    out, names = Spills(), []
    ordered = sorted(members, key=lambda one: (one.cluster, one.document, one.number))
    for cluster, some in groupby(ordered, key=lambda one: one.cluster):
        made = cluster_of({(one.document, one.number): one.node for one in some})
        found = thing(made, ontology)
        if found:
            found, plain = found._replace(keys=found.keys[:1]), readable(found.identity(ontology).name)
            out.put(THINGS, partition, Named(cluster, found, made.spans()))
            inner = frozenset(map(normal_form, found.inner))
            names.append(Name(cluster, found.type, found.name, plain, found.keys[0], inner))
    return out, names


class Ids:
    """The ids of all things."""

    def __init__(self, names: Iterable[Name]) -> None:
        self.names: dict[int, str] = {}
        self.types: dict[int, str] = {}
        self._plain: dict[int, str] = {}
        keys: dict[int, NameKey] = {}
        inner: set[str] = set()
        for one in names:
            self.names[one.cluster], self._plain[one.cluster], self.types[one.cluster] = one.name, one.plain, one.type
            keys[one.cluster] = one.key
            inner |= one.inner
        self.used = inner & set(map(normal_form, self.names.values()))
        times = Counter(self._plain.values())
        self.several = {cluster for cluster, plain in self._plain.items() if times[plain] > 1}
        self._keys = {cluster: keys[cluster] for cluster in self.several}
        self.of: dict[int, EntityId] = {}

    def give(self, signs: Mapping[int, Sign], ontology: Ontology) -> None:
        """Give the ids, as `kg.merge.ids` does; `signs` are those of things whose names are not theirs alone."""

        def told(cluster: int) -> Distinction:
            known = {signs[cluster]} if cluster in signs else set[Sign]()
            return distinction(known, self.types[cluster], ontology)

        alone = {cluster: plain for cluster, plain in self._plain.items() if cluster not in self.several}
        taken = set(map(EntityId, alone.values()))
        things = {c: Identity((self._keys[c],), self._plain[c]) for c in self.several}
        self.of = {cluster: EntityId(plain) for cluster, plain in alone.items()}
        self.of |= fresh_ids(things, list(things), taken, told)


@dataclass(frozen=True, slots=True)
class Known:
    """The ids of the things of a partition, and which inner names are names of other things."""

    ids: dict[int, EntityId]
    used: frozenset[str]


def entities(things: Iterable[Named], known: Known) -> list[Entity]:
    """The entities of a partition, in no order."""
    return [one.thing.entity(known.ids[one.cluster], known.used.__contains__, one.mentions) for one in things]
