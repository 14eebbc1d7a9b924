"""What follows from a graph by the vocabularies that ours is tied to is true: nothing becomes what its class is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS
from rdflib.term import Node

from kg.ontology.namespace import KG
from kg.ontology.ontology import load
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from tests.graphs import example
from tests.query.regenerate import graph as built

SCHEMA = load().text("schema.ttl")
OTHERS = Graph().parse(Path(__file__).parent / "vocabularies.ttl")
INCLUDES = {end: URIRef(f"https://schema.org/{end}Includes") for end in ("domain", "range")}
MODEL = {RDF.Statement, URIRef("http://www.w3.org/2002/07/owl#TransitiveProperty")}  # terms of RDF and OWL themselves


def vocabulary(schema: str = SCHEMA) -> Graph:
    return Graph().parse(data=schema, format="turtle") + OTHERS


def above(terms: Graph, relation: URIRef, names: Iterable[Node]) -> set[Node]:
    """Names, and all above them."""
    found, waiting = set(), list(names)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(terms.objects(one, relation))
    return found


def false(terms: Graph, predicate: Node, kinds: dict[str, set[Node]]) -> Iterator[str]:
    """What a triple says of its ends (`kinds`: their classes, none for a value) that they are not."""
    for name in above(terms, RDFS.subPropertyOf, [predicate]):
        if str(name).startswith(KG):
            continue
        for end, classes in kinds.items():
            demanded = set(terms.objects(name, RDFS[end]))
            if not demanded <= classes:
                yield f"<{name}> makes its {end} {demanded - classes}, as {predicate} does"
            any_of = set(terms.objects(name, INCLUDES[end]))
            if any_of and not any_of & classes:
                yield f"<{name}> has another {end} than {predicate}"


def of_graph(terms: Graph, data: Graph) -> set[str]:
    kinds: dict[Node, set[Node]] = defaultdict(set)
    for thing, kind in data.subject_objects(RDF.type):
        kinds[thing] |= above(terms, RDFS.subClassOf, [kind])
    found: set[str] = set()
    for subject, predicate, target in data:
        ends = {"domain": kinds[subject]} | ({} if isinstance(target, Literal) else {"range": kinds[target]})
        found.update(false(terms, predicate, ends))
    return found


def of_schema(terms: Graph) -> set[str]:
    """The same of every class that a property of ours may join."""
    found: set[str] = set()
    for name, known in load().properties.items():
        for subject in known.domain:
            ends = {"domain": above(terms, RDFS.subClassOf, [URIRef(KG + subject)])}
            found.update(false(terms, URIRef(KG + name), ends))
        for target in known.range:
            ends = {"range": above(terms, RDFS.subClassOf, [URIRef(KG + target)])}
            found.update(false(terms, URIRef(KG + name), ends))
            if known.inverse:
                ends = {"domain": ends["range"]}
                found.update(false(terms, URIRef(KG + known.inverse), ends))
    return found


@pytest.mark.parametrize("graph", [example, built], ids=["by hand", "built"])
def test_no_triple_becomes_false_of_its_class(graph: object) -> None:
    assert callable(graph)
    data = Graph().parse(data=ntriples(to_rdf(graph())), format="nt")
    assert of_graph(vocabulary(), data) == set()


def test_no_property_says_too_much() -> None:
    assert of_schema(vocabulary()) == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"任职"@zh-Hans', "rdfs:subPropertyOf schema:worksFor"),
        ('"研发"@zh-Hans', "rdfs:subPropertyOf foaf:made"),
        ('"建立者"@zh-Hans', "rdfs:subPropertyOf schema:author"),
    ],
)
def test_a_false_alignment_is_found(old: str, new: str) -> None:
    """One that holds of some classes only: posts in places, what a country developed, founders."""
    before = f"    rdfs:label {old}"
    assert before in SCHEMA
    assert of_schema(vocabulary(SCHEMA.replace(before, f"    {new} ;\n{before}")))


def test_every_term_of_others_is_looked_at() -> None:
    terms = Graph().parse(data=SCHEMA, format="turtle")
    used = {o for p in (RDFS.subClassOf, RDFS.subPropertyOf) for o in terms.objects(None, p)}
    unknown = {o for o in used - MODEL if not str(o).startswith(KG)} - set(OTHERS.subjects())
    assert unknown == set()
