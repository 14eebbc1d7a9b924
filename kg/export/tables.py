"""Graph -> five flat tables: documents, entities, mentions, facts, evidence. The schema, and rows in bounded batches.

This is the one place that says which columns there are; `kg.export.parquet` gives them the types of Arrow. A row is a
tuple in the order of its table's columns. A row of one thing needs that thing alone (evidence also the texts that it
quotes), so that the parts of a graph give the same rows as the whole, wherever they are made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from kg.export.periods import period
from kg.rdf.language import language
from kg.rdf.terms import Names, unescaped
from kg.store.canonical import HALF
from kg.types import Document, DocumentId, Entity, EntityId, Evidence, Fact, Graph, Span, Value

Kind: TypeAlias = Literal["text", "texts", "offset", "number", "day", "qualifiers"]
Row: TypeAlias = tuple[Any, ...]

ROWS = 10_000  # of a batch
CHARACTERS = 4_000_000  # of a batch, counted where a row begins


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the kind of its values, what it holds, and whether a row may have none (null).

    The kinds are Python's str, list[str], int (32 bits), float, datetime.date, and for qualifiers a list of dicts with
    the keys of `QUALIFIER`, whose values are str or None.
    """

    name: str
    kind: Kind
    what: str
    null: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, what a row is, and its columns. The rows of a whole graph are sorted by the first columns."""

    name: str
    what: str
    columns: tuple[Column, ...]


QUALIFIER = ("name", "entity", "value", "datatype", "unit")

DOCUMENTS = Table(
    "documents",
    "an article",
    (
        Column("id", "text", "what its source calls it"),
        Column("iri", "text", "its IRI in the RDF"),
        Column("title", "text", "title", null=True),
        Column("publisher", "text", "who published it", null=True),
        Column("source", "text", "whose report it is", null=True),
        Column("date_published", "text", "ISO 8601 at the precision of the text", null=True),
        Column("authors", "texts", "authors, in the order of the byline"),
        Column("editors", "texts", "editors, in the order of the text"),
        Column("url", "text", "address on the web, as the article says", null=True),
        Column("language", "text", "zh-Hans or zh-Hant"),
        Column("encoding", "text", "encoding of the file that it was read from"),
        Column("reprint_of", "text", "documents.id of the one whose text it repeats", null=True),
        Column("sha256", "text", "SHA-256 of the text as UTF-8"),
        Column("text", "text", "the text that all offsets count in"),
    ),
)
ENTITIES = Table(
    "entities",
    "a thing",
    (
        Column("id", "text", "its readable name, made unique"),
        Column("iri", "text", "its IRI in the RDF"),
        Column("type", "text", "class of the ontology"),
        Column("name", "text", "what it is called"),
        Column("aliases", "texts", "its other names"),
        Column("divisions", "texts", "by the gazetteer: its code of GB/T 2260, then those of what it lies in"),
        Column("division_names", "texts", "what the gazetteer calls these"),
    ),
)
MENTIONS = Table(
    "mentions",
    "a place in a document that means a thing",
    (
        Column("entity", "text", "entities.id"),
        Column("document", "text", "documents.id"),
        Column("start", "offset", "first code point"),
        Column("end", "offset", "code point behind the last"),
        Column("text", "text", "the characters there; null without the document", null=True),
    ),
)
FACTS = Table(
    "facts",
    "a statement",
    (
        Column("id", "text", "hash of what it says"),
        Column("iri", "text", "IRI of its statement in the RDF"),
        Column("subject", "text", "entities.id"),
        Column("predicate", "text", "property of the ontology"),
        Column("object_kind", "text", "entity, date, quantity or text"),
        Column("object_entity", "text", "entities.id", null=True),
        Column("object_value", "text", "a date (ISO 8601), a decimal number or words", null=True),
        Column("object_number", "number", "the value of a quantity as a number", null=True),
        Column("object_unit", "text", "the unit of a quantity", null=True),
        Column("qualifiers", "qualifiers", "name, and entity (entities.id) or value with datatype and unit"),
        Column("first_day", "day", "first day on which it holds", null=True),
        Column("last_day", "day", "last day on which it holds", null=True),
        Column("modality", "text", "asserted, negated, planned, wished or asked"),
        Column("confidence", "number", "0 to 1"),
        Column("extractor", "text", "what read it"),
    ),
)
EVIDENCE = Table(
    "evidence",
    "a place in a document that says a fact",
    (
        Column("fact", "text", "facts.id"),
        Column("document", "text", "documents.id"),
        Column("start", "offset", "first code point"),
        Column("end", "offset", "code point behind the last"),
        Column("quote", "text", "the characters there; null without the document", null=True),
        Column("rule", "text", "what read it there"),
        Column("confidence", "number", "0 to 1"),
    ),
)


def _whole(text: str) -> str:
    """A text that UTF-8 can hold."""
    return HALF.sub("\ufffd", text) if HALF.search(text) else text


def _maybe(text: str | None) -> str | None:
    return None if text is None else _whole(text)


def _iri(term: str) -> str:
    return unescaped(term[1:-1])


def document_row(document: Document, names: Names) -> Row:
    """The row of a document."""
    meta, text = document.meta, _whole(document.text)
    whole = document if text is document.text else Document(document.id, text)
    return (
        _whole(document.id),
        _iri(names.document(document.id)),
        *map(_maybe, (meta.title, meta.publisher, meta.source, meta.datePublished)),
        [*map(_whole, meta.authors)],
        [*map(_whole, meta.editors)],
        _maybe(meta.url),
        language(text),
        _whole(meta.encoding),
        _maybe(document.reprint_of),
        whole.digest,
        text,
    )


def entity_row(entity: Entity, names: Names) -> Row:
    """The row of an entity."""
    words = map(_whole, (entity.type, entity.name))
    lists = entity.aliases, [one.code for one in entity.divisions], [one.name for one in entity.divisions]
    return _whole(entity.id), _iri(names.entity(entity.id)), *words, *([*map(_whole, some)] for some in lists)


def _cut(texts: Mapping[DocumentId, str], document: DocumentId, span: Span) -> str | None:
    text = texts.get(document)
    return None if text is None else _whole(text[span.start : span.end])


def mention_rows(entity: Entity, texts: Mapping[DocumentId, str]) -> Iterator[Row]:
    """The rows of an entity's mentions; `texts` are those of documents."""
    for document, span in entity.mentions:
        yield _whole(entity.id), _whole(document), span.start, span.end, _cut(texts, document, span)


