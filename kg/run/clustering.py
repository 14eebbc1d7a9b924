"""Which mentions are one thing, after documents were put or taken away: only clusters that were touched are made anew.

A node is what is one thing within a document; a cluster is the nodes that links between documents join. A cluster is
touched if a node of it is of a document that was put or taken away, or is an end of a link that came or went. All that
a new link can join are touched clusters, so nothing else need be looked at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from kg.merge.union import Union
from kg.ontology.ontology import Ontology
from kg.run.document_nodes import MENTION, DocumentNodes
from kg.run.resolving import Resolved
from kg.run.stages.nodes import Node, NodeKey
from kg.store.database.connection import Database
from kg.store.database.graph import ThingKey, first
from kg.types import DocumentId, Layer, Occurrence


@dataclass
class Clustered:
    """The clusters that were touched as they are now, and the clusters that their nodes, and nodes gone, were in.

    `nodes` are those of the documents that are put or whose nodes are cut anew.
    """

    members: dict[int, dict[NodeKey, Node]] = field(default_factory=dict)
    was: dict[NodeKey, int] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    nodes: dict[DocumentId, DocumentNodes] = field(default_factory=dict)


_NODE = msgspec.json.Decoder(Node)


class Clustering:
    """Brings the nodes and clusters of a store up to date."""

    def __init__(self, store: Database, ontology: Ontology) -> None:
        self._store, self._ontology = store, ontology
        self._done = Clustered()
        self._nodes: dict[NodeKey, Node] = {}

    def run(self, layers: Mapping[DocumentId, Layer], gone: Collection[DocumentId], resolved: Resolved) -> Clustered:
        """Put layers, whose things are resolved, and take documents away."""
        (following,) = self._store.one("next_cluster")
        fresh = sorted({*layers, *resolved.own} - set(gone))
        for document in (*fresh, *gone):
            for number, cluster in self._store.rows("nodes_of_document", document):
                self._done.was[document, number] = cluster
        self._done.touched |= set(self._done.was.values())
        self._done.touched |= {c for key in resolved.touched for (c,) in self._store.rows("cluster_of_thing", *key)}
        self._store.run("remove_nodes", [(document,) for document in (*fresh, *gone)])
        for cluster in self._done.touched:
            self.load(cluster)
        for document in fresh:
            self._cut(document, layers.get(document))
        self._join(following)
        return self._done

    def load(self, cluster: int) -> dict[NodeKey, Node]:
        """The nodes of a cluster of the store, which count as touched from then on."""
        found = {(d, n): _NODE.decode(data) for d, n, data in self._store.rows("nodes_of_cluster", cluster)}
        self._nodes |= found
        self._done.was |= dict.fromkeys(found, cluster)
        self._done.touched.add(cluster)
        return found

    def _cut(self, document: DocumentId, layer: Layer | None) -> None:
        """Put the nodes of a document."""
        made = self._done.nodes[document] = DocumentNodes(self._store, self._ontology, document, layer)
        self._nodes |= {(document, number): node for number, node in enumerate(made.nodes())}
        things = self._store.rows("mentions_of_things", document)
        places = ((made.number(Occurrence(document, MENTION.decode(mention))), number) for number, mention in things)
        self._store.run("put_thing_node", ((node, document, number) for node, number in places))

    def _join(self, following: int) -> None:
        """Put the nodes that are loaded into clusters."""
        union = Union[NodeKey]()
        for left, right in self._edges():
            assert left in self._nodes
            assert right in self._nodes
            union.join(left, right)
        together: dict[NodeKey, list[NodeKey]] = defaultdict(list)
        for key in sorted(self._nodes):
            together[union.root(key)].append(key)
        free = set(self._done.touched)
        for keys in sorted(together.values(), key=lambda keys: (-len(keys), keys)):
            before = sorted({c for key in keys if (c := self._done.was.get(key)) in free and c is not None})
            cluster = before[0] if before else following
            following += not before
            free.discard(cluster)
            self._done.members[cluster] = {key: self._nodes[key] for key in keys}
        self._write()

    def _edges(self) -> Iterator[tuple[NodeKey, NodeKey]]:
        """The pairs of loaded nodes that links between documents join."""
        ends: dict[ThingKey, NodeKey] = {}
        for key in sorted(self._nodes):
            for (number,) in self._store.rows("things_of_node", *key):
                for _, right, verdict, *_ in first(self._store.rows("across_of_thing", key[0], number)):
                    if verdict == "same":
                        if right not in ends:
                            ends[right] = right[0], *self._store.one("node_of_thing", *right)
                        yield key, ends[right]

    def _write(self) -> None:
        encode = msgspec.json.encode
        put, moved = [], []
        for cluster, members in self._done.members.items():
            for key, node in members.items():
                if key[0] in self._done.nodes:
                    put.append((*key, cluster, encode(node)))
                elif self._done.was[key] != cluster:
                    moved.append((cluster, *key))
        self._store.run("put_node", put)
        self._store.run("move_node", moved)
