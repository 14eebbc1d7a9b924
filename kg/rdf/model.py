"""Graph -> triples. No blank nodes: everything has a name that follows from what it is.

An asserted fact is a direct triple (with its mirror image where the property is symmetric, and that of its inverse) and
a statement. One that is negated, planned, wished or asked, a post that is no longer held, and a figure, which means
nothing without its unit, is a statement only:

    id:临江县档案馆 kg:received id:全国档案工作先进集体 .
    id:全国档案工作先进集体 kg:receivedBy id:临江县档案馆 .
    st:9f3a… a kg:Statement ; rdf:subject … ; rdf:predicate … ; rdf:object … ; kg:time "2021-06-09"^^xsd:date ;
        kg:confidence 0.93 ; kg:modality kg:asserted ; kg:evidence st:9f3a…-1 .
    st:9f3a…-1 a kg:Evidence, oa:SpecificResource ; kg:rule "award.conferred" ; oa:hasSource doc:news ;
        oa:hasSelector <doc/news#position=57,93>, <doc/news#quote=57,93> .
    an:9f3a… a oa:Annotation ; oa:hasBody st:9f3a… ; oa:hasTarget st:9f3a…-1 ; oa:motivatedBy oa:describing .

`kg.rdf.divisions` has what the gazetteer says of places, `kg.rdf.passages` the selectors, `kg.rdf.corrections` what
people corrected. The graph itself, `<graph>`, leads to the vocabulary and to the program that read it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology, load
from kg.rdf import corrections
from kg.rdf.credits import Credits
from kg.rdf.dataset import dataset, software
from kg.rdf.divisions import triples as divisions
from kg.rdf.language import language
from kg.rdf.passages import Passages
from kg.rdf.prefixes import BASE, DCTERMS, OA, PROV, RDF, RDFS, SCHEMA, SKOS
from kg.rdf.terms import Names, Triple, address, chinese, date, kg, label, literal, number, text
from kg.store.canonical import canonical
from kg.types import Document, DocumentId, Entity, EntityId, Fact, Graph, Span, Value

Version: TypeAlias = Literal["1.1", "1.2"]

TYPE = f"<{RDF}type>"
_SUBJECT, _PREDICATE, _OBJECT, _REIFIES = (f"<{RDF}{n}>" for n in ("subject", "predicate", "object", "reifies"))
_ANNOTATION, _BODY, _TARGET, _MOTIVE, _DESCRIBING = (
    f"<{OA}{n}>" for n in ("Annotation", "hasBody", "hasTarget", "motivatedBy", "describing")
)
_DERIVED, _CREATOR = f"<{PROV}wasDerivedFrom>", f"<{DCTERMS}creator>"
_PREF, _ALT, _LABEL = f"<{SKOS}prefLabel>", f"<{SKOS}altLabel>", f"<{RDFS}label>"
_STATEMENT, _EVIDENCE_CLASS, _DOCUMENT = (f"<{KG}{n}>" for n in ("Statement", "Evidence", "Document"))
_CONFIDENCE, _MODALITY, _RULE, _EXTRACTOR, _UNIT, _EVIDENCE, _MENTION, _FRAME, _FIELD, _ENCODING, _STARTS, _REPRINT = (
    f"<{KG}{n}>"
    for n in (
        *("confidence", "modality", "rule", "extractor", "unit", "evidence", "mention", "frame", "field"),
        "encoding",
        "pageStarts",
        "reprintOf",
    )
)
_OVER = frozenset({"former", "end"})  # qualifiers of what held once


def unit_of(fact: Fact) -> str | None:
    """The unit of a statement's number: its object, or else the only quantity among its qualifiers."""
    if isinstance(fact.object, Value) and fact.object.datatype == "quantity":
        return fact.object.unit
    amounts = [one for _, one in fact.qualifiers if isinstance(one, Value) and one.datatype == "quantity"]
    return amounts[0].unit if len(amounts) == 1 else None


