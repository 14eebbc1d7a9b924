"""schema.ttl -> what follows from what: the axioms of RDFS and OWL that it states.

    kg:locatedIn a kg:Containment ; owl:propertyChainAxiom ( kg:locatedIn kg:partOf ) .

says two: where A is located in B, and B in C, A is in C (kg:Containment is a subclass of owl:TransitiveProperty); and
where A is located in B, and B is part of C, A is located in C.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from kg.errors import OntologyError
from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology
from kg.ontology.turtle_lines import line_of

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, NamedNode

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_CHAIN = f"{_OWL}propertyChainAxiom"

Kind: TypeAlias = Literal[
    "rdfs:subClassOf",
    "owl:equivalentClass",
    "rdfs:subPropertyOf",
    "owl:inverseOf",
    "owl:SymmetricProperty",
    "owl:TransitiveProperty",
    "owl:propertyChainAxiom",
]
_ABOUT_TWO: dict[str, Kind] = {
    f"{_RDFS}subClassOf": "rdfs:subClassOf",
    f"{_OWL}equivalentClass": "owl:equivalentClass",
    f"{_RDFS}subPropertyOf": "rdfs:subPropertyOf",
    f"{_OWL}inverseOf": "owl:inverseOf",
}
_ABOUT_ONE: dict[str, Kind] = {
    f"{_OWL}SymmetricProperty": "owl:SymmetricProperty",
    f"{_OWL}TransitiveProperty": "owl:TransitiveProperty",
}


@dataclass(frozen=True, slots=True, order=True)
class Axiom:
    """An axiom about a class or property, by IRIs: what is above it, its inverse, or the links of its chain.

    >>> Axiom("rdfs:subPropertyOf", "urn:a:composed", ("urn:a:authored",)).objects
    ('urn:a:authored',)
    """

    kind: Kind
    subject: str
    objects: tuple[str, ...] = ()


def axioms(ontology: Ontology) -> tuple[Axiom, ...]:
    """The axioms of an ontology's schema.ttl, sorted. OntologyError where the link of a chain is no property of it."""
    return ontology.once(_axioms)


def _axioms(ontology: Ontology) -> tuple[Axiom, ...]:
    return tuple(sorted(set(_Reader(ontology).axioms())))


class _Reader:
    """The triples of schema.ttl, by subject and predicate."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology, self.text = ontology, ontology.text("schema.ttl")
        _ = ontology.classes  # a file that is no schema is told first, with its line
        self.about: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for quad in ontology.quads:
            self.about[quad.subject][quad.predicate.value].append(quad.object)

    def axioms(self) -> Iterator[Axiom]:
        """All axioms about names; those about restrictions and other nameless classes are not read."""
        import pyoxigraph as ox

        for subject, said in list(self.about.items()):
            if not isinstance(subject, ox.NamedNode):
                continue
            for predicate, kind in _ABOUT_TWO.items():
                for above in said.get(predicate, ()):
                    if isinstance(above, ox.NamedNode):
                        yield Axiom(kind, subject.value, (above.value,))
            types = self._types(subject)
            yield from (Axiom(kind, subject.value) for iri, kind in _ABOUT_ONE.items() if iri in types)
            for head in said.get(_CHAIN, ()):
                yield Axiom("owl:propertyChainAxiom", subject.value, self._links(subject, head))

    def _types(self, subject: NamedNode) -> set[str]:
        """The IRIs of a subject's types, and of what is above these in the file."""
        found: set[str] = set()
        waiting = list(self.about[subject].get(f"{_RDF}type", ()))
        while waiting:
            one = waiting.pop()
            if one.value not in found:
                found.add(one.value)
                waiting += self.about[one].get(f"{_RDFS}subClassOf", ()) if one in self.about else ()
        return found

    def _links(self, subject: NamedNode, head: NamedNode | BlankNode) -> tuple[str, ...]:
        """The properties of a chain, first to last."""
        links: list[str] = []
        cell = head
        while cell.value != f"{_RDF}nil":
            said = self.about[cell]
            first, rest = said.get(f"{_RDF}first", ()), said.get(f"{_RDF}rest", ())
            if len(first) != 1 or len(rest) != 1 or len(links) > len(self.about):
                raise self._wrong(subject, "is no list of properties")
            links.append(str(first[0].value))
            cell = rest[0]
        for link in links:
            if link.startswith(KG) and link.removeprefix(KG) not in self.ontology.properties:
                raise self._wrong(subject, f"has kg:{link.removeprefix(KG)}, which is no relation of this file", link)
        if len(links) < 2:
            raise self._wrong(subject, "has fewer than two properties")
        return tuple(links)

    def _wrong(self, subject: NamedNode, what: str, *terms: str) -> OntologyError:
        where = f"{self.ontology.path / 'schema.ttl'}:{line_of(self.text, subject.value, _CHAIN, *terms)}"
        name = subject.value.removeprefix(KG)
        hint = "write it as ( kg:positionAt kg:partOf ): the relations to follow, one after the other"
        return OntologyError(f"kg:{name}: owl:propertyChainAxiom {what}", where=where, hint=hint)
