"""The entities of the clusters that were touched, and their ids.

`kg.merge.ids` gives ids to a part of all things, which is closed here first: a document that comes back brings keys
that own an id which something else has meanwhile. An entity whose own cluster was not touched changes in one case: an
alias is left out while some entity has it as its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import msgspec

from kg.merge.ids import Distinction, give, readable
from kg.merge.naming import naming
from kg.merge.signs import Sign, distinction, signs
from kg.merge.things import Thing, thing
from kg.merge.union import Key
from kg.ontology.ontology import Ontology
from kg.run.clustering import Clustered, Clustering
from kg.run.document_nodes import DocumentNodes
from kg.run.stages.nodes import Node, NodeKey, cluster_of
from kg.store.database.connection import Database
from kg.text.names import normal_form
from kg.types import Decisions, Entity, EntityId, GivenId, NameKey

_ENTITY, _KEYS = msgspec.json.Decoder(Entity), msgspec.json.Decoder(Node)


@dataclass
class Identified:
    """The entities of clusters before and after, of those that were touched; a cluster may have none."""

    before: dict[int, Entity] = field(default_factory=dict)
    after: dict[int, Entity] = field(default_factory=dict)


class Identifying:
    """Brings the entities of a store, and the ids that were given, up to date."""

    def __init__(self, store: Database, ontology: Ontology, clustering: Clustering, clustered: Clustered) -> None:
        self._store, self._ontology, self._naming = store, ontology, naming(ontology)
        self._clustering, self._clustered = clustering, clustered
        self._things: dict[int, Thing] = {}
        self._keys: set[Key] = set()
        self._done = Identified()

    def run(self) -> Identified:
        """Make the entities of the touched clusters anew."""
        for cluster in self._clustered.touched:
            self._remember(cluster)
        for cluster, members in self._clustered.members.items():
            self._name(cluster, members)
        given = self._closed()
        old = [(cluster,) for cluster in self._clustered.touched]
        names = {normal_form(entity.name) for entity in self._done.before.values()}
        names |= {normal_form(one.name) for one in self._things.values()}
        used = {name for name in names if self._is_used(name)}
        for table in ("entities", "inner_names", "called"):
            self._store.run(f"remove_{table}", old)
        ids = self._give(given)
        self._write(ids)
        self._again({name for name in names if self._is_used(name) != (name in used)})
        return self._done

    def _remember(self, cluster: int) -> None:
        row = self._store.one("entity_of_cluster", cluster)
        if row is not None:
            self._done.before[cluster] = _ENTITY.decode(row[0])

    def _name(self, cluster: int, members: dict[NodeKey, Node]) -> None:
        """Say what a cluster is, if it is a thing."""
        made = thing(cluster_of(members), self._ontology)
        if made:
            self._keys |= set(made.keys)
            self._things[cluster] = made

    # -- ids -------------------------------------------------------------------------------------------------------

    def _closed(self) -> Decisions:
        """The ids that own a key of the things, once all things that have a key of one of these ids are among them."""
        known: dict[EntityId, tuple[int, GivenId]] = {}
        waiting = list(self._things)
        while waiting:
            keys = [key for cluster in waiting for key in self._things[cluster].keys]
            waiting = []
            owners = {EntityId(id_) for key in keys for (id_,) in self._store.rows("owner", *key)}
            for id_ in sorted(owners - known.keys()):
                known[id_] = self._given(id_)
                waiting += self._others(known[id_][1].keys)
        return Decisions(tuple(given for _, given in sorted(known.values(), key=lambda pair: pair[0])))

    def _given(self, id_: EntityId) -> tuple[int, GivenId]:
        number, into = self._store.one("given_id", id_)
        keys = tuple(NameKey(*row) for row in self._store.rows("keys_of_id", id_))
        return number, GivenId(id_, keys, None if into is None else EntityId(into))

    def _others(self, keys: Iterable[NameKey]) -> Iterator[int]:
        """The clusters of keys that were not touched so far: from now on they are."""
        for key in sorted(set(keys) - self._keys):
            for number, cluster, data in self._store.rows("node_data_of_document", key.document):
                if cluster not in self._clustered.members and key[1:] in _keys(data):
                    members = self._clustering.load(cluster)
                    assert (key.document, number) in members
                    self._clustered.members[cluster] = members
                    self._remember(cluster)
                    self._name(cluster, members)
                    yield cluster

    def _give(self, decisions: Decisions) -> dict[int, EntityId]:
        identities = {cluster: one.identity(self._ontology) for cluster, one in self._things.items()}
        ids, new = give(identities, decisions, self._distinction, self._named_so)
        self._record(decisions, new)
        return ids

    def _record(self, before: Decisions, after: Decisions) -> None:
        """Put the ids that are new, and the keys that have another id than before."""
        (number,) = self._store.one("next_given")
        numbers = {given.id: self._store.one("given_id", given.id)[0] for given in before.given}
        numbers.update((one.id, number + n) for n, one in enumerate(after.given[len(before.given) :]))
        had, owner = {one.id: one for one in before.given}, {key: one.id for one in before.given for key in one.keys}
        changed = [one for one in after.given if had.get(one.id) != one]
        self._store.run("put_given", ((numbers[one.id], one.id, one.merged_into) for one in changed))
        moved = ((*key, one.id) for one in changed for key in one.keys if owner.get(key) != one.id)
        self._store.run("put_given_key", moved)

    def _named_so(self, name: str) -> int:
        """How many entities of the store have a name; more than one where it was given as an id."""
        if self._store.one("given_id", name) is not None:
            return 2
        return int(self._store.one("named_so", name)[0])

    def _distinction(self, cluster: int) -> Distinction:
        return distinction(self._signs(cluster), self._things[cluster].type, self._ontology)

    def _signs(self, cluster: int) -> set[Sign]:
        found = set()
        for document in sorted({document for document, _ in self._clustered.members[cluster]}):
            nodes = self._clustered.nodes.get(document) or DocumentNodes(self._store, self._ontology, document)
            for key, sign in signs(nodes.layer, nodes.cluster, self._called, self._naming.telling):
                if key == cluster:
                    found.add(sign)
        return found

    def _called(self, cluster: int | None) -> str | None:
        """What the thing of a cluster is called."""
        if cluster in self._things:
            return self._things[cluster].name
        row = None if cluster is None else self._store.one("name_of_cluster", cluster)
        return None if row is None else row[0]

    # -- entities --------------------------------------------------------------------------------------------------

    def _is_used(self, normal: str) -> bool:
        return self._store.one("is_used", normal) is not None

    def _write(self, ids: dict[int, EntityId]) -> None:
        """Put the entities of the touched clusters."""
        rows = []
        for cluster, one in self._things.items():
            plain = readable(one.identity(self._ontology).name)
            rows.append((cluster, ids[cluster], one.type, one.name, plain, normal_form(one.name), b""))
            self._store.run("put_inner_name", {(normal_form(inner), cluster) for inner in one.inner})
        self._store.run("put_entity", rows)
        self._finish(ids)

    def _finish(self, ids: dict[int, EntityId]) -> None:
        """Put what depends on the names of all entities, which are there now."""
        for cluster, id_ in ids.items():
            spans = cluster_of(self._clustered.members[cluster]).spans()
            entity = self._done.after[cluster] = self._things[cluster].entity(id_, self._is_used, spans)
            self._store.run("put_entity_data", [(msgspec.json.encode(entity), cluster)])
            self._store.run("put_called", {(name, cluster) for name in (entity.name, *entity.aliases)})

    def _again(self, names: set[str]) -> None:
        """Make the entities anew that have an alias which has become, or is no longer, the name of an entity."""
        found = {cluster for name in names for (cluster,) in self._store.rows("clusters_of_inner_name", name)}
        ids = {}
        for cluster in sorted(found - self._done.after.keys()):
            members = self._clustering.load(cluster)
            self._clustered.members[cluster] = members
            self._remember(cluster)
            self._name(cluster, members)
            ids[cluster] = self._done.before[cluster].id
        self._store.run("remove_called", [(cluster,) for cluster in ids])
        self._finish(ids)


def _keys(data: bytes) -> list[tuple[str, str]]:
    return _KEYS.decode(data).keys
