"""Hits for a reader: things by their names, documents by their titles, facts by their sentences."""

from __future__ import annotations

from dataclasses import dataclass

from kg.query.ask import base_seen
from kg.query.engine import Engine
from kg.query.results import Iri, Literal, Result, Term
from kg.query.search.index import Hit, Kind, index
from kg.rdf.prefixes import prefixes
from kg.rdf.shorten import shorten

_THINGS = """SELECT ?node ?class {{ VALUES ?node {{ {nodes} }} ?node a ?class
    FILTER NOT EXISTS {{ GRAPH ?g {{ ?node a ?class }} FILTER(STRENDS(STR(?g), "graph/inferred")) }} }}"""
_FACTS = """SELECT ?node ?s ?p ?o ?modality {{ VALUES ?node {{ {nodes} }}
    ?node rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o
    OPTIONAL {{ ?node kg:modality ?modality FILTER(?modality != kg:asserted) }} }}"""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A hit as a reader knows it: `what` is a thing with its class, a document, or a fact, with its modality
    where it is not asserted; IRIs are shortened."""

    kind: Kind
    what: str
    text: str
    document: str | None
    score: float


def search(engine: Engine, words: str, most: int = 20) -> list[SearchHit]:
    """What in a graph has the words, the best first: `kg search`."""
    base = base_seen(engine)
    found = index(engine).search(words, most)
    hits = list({(hit.node, hit.document): hit for hit in reversed(found)}.values())[::-1]  # a thing by its best name
    about = _about(engine, hits, base)
    return [
        SearchHit(
            hit.kind,
            about.get(hit.node, shorten(hit.node, base)),
            hit.text,
            None if hit.document is None else shorten(hit.document, base),
            round(hit.score, 4),
        )
        for hit in hits
    ]


def _about(engine: Engine, hits: list[Hit], base: str) -> dict[str, str]:
    """What is told of each node that was found."""
    told = {}
    for kind, query in (("name", _THINGS), ("evidence", _FACTS)):
        nodes = " ".join(f"<{hit.node}>" for hit in hits if hit.kind == kind)
        for node, *terms in Result(*engine.query(query.format(nodes=nodes), prefixes(base))).rows if nodes else ():
            if isinstance(node, Iri):
                own = [shorten(node.value, base)] if kind == "name" else []
                told[node.value] = " ".join([*own, *(_shown(term, base) for term in terms if term)])
    return told


def _shown(term: Term, base: str) -> str:
    if isinstance(term, Iri):
        return shorten(term.value, base)
    return f'"{term.value}"' if isinstance(term, Literal) else ""
