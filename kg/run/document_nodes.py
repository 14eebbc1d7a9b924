"""The nodes of one document: its mentions that are one thing without a look at other documents."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import msgspec

from kg.merge.clusters import Clusters
from kg.ontology.ontology import Ontology
from kg.run.stages.nodes import Node, node
from kg.store.database.connection import Database
from kg.store.database.graph import first
from kg.store.database.nouns import layer_of, links_of
from kg.types import DocumentId, Layer, Link, Mention, Occurrence

MENTION = msgspec.json.Decoder(Mention)


class DocumentNodes:
    """The nodes of a document of a store, by number, and the clusters that they are in."""

    def __init__(self, store: Database, ontology: Ontology, document: DocumentId, layer: Layer | None = None) -> None:
        self._store, self._document = store, document
        data, links = store.one("layer", document)
        self.layer = layer or layer_of(data, store.folder)
        within = links_of(links, store.folder)
        self._local = Clusters([self.layer], (*within, *self._own()), ontology)
        self._numbers = {root: number for number, root in enumerate(self._local.all)}

    def nodes(self) -> list[Node]:
        """The nodes, in the order of their numbers."""
        here = {mention for mention in self.layer.mentions if mention.form != "value"}
        return [node(cluster, here) for cluster in self._local.all.values()]

    def number(self, occurrence: Occurrence) -> int | None:
        """The number of the node that a mention is in; None where it is in none."""
        return self._numbers.get(self._local.find(occurrence))

    def cluster(self, occurrence: Occurrence) -> int | None:
        """The cluster that a mention is in; None where it is in none."""
        number = self.number(occurrence)
        return None if number is None else self._clusters[number]

    @cached_property
    def _clusters(self) -> dict[int, int]:
        return dict(self._store.rows("nodes_of_document", self._document))

    def _own(self) -> Iterator[Link]:
        """The links between documents that tell things of this one apart."""
        document = self._document
        mentions = {n: MENTION.decode(mention) for n, mention in self._store.rows("mentions_of_things", document)}
        for (_, left), (_, right), verdict, score, why in first(self._store.rows("own_across", document, document)):
            if verdict == "different":
                yield Link(
                    Occurrence(document, mentions[left]), Occurrence(document, mentions[right]), "different", score, why
                )
