"""What the page shows, as plain JSON values. Every string in it is text, never markup."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from operator import attrgetter
from typing import Any

from kg.export.looks import looks
from kg.export.network import drawn, to_networkx
from kg.ontology import Ontology
from kg.types import Document, Entity, Evidence, Fact, Graph, Span, Value

VERSION = 1
_MOST = 5000  # entities; a page with more is slow to open, so it keeps those with most facts and says so
_UNKNOWN = ("#8c959f", "box")
_REACH = 160  # characters to look for the ends of a sentence on both sides of an evidence
_START = attrgetter("start")
_END = re.compile(r"[。！？!?\n][”’」』）)]*")
_DATE = re.compile(r"(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d:\d\d).*)?")

Spans = Mapping[tuple[str, str], list[Span]]  # (entity id, document id) -> sorted spans of its mentions


def data(graph: Graph, ontology: Ontology) -> dict[str, Any]:
    """All that the page knows of a graph; keys are those that the page's scripts read.

    Entities beyond the 5,000 with most facts are left out, with their facts; `left_out` counts them.
    """
    total = len(graph.entities)
    graph = _kept(graph)
    documents = {document.id: document for document in graph.documents}
    spans = _spans(graph)
    used = sorted({name for f in graph.facts for name in (f.predicate, *(key for key, _ in f.qualifiers))})
    nodes, edges = _drawn(graph, ontology)
    return {
        "version": VERSION,
        "left_out": total - len(graph.entities),
        "types": _types(graph.entities, ontology),
        "properties": {name: {"zh": _zh(name, ontology), "symmetric": _symmetric(name, ontology)} for name in used},
        "documents": [_document(document) for document in graph.documents],
        "entities": [_entity(entity, ontology) for entity in graph.entities],
        "facts": [_fact(fact, documents, spans) for fact in graph.facts],
        "nodes": nodes,
        "edges": edges,
    }


def _drawn(graph: Graph, ontology: Ontology) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """pyvis' nodes and edges; the id of a node or edge is the place of its entity or fact in the page's lists."""
    between = tuple(fact for fact in graph.facts if isinstance(fact.object, str))
    joined = Graph((), graph.entities, between)
    whole = to_networkx(joined, whole=True)
    network = drawn(whole, ontology)
    order = (key for *_, key in whole.edges(keys=True))
    place = {fact.id: at for at, fact in enumerate(graph.facts)}
    edges = [edge | {"id": place[fact]} for edge, fact in zip(network.edges, order, strict=True)]
    return network.nodes, edges


def _kept(graph: Graph) -> Graph:
    """The graph sorted, without what is too much for a page or is said about things that it does not describe."""
    degree = Counter(end for f in graph.facts for end in (f.subject, f.object) if isinstance(end, str))
    entities = sorted(graph.entities, key=lambda e: (-degree[e.id], e.id))[:_MOST]
    kept = {entity.id for entity in entities}
    facts = (f for f in graph.facts if f.subject in kept and (isinstance(f.object, Value) or f.object in kept))
    return Graph(
        tuple(sorted(graph.documents, key=lambda d: d.id)),
        tuple(sorted(entities, key=lambda e: e.id)),
        tuple(sorted(facts, key=lambda f: f.id)),
    )


def _spans(graph: Graph) -> Spans:
    spans: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for entity in graph.entities:
        for document, span in entity.mentions:
            spans[entity.id, document].append(span)
    for found in spans.values():
        found.sort()
    return spans


def _coarse(name: str, ontology: Ontology) -> str:
    return ontology.coarse.get(name, name)


def _zh(name: str, ontology: Ontology) -> str:
    found = ontology.properties.get(name) or ontology.classes.get(name)
    return found.zh if found else name


def _symmetric(name: str, ontology: Ontology) -> bool:
    found = ontology.properties.get(name)
    return bool(found and found.symmetric)


def _types(entities: Iterable[Entity], ontology: Ontology) -> dict[str, dict[str, str]]:
    """Label, colour and shape of each coarse class in use."""
    types = {}
    for name in sorted({_coarse(entity.type, ontology) for entity in entities}):
        colour, shape = looks(ontology).get(name, _UNKNOWN)
        types[name] = {"zh": _zh(name, ontology), "colour": colour, "shape": shape}
    return types


def _document(document: Document) -> dict[str, Any]:
    meta = document.meta
    return {
        "id": document.id,
        "title": meta.title or document.id,
        "source": meta.source,
        "publisher": meta.publisher,
        "date": written_date(meta.datePublished) if meta.datePublished else None,
        "authors": list(meta.authors),
        "editors": list(meta.editors),
    }


def _entity(entity: Entity, ontology: Ontology) -> dict[str, Any]:
    return {
        "id": entity.id,
        "name": entity.name,
        "type": _coarse(entity.type, ontology),
        "kind": _zh(entity.type, ontology),
        "aliases": [alias for alias in entity.aliases if alias != entity.name],
    }


def _fact(fact: Fact, documents: Mapping[str, Document], spans: Spans) -> dict[str, Any]:
    return {
        "subject": fact.subject,
        "predicate": fact.predicate,
        "object": _object(fact.object),
        "qualifiers": [[name, _object(value)] for name, value in fact.qualifiers],
        "modality": fact.modality,
        "evidence": [
            _evidence(e, fact, documents[e.document], spans) for e in fact.evidence if e.document in documents
        ],
    }


def _object(value: str | Value) -> dict[str, str]:
    """`{"entity": id}` or `{"text": words}`."""
    return {"entity": value} if isinstance(value, str) else {"text": written(value)}


def written(value: Value) -> str:
    """A value as a Chinese reader writes it.

    >>> written(Value("2020-07", "date")), written(Value("136", "quantity", "个"))
    ('2020年7月', '136个')
    """
    if value.datatype == "date":
        return written_date(value.text)
    return f"{value.text}{value.unit or ''}"


def written_date(date: str) -> str:
    """An ISO 8601 date in Chinese; other text is given back as it is.

    >>> written_date("2022-09-02"), written_date("2022-09-22T15:11"), written_date("上世纪90年代")
    ('2022年9月2日', '2022年9月22日 15:11', '上世纪90年代')
    """
    match = _DATE.fullmatch(date)
    if not match:
        return date
    year, month, day, time = match.groups()
    parts = [
        f"{year}年",
        f"{int(month)}月" if month else "",
        f"{int(day)}日" if day else "",
        f" {time}" if time else "",
    ]
    return "".join(parts)


def _evidence(evidence: Evidence, fact: Fact, document: Document, spans: Spans) -> dict[str, Any]:
    around = sentence(document.text, evidence.span)
    marked = {"e": [evidence.span], "s": spans.get((fact.subject, document.id), [])}
    if isinstance(fact.object, str):
        marked["o"] = spans.get((fact.object, document.id), [])
    return {
        "document": document.id,
        "rule": evidence.rule,
        "confidence": round(evidence.confidence, 3),
        "start": evidence.span.start,
        "end": evidence.span.end,
        "pieces": pieces(document.text, around, marked),
    }


def sentence(text: str, span: Span) -> Span:
    """The sentence around a span: to the nearest marks that end one, at most 160 characters on either side.

    >>> text = "他走了。宜宾市司法局获奖，大家高兴。天黑了。"
    >>> around = sentence(text, Span(4, 12)); text[around.start:around.end]
    '宜宾市司法局获奖，大家高兴。'
    """
    start = max(0, span.start - _REACH)
    for mark in _END.finditer(text, start, span.start):
        start = mark.end()
    start = min(start, span.start)
    limit = min(len(text), span.end + _REACH)
    mark_after = _END.search(text, max(span.start, span.end - 1), limit)
    end = max(span.end, mark_after.end() if mark_after else limit)
    while start < span.start and text[start].isspace():
        start += 1
    while end > span.end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def pieces(text: str, around: Span, marked: Mapping[str, list[Span]]) -> list[list[str]]:
    """The text of a span cut where a mark begins or ends: `[words, letters of the marks that cover them]`.

    >>> pieces("杨国庆任局长。", Span(0, 7), {"e": [Span(0, 6)], "s": [Span(0, 3)]})
    [['杨国庆', 'es'], ['任局长', 'e'], ['。', '']]
    """
    inside = {letter: _within(spans, around) for letter, spans in marked.items()}
    cuts = {around.start, around.end}
    for spans in inside.values():
        for span in spans:
            cuts |= {max(span.start, around.start), min(span.end, around.end)}
    found = []
    for start, end in pairwise(sorted(cuts)):
        letters = [letter for letter, spans in inside.items() for span in spans if span.start <= start < span.end]
        found.append([text[start:end], "".join(dict.fromkeys(letters))])
    return found


def _within(spans: list[Span], around: Span) -> list[Span]:
    """Those of sorted spans that share a character with `around`; none is longer than a sentence's reach."""
    low = bisect_left(spans, around.start - _REACH, key=_START)
    high = bisect_left(spans, around.end, key=_START)
    return [span for span in spans[low:high] if span.end > around.start]
