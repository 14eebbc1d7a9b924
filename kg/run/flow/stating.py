"""What documents say, as facts, quads and rows of tables.

state(…)       a document and the entities that it means -> statements; its quads and rows
fact(…)        the statements of one key -> facts; their quads and rows
described(…)   entities -> their quads and rows
once(…)        a quad that several parts have -> one
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from kg.export.tables import Row as Cells
from kg.export.tables import document_row, entity_row, fact_row, mention_rows
from kg.rdf.terms import Names
from kg.run.flow.context import Context
from kg.run.flow.joining import CUT, REPRINT, Whole
from kg.run.flow.naming import ENTITY, MEANT
from kg.run.flow.rows import Row, decode, encode, joined
from kg.run.stages.stating import Meant, Said, facts
from kg.text.pages import Quote
from kg.types import DocumentId, Entity, Evidence, Fact

SAID, QUADS, SHARED = "said", "quads", "shared"
DOCUMENTS, ENTITIES, MENTIONS, FACTS, EVIDENCE = "documents", "entities", "mentions", "facts", "evidence"


_CUT, _ENTITY = msgspec.msgpack.Decoder(Whole), msgspec.msgpack.Decoder(Entity)
_SAID, _FACT = msgspec.msgpack.Decoder(Said), msgspec.msgpack.Decoder(Fact)


def state(context: Context, document: str, rows: Iterator[Row]) -> Iterator[Row]:
    """The statements of a document, its quads, and its rows."""
    meant, proofs = _meant(rows), dict[Evidence, None]()
    text, names, here = meant.part.document, Names(context.base), meant.entities()
    for number, (key, said) in enumerate(meant.statements(context.ontology)):
        proofs[said.evidence] = None
        yield Row(SAID, key, joined(document, number), encode(said))
    yield _quads(document, context.parts.document(text, here, proofs))
    yield Row(DOCUMENTS, document, "", encode(document_row(text, names)))
    texts = {text.id: text.text}
    yield from (Row(MENTIONS, document, one.id, encode(row)) for one in here for row in mention_rows(one, texts))


def _meant(rows: Iterator[Row]) -> Meant:
    cuts, of, others = list[Whole](), dict[int, Entity](), list[Entity]()
    reprint_of: DocumentId | None = None
    for row in rows:
        if row.kind == CUT:
            cuts.append(_CUT.decode(row.data))
        elif row.kind == REPRINT:
            reprint_of = DocumentId(row.data.decode())
        elif row.kind == MEANT:
            of[int(row.place)] = _ENTITY.decode(row.data)
        else:
            others.append(_ENTITY.decode(row.data))
    ((part, cut),) = cuts
    part.reprint_of = reprint_of
    return Meant(part, cut, of, others)


def fact(context: Context, key: str, rows: Iterator[Row]) -> Iterator[Row]:
    """The facts of a key, their quads, and their rows."""
    found = list(facts(_SAID.decode(row.data) for row in rows))
    for one, quotes in found:
        yield Row(FACTS, key, one.id, encode(one))
        yield from (Row(EVIDENCE, key, one.id, encode(row)) for row in _evidence(one, quotes))
    own = set[str]()
    for line in context.parts.facts(one for one, _ in found):
        if context.parts.is_shared("facts", line):
            yield Row(SHARED, line)
        else:
            own.add(line)
    yield _quads(key, own)


def _evidence(of: Fact, quotes: dict[Evidence, Quote]) -> Iterator[Cells]:
    """The rows of a fact's evidence, in the order of the table's columns."""
    for one in of.evidence:
        yield of.id, one.document, one.span.start, one.span.end, quotes[one].words, one.rule, one.confidence


def described(context: Context, rows: Iterator[Row]) -> Iterator[Row]:
    """The quads and rows of entities."""
    names = Names(context.base)
    for row in rows:
        if row.kind == ENTITY:
            entity = _ENTITY.decode(row.data)
            lines = context.parts.entity(entity)
            shared = {line for line in lines if context.parts.is_shared("entity", line)}
            yield from (Row(SHARED, line) for line in shared)
            yield _quads(entity.id, lines - shared)
            yield Row(ENTITIES, entity.id, "", encode(entity_row(entity, names)))


def once(_: Context, line: str, __: Iterator[Row]) -> Iterator[Row]:
    """A quad that several facts, or several entities, may have."""
    yield _quads(line, (line,))


def _quads(key: str, lines: Iterable[str]) -> Row:
    return Row(QUADS, key, "", "".join(sorted(lines)).encode())


def cells(context: Context, row: Row) -> Cells:
    """The cells of the row of a table, in the order of its columns."""
    if row.kind == FACTS:
        return fact_row(_FACT.decode(row.data), Names(context.base))
    return tuple(decode(row.data))


def whole(context: Context) -> Row:
    """What the graph says of itself."""
    return _quads("", context.parts.graph())
