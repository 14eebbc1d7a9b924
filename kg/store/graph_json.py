"""Graph <-> JSON, the format of `kg export --to json` and of the scorer: one record a line, sorted."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any, TypeAlias, get_args

from kg.errors import GraphError
from kg.store import correction_json as corrections
from kg.store import document_json, strict_json
from kg.store.canonical import HALF, Disagreement, canonical, digests_differ, refuse
from kg.store.json_record import Record
from kg.store.strict_json import DIGITS
from kg.text.pages import Quote, quoted
from kg.types import (
    ClassName,
    Datatype,
    Division,
    Document,
    DocumentId,
    Entity,
    EntityId,
    Evidence,
    Fact,
    Form,
    Graph,
    Link,
    Mention,
    Modality,
    Occurrence,
    Origin,
    Span,
    Value,
)

_Asserted: TypeAlias = Mapping[str, list[dict[str, str]]]
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def _value(value: Value) -> dict[str, Any]:
    number: str | int | float = value.text
    if value.datatype == "quantity" and len(value.text) <= DIGITS and _NUMBER.fullmatch(value.text):
        number = float(value.text) if "." in value.text else int(value.text)
    record = {"value": number, "type": value.datatype}
    return record if value.unit is None else {**record, "unit": value.unit}


def _span(document: str, span: Span) -> dict[str, Any]:
    return {"document": document, "start": span.start, "end": span.end}


def entity_json(entity: Entity) -> dict[str, Any]:
    """An entity with its mentions, and what the gazetteer says of it."""
    mentions = [_span(document, span) for document, span in entity.mentions]
    return {
        "id": entity.id,
        "type": entity.type,
        "name": entity.name,
        "aliases": entity.aliases,
        "mentions": mentions,
        **({"divisions": [one._asdict() for one in entity.divisions]} if entity.divisions else {}),
    }


def fact_json(fact: Fact, quote: Callable[[Evidence], Quote | None], asserted: _Asserted) -> dict[str, Any]:
    """A fact; `quote` gives the characters of an evidence, `asserted` who asserts a fact, by its id."""

    def proof(evidence: Evidence) -> dict[str, Any]:
        where, found = _span(evidence.document, evidence.span), quote(evidence)
        on = {} if found is None or found.page is None else {"page": found.page}
        words = None if found is None else found.words
        return {**where, **on, "quote": words, "rule": evidence.rule, "confidence": evidence.confidence}

    typed = {name: _value(value) for name, value in fact.qualifiers if isinstance(value, Value)}
    return {
        "id": fact.id,
        "subject": fact.subject,
        "predicate": fact.predicate,
        "object": _value(fact.object) if isinstance(fact.object, Value) else fact.object,
        "qualifiers": {name: value.text if isinstance(value, Value) else value for name, value in fact.qualifiers},
        "qualifierValues": typed,
        "modality": fact.modality,
        "confidence": fact.confidence,
        "extractor": fact.extractor,
        "evidence": [proof(evidence) for evidence in fact.evidence],
        **({"assertedBy": asserted[fact.id]} if fact.id in asserted else {}),
    }


def _asserted(graph: Graph) -> _Asserted:
    """Who asserts which facts, when and why."""
    found: dict[str, list[dict[str, str]]] = {}
    for one in graph.corrections:
        said = one.correction
        for fact in one.on if said.kind == "assert" else ():
            found.setdefault(fact, []).append({"who": said.who, "when": said.when, "why": said.why})
    return found


def _occurrence(occurrence: Occurrence) -> dict[str, Any]:
    mention = occurrence.mention
    record = {**_span(occurrence.document, mention.span), "type": mention.type, "form": mention.form}
    if mention.value is not None:
        record["value"] = _value(mention.value)
    return record if mention.name is None else {**record, "name": mention.name}


def link_json(link: Link) -> dict[str, Any]:
    """A link with the mentions that it joins or keeps apart."""
    left, right = _occurrence(link.left), _occurrence(link.right)
    return {"left": left, "right": right, "verdict": link.verdict, "score": link.score, "why": link.why}


def dumps(graph: Graph) -> str:
    """A graph as JSON: `documents`, `entities`, `facts`, `unasserted`, `links`; equal graphs give equal text.

    A fact is what a text asserts; what it denies, plans, wishes or asks stands under `unasserted`, in the same form.
    Spans are code points of the document's text; an evidence in a document with pages has the page that it begins on.
    An object or qualifier that is a string is an entity's id or, where
    `qualifierValues` has it too, a value. A quantity's value is a JSON number. `corrections`, where there are some, are
    those that people made, with what became of each. `origin`, where it is known, is the program that read the graph.

    >>> print(dumps(Graph((), (Entity("宜宾市", "AdministrativeArea", "宜宾市"),), ())), end="")
    {"documents": [],
     "entities": [
      {"id": "宜宾市", "type": "AdministrativeArea", "name": "宜宾市", "aliases": [], "mentions": []}],
     "facts": [],
     "unasserted": [],
     "links": []}
    """
    return "".join(pieces(graph))


def pieces(graph: Graph) -> Iterator[str]:
    """The text of `dumps` in pieces, so that only one record at a time is held in memory beside the graph."""
    graph = canonical(graph)
    documents, asserted = {d.id: d for d in graph.documents}, _asserted(graph)

    def quote(evidence: Evidence) -> Quote | None:
        document = documents.get(evidence.document)
        return None if document is None else quoted(document, evidence.span)

    parts: dict[str, Iterator[dict[str, Any]]] = {
        "documents": map(document_json.to_json, graph.documents),
        "entities": map(entity_json, graph.entities),
        "facts": (fact_json(f, quote, asserted) for f in graph.facts if f.modality == "asserted"),
        "unasserted": (fact_json(f, quote, asserted) for f in graph.facts if f.modality != "asserted"),
        "links": map(link_json, graph.links),
    }
    if graph.corrections:
        parts["corrections"] = map(corrections.outcome, graph.corrections)
    for nth, (key, records) in enumerate(parts.items()):
        yield f',\n "{key}": [' if nth else f'{{"{key}": ['
        for at, record in enumerate(records):
            yield f"{',' if at else ''}{line(record)}"
        yield "]"
    yield end(graph.origin)


def line(record: Any) -> str:
    """A record as a line of its own."""
    return HALF.sub("\ufffd", f"\n  {_ENCODER.encode(record)}")


def end(origin: Origin | None) -> str:
    """What comes after the last list of records."""
    if origin is None:
        return "}\n"
    return HALF.sub("\ufffd", f',\n "origin": {_ENCODER.encode(asdict(origin))}') + "}\n"


def _read_span(record: Record) -> tuple[DocumentId, Span]:
    return DocumentId(record.get("document", str)), Span(record.get("start", int), record.get("end", int))


def _read_value(record: Record) -> Value:
    number = record.get("value", str, int, Decimal)
    if isinstance(number, Decimal) and abs(number.adjusted()) > DIGITS:
        raise record.wrong("value", f"has more than {DIGITS} digits")
    text = format(number, "f") if isinstance(number, Decimal) else str(number)
    return Value(text, record.one_of("type", get_args(Datatype)), record.text("unit"))


def _read_entity(record: Record) -> Entity:
    id_, kind = EntityId(record.get("id", str)), ClassName(record.get("type", str))
    mentions = record.records("mentions", _read_span)
    divisions = record.records("divisions", lambda one: Division(one.get("code", str), one.get("name", str)))
    return Entity(id_, kind, record.get("name", str), record.words("aliases"), mentions, divisions)


def _read_evidence(record: Record) -> Evidence:
    return Evidence(*_read_span(record), record.get("rule", str, default=""), record.number("confidence", 1.0))


def _read_fact(record: Record) -> Fact:
    plain, typed = record.get("qualifiers", dict, default={}), record.get("qualifierValues", dict, default={})
    values = Record(typed, f"{record.at}.qualifierValues", record.where)
    qualifiers: list[tuple[str, EntityId | Value]] = []
    for name, words in plain.items():
        if not isinstance(words, str):
            raise record.wrong(f"qualifiers.{name}", "is no string")
        qualifiers.append((name, _read_value(values.under(name)) if name in typed else EntityId(words)))
    target = record.data.get("object")
    return Fact(
        record.get("id", str),
        record.get("predicate", str),
        EntityId(record.get("subject", str)),
        EntityId(target) if isinstance(target, str) else _read_value(record.under("object")),
        tuple(qualifiers),
        record.one_of("modality", get_args(Modality)),
        record.records("evidence", _read_evidence),
        record.number("confidence", 1.0),
        record.get("extractor", str, default="rules"),
    )


def _read_occurrence(record: Record) -> Occurrence:
    document, span = _read_span(record)
    value = _read_value(record.under("value")) if "value" in record.data else None
    form = record.one_of("form", get_args(Form))
    return Occurrence(document, Mention(span, record.get("type", str), form, value, record.text("name")))


def _read_link(record: Record) -> Link:
    left, right = _read_occurrence(record.under("left")), _read_occurrence(record.under("right"))
    verdict = record.one_of("verdict", ("same", "different"))
    return Link(left, right, verdict, record.number("score"), record.get("why", str))


def _read_origin(record: Record) -> Origin:
    weights = record.get("weights", list, default=[])
    if not all(isinstance(pair, list) and list(map(type, pair)) == [str, str] for pair in weights):
        raise record.wrong("weights", "holds something that is not [file, sha256]")
    version, extractor, ontology, program = (
        record.get(key, str) for key in ("version", "extractor", "ontology", "program")
    )
    return Origin(version, extractor, ontology, tuple((file, digest) for file, digest in weights), program)


def _root(text: str, where: str | None) -> Record:
    try:
        return Record(strict_json.loads(text), "", where)
    except json.JSONDecodeError as error:
        at = f"{where}:{error.lineno}" if where else None
        raise GraphError(f"it is no JSON: {error}", where=at, hint="give the graph.json that kg build wrote") from None
    except ValueError as error:
        raise GraphError(
            f"it is not as kg build wrote it: {error}", where=where, hint="build the graph again"
        ) from None


def _differ(root: Record, documents: tuple[Document, ...]) -> Iterator[Disagreement]:
    by_id = {document.id: document for document in documents}

    def look(record: Record) -> Disagreement | None:
        document, span = _read_span(record)
        if document not in by_id or record.get("quote", str) == by_id[document].cut(span):
            return None
        return Disagreement(record.at, f"the quote is not what stands at {span.start} to {span.end} of {document}")

    digests = root.records("documents", lambda record: (record.get("id", str), record.get("sha256", str)))
    yield from digests_differ(documents, dict(digests))
    for key in ("facts", "unasserted"):
        for evidence in root.records(key, lambda fact: fact.records("evidence", look)):
            yield from filter(None, evidence)


def inspected(text: str, where: str | None = None) -> tuple[Graph, list[Disagreement]]:
    """The graph that `dumps` wrote, and where the file contradicts itself; `where` names the file in errors.

    A disagreement is a document whose text has not the `sha256` that stands beside it, or an evidence that is not the
    `quote` that stands beside it. Raises GraphError where the text is no JSON or not of this form.
    """
    root = _root(text, where)
    documents = root.records("documents", document_json.from_json)
    entities = root.records("entities", _read_entity)
    facts = root.records("facts", _read_fact)
    for n, fact in enumerate(facts):
        if fact.modality != "asserted":
            raise root.wrong(f"facts[{n}]", f"is {fact.modality}, and belongs under unasserted")
    facts += root.records("unasserted", _read_fact)
    links = root.records("links", _read_link)
    origin = _read_origin(root.under("origin")) if "origin" in root.data else None
    corrected = root.records("corrections", corrections.read_outcome)
    graph = Graph(documents, entities, tuple(sorted(facts, key=lambda f: f.id)), links, origin, corrected)
    return graph, list(_differ(root, documents))


def loads(text: str, where: str | None = None) -> Graph:
    """The graph that `dumps` wrote; `where` names the file in errors.

    Raises GraphError as `inspected` does, and where the file contradicts itself.

    >>> loads('{"entities": [{"id": "a", "type": "Place"}]}', "graph.json")
    Traceback (most recent call last):
    kg.errors.GraphError: graph.json: entities[0].name is missing; it was changed by hand: build the graph again
    """
    graph, disagreements = inspected(text, where)
    refuse(disagreements, where)
    return graph
