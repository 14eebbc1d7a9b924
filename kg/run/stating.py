"""The facts of what changed: those of documents whose claims, or what these are about, are no longer what they were.

What a claim says is a statement under a key, [predicate, subject, object, modality]. Only statements of one key become
one fact, so the facts of the keys that a document's statements had, or have now, are made anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from kg.merge.corrections.statements import StatementCorrections
from kg.merge.facts import Facts, Statement, merged
from kg.ontology.ontology import Ontology
from kg.run.clustering import Clustered
from kg.run.document_nodes import DocumentNodes
from kg.run.identifying import Identified
from kg.store.database.connection import Database
from kg.types import ClassName, DocumentId, Entity, EntityId, Evidence, Fact, Modality, Occurrence, Value


class _Said(msgspec.Struct, array_like=True):
    """A statement as a column; who says what stands in its key."""

    qualifiers: list[tuple[str, str | Value]]
    evidence: Evidence
    extractor: str


class _Key(msgspec.Struct, array_like=True):
    """What a statement is about."""

    predicate: str
    subject: EntityId
    object: EntityId | Value
    modality: Modality


_SAID, _KEY, _FACT = msgspec.json.Decoder(_Said), msgspec.json.Decoder(_Key), msgspec.json.Decoder(Fact)


@dataclass
class Stated:
    """The documents whose statements were made anew, and the keys whose facts were."""

    documents: set[DocumentId] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class _Entities:
    """What `kg.merge.facts` needs to know of the entities of one document."""

    nodes: DocumentNodes
    of: dict[int, Entity]

    @property
    def all(self) -> Iterable[Entity]:
        """The entities."""
        return self.of.values()

    def id_of(self, occurrence: Occurrence) -> EntityId | None:
        """The entity that a mention means."""
        cluster = self.nodes.cluster(occurrence)
        found = None if cluster is None else self.of.get(cluster)
        return None if found is None else found.id


class Stating:
    """Brings the statements and facts of a store up to date."""

    def __init__(self, store: Database, ontology: Ontology) -> None:
        self._store, self._ontology = store, ontology
        self._done = Stated()

    def run(self, clustered: Clustered, identified: Identified, gone: Iterable[DocumentId]) -> Stated:
        """State anew what is said in documents that were put or whose entities have changed."""
        for document in gone:
            self._replace(document, [])
        self._done.documents = {*clustered.nodes, *self._changed(clustered, identified)}
        for document in sorted(self._done.documents):
            nodes = clustered.nodes.get(document) or DocumentNodes(self._store, self._ontology, document)
            self._replace(document, self._rows(document, nodes))
        for key in sorted(self._done.keys):
            self._fold(key)
        return self._done

    def _changed(self, clustered: Clustered, identified: Identified) -> set[DocumentId]:
        """The documents with a mention that now means another entity, or one of another coarse class."""
        found = set()
        for cluster, members in clustered.members.items():
            now = self._meant(identified.after.get(cluster))
            for key in members:
                if key in clustered.was and self._meant(identified.before.get(clustered.was[key])) != now:
                    found.add(key[0])
        return found

    def _meant(self, entity: Entity | None) -> tuple[str, str] | None:
        return None if entity is None else (entity.id, self._ontology.coarse[entity.type])

    def _rows(self, document: DocumentId, nodes: DocumentNodes) -> list[tuple[Any, ...]]:
        """The statements of a document as rows."""
        rows = self._store.rows("entities_of_document", document)
        entities = {c: Entity(EntityId(id_), ClassName(kind), "") for c, id_, kind in rows}
        facts = Facts(_Entities(nodes, entities), self._ontology, StatementCorrections())
        facts.add(nodes.layer)
        said = ((_key(key), statement) for key, group in facts.statements.items() for statement in group)
        return [(document, number, key, _said(statement)) for number, (key, statement) in enumerate(said)]

    def _replace(self, document: DocumentId, new: list[tuple[Any, ...]]) -> None:
        old = self._store.rows("statements_of_document", document)
        if old == new:
            return
        self._store.run("remove_statements", [(document,)])
        self._store.run("put_statement", new)
        before, after = _by_key(old), _by_key(new)
        self._done.keys |= {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}

    def _fold(self, key: str) -> None:
        """Make the facts of a key anew."""
        about = _KEY.decode(key)
        statements = [_statement(about, data) for (data,) in self._store.rows("statements_of_key", key)]
        facts = [statement.fact() for statement in merged(statements)]
        self._store.run("remove_facts", [(key,)])
        self._store.run("put_fact", ((key, n, fact.id, msgspec.json.encode(fact)) for n, fact in enumerate(facts)))


def facts_of(store: Database, key: str) -> list[Fact]:
    """The facts of a key."""
    return [_FACT.decode(data) for (data,) in store.rows("facts_of_key", key)]


def evidence_of(store: Database, document: DocumentId) -> list[Evidence]:
    """The places of a document that are evidence of its statements."""
    rows = store.rows("statements_of_document", document)
    return list(dict.fromkeys(_SAID.decode(data).evidence for *_, data in rows))


def _by_key(rows: Iterable[Any]) -> dict[str, list[bytes]]:
    """What statements say, in their order, by their keys."""
    found: dict[str, list[bytes]] = defaultdict(list)
    for _, _, key, data in rows:
        found[key].append(data)
    return found


def _key(key: Any) -> str:
    return msgspec.json.encode(key).decode()


def _said(statement: Statement) -> bytes:
    (evidence,) = statement.evidence
    (extractor,) = statement.extractors
    return msgspec.json.encode(_Said(list(statement.qualifiers.items()), evidence, extractor))


def _statement(about: _Key, data: bytes) -> Statement:
    said = _SAID.decode(data)
    qualifiers = {name: EntityId(value) if isinstance(value, str) else value for name, value in said.qualifiers}
    return Statement(
        about.predicate, about.subject, about.object, about.modality, qualifiers, said.evidence, said.extractor
    )
