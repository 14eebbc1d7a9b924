"""The triples of what changed: parts of the graph (`kg.rdf.parts`), made anew and compared with what they were."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import msgspec

from kg.ontology.ontology import Ontology
from kg.rdf.credits import credited, kinds
from kg.rdf.parts import Kind, Parts
from kg.rdf.tree import tree
from kg.run.clustering import Clustered
from kg.run.document_nodes import DocumentNodes
from kg.run.identifying import Identified
from kg.run.stages.nodes import Node
from kg.run.stating import Stated, evidence_of, facts_of
from kg.store.database.connection import Database
from kg.store.database.nouns import document_of, pack, unpack
from kg.types import ClassName, Document, DocumentId, Entity, EntityId, Span

_NODE, _ENTITY = msgspec.json.Decoder(Node), msgspec.json.Decoder(Entity)


@dataclass
class Changed:
    """Lines of N-Triples that the graph no longer has, and those that it did not have before."""

    taken: set[str] = field(default_factory=set)
    put: set[str] = field(default_factory=set)


class Describing:
    """Brings the triples of a store up to date."""

    def __init__(self, store: Database, ontology: Ontology, parts: Parts) -> None:
        self._store, self._ontology, self._parts = store, ontology, parts
        self._done = Changed()
        self._shared: Counter[str] = Counter()  # how many more parts have a line now
        self._entities: dict[int, Entity] = {}

    def run(self, clustered: Clustered, identified: Identified, stated: Stated, gone: Iterable[DocumentId]) -> Changed:
        """Describe anew what changed."""
        classes = set(tree(self._ontology).splitlines(keepends=True))
        self._replace("graph", "", self._parts.graph() | classes)
        documents = stated.documents | self._credited(identified)
        for document in gone:
            self._forget(document)
        self._put_entities(identified)
        for key in sorted(stated.keys):
            self._replace("facts", key, self._parts.facts(facts_of(self._store, key)))
        for document in sorted(documents):
            nodes = clustered.nodes.get(document)
            self._put_document(document, nodes)
        self._count()
        return self._done

    def _credited(self, identified: Identified) -> set[DocumentId]:
        """The documents whose credits may mean another entity than before."""
        names: set[str] = set()
        for cluster in identified.before.keys() | identified.after.keys():
            old, new = identified.before.get(cluster), identified.after.get(cluster)
            was, now = _called(old), _called(new)
            names |= was ^ now if self._credit(old) == self._credit(new) else was | now
        rows = (self._store.rows("documents_credited", name) for name in names)
        return {document for some in rows for (document,) in some}

    def _credit(self, entity: Entity | None) -> tuple[str, tuple[str, ...]] | None:
        """What credits depend on besides names."""
        return None if entity is None else (entity.id, kinds(entity, self._ontology))

    def _forget(self, document: DocumentId) -> None:
        self._replace("document", document, set())
        self._store.run("remove_credits", [(document,)])

    def _put_entities(self, identified: Identified) -> None:
        before = {entity.id: replace(entity, mentions=()) for entity in identified.before.values()}
        after = {entity.id: replace(entity, mentions=()) for entity in identified.after.values()}
        for id_ in sorted(before.keys() - after.keys()):
            self._replace("entity", id_, set())
        for id_, entity in sorted(after.items()):
            if before.get(id_) != entity:
                self._replace("entity", id_, self._parts.entity(entity))

    def _put_document(self, document: DocumentId, nodes: DocumentNodes | None) -> None:
        row = self._store.one("layer", document)
        if row is None:  # its credits are still looked up by name
            return
        text = nodes.layer.document if nodes else document_of(row[0], self._store.folder)
        original = self._store.one("reprint", document)
        text = replace(text, reprint_of=DocumentId(original[0]) if original else None)
        names = {name for _, name in credited(text)}
        self._store.run("remove_credits", [(document,)])
        self._store.run("put_credit", ((name, document) for name in names))
        lines = self._parts.document(text, self._mentioned(text, names), evidence_of(self._store, document))
        self._replace("document", document, lines)

    def _mentioned(self, document: Document, names: Iterable[str]) -> list[Entity]:
        """The entities that a document mentions, and those that are called by some names, with their mentions in it."""
        here: dict[int, Entity] = {}
        spans: dict[int, set[Span]] = defaultdict(set)
        for cluster, id_, kind in self._store.rows("entities_of_document", document.id):
            here[cluster] = Entity(EntityId(id_), ClassName(kind), "")
        for _, cluster, data in self._store.rows("node_data_of_document", document.id):
            node = _NODE.decode(data)
            spans[cluster] |= {mention.span for mention, _ in (*node.forms, *node.late)}
        for name in names:
            for (cluster,) in self._store.rows("clusters_called", name):
                here[cluster] = self._entity(cluster)
        return [
            replace(entity, mentions=tuple((document.id, span) for span in sorted(spans[cluster])))
            for cluster, entity in here.items()
        ]

    def _entity(self, cluster: int) -> Entity:
        found = self._entities.get(cluster)
        if found is None:
            entity = _ENTITY.decode(self._store.one("entity_of_cluster", cluster)[0])
            found = self._entities[cluster] = replace(entity, mentions=())
        return found

    def _replace(self, kind: Kind, key: str, new: set[str]) -> None:
        """Put the lines of a part in the place of those that it had."""
        row = self._store.one("part", kind, key)
        old = set(unpack(row[0], self._store.folder).decode().splitlines(keepends=True)) if row else set()
        if old == new:
            return
        if new:
            self._store.run("put_part", [(kind, key, pack("".join(sorted(new)).encode()))])
        else:
            self._store.run("remove_part", [(kind, key)])
        for lines, count, into in ((old - new, -1, self._done.taken), (new - old, 1, self._done.put)):
            for line in lines:
                if self._parts.is_shared(kind, line):
                    self._shared[line] += count
                else:
                    into.add(line)

    def _count(self) -> None:
        """Of the lines that several parts may have, find those that now have none, or have one for the first time."""
        for line, more in self._shared.items():
            row = self._store.one("shared", line)
            before = row[0] if row else 0
            now = before + more
            if now and not before:
                self._done.put.add(line)
            elif before and not now:
                self._done.taken.add(line)
            if now:
                self._store.run("put_shared", [(line, now)])
            elif before:
                self._store.run("remove_shared", [(line,)])


def _called(entity: Entity | None) -> set[str]:
    return set() if entity is None else {entity.name, *entity.aliases}
