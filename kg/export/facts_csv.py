"""Graph -> one CSV table, a row for every evidence of every fact."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from kg.store.canonical import HALF, canonical
from kg.store.cells import guard
from kg.types import DocumentId, EntityId, Evidence, Fact, Graph, Value

COLUMNS = (
    *("fact", "subject", "subject_type", "predicate", "object", "object_type", "unit", "qualifiers", "modality"),
    *("confidence", "document", "start", "end", "quote", "rule"),
)


def _rows(fact: Fact, graph: Graph, texts: dict[DocumentId, str]) -> Iterator[list[str]]:
    def name(entity: EntityId) -> str:
        return graph.entity[entity].name if entity in graph.entity else entity

    def kind(entity: EntityId) -> str:
        return graph.entity[entity].type if entity in graph.entity else ""

    target = fact.object
    if isinstance(target, Value):
        end = [target.text, target.datatype, target.unit or ""]
    else:
        end = [name(target), kind(target), ""]
    qualifiers = (f"{key}={value.text if isinstance(value, Value) else name(value)}" for key, value in fact.qualifiers)
    cells = [fact.id, name(fact.subject), kind(fact.subject), fact.predicate, *end, "; ".join(qualifiers)]
    cells += [fact.modality, str(fact.confidence)]

    def place(evidence: Evidence) -> list[str]:
        start, stop = evidence.span.start, evidence.span.end
        quote = texts.get(evidence.document, "")[start:stop]
        return [evidence.document, str(start), str(stop), quote, evidence.rule]

    for where in [place(evidence) for evidence in fact.evidence] or [[""] * 5]:
        yield cells + where


def facts_csv(graph: Graph) -> str:
    """The facts as CSV (RFC 4180) with a header; it begins with a byte order mark, without which Excel garbles Chinese.

    Spans are code points of the document's text.
    """
    graph = canonical(graph)
    texts = {document.id: document.text for document in graph.documents}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for fact in graph.facts:
        writer.writerows([guard(cell) for cell in row] for row in _rows(fact, graph, texts))
    return "\ufeff" + HALF.sub("\ufffd", out.getvalue())
