"""The names that a graph and its ontology have, and those that are nearest to one that they have not."""

from __future__ import annotations

import difflib
from functools import cached_property

from kg.ontology.ontology import Ontology
from kg.query.engine import Engine
from kg.query.results import Iri, Literal, Result
from kg.rdf.prefixes import prefixes
from kg.rdf.terms import unlocal
from kg.text.names import normal_form

_LIKE, _MOST = 0.6, 2  # how like a name has to be to be told, and how many are
_TERMS = "SELECT DISTINCT ?t { { ?s ?t ?o } UNION { ?s a ?t } }"
_THINGS = "SELECT DISTINCT ?t ?name { ?t skos:prefLabel|skos:altLabel ?name }"
_FEW = 2000  # names that are compared closely


class Nearest:
    """The names of one graph and ontology."""

    def __init__(self, engine: Engine, base: str, ontology: Ontology) -> None:
        self.engine, self.ontology, self.spaces = engine, ontology, prefixes(base)
        self.things_under = self.spaces["id"]

    def has(self, iri: str) -> bool:
        """Whether the graph or the ontology has an IRI."""
        anywhere = f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s <{iri}> ?o }} UNION {{ ?s ?p <{iri}> }} }}"
        return iri in self._defined or Result(*self.engine.query(anywhere, self.spaces)).answer

    def to(self, iri: str) -> list[str]:
        """The IRIs that are nearest to one, in its namespace, the nearest first."""
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        space, local = iri[:cut], unlocal(iri) if "#" not in iri else iri[cut:]
        if space == self.things_under:
            return self._things(local)
        names = {term[cut:]: term for term in self._terms if term.startswith(space) and len(term) > cut}
        lower = {name.lower(): term for name, term in names.items()}
        return [lower[name] for name in difflib.get_close_matches(local.lower(), lower, _MOST, _LIKE)]

    def _things(self, local: str) -> list[str]:
        """Things whose name, or another name, is like the last part of an IRI."""
        wanted = normal_form(local)
        shared = [(len(set(wanted) & set(name)), name) for name in self._names]
        few = [name for count, name in sorted(shared, reverse=True)[:_FEW] if count]
        close = difflib.get_close_matches(wanted, few, _MOST, _LIKE)
        return list(dict.fromkeys(self._names[name] for name in close))

    @cached_property
    def _names(self) -> dict[str, str]:
        rows = Result(*self.engine.query(_THINGS, self.spaces)).rows
        return {normal_form(n.value): t.value for t, n in rows if isinstance(t, Iri) and isinstance(n, Literal)}

    @cached_property
    def _terms(self) -> frozenset[str]:
        rows = Result(*self.engine.query(_TERMS, self.spaces)).rows
        return self._defined | {term.value for (term,) in rows if isinstance(term, Iri)}

    @cached_property
    def _defined(self) -> frozenset[str]:
        return self.ontology.once(_defined)


def _defined(ontology: Ontology) -> frozenset[str]:
    """The IRIs that schema.ttl describes or names."""
    import pyoxigraph as ox

    terms = (term for quad in ontology.quads for term in (quad.subject, quad.predicate, quad.object))
    return frozenset(term.value for term in terms if isinstance(term, ox.NamedNode))