def _qualifier(name: str, value: EntityId | Value) -> dict[str, str | None]:
    cells: tuple[str | None, ...]
    if isinstance(value, Value):
        cells = name, None, value.text, value.datatype, value.unit
    else:
        cells = name, value, None, None, None
    return dict(zip(QUALIFIER, map(_maybe, cells), strict=True))


def _number(value: Value) -> float | None:
    try:
        return float(value.text) if value.datatype == "quantity" else None
    except ValueError:
        return None


def fact_row(fact: Fact, names: Names) -> Row:
    """The row of a fact."""
    target = fact.object
    ends: Row = ("entity", _whole(target), None, None, None) if isinstance(target, str) else ()
    if isinstance(target, Value):
        ends = target.datatype, None, _whole(target.text), _number(target), _maybe(target.unit)
    days: tuple[date | None, date | None] = period(fact)
    return (
        _whole(fact.id),
        _iri(names.statement(fact.id)),
        _whole(fact.subject),
        _whole(fact.predicate),
        *ends,
        [_qualifier(name, value) for name, value in fact.qualifiers],
        *days,
        fact.modality,
        fact.confidence,
        _whole(fact.extractor),
    )


def evidence_rows(fact: Fact, texts: Mapping[DocumentId, str]) -> Iterator[Row]:
    """The rows of a fact's evidence; `texts` are those of documents."""

    def row(proof: Evidence) -> Row:
        quote = _cut(texts, proof.document, proof.span)
        place = _whole(proof.document), proof.span.start, proof.span.end, quote
        return _whole(fact.id), *place, _whole(proof.rule), proof.confidence

    yield from map(row, fact.evidence)


def _texts(graph: Graph) -> dict[DocumentId, str]:
    return {document.id: document.text for document in graph.documents}


def _mentions(graph: Graph, _: Names) -> Iterator[Row]:
    texts = _texts(graph)
    return (row for entity in graph.entities for row in mention_rows(entity, texts))


def _evidence(graph: Graph, _: Names) -> Iterator[Row]:
    texts = _texts(graph)
    return (row for fact in graph.facts for row in evidence_rows(fact, texts))


_ROWS: Mapping[str, Callable[[Graph, Names], Iterator[Row]]] = MappingProxyType(
    {
        "documents": lambda graph, names: (document_row(document, names) for document in graph.documents),
        "entities": lambda graph, names: (entity_row(entity, names) for entity in graph.entities),
        "mentions": _mentions,
        "facts": lambda graph, names: (fact_row(fact, names) for fact in graph.facts),
        "evidence": _evidence,
    }
)
TABLES: tuple[Table, ...] = (DOCUMENTS, ENTITIES, MENTIONS, FACTS, EVIDENCE)


def rows(graph: Graph, table: Table, names: Names) -> Iterator[Row]:
    """The rows of one of `TABLES`, each made when it is asked for; `graph` is as `kg.store.canonical` orders it."""
    return _ROWS[table.name](graph, names)


def batches(found: Iterable[Row], most: int = ROWS, characters: int = CHARACTERS) -> Iterator[list[list[Any]]]:
    """Rows as columns (a list of values for each), at most `most` rows at a time and about so many characters.

    >>> list(batches([("a", 1), ("b", 2), ("c", 3)], most=2))
    [[['a', 'b'], [1, 2]], [['c'], [3]]]
    """
    part: list[Row] = []
    size = 0
    for row in found:
        if part and (len(part) >= most or size >= characters):
            yield [list(column) for column in zip(*part, strict=True)]
            part, size = [], 0
        part.append(row)
        size += sum(len(cell) for cell in row if isinstance(cell, str))
    if part:
        yield [list(column) for column in zip(*part, strict=True)]
