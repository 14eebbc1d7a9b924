"""What follows from a graph, and why, in words that a reader knows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kg.errors import QueryError
from kg.ontology.ontology import Ontology
from kg.query.ask import base_seen
from kg.query.bind import entities
from kg.query.oxigraph import Oxigraph
from kg.query.results import Iri, Literal, Result, Term
from kg.rdf.inference.explain import Explanation
from kg.rdf.prefixes import prefixes
from kg.rdf.shorten import shorten
from kg.rdf.terms import Names, Triple, kg, unescaped

_COUNTED = """SELECT ?term (COUNT(*) AS ?n) {{ GRAPH {graph} {{ ?s ?p ?o }}
    BIND(IF(?p = rdf:type, ?o, ?p) AS ?term) }} GROUP BY ?term"""
_SAID = """SELECT DISTINCT ?document ?quote {{ VALUES (?s ?p ?o) {{ {ways} }}
    ?statement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:modality kg:asserted ; kg:evidence ?place .
    ?place oa:hasSource ?document ; oa:hasSelector/oa:exact ?quote }} ORDER BY ?document ?quote LIMIT 3"""


@dataclass(frozen=True, slots=True)
class Why:
    """A triple as a reader knows it: where it is said (document, quote), or by what axiom it follows from others."""

    triple: str
    axiom: str | None
    premises: tuple[Why, ...]
    said: tuple[tuple[str, str], ...]


def counted(engine: Oxigraph) -> list[tuple[str, int]]:
    """How many triples were inferred with each property, or of each class; the most first."""
    base = base_seen(engine)
    graph = Names(base).inferred()
    rows = Result(*engine.query(_COUNTED.format(graph=graph), prefixes(base))).rows
    found = Counter({_shown(term, base): int(n.value) for term, n in rows if term and isinstance(n, Literal)})
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def why(engine: Oxigraph, terms: tuple[str, str, str], ontology: Ontology) -> Why:
    """Why a triple holds in an engine with inferred triples.

    Its terms are written as in SPARQL, or are names of entities. QueryError where a term is none, and where the triple
    does not hold.
    """
    base = base_seen(engine)
    triple = _term(engine, terms[0], base), _term(engine, terms[1], base), _term(engine, terms[2], base)
    found = engine.explain(triple, ontology)
    if found is None:
        hint = "look at what is said of it: kg query DIR --name around"
        raise QueryError(f"{_line(triple, base)} is neither said nor follows by an axiom", hint=hint)
    return _told(found, engine, base, ontology)


def _told(found: Explanation, engine: Oxigraph, base: str, ontology: Ontology) -> Why:
    premises = tuple(_told(one, engine, base, ontology) for one in found.premises)
    if found.axiom is None:
        rows = Result(*engine.query(_SAID.format(ways=_ways(found.triple, ontology)), prefixes(base))).rows
        said = tuple((_shown(d, base), q.value) for d, q in rows if d and isinstance(q, Literal))
        return Why(_line(found.triple, base), None, (), said)
    objects = " ".join(shorten(iri, base) for iri in found.axiom.objects)
    chained = f"( {objects} )" if len(found.axiom.objects) > 1 else objects
    kind = f"a {found.axiom.kind}" if not objects else found.axiom.kind
    axiom = " ".join(filter(None, (shorten(found.axiom.subject, base), kind, chained)))
    return Why(_line(found.triple, base), axiom, premises, ())


def _ways(triple: Triple, ontology: Ontology) -> str:
    """The triples that a statement may have which says this one: the triple, or the one that it is the inverse of."""
    subject, predicate, target = triple
    ways = [triple]
    for known in ontology.properties.values():
        if kg(known.name if known.symmetric else known.inverse or "") == predicate:
            ways.append((target, kg(known.name), subject))
    return " ".join(f"({' '.join(way)})" for way in ways if not way[0].startswith('"'))


def _term(engine: Oxigraph, written: str, base: str) -> str:
    """A term as N-Triples has it, from SPARQL or from a name."""
    if ":" not in written and not written.startswith(("<", '"')) and written != "a":
        found = entities(engine, written)
        if len(found) > 1:
            raise QueryError(f"{written!r} names {len(found)} things", hint=f"give one of: {', '.join(found)}")
        return found[0]
    import pyoxigraph as ox

    heads = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in prefixes(base).items())
    try:
        if written == "a" or not written.startswith('"'):
            (quad,) = ox.parse(f"{heads}<urn:a> {written} <urn:b> .", format=ox.RdfFormat.TURTLE)
            return str(quad.predicate)
        (quad,) = ox.parse(f"{heads}<urn:a> <urn:b> {written} .", format=ox.RdfFormat.TURTLE)
    except (SyntaxError, ValueError):
        hint = 'write it as kg:partOf, <https://…> or "…"@zh-Hans, or as the name of an entity'
        raise QueryError(f"{written!r} is no term", hint=hint) from None
    return str(quad.object)


def _line(triple: Triple, base: str) -> str:
    return " ".join(shorten(unescaped(term[1:-1]), base) if term.startswith("<") else term for term in triple)


def _shown(term: Term, base: str) -> str:
    return shorten(term.value, base) if isinstance(term, Iri) else str(getattr(term, "value", term))
