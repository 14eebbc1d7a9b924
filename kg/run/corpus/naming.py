"""The entities that clusters are, and their ids.

route(…)      nodes -> the partitions of their clusters
name(…)       all nodes of some clusters -> things: entities that have no id yet
tell(…)       what the claims of documents say of things whose names are not theirs alone
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
from kg.merge.naming import naming
from kg.merge.signs import Sign, distinction, signs
from kg.ontology.ontology import Ontology
from kg.run.clustering import cluster_of
from kg.run.corpus.joining import Cuts
from kg.run.corpus.parts import NOTHING, Part
from kg.run.corpus.spill import Spills
from kg.run.document_nodes import Node
from kg.text.names import normal_form
from kg.types import ClassName, DocumentId, Entity, EntityId, Mention, NameKey, Occurrence, Span

NODES, THINGS = "nodes", "things"


class Member(msgspec.Struct, array_like=True):
    """A node of a cluster."""

    cluster: int
    document: DocumentId
    number: int
    node: Node


class Thing(msgspec.Struct, array_like=True):
    """An entity without its id; `inner` are aliases that it has where nothing is called so."""

    cluster: int
    type: str
    name: str
    aliases: tuple[str, ...]
    inner: frozenset[str]
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
        for number, (node, cluster) in enumerate(zip(one.cut.nodes, clusters[one.document], strict=True)):
            out.put(NODES, cluster % count, Member(cluster, ids[one.document - first], number, node))
    return out


def name(members: Iterable[Member], ontology: Ontology, partition: int) -> tuple[Spills, list[Name]]:
    """The things of a partition."""
    found, out, names = naming(ontology), Spills(), []
    ordered = sorted(members, key=lambda one: (one.cluster, one.document, one.number))
    for cluster, some in groupby(ordered, key=lambda one: one.cluster):
        made = cluster_of({(one.document, one.number): one.node for one in some})
        if not found.means_something(made.forms):
            continue
        kind = found.type(made.forms)
        called, aliases = found.names(made.forms, kind)
        inner = frozenset(found.inner(kind, (text for _, text in made.forms)))
        spans = sorted({(o.document, o.mention.span) for o in made.occurrences})
        out.put(THINGS, partition, Thing(cluster, kind, called, aliases, inner, tuple(spans)))
        plain = readable(called or ontology.classes[ClassName(kind)].zh)
        key = made.name_keys()[0]
        names.append(Name(cluster, kind, called, plain, key, frozenset(map(normal_form, inner))))
    return out, names


def tell(
    documents: Iterable[tuple[Part, Cuts]],
    clusters: Mapping[int, Sequence[int]],
    names: Mapping[int, str],
    ontology: Ontology,
) -> dict[int, Sign]:
    """The sign that tells most of each thing, by its cluster; `names` are those of all things of the documents."""
    found: dict[int, Sign] = {}
    telling = naming(ontology).telling
    for part, cuts in documents:
        ends = ends_of(part, cuts, clusters[cuts.document])

        def find(occurrence: Occurrence, ends: Mapping[Mention, int] = ends) -> int:
            return ends.get(occurrence.mention, NOTHING)

        for cluster, sign in signs(part.layer, find, names.get, telling):
            found[cluster] = min(sign, found.get(cluster, sign))
    return found


def ends_of(part: Part, cuts: Cuts, clusters: Sequence[int]) -> dict[Mention, int]:
    """The cluster of each mention that the claims of a document are about."""
    return {
        mention: clusters[number]
        for claim, numbers in zip(part.claims, cuts.cut.roles, strict=True)
        for (_, mention), number in zip(claim.roles, numbers, strict=True)
        if number != NOTHING
    }


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


def entities(things: Iterable[Thing], known: Known) -> list[Entity]:
    """The entities of a partition, in no order."""
    found = []
    for one in things:
        inner = (alias for alias in one.inner if normal_form(alias) not in known.used)
        aliases = tuple(sorted({*one.aliases, *inner} - {one.name, ""}))
        found.append(Entity(known.ids[one.cluster], ClassName(one.type), one.name, aliases, one.mentions))
    return found
