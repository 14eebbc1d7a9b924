"""What a service says of itself in RDF: SPARQL 1.1 Service Description, and VoID with the statistics of its graphs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

from kg.query.results import Iri, Literal, Result, Term
from kg.rdf.prefixes import DCTERMS, RDF, VOID, XSD, prefixes
from kg.rdf.terms import Triple, text
from kg.rdf.vocabulary import ONTOLOGY
from kg.serve.http.accept import Offer

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_GIVEN = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML"),
)
_TYPE = f"<{RDF}type>"
_GRAPHS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
_WHOLE = "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?m) { ?s ?p ?o }"
_CLASSES = "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c"
_PROPERTIES = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"
_MOST = 1000  # classes, and properties, that are counted one by one

Ask = Callable[[str], Awaitable[Result]]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Numbers of triples: of all graphs together (and of its subjects), by graph, class and property."""

    triples: int
    subjects: int
    graphs: tuple[tuple[str, int], ...]
    classes: tuple[tuple[str, int], ...]
    properties: tuple[tuple[str, int], ...]


async def statistics(ask: Ask) -> Statistics:
    """The statistics of what is asked."""
    ((triples, subjects),) = (await ask(_WHOLE)).rows
    pairs = [tuple(_pairs(await ask(sparql))) for sparql in (_GRAPHS, _CLASSES, _PROPERTIES)]
    return Statistics(_number(triples), _number(subjects), pairs[0], pairs[1][:_MOST], pairs[2][:_MOST])


def described(endpoint: str, base: str, counted: Statistics, offer: Offer) -> bytes:
    """The description of a service at an address, in a syntax of RDF."""
    import pyoxigraph as ox

    triples = [*_service(endpoint, base), *_dataset(f"{endpoint}#dataset", counted)]
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o in triples).encode()
    parsed = (quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
    spaces = {name: prefixes(base)[name] for name in ("dcterms", "kg", "rdf", "void", "xsd")} | {"sd": _SD}
    form = getattr(ox.RdfFormat, offer.form)
    return ox.serialize(parsed, format=form, prefixes=spaces) or b""


def _service(endpoint: str, base: str) -> Iterator[Triple]:
    node = f"<{endpoint}#service>"
    yield node, _TYPE, _sd("Service")
    yield node, _sd("endpoint"), f"<{endpoint}>"
    yield node, _sd("supportedLanguage"), _sd("SPARQL11Query")
    yield node, _sd("feature"), _sd("UnionDefaultGraph")
    for name in _GIVEN:
        yield node, _sd("resultFormat"), f"<{_FORMATS}{name}>"
    yield node, _sd("defaultDataset"), f"<{endpoint}#dataset>"
    yield f"<{endpoint}#dataset>", f"<{VOID}uriSpace>", text(base)
    yield f"<{endpoint}#dataset>", f"<{VOID}sparqlEndpoint>", f"<{endpoint}>"
    yield f"<{endpoint}#dataset>", f"<{VOID}vocabulary>", ONTOLOGY
    yield f"<{endpoint}#dataset>", f"<{DCTERMS}conformsTo>", ONTOLOGY


def _dataset(dataset: str, counted: Statistics) -> Iterator[Triple]:
    node, default = f"<{dataset}>", f"<{dataset}-default>"
    yield node, _TYPE, _sd("Dataset")
    yield node, _TYPE, f"<{VOID}Dataset>"
    yield node, _sd("defaultGraph"), default
    yield default, _TYPE, _sd("Graph")
    for one in (node, default):
        yield one, _void("triples"), _integer(counted.triples)
        yield one, _void("distinctSubjects"), _integer(counted.subjects)
        yield one, _void("classes"), _integer(len(counted.classes))
        yield one, _void("properties"), _integer(len(counted.properties))
    for n, (name, triples) in enumerate(counted.graphs, 1):
        named, graph = f"<{dataset}-named-{n}>", f"<{dataset}-graph-{n}>"
        yield node, _sd("namedGraph"), named
        yield from ((named, _TYPE, _sd("NamedGraph")), (named, _sd("name"), f"<{name}>"), (named, _sd("graph"), graph))
        yield from ((graph, _TYPE, _sd("Graph")), (graph, _void("triples"), _integer(triples)))
    yield from _parts(dataset, "class", ("classPartition", "class", "entities"), counted.classes)
    yield from _parts(dataset, "property", ("propertyPartition", "property", "triples"), counted.properties)


def _parts(
    dataset: str, kind: str, terms: tuple[str, str, str], counted: tuple[tuple[str, int], ...]
) -> Iterator[Triple]:
    partition, means, counts = map(_void, terms)
    for n, (iri, number) in enumerate(counted, 1):
        part = f"<{dataset}-{kind}-{n}>"
        yield f"<{dataset}>", partition, part
        yield part, means, f"<{iri}>"
        yield part, counts, _integer(number)


def _pairs(result: Result) -> Iterator[tuple[str, int]]:
    return ((term.value, _number(number)) for term, number in result.rows if isinstance(term, Iri))


def _number(term: Term | None) -> int:
    return int(term.value) if isinstance(term, Literal) else 0


def _sd(name: str) -> str:
    return f"<{_SD}{name}>"


def _void(name: str) -> str:
    return f"<{VOID}{name}>"


def _integer(number: int) -> str:
    return f'"{number}"^^<{XSD}integer>'
