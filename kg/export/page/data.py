"""What the page knows of a graph, as plain JSON values: the contract between Python and the page's scripts.

Version 2. Every string is text, never markup. `N` is a place in a list: of documents, entities, facts or rules.
Offsets are UTF-16 units into a document's text, half-open. What is written with `?` is left out where it is empty.

    version, base, title?        the base of IRIs; the title of the only document
    left_out                     {entities, facts, texts}: how many of each the page does not hold
    types                        {coarse class: {zh, en, colour, dark, shape}}
    classes                      {class: {zh, en, type}}
    properties                   {property: {zh, en, symmetric?, container?, inverse?, back?: {zh, en}, iri?}}
    sentences                    {property: [[[qualifier that is needed], Chinese, English]]}: how its facts are said
    single                       [property]: those of which a thing has one value only
    dataset                      [[subject, predicate, object]]: triples of the graph itself and of corrections, as
                                 in N-Triples
    software?                    the term that names the program which read the graph
    traditional?                 [text]: names and texts in Traditional script
    rules                        [rule]
    documents  [{id, iri?, title?, publisher?, source?, datePublished?, authors?, editors?, encoding, sha256,
                 language, url? (a term), credits: [[subject, predicate, object]],
                 text?, frame?: [[start, end]], fields?: [[name, start, end]],
                 pages?: [start]: where each page of the file begins,
                 reprintOf?: {id, iri?}: the document that it repeats}]
    entities   [{id, iri?, name, class, aliases?, pinyin?: [form], weight: 0..1000, mentions: [N, start, end, …],
                 divisions?: [[code, name]]: by the gazetteer, the one that it is, then those in which that lies}]
    facts      [{id, iri?, subject: N, predicate, object: N | [text, datatype, unit?], qualifiers?: [[name, object]],
                 modality?, confidence, extractor, time?, evidence: [[N, start, end, N of the rule, confidence]]}]
    story?     {title?, scenes: [{caption, show, seconds}]}: see kg.export.page.story
    identity   what a browser keeps corrections of this graph under
    schema     the whole schema, for corrections: see kg.export.page.correcting
    map?       the level above, where more than 150 entities are tied: see kg.export.page.map.map
    view       {nodes: [{id: N, label, group, x, y}], edges: [{id: N, from: N, to: N, label, …}]}, made by pyvis

Entities are in the order of their PageRank, most important first. `iri` is the last part of a thing's IRI where that
is not its id. `time` is an ISO date at the precision of the text. `view` is what is drawn at first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from functools import partial
from typing import Any

from kg.export.looks import lighter, looks
from kg.export.network import drawn, to_networkx
from kg.export.page.correcting import identity, schema
from kg.export.page.importance import importance, joined, leading, positions
from kg.export.page.map.map import map_of
from kg.export.page.offsets import utf16
from kg.export.page.sentences import sentences
from kg.ontology.ontology import Ontology
from kg.rdf import corrections
from kg.rdf.credits import Credits
from kg.rdf.dataset import dataset, software
from kg.rdf.language import is_traditional, language
from kg.rdf.prefixes import BASE
from kg.rdf.terms import Names, Triple, address, local
from kg.store.canonical import canonical
from kg.types import Document, DocumentId, Entity, EntityId, Evidence, Fact, Graph, Span, Value

VERSION = 2
FIRST = 150  # entities drawn at first: what a screen can show with names, and a browser can move at 30 frames a second
DOCUMENTS = 2_000  # of a page: what a corpus has beyond goes onto further pages
_MOST = 50_000  # entities; a page with more is slow to open, so it keeps the most important and says so
_TEXTS = 20_000_000  # characters; texts beyond them stay outside, and the page says so
_UNKNOWN = ("#8c959f", "box")
_DATE = re.compile(r"-?[0-9]{4,}(-[0-9]{2}(-[0-9]{2})?)?")
_CHINESE = re.compile(r"[\u3400-\u9fff]")

Json = dict[str, Any]
Offsets = Mapping[str, Callable[[int], int]]


def data(graph: Graph, ontology: Ontology, base: str = BASE) -> Json:
    """All that the page knows of a graph, as the module describes it.

    Beyond 50,000 entities the least important are left out with their facts, beyond 20 million characters the texts
    of further documents; `left_out` counts them.
    """
    whole = canonical(graph)
    graph, ranks = _kept(whole)
    places = _Places(graph)
    used = {name for f in graph.facts for name in (f.predicate, *(key for key, _ in f.qualifiers))}
    texts = _texts(graph.documents)
    names = Names(base)
    credit = partial(Credits(graph, ontology).triples, names=names)
    title = graph.documents[0].meta.title if len(graph.documents) == 1 else None
    return _lean(
        {
            "version": VERSION,
            "base": base,
            "title": title,
            "left_out": _lost(whole, graph, texts),
            "types": _types(graph.entities, ontology),
            "classes": {name: _class(name, ontology) for name in sorted({e.type for e in graph.entities})},
            "properties": {name: _property(name, ontology) for name in sorted(used)},
            "sentences": sentences(ontology, ontology.properties),
            "single": [name for name, known in ontology.properties.items() if known.single_valued],
            "rules": list(places.rule),
            "documents": [_document(d, places.offsets[d.id], d.id in texts, credit(d)) for d in graph.documents],
            "dataset": [*dataset(whole.origin, names), *corrections.triples(whole, names)],
            "software": software(whole.origin, names) if whole.origin else None,
            "traditional": _traditional(graph),
            "entities": [_entity(e, rank, places) for e, rank in zip(graph.entities, ranks, strict=True)],
            "facts": [_fact(fact, places, ontology) for fact in graph.facts],
            "identity": identity(whole),
            "schema": ontology.once(schema),
            "map": map_of(graph, ontology),
            "view": _view(
                graph, [graph.entities[at] for at in leading(graph, ranks, ontology, FIRST)], places, ontology
            ),
        }
    )


class _Places:
    """Where each thing stands in the page's lists, and offsets as a browser counts them."""

    def __init__(self, graph: Graph) -> None:
        self.document = {document.id: at for at, document in enumerate(graph.documents)}
        self.entity = {entity.id: at for at, entity in enumerate(graph.entities)}
        rules = sorted({evidence.rule for fact in graph.facts for evidence in fact.evidence})
        self.rule = {rule: at for at, rule in enumerate(rules)}
        self.offsets: Offsets = {document.id: utf16(document.text) for document in graph.documents}

    def span(self, document: DocumentId, span: Span) -> list[int]:
        """The document's place, start and end."""
        at = self.offsets[document]
        return [self.document[document], at(span.start), at(span.end)]