def is_direct(fact: Fact) -> bool:
    """Whether a fact is said without its statement too: it is asserted, and no qualifier says that it is over."""
    return fact.modality == "asserted" and _OVER.isdisjoint(name for name, _ in fact.qualifiers)


class Describer:
    """Collects the triples of a graph, by the document that they come from (None: from none alone)."""

    def __init__(self, graph: Graph, names: Names, version: Version, ontology: Ontology) -> None:
        self.names, self.version, self.ontology = names, version, ontology
        self.passages: Passages = Passages({d.id: d for d in graph.documents}, names)
        self.credits = Credits(graph, ontology)
        self.entities: dict[str, str] = {}
        self.into: dict[str | None, list[Triple]] = {None: dataset(graph.origin, names)}
        self.software = None if graph.origin is None else software(graph.origin, names)

    def graph(self, graph: Graph) -> None:
        """All of the graph."""
        for document in graph.documents:
            self.document(document)
        for entity in graph.entities:
            self.entity(entity)
            self.mentions(entity)
        for fact in graph.facts:
            self.fact(fact)
        self.into[None] += corrections.triples(graph, self.names)

    def _list(self, document: DocumentId) -> list[Triple]:
        return self.into.setdefault(document, [])

    def _name(self, entity: EntityId) -> str:
        found = self.entities.get(entity)
        if found is None:
            found = self.entities[entity] = self.names.entity(entity)
        return found

    def _passage(self, document: DocumentId, span: Span) -> str:
        return self.passages.place(document, span, self._list(document))

    def document(self, document: Document) -> None:
        """What a document says of itself."""
        node, meta, out = self.names.document(document.id), document.meta, self._list(document.id)
        out.append((node, TYPE, _DOCUMENT))
        if meta.title is not None:
            out.append((node, f"<{SCHEMA}headline>", chinese(meta.title)))
        if meta.datePublished is not None:
            out.append((node, f"<{SCHEMA}datePublished>", date(meta.datePublished)))
        if meta.url is not None:
            out.append((node, f"<{SCHEMA}url>", address(meta.url)))
        out += self.credits.triples(document, self.names)
        out.append((node, f"<{SCHEMA}inLanguage>", text(language(document.text))))
        out.append((node, f"<{KG}sha256>", text(document.digest)))
        out.append((node, f"<{SCHEMA}text>", text(document.text)))
        out.append((node, _ENCODING, text(meta.encoding)))
        if document.reprint_of is not None:
            out.append((node, _REPRINT, self.names.document(document.reprint_of)))
        if meta.pages:
            out.append((node, _STARTS, text(" ".join(map(str, meta.pages)))))
        out.extend([(node, _FRAME, self._passage(document.id, span)) for span in meta.frame])
        out.extend([(self._passage(document.id, span), _FIELD, text(name)) for name, span in meta.fields])

    def entity(self, entity: Entity) -> None:
        """What an entity is, what it is called, and what the gazetteer says of it."""
        node, out, name = self._name(entity.id), self.into[None], label(entity.name)
        out += (node, TYPE, kg(entity.type)), (node, _PREF, name), (node, _LABEL, name)
        out.extend((node, _ALT, label(alias)) for alias in entity.aliases)
        out.extend(divisions(node, entity, self.names))

    def mentions(self, entity: Entity) -> None:
        """Where documents name an entity."""
        node = self._name(entity.id)
        for document, span in entity.mentions:
            passage = self._passage(document, span)
            self._list(document).append((node, _MENTION, passage))

    def _object(self, value: EntityId | Value) -> str:
        return self._name(value) if isinstance(value, str) else literal(value)

    def _statement(self, node: str, triple: Triple, fact: Fact) -> list[Triple]:
        """What holds of a statement whatever its evidence."""
        subject, predicate, target = triple
        out = [
            (node, TYPE, _STATEMENT),
            (node, _SUBJECT, subject),
            (node, _PREDICATE, predicate),
            (node, _OBJECT, target),
        ]
        if self.version == "1.2":
            out.append((node, _REIFIES, f"<<( {subject} {predicate} {target} )>>"))
        out.append((node, _CONFIDENCE, number(fact.confidence)))
        out.append((node, _MODALITY, kg(fact.modality)))
        out.append((node, _EXTRACTOR, text(fact.extractor)))
        if (unit := unit_of(fact)) is not None:
            out.append((node, _UNIT, text(unit)))
        out.extend((node, kg(name), self._object(value)) for name, value in fact.qualifiers)
        if is_direct(fact):
            out += self._direct(triple, fact)
        return out

    def _direct(self, triple: Triple, fact: Fact) -> list[Triple]:
        """The triple itself, and what follows from it. None of a figure: a number means nothing without its unit."""
        if isinstance(fact.object, Value):
            return [] if fact.object.datatype == "quantity" else [triple]
        subject, predicate, target = triple
        known = self.ontology.properties.get(fact.predicate)
        if known is not None and known.symmetric:
            return [triple, (target, predicate, subject)]
        if known is not None and known.inverse is not None:
            return [triple, (target, kg(known.inverse), subject)]
        return [triple]

    def _annotation(self, node: str, fact: Fact) -> list[Triple]:
        """The annotation whose body a statement is."""
        name = self.names.annotation(fact.id)
        out = [(name, TYPE, _ANNOTATION), (name, _BODY, node), (name, _MOTIVE, _DESCRIBING)]
        return out if self.software is None else [*out, (name, _CREATOR, self.software)]

    def fact(self, fact: Fact) -> None:
        """A statement, its evidence, and the triple itself where it holds."""
        node = self.names.statement(fact.id)
        triple = (self._name(fact.subject), kg(fact.predicate), self._object(fact.object))
        shared = self._statement(node, triple, fact)
        if fact.evidence:
            shared += self._annotation(node, fact)
        for document in {e.document: None for e in fact.evidence} or (None,):
            self.into.setdefault(document, []).extend(shared)
        for nth, evidence in enumerate(fact.evidence, 1):
            out, proof = self._list(evidence.document), self.names.statement(f"{fact.id}-{nth}")
            self.passages.evidence(proof, evidence.document, evidence.span, out)
            out += (
                (node, _DERIVED, self.names.document(evidence.document)),
                (node, _EVIDENCE, proof),
                (self.names.annotation(fact.id), _TARGET, proof),
                (proof, TYPE, _EVIDENCE_CLASS),
                (proof, _RULE, text(evidence.rule)),
                (proof, _CONFIDENCE, number(evidence.confidence)),
            )


