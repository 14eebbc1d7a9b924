"""The vocabulary as triples, for a graph that is to carry it."""

from __future__ import annotations

import re

from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology
from kg.rdf.prefixes import RDF
from kg.rdf.terms import Triple, text

ONTOLOGY = f"<{KG.rstrip('#')}>"
DECLARED = (ONTOLOGY, f"<{RDF}type>", "<http://www.w3.org/2002/07/owl#Ontology>")
_SCRIPT = re.compile("-([a-z]{4})(?=-|$)")


def vocabulary(ontology: Ontology) -> list[Triple]:
    """The triples of schema.ttl, without those that have blank nodes (the shipped one has none)."""
    found = {(_term(quad.subject), _term(quad.predicate), _term(quad.object)) for quad in ontology.quads}
    return sorted(triple for triple in found if not any(term.startswith("_:") for term in triple))


def _term(term: object) -> str:
    """A term of pyoxigraph, which writes language tags in small letters, as ours."""
    language = getattr(term, "language", None)
    if not language:
        return str(term)
    tag = _SCRIPT.sub(lambda match: f"-{match[1].capitalize()}", str(language))
    return f"{text(str(getattr(term, 'value', '')))}@{tag}"