def _lean(record: Json) -> Json:
    """Without what is empty."""
    return {key: value for key, value in record.items() if value not in (None, (), []) or key in _ALWAYS}


_ALWAYS = {"sentences", "documents", "entities", "facts", "rules", "mentions", "evidence", "credits"}


def _kept(graph: Graph) -> tuple[Graph, list[float]]:
    """The graph by importance, without what is too much or names what is not described; and the PageRanks."""
    ranks = importance(graph)
    order = sorted(range(len(ranks)), key=lambda at: (-ranks[at], graph.entities[at].id))[:_MOST]
    entities = tuple(graph.entities[at] for at in order)
    kept = {entity.id for entity in entities}

    def known(end: str | Value) -> bool:
        return isinstance(end, Value) or end in kept

    facts = (f for f in graph.facts if all(map(known, (f.subject, f.object, *(value for _, value in f.qualifiers)))))
    return Graph(graph.documents, entities, tuple(facts)), [ranks[at] for at in order]


def _texts(documents: Iterable[Document]) -> set[DocumentId]:
    """The documents whose text goes into the page."""
    kept, room = set(), _TEXTS
    for document in documents:
        if document.text and len(document.text) <= room:
            kept.add(document.id)
            room -= len(document.text)
    return kept


def _lost(whole: Graph, kept: Graph, texts: Sized) -> Json:
    return {
        "entities": len(whole.entities) - len(kept.entities),
        "facts": len(whole.facts) - len(kept.facts),
        "texts": sum(bool(document.text) for document in kept.documents) - len(texts),
    }


def _traditional(graph: Graph) -> list[str]:
    """Names and texts in Traditional script, whose language tag is not that of the others."""
    words = {name for one in graph.entities for name in (one.name, *one.aliases, *(up.name for up in one.divisions))}
    words |= {document.meta.title for document in graph.documents if document.meta.title}
    for one in graph.facts:
        ends = (one.object, *(value for _, value in one.qualifiers))
        words |= {value.text for value in ends if isinstance(value, Value) and value.datatype == "text"}
    return sorted(filter(is_traditional, words))


def _labels(name: str, ontology: Ontology) -> Json:
    found = ontology.properties.get(name) or ontology.classes.get(name)
    return {"zh": found.zh, "en": found.en} if found else {"zh": name, "en": name}


def _property(name: str, ontology: Ontology) -> Json:
    found = ontology.properties.get(name)
    inverse = found.inverse if found else None
    symmetric, container = bool(found and found.symmetric) or None, bool(found and found.container) or None
    back = {"zh": found.back[0], "en": found.back[1]} if found and found.back else None
    kinds = {"symmetric": symmetric, "container": container, "inverse": inverse, "back": back}
    return _lean({**_labels(name, ontology), **kinds, "iri": _iri(name)})


def _class(name: str, ontology: Ontology) -> Json:
    return _lean({**_labels(name, ontology), "type": _coarse(name, ontology), "iri": _iri(name)})


def _types(entities: Iterable[Entity], ontology: Ontology) -> Json:
    """Labels, colours (for a light and a dark ground) and shape of each coarse class in use."""
    types = {}
    for name in sorted({_coarse(entity.type, ontology) for entity in entities}):
        colour, shape = looks(ontology).get(name, _UNKNOWN)
        types[name] = {**_labels(name, ontology), "colour": colour, "dark": lighter(colour), "shape": shape}
    return types