def to_quads(
    graph: Graph, base: str = BASE, version: Version = "1.1", ontology: Ontology | None = None
) -> dict[str | None, list[Triple]]:
    """The triples of a graph by document (its IRI): what the document says and where.

    What is of no document alone (types and labels of entities, the program) stands under None. A statement with
    evidence in several documents stands in each. `ontology` (the shipped one if None) says which properties are
    symmetric or have an inverse. TargetError where `base` is no base IRI.
    """
    names = Names(base)
    graph = canonical(graph)
    describer = Describer(graph, names, version, ontology or load())
    describer.graph(graph)
    return {None if d is None else names.document(d): triples for d, triples in describer.into.items()}


def to_rdf(graph: Graph, base: str = BASE, version: Version = "1.1", ontology: Ontology | None = None) -> list[Triple]:
    """The triples of a graph, each once, in no order that means anything; their terms are in the syntax of N-Triples.

    `version` "1.2" says what a statement is about by `rdf:reifies` and a triple term too, beside subject, predicate and
    object, so that the same queries answer both. The links between mentions are not in it. `ontology` is as in
    `to_quads`. TargetError where `base` is no base IRI.
    """
    quads: Iterable[list[Triple]] = to_quads(graph, base, version, ontology).values()
    return list(dict.fromkeys(triple for triples in quads for triple in triples))
