"""Graph -> triples. No blank nodes: everything has a name that follows from what it is.

An asserted fact is a direct triple and a statement; one that is negated, planned, wished or asked, and a post that is
no longer held, is a statement only:

    id:临江县档案馆 kg:received id:全国档案工作先进集体 .
    st:9f3a… a kg:Statement ; rdf:subject … ; rdf:predicate … ; rdf:object … ; kg:time "2021-06-09"^^xsd:date ;
        kg:confidence 0.93 ; kg:modality kg:asserted ; kg:evidence st:9f3a…-1 .
    st:9f3a…-1 a kg:Evidence ; kg:rule "award.conferred" ; oa:hasSource doc:news ;
        oa:hasSelector <doc/news#char=57,93> .
    <doc/news#char=57,93> a oa:TextPositionSelector, oa:TextQuoteSelector ; oa:start 57 ; oa:end 93 ; oa:exact "…" .
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from kg.ontology.namespace import KG
from kg.rdf.prefixes import BASE, OA, PROV, RDF, RDFS, SCHEMA, SKOS
from kg.rdf.terms import Names, Triple, date, integer, kg, label, literal, number, text
from kg.store.canonical import canonical
from kg.types import Document, DocumentId, Entity, EntityId, Fact, Graph, Span, Value

Version: TypeAlias = Literal["1.1", "1.2"]

TYPE = f"<{RDF}type>"
_SUBJECT, _PREDICATE, _OBJECT, _REIFIES = (f"<{RDF}{n}>" for n in ("subject", "predicate", "object", "reifies"))
_START, _END, _EXACT = (f"<{OA}{n}>" for n in ("start", "end", "exact"))
_SOURCE, _SELECTOR = f"<{OA}hasSource>", f"<{OA}hasSelector>"
_POSITION, _QUOTE = f"<{OA}TextPositionSelector>", f"<{OA}TextQuoteSelector>"
_DERIVED = f"<{PROV}wasDerivedFrom>"
_PREF, _ALT, _LABEL = f"<{SKOS}prefLabel>", f"<{SKOS}altLabel>", f"<{RDFS}label>"
_STATEMENT, _EVIDENCE_CLASS, _DOCUMENT = (f"<{KG}{n}>" for n in ("Statement", "Evidence", "Document"))
_CONFIDENCE, _MODALITY, _RULE, _EXTRACTOR, _UNIT, _EVIDENCE, _MENTION, _FRAME, _FIELD, _ENCODING, _IN = (
    f"<{KG}{n}>"
    for n in (
        *("confidence", "modality", "rule", "extractor", "unit", "evidence", "mention", "frame", "field"),
        *("encoding", "document"),
    )
)


_OVER = frozenset({"former", "end"})  # qualifiers of what held once


class _Describer:
    """Collects the triples of one graph, by the document that they come from (None: from none alone)."""

    def __init__(self, graph: Graph, names: Names, version: Version) -> None:
        self.names, self.version = names, version
        self.documents = {d.id: d for d in graph.documents}
        self.entities: dict[str, str] = {}
        self.passages: dict[tuple[str, Span], str] = {}
        self.into: dict[str | None, list[Triple]] = {None: []}
        for document in graph.documents:
            self._document(document)
        for entity in graph.entities:
            self._entity(entity)
        for fact in graph.facts:
            self._fact(fact)

    def _list(self, document: DocumentId) -> list[Triple]:
        return self.into.setdefault(document, [])

    def _name(self, entity: EntityId) -> str:
        found = self.entities.get(entity)
        if found is None:
            found = self.entities[entity] = self.names.entity(entity)
        return found

    def _passage(self, document: DocumentId, span: Span) -> str:
        """The name of a passage, which is described when it is first asked for."""
        found = self.passages.get((document, span))
        if found is None:
            found = self.passages[document, span] = self.names.passage(document, span)
            source = self.documents.get(document)
            triples = [
                (found, TYPE, _POSITION),
                (found, TYPE, _QUOTE),
                (found, _IN, self.names.document(document)),
                (found, _START, integer(span.start)),
                (found, _END, integer(span.end)),
            ]
            if source is not None:
                triples.append((found, _EXACT, text(source.cut(span))))
            self._list(document).extend(triples)
        return found

    def _document(self, document: Document) -> None:
        node, meta, out = self.names.document(document.id), document.meta, self._list(document.id)
        out.append((node, TYPE, _DOCUMENT))
        for key, words in (
            ("headline", meta.title),
            ("publisher", meta.publisher),
            ("sourceOrganization", meta.source),
        ):
            if words is not None:
                out.append((node, f"<{SCHEMA}{key}>", text(words)))
        if meta.datePublished is not None:
            out.append((node, f"<{SCHEMA}datePublished>", date(meta.datePublished)))
        out.extend((node, f"<{SCHEMA}author>", text(name)) for name in meta.authors)
        out.extend((node, f"<{SCHEMA}editor>", text(name)) for name in meta.editors)
        out.append((node, f"<{SCHEMA}sha256>", text(document.digest)))
        out.append((node, f"<{SCHEMA}text>", text(document.text)))
        out.append((node, _ENCODING, text(meta.encoding)))
        out.extend([(node, _FRAME, self._passage(document.id, span)) for span in meta.frame])
        out.extend([(self._passage(document.id, span), _FIELD, text(name)) for name, span in meta.fields])

    def _entity(self, entity: Entity) -> None:
        node, out, name = self._name(entity.id), self.into[None], label(entity.name)
        out += (node, TYPE, kg(entity.type)), (node, _PREF, name), (node, _LABEL, name)
        out.extend((node, _ALT, label(alias)) for alias in entity.aliases)
        for document, span in entity.mentions:
            passage = self._passage(document, span)
            self.into[document].append((node, _MENTION, passage))

    def _object(self, value: EntityId | Value) -> str:
        return self._name(value) if isinstance(value, str) else literal(value)

    def _statement(self, node: str, triple: Triple, fact: Fact) -> list[Triple]:
        """What holds of a statement whatever its evidence."""
        subject, predicate, target = triple
        out = [(node, TYPE, _STATEMENT)]
        if self.version == "1.1":
            out += (node, _SUBJECT, subject), (node, _PREDICATE, predicate), (node, _OBJECT, target)
        else:
            out.append((node, _REIFIES, f"<<( {subject} {predicate} {target} )>>"))
        out.append((node, _CONFIDENCE, number(fact.confidence)))
        out.append((node, _MODALITY, kg(fact.modality)))
        out.append((node, _EXTRACTOR, text(fact.extractor)))
        if isinstance(fact.object, Value) and fact.object.unit is not None:
            out.append((node, _UNIT, text(fact.object.unit)))
        out.extend((node, kg(name), self._object(value)) for name, value in fact.qualifiers)
        if fact.modality == "asserted" and _OVER.isdisjoint(name for name, _ in fact.qualifiers):
            out.append(triple)
        return out

    def _fact(self, fact: Fact) -> None:
        node = self.names.statement(fact.id)
        triple = (self._name(fact.subject), kg(fact.predicate), self._object(fact.object))
        shared = self._statement(node, triple, fact)
        for document in {e.document: None for e in fact.evidence} or (None,):
            self.into.setdefault(document, []).extend(shared)
        for nth, evidence in enumerate(fact.evidence, 1):
            out, source = self._list(evidence.document), self.names.document(evidence.document)
            proof = self.names.statement(f"{fact.id}-{nth}")
            out += (
                (node, _DERIVED, source),
                (node, _EVIDENCE, proof),
                (proof, TYPE, _EVIDENCE_CLASS),
                (proof, _SOURCE, source),
                (proof, _SELECTOR, self._passage(evidence.document, evidence.span)),
                (proof, _RULE, text(evidence.rule)),
                (proof, _CONFIDENCE, number(evidence.confidence)),
            )


def to_quads(graph: Graph, base: str = BASE, version: Version = "1.1") -> dict[str | None, list[Triple]]:
    """The triples of a graph by document (its IRI): what the document says and where.

    What is of no document alone (types and labels of entities) stands under None. A statement with evidence in
    several documents stands in each. TargetError where `base` is no base IRI.
    """
    names = Names(base)
    into = _Describer(canonical(graph), names, version).into
    return {None if d is None else names.document(d): triples for d, triples in into.items()}


def to_rdf(graph: Graph, base: str = BASE, version: Version = "1.1") -> list[Triple]:
    """The triples of a graph, each once, in no order that means anything; their terms are in the syntax of N-Triples.

    `version` "1.2" names what a statement is about by `rdf:reifies` and a triple term instead of subject, predicate
    and object. The links between mentions are not in it. TargetError where `base` is no base IRI.
    """
    quads: Iterable[list[Triple]] = to_quads(graph, base, version).values()
    return list(dict.fromkeys(triple for triples in quads for triple in triples))