def _coarse(name: str, ontology: Ontology) -> str:
    return ontology.coarse.get(name, name)


def _iri(name: str) -> str | None:
    """The last part of a thing's IRI, where it is not its id."""
    found = local(name)
    return found if found != name else None


def _document(document: Document, at: Callable[[int], int], with_text: bool, credits: list[Triple]) -> Json:
    meta = document.meta
    return _lean(
        {
            "id": document.id,
            "iri": _iri(document.id),
            "title": meta.title,
            "publisher": meta.publisher,
            "source": meta.source,
            "datePublished": meta.datePublished,
            "url": address(meta.url) if meta.url is not None else None,
            "authors": list(meta.authors),
            "editors": list(meta.editors),
            "encoding": meta.encoding,
            "sha256": document.digest,
            "language": language(document.text),
            "credits": credits,
            "text": document.text if with_text else None,
            "frame": [[at(span.start), at(span.end)] for span in meta.frame],
            "fields": [[name, at(span.start), at(span.end)] for name, span in meta.fields],
            "pages": [at(start) for start in meta.pages],
            "reprintOf": _reprinted(document.reprint_of),
        }
    )


def _reprinted(document: DocumentId | None) -> Json | None:
    return None if document is None else _lean({"id": document, "iri": _iri(document)})


def _entity(entity: Entity, rank: float, places: _Places) -> Json:
    forms = (entity.name, *(alias for alias in entity.aliases if alias != entity.name))
    mentions = [places.span(d, span) for d, span in entity.mentions if d in places.document]
    return _lean(
        {
            "id": entity.id,
            "iri": _iri(entity.id),
            "name": entity.name,
            "class": entity.type,
            "aliases": list(entity.aliases),
            "pinyin": [spelt(form) for form in forms if _CHINESE.search(form)],
            "weight": round(1000 * rank, 3),
            "mentions": [number for mention in mentions for number in mention],
            "divisions": [[one.code, one.name] for one in entity.divisions],
        }
    )


def spelt(name: str) -> str:
    """A name in pinyin without tones, its syllables apart.

    >>> spelt("重庆银行")
    'chong qing yin hang'
    """
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(name)).lower()


def _fact(fact: Fact, places: _Places, ontology: Ontology) -> Json:
    return _lean(
        {
            "id": fact.id,
            "iri": _iri(fact.id),
            "subject": places.entity[fact.subject],
            "predicate": fact.predicate,
            "object": _object(fact.object, places),
            "qualifiers": [[name, _object(value, places)] for name, value in fact.qualifiers],
            "modality": fact.modality if fact.modality != "asserted" else None,
            "confidence": fact.confidence,
            "extractor": fact.extractor,
            "time": time(fact, ontology),
            "evidence": [_evidence(e, places) for e in fact.evidence if e.document in places.document],
        }
    )


def _object(value: EntityId | Value, places: _Places) -> int | list[str]:
    if isinstance(value, str):
        return places.entity[value]
    return [value.text, value.datatype, *([value.unit] if value.unit is not None else [])]


def _evidence(evidence: Evidence, places: _Places) -> list[float]:
    return [*places.span(evidence.document, evidence.span), places.rule[evidence.rule], evidence.confidence]


def time(fact: Fact, ontology: Ontology) -> str | None:
    """When a fact holds, as an ISO date: its time, another date among its qualifiers, or its object."""

    def dates_statement(name: str) -> bool:
        return name in ontology.properties and ontology.properties[name].statement_time

    qualifiers = (value for _, value in sorted(fact.qualifiers, key=lambda q: not dates_statement(q[0])))
    values = (value for value in (*qualifiers, fact.object) if isinstance(value, Value) and value.datatype == "date")
    found = (_DATE.match(value.text) for value in values)
    return next((match[0] for match in found if match), None)


def _view(graph: Graph, first: Sequence[Entity], places: _Places, ontology: Ontology) -> Json:
    """pyvis' nodes and edges of the first view; ids are places in the page's lists. Looks are left to the groups."""
    place = {entity.id: at for at, entity in enumerate(first)}
    number = {fact.id: at for at, fact in enumerate(graph.facts)}
    between = (f for f in graph.facts if f.subject in place and isinstance(f.object, str) and f.object in place)
    part = Graph((), tuple(first), tuple(between))
    whole = to_networkx(part, whole=True)
    network = drawn(whole, ontology)
    stand = positions(len(first), joined(part, place))
    ids = [place[entity] for entity in whole]
    nodes = [
        {
            "id": places.entity[first[at].id],
            "label": node["label"],
            "group": _coarse(first[at].type, ontology),
            "x": stand[at][0],
            "y": stand[at][1],
        }
        for at, node in zip(ids, network.nodes, strict=True)
    ]
    keys = (key for *_, key in whole.edges(keys=True))
    edges = [
        edge | {"id": number[key], "from": nodes[edge["from"]]["id"], "to": nodes[edge["to"]]["id"]}
        for edge, key in zip(network.edges, keys, strict=True)
    ]
    return {"nodes": nodes, "edges": edges}
