"""Graph -> nanopublications in TriG: one a fact, of four graphs, none of which needs another file to be understood.

    <np/9f3a…#head> { <np/9f3a…> a np:Nanopublication ; np:hasAssertion <np/9f3a…#assertion> ; … }
    <np/9f3a…#assertion> { id:临江县档案馆 kg:received id:全国档案工作先进集体 . st:9f3a… kg:time … }
    <np/9f3a…#provenance> { <np/9f3a…#assertion> prov:wasDerivedFrom doc:news . st:9f3a…-1 kg:rule "award" … }
    <np/9f3a…#pubinfo> { <np/9f3a…> dcterms:isPartOf <graph> ; prov:wasAttributedTo software:… . }

What is not asserted is a statement with its modality, as in the graph. They are not signed, have no trusty names and
say no time: who publishes them signs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology
from kg.rdf.dataset import dataset, software
from kg.rdf.model import TYPE, Describer
from kg.rdf.passages import Passages
from kg.rdf.prefixes import BASE, DCTERMS, NANOPUB, PROV, RDFS, SCHEMA
from kg.rdf.terms import Names, Triple, address, chinese, date, kg, label
from kg.rdf.turtle import graphs
from kg.store.canonical import canonical
from kg.types import Document, DocumentId, Entity, EntityId, Fact, Graph

_PARTS = ("assertion", "provenance", "pubinfo")
_HAS = dict(zip(_PARTS, ("hasAssertion", "hasProvenance", "hasPublicationInfo"), strict=True))
_DERIVED, _ATTRIBUTED = f"<{PROV}wasDerivedFrom>", f"<{PROV}wasAttributedTo>"
_OF_PROVENANCE = {_DERIVED, *(f"<{KG}{name}>" for name in ("evidence", "confidence", "extractor"))}
_IS_PART_OF = f"<{DCTERMS}isPartOf>"


class _Nanopublications:
    def __init__(self, graph: Graph, names: Names, ontology: Ontology) -> None:
        self._names, self._entities = names, graph.entity
        self._documents: Mapping[DocumentId, Document] = {document.id: document for document in graph.documents}
        self._describer = Describer(Graph((), (), (), origin=graph.origin), names, "1.1", ontology)
        self._program = None if graph.origin is None else software(graph.origin, names)
        self._about_program = [t for t in dataset(graph.origin, names) if t[0] == self._program]
        self._editors: dict[str, list[str]] = {}
        for one in graph.corrections:
            for fact in one.on if one.correction.kind == "assert" else ():
                self._editors.setdefault(fact, []).append(names.editor(one.correction.who))

    def of(self, fact: Fact) -> Iterator[tuple[str, Iterable[Triple]]]:
        """The four graphs of a fact, by their names."""
        name = self._names.nanopub(fact.id)
        parts = {part: self._names.nanopub(fact.id, part) for part in _PARTS}
        head = [(name, TYPE, f"<{NANOPUB}Nanopublication>")]
        head += [(name, f"<{NANOPUB}{_HAS[part]}>", parts[part]) for part in _PARTS]
        yield self._names.nanopub(fact.id, "head"), head
        assertion, provenance = self._said(fact)
        yield parts["assertion"], assertion
        yield parts["provenance"], chain(provenance, self._sources(fact, parts["assertion"]))
        about = [(name, _IS_PART_OF, self._names.graph())]
        about += [] if self._program is None else [(name, _ATTRIBUTED, self._program), *self._about_program]
        yield parts["pubinfo"], about

    def _said(self, fact: Fact) -> tuple[list[Triple], list[Triple]]:
        """What a fact says, with what its things are; and where it is said."""
        describer, node = self._describer, self._names.statement(fact.id)
        describer.into, describer.passages = {None: []}, Passages(self._documents, self._names)
        describer.fact(fact)
        assertion: dict[Triple, None] = {}
        provenance: dict[Triple, None] = {}
        things = {self._names.entity(one) for one in _things(fact)}
        for triple in chain.from_iterable(describer.into.values()):
            said = triple[0] in things or (triple[0] == node and triple[1] not in _OF_PROVENANCE)
            (assertion if said else provenance)[triple] = None
        described = chain.from_iterable(map(self._described, sorted(_things(fact))))
        return [*assertion, *described], list(provenance)

    def _described(self, thing: EntityId) -> Iterator[Triple]:
        entity: Entity | None = self._entities.get(thing)
        if entity is not None:
            node = self._names.entity(thing)
            yield node, TYPE, kg(entity.type)
            yield node, f"<{RDFS}label>", label(entity.name)

    def _sources(self, fact: Fact, assertion: str) -> Iterator[Triple]:
        """What an assertion comes from and who answers for it; of each article its title, date and address."""
        articles = dict.fromkeys(proof.document for proof in fact.evidence)
        for article in articles:
            node = self._names.document(article)
            yield assertion, _DERIVED, node
            known = self._documents.get(article)
            meta = None if known is None else known.meta
            if meta is not None and meta.title is not None:
                yield node, f"<{SCHEMA}headline>", chinese(meta.title)
            if meta is not None and meta.datePublished is not None:
                yield node, f"<{SCHEMA}datePublished>", date(meta.datePublished)
            if meta is not None and meta.url is not None:
                yield node, f"<{SCHEMA}url>", address(meta.url)
        who = [*self._editors.get(fact.id, ()), *([] if self._program is None else [self._program])]
        yield from ((assertion, _ATTRIBUTED, one) for one in who)
        if not articles and not who:
            yield assertion, _DERIVED, self._names.graph()


def _things(fact: Fact) -> set[EntityId]:
    values = (fact.subject, fact.object, *(value for _, value in fact.qualifiers))
    return {value for value in values if isinstance(value, str)}


def nanopublications(graph: Graph, ontology: Ontology, base: str = BASE) -> Iterator[str]:
    """The nanopublications of a graph's facts as TriG, graph by graph. TargetError where `base` is no base IRI."""
    names, ordered = Names(base), canonical(graph)
    made = _Nanopublications(ordered, names, ontology)
    return graphs(chain.from_iterable(map(made.of, ordered.facts)), base)
