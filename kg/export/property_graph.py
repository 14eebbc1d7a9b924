"""A graph as labelled nodes and typed relationships with properties: what Neo4j's CSV and Cypher share.

    (:Entity:Person {id: "何立群"})-[:positionAt {fact: "9f3a…"}]->(:Entity:GovernmentBody {id: "临江县档案馆"})
    (:Fact {id: "9f3a…", predicate: "positionAt"})-[:SUBJECT]->(何立群), -[:OBJECT]->(临江县档案馆)
    (:Fact {id: "9f3a…"})-[:EVIDENCE {start: 57, end: 68, quote: "…"}]->(:Document {id: "news"})-[:MENTIONS]->(何立群)

As in the RDF, what is asserted and still holds is a relationship too; every fact, whatever its modality, is a node.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Literal, TypeAlias

from kg.export.network import with_unit
from kg.export.tables import DOCUMENTS, ENTITIES, Row, document_row, entity_row, evidence_rows, fact_row, mention_rows
from kg.rdf.model import is_direct
from kg.rdf.terms import Names
from kg.store.canonical import HALF, canonical
from kg.types import ClassName, Document, DocumentId, Entity, EntityId, Fact, Graph, Value

Space: TypeAlias = Literal["Document", "Entity", "Fact"]
Kind: TypeAlias = Literal["text", "texts", "integer", "number", "day"]
Properties: TypeAlias = tuple[tuple[str, Kind], ...]
"""Names of properties, and what values they have: str, list[str], int, float or date; None is no value."""

_NO_CLASS = ClassName("")
_NO_WORD = re.compile(r"\W")


@dataclass(frozen=True, slots=True)
class Nodes:
    """Nodes with the same labels; the first of the labels is the space in which their `id`, the first cell, is one."""

    space: Space
    label: str | None
    properties: Properties
    rows: Callable[[], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class Relations:
    """Relationships of a type; a row has the ids of both ends before its properties.

    There is one between two nodes for each value of the properties `keys`.
    """

    type: str
    start: Space
    end: Space
    keys: tuple[str, ...]
    properties: Properties
    rows: Callable[[], Iterator[Row]]


def identifier(name: str) -> str:
    """A name of letters, digits and _ alone, others for others: no label, type or property can be more than a name.

    >>> identifier("positionAt"), identifier("a`b"), identifier("")
    ('positionAt', 'a_x60_b', '_')
    """
    return _NO_WORD.sub(lambda match: f"_x{ord(match[0]):X}_", name) or "_"


def _whole(text: str) -> str:
    return HALF.sub("\ufffd", text)


class PropertyGraph:
    """The nodes and relationships of a graph, in tables, sorted; each row is made when it is asked for."""

    def __init__(self, graph: Graph, names: Names) -> None:
        self._graph, self._names = canonical(graph), names
        self._texts = {document.id: document.text for document in graph.documents}
        self._qualifiers = sorted(
            {name for fact in graph.facts for name, value in fact.qualifiers if isinstance(value, Value)}
        )

    def nodes(self) -> Iterator[Nodes]:
        """Documents, entities by class, facts."""
        documents, entities = self._strangers()
        columns: Properties = tuple(
            (c.name, "texts" if c.kind == "texts" else "text") for c in DOCUMENTS.columns if c.name != "text"
        )
        yield Nodes("Document", None, columns, lambda: map(self._document, [*self._graph.documents, *documents]))
        columns = tuple((c.name, "texts" if c.kind == "texts" else "text") for c in ENTITIES.columns)
        by_class: dict[str, list[Entity]] = defaultdict(list)
        for entity in chain(self._graph.entities, entities):
            by_class[entity.type].append(entity)
        for kind in sorted(by_class):
            label = identifier(kind) if kind else None
            yield Nodes("Entity", label, columns, partial(map, self._entity, by_class[kind]))
        yield Nodes("Fact", None, self._fact_columns(), lambda: map(self._fact, self._graph.facts))

    def relations(self) -> Iterator[Relations]:
        """Facts between entities by property, then what belongs to facts and documents."""
        by_property: dict[str, list[Fact]] = defaultdict(list)
        for fact in self._graph.facts:
            if is_direct(fact) and isinstance(fact.object, str):
                by_property[fact.predicate].append(fact)
        columns: Properties = (("fact", "text"), ("confidence", "number"), ("first_day", "day"), ("last_day", "day"))
        for name in sorted(by_property):
            rows = partial(map, self._direct, by_property[name])
            yield Relations(identifier(name), "Entity", "Entity", ("fact",), columns, rows)
        yield Relations("SUBJECT", "Fact", "Entity", (), (), lambda: self._ends("subject"))
        yield Relations("OBJECT", "Fact", "Entity", (), (), lambda: self._ends("object"))
        yield Relations("QUALIFIER", "Fact", "Entity", ("name",), (("name", "text"),), self._qualified)
        place: Properties = (("start", "integer"), ("end", "integer"), ("quote", "text"))
        read: Properties = (*place, ("rule", "text"), ("confidence", "number"))
        yield Relations("EVIDENCE", "Fact", "Document", ("start", "end", "rule"), read, self._evidence)
        yield Relations("MENTIONS", "Document", "Entity", ("start", "end"), place, self._mentions)

    def _strangers(self) -> tuple[list[Document], list[Entity]]:
        """What facts and mentions name and the graph does not hold: kg check says so."""
        graph = self._graph
        places = chain(
            (document for entity in graph.entities for document, _ in entity.mentions),
            (proof.document for fact in graph.facts for proof in fact.evidence),
        )
        values = (v for fact in graph.facts for v in (fact.subject, fact.object, *(v for _, v in fact.qualifiers)))
        documents = set(places) - self._texts.keys()
        entities = {value for value in values if isinstance(value, str)} - graph.entity.keys()
        return (
            [Document(DocumentId(one), "") for one in sorted(documents)],
            [Entity(EntityId(one), _NO_CLASS, one) for one in sorted(entities)],
        )

    def _document(self, document: Document) -> Row:
        return document_row(document, self._names)[:-1]

    def _entity(self, entity: Entity) -> Row:
        return entity_row(entity, self._names)

    def _fact_columns(self) -> Properties:
        kinds: tuple[Kind, ...] = ("text", "text", "text", "text", "text", "number", "text", "day", "day")
        names = ("id", "iri", "predicate", "datatype", "value", "number", "unit", "first_day", "last_day")
        said: Properties = (("modality", "text"), ("confidence", "number"), ("extractor", "text"))
        return (
            *zip(names, kinds, strict=True),
            *said,
            *((f"q_{identifier(name)}", "texts") for name in self._qualifiers),
        )

    def _fact(self, fact: Fact) -> Row:
        key, iri, _, predicate, kind, _, *value, _, first, last, modality, confidence, extractor = fact_row(
            fact, self._names
        )
        said: dict[str, list[str]] = defaultdict(list)
        for name, one in fact.qualifiers:
            if isinstance(one, Value):
                said[name].append(_whole(with_unit(one)))
        qualifiers = [said.get(name, []) for name in self._qualifiers]
        return key, iri, predicate, kind, *value, first, last, modality, confidence, extractor, *qualifiers

    def _direct(self, fact: Fact) -> Row:
        key, _, subject, _, _, target, *_, first, last, _, confidence, _ = fact_row(fact, self._names)
        return subject, target, key, confidence, first, last

    def _ends(self, end: Literal["subject", "object"]) -> Iterator[Row]:
        for fact in self._graph.facts:
            if isinstance(target := getattr(fact, end), str):
                yield _whole(fact.id), _whole(target)

    def _qualified(self) -> Iterator[Row]:
        for fact in self._graph.facts:
            for name, value in dict.fromkeys(fact.qualifiers):
                if isinstance(value, str):
                    yield _whole(fact.id), _whole(value), _whole(name)

    def _evidence(self) -> Iterator[Row]:
        for fact in self._graph.facts:
            places = {(p.document, p.span, p.rule): p for p in fact.evidence}  # the last is the most sure
            yield from evidence_rows(replace(fact, evidence=tuple(places.values())), self._texts)

    def _mentions(self) -> Iterator[Row]:
        for entity in self._graph.entities:
            for key, document, *place in mention_rows(entity, self._texts):
                yield document, key, *place
