"""What documents say, as facts, quads and rows of tables.

state(…)       a document and the entities that it means -> statements; its quads and rows
fact(…)        the statements of one key -> facts; their quads and rows
described(…)   entities -> their quads and rows
once(…)        a quad that several parts have -> one
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import msgspec

from kg.export.tables import Row as Cells
from kg.export.tables import document_row, entity_row, fact_row, mention_rows
from kg.merge.corrections.statements import StatementCorrections
from kg.merge.facts import Facts, Statement, merged
from kg.rdf.terms import Names
from kg.run.flow.context import Context
from kg.run.flow.joining import CUT, Cut
from kg.run.flow.naming import ENTITY, MEANT
from kg.run.flow.rows import Row, decode, encode, joined
from kg.types import Entity, EntityId, Evidence, Fact, Mention, Modality, Occurrence, Span, Value

SAID, QUADS, SHARED = "said", "quads", "shared"
DOCUMENTS, ENTITIES, MENTIONS, FACTS, EVIDENCE = "documents", "entities", "mentions", "facts", "evidence"


class Said(msgspec.Struct, array_like=True):
    """A statement, and the characters of its evidence."""

    predicate: str
    subject: EntityId
    object: EntityId | Value
    modality: Modality
    qualifiers: list[tuple[str, EntityId | Value]]
    evidence: Evidence
    extractor: str
    quote: str


_CUT, _ENTITY = msgspec.msgpack.Decoder(Cut), msgspec.msgpack.Decoder(Entity)
_SAID, _FACT = msgspec.msgpack.Decoder(Said), msgspec.msgpack.Decoder(Fact)


@dataclass(frozen=True)
class _Meaning:
    """The entities that mentions of one document mean."""

    nodes: dict[Mention, int]
    of: dict[int, Entity]

    @property
    def all(self) -> Iterable[Entity]:
        """The entities."""
        return self.of.values()

    def id_of(self, occurrence: Occurrence) -> EntityId | None:
        """The entity that a mention means."""
        found = self.of.get(self.nodes.get(occurrence.mention, -1))
        return None if found is None else found.id


def state(context: Context, document: str, rows: Iterator[Row]) -> Iterator[Row]:
    """The statements of a document, its quads, and its rows."""
    cut, of, others = _with(rows)
    text, names = cut.part.document, Names(context.base)
    facts = Facts(_Meaning(cut.ends(), of), context.ontology, StatementCorrections())
    facts.add(cut.part.layer)
    proofs = dict[Evidence, None]()
    for nth, (key, one) in enumerate((key, one) for key, group in facts.statements.items() for one in group):
        ((evidence,), (extractor,)) = one.evidence, one.extractors
        proofs[evidence] = None
        about = one.predicate, one.subject, one.object, one.modality
        said = Said(*about, list(one.qualifiers.items()), evidence, extractor, text.cut(evidence.span))
        yield Row(SAID, msgspec.json.encode(key).decode(), joined(document, nth), encode(said))
    spans: dict[EntityId, set[Span]] = defaultdict(set)
    for number, entity in of.items():
        spans[entity.id] |= {Span(*span) for span in cut.spans[number]}
    known = {entity.id: entity for entity in (*of.values(), *others)}
    here = [replace(one, mentions=tuple((text.id, span) for span in sorted(spans[id_]))) for id_, one in known.items()]
    yield _quads(document, context.parts.document(text, here, proofs))
    yield Row(DOCUMENTS, document, "", encode(document_row(text, names)))
    texts = {text.id: text.text}
    yield from (Row(MENTIONS, document, one.id, encode(row)) for one in here for row in mention_rows(one, texts))


def _with(rows: Iterator[Row]) -> tuple[Cut, dict[int, Entity], list[Entity]]:
    """A document, the entities of its nodes, and bodies that its credits may mean."""
    cuts, of, others = list[Cut](), dict[int, Entity](), list[Entity]()
    for row in rows:
        if row.kind == CUT:
            cuts.append(_CUT.decode(row.data))
        elif row.kind == MEANT:
            of[int(row.place)] = _ENTITY.decode(row.data)
        else:
            others.append(_ENTITY.decode(row.data))
    (cut,) = cuts
    return cut, of, others


def fact(context: Context, key: str, rows: Iterator[Row]) -> Iterator[Row]:
    """The facts of a key, their quads, and their rows."""
    statements, quotes = list[Statement](), dict[Evidence, str]()
    for said in (_SAID.decode(row.data) for row in rows):
        quotes[said.evidence] = said.quote
        about = said.predicate, said.subject, said.object, said.modality
        statements.append(Statement(*about, dict(said.qualifiers), said.evidence, said.extractor))
    facts = [statement.fact() for statement in merged(statements)]
    for one in facts:
        yield Row(FACTS, key, one.id, encode(one))
        yield from (Row(EVIDENCE, key, one.id, encode(row)) for row in _evidence(one, quotes))
    own = set[str]()
    for line in context.parts.facts(facts):
        if context.parts.is_shared("facts", line):
            yield Row(SHARED, line)
        else:
            own.add(line)
    yield _quads(key, own)


def _evidence(of: Fact, quotes: dict[Evidence, str]) -> Iterator[tuple[str, str, int, int, str, str, float]]:
    """The rows of a fact's evidence, in the order of the table's columns."""
    for one in of.evidence:
        yield of.id, one.document, one.span.start, one.span.end, quotes[one], one.rule, one.confidence


def described(context: Context, rows: Iterator[Row]) -> Iterator[Row]:
    """The quads and rows of entities."""
    names = Names(context.base)
    for row in rows:
        if row.kind == ENTITY:
            entity = _ENTITY.decode(row.data)
            yield _quads(entity.id, context.parts.entity(entity))
            yield Row(ENTITIES, entity.id, "", encode(entity_row(entity, names)))


def once(_: Context, line: str, __: Iterator[Row]) -> Iterator[Row]:
    """A quad that several facts may have."""
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
