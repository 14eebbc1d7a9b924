"""The vocabulary as triples, for a graph that is to carry it."""

from __future__ import annotations

import re

from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology
from kg.rdf.prefixes import RDF
from kg.rdf.terms import Triple, text

ONTOLOGY = f"<{KG.rstrip('#')}>"
DECLARED = (ONTOLOGY, f"<{RDF}type>", "<http://www.w3.org/2002/07/owl#Ontology>")
_REST = f"<{RDF}rest>"
_SCRIPT = re.compile("-([a-z]{4})(?=-|$)")


def vocabulary(ontology: Ontology) -> list[Triple]:
    """The triples of schema.ttl. The cells of a list get names, and other blank nodes are left out with what they say.

    >>> from kg.ontology.ontology import load
    >>> [o for s, p, o in vocabulary(load()) if s.endswith("#grandparent-1>") and p.endswith("#first>")]
    ['<https://w3id.org/zhkg/ontology#parent>']
    """
    found = {(_term(quad.subject), _term(quad.predicate), _term(quad.object)) for quad in ontology.quads}
    names = _names_of_cells(found)
    named = {(names.get(s, s), p, names.get(o, o)) for s, p, o in found}
    return sorted(triple for triple in named if not any(term.startswith("_:") for term in triple))


def _names_of_cells(triples: set[Triple]) -> dict[str, str]:
    """Names for the cells of lists that a named thing leads to: its own name and a number."""
    after = {s: o for s, p, o in triples if p == _REST}
    names: dict[str, str] = {}
    for subject, _, cell in sorted(t for t in triples if t[2] in after and not t[0].startswith("_:")):
        number = sum(1 for name in names.values() if name.startswith(f"{subject[:-1]}-"))
        while cell in after:
            number += 1
            names[cell] = f"{subject[:-1]}-{number}>"
            cell = after[cell]
    return names


def _term(term: object) -> str:
    """A term of pyoxigraph, which writes language tags in small letters, as ours."""
    language = getattr(term, "language", None)
    if not language:
        return str(term)
    tag = _SCRIPT.sub(lambda match: f"-{match[1].capitalize()}", str(language))
    return f"{text(str(getattr(term, 'value', '')))}@{tag}"
