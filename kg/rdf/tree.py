"""The tree of classes and properties of an ontology, which a graph beside it needs for questions about superclasses."""

from __future__ import annotations

from kg.ontology.ontology import Ontology
from kg.rdf.prefixes import RDFS

_UP = f"{RDFS}subClassOf", f"{RDFS}subPropertyOf"


def tree(ontology: Ontology) -> str:
    """The rdfs:subClassOf and rdfs:subPropertyOf triples of schema.ttl, as sorted lines of N-Triples.

    >>> from kg.ontology.ontology import load
    >>> tree(load()).splitlines()[0].split()[1]
    '<http://www.w3.org/2000/01/rdf-schema#subClassOf>'
    """
    return ontology.once(_tree)


def _tree(ontology: Ontology) -> str:
    lines = sorted(
        f"<{quad.subject.value}> <{quad.predicate.value}> <{quad.object.value}> .\n"
        for quad in ontology.quads
        if quad.predicate.value in _UP
    )
    return "".join(lines)
