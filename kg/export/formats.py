"""Every format by its name. The table is light: what writes a format is imported when it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kg.errors import TargetError
from kg.rdf.prefixes import BASE

if TYPE_CHECKING:
    from kg.export.drawing import Drawing
    from kg.ontology.ontology import Ontology
    from kg.rdf.model import Version
    from kg.rdf.terms import Triple
    from kg.types import Graph


@dataclass(frozen=True, slots=True)
class Settings:
    """What a format may need beside the graph: labels, the base of IRIs, the version of RDF; SPARQL, scenes of a page.

    With `schema` a graph of RDF carries the vocabulary; without, it leads to it. With `inferred` it carries what
    follows by the ontology's axioms: in a graph of its own where the syntax has named graphs, else among the others.
    """

    ontology: Ontology
    base: str = BASE
    rdf: Version = "1.1"
    sparql: bool | None = None
    schema: bool = False
    inferred: bool = False
    story: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """The suffix of a format's files, its media type, what writes it piece by piece, whether it can say RDF 1.2.

    `is_rdf` is whether it is a syntax of RDF at all.
    """

    suffix: str
    media: str
    pieces: Callable[[Graph, Settings], Iterator[str]]
    rdf12: bool = False
    is_rdf: bool = False


@dataclass(frozen=True, slots=True)
class Folder:
    """A format of several files: the suffix of most of them, their media type, and what makes names and bytes."""

    suffix: str
    media: str
    files: Callable[[Graph, Settings], Iterator[tuple[str, Iterator[bytes]]]]


def _quads(graph: Graph, settings: Settings) -> dict[str | None, list[Triple]]:
    """The triples of a graph by document, and those of the vocabulary where they are wanted."""
    from kg.rdf.model import to_quads
    from kg.rdf.vocabulary import vocabulary

    quads = to_quads(graph, settings.base, settings.rdf, settings.ontology)
    if settings.inferred:
        from kg.rdf.inference.infer import infer
        from kg.rdf.terms import Names

        said = chain.from_iterable(quads.values())
        quads[Names(settings.base).inferred()] = list(infer(said, settings.ontology))
    if settings.schema:
        quads[None] = [*quads[None], *vocabulary(settings.ontology)]
    return quads


def _turtle(graph: Graph, settings: Settings) -> Iterator[str]:
    from kg.rdf.turtle import pieces

    return pieces(_emptied(_quads(graph, settings)), settings.base)


def _emptied(quads: dict[str | None, list[Triple]]) -> Iterator[Triple]:
    """All triples; each list is let go when it has been read, since a large graph has millions of them."""
    for name in list(quads):
        yield from quads.pop(name)


def _ntriples(graph: Graph, settings: Settings) -> Iterator[str]:
    from kg.rdf.ntriples import ntriples

    yield ntriples(_emptied(_quads(graph, settings)))


def _jsonld(graph: Graph, settings: Settings) -> Iterator[str]:
    from kg.rdf.jsonld import jsonld

    yield jsonld(_emptied(_quads(graph, settings)), settings.base)


def _framed(graph: Graph, settings: Settings) -> Iterator[str]:
    from kg.rdf.jsonld_framed import framed

    return framed(_emptied(_quads(graph, settings)), settings.base)


def _trig(graph: Graph, settings: Settings) -> Iterator[str]:
    from kg.rdf.turtle import trig

    yield trig(_quads(graph, settings), settings.base)


def _nquads(graph: Graph, settings: Settings) -> Iterator[str]:
    from kg.rdf.ntriples import nquads

    yield nquads(_quads(graph, settings))


def _rdfxml(graph: Graph, settings: Settings) -> Iterator[str]:
    from kg.rdf.rdfxml import pieces

    return pieces(_emptied(_quads(graph, settings)), settings.base)


def _nanopub(graph: Graph, settings: Settings) -> Iterator[str]:
    from kg.rdf.nanopub import nanopublications

    return nanopublications(graph, settings.ontology, settings.base)


def _json(graph: Graph, _: Settings) -> Iterator[str]:
    from kg.store.graph_json import pieces

    return pieces(graph)


def _html(graph: Graph, settings: Settings) -> Iterator[str]:
    from kg.export.page.render import render

    yield render(graph, settings.ontology, settings.sparql, settings.base, story=settings.story)


def _drawing(graph: Graph, settings: Settings) -> Drawing:
    from kg.export.drawing import Drawing
    from kg.rdf.terms import Names

    return Drawing(graph, Names(settings.base), settings.ontology)


def _graphml(graph: Graph, settings: Settings) -> Iterator[str]:
    from kg.export.graphml import graphml

    return graphml(_drawing(graph, settings))


def _gexf(graph: Graph, settings: Settings) -> Iterator[str]:
    from kg.export.gexf import gexf
    from kg.export.looks import looks

    return gexf(_drawing(graph, settings), looks(settings.ontology))


def _cypher(graph: Graph, settings: Settings) -> Iterator[str]:
    from kg.export.cypher import cypher
    from kg.export.property_graph import PropertyGraph
    from kg.rdf.terms import Names

    return cypher(PropertyGraph(graph, Names(settings.base)))


def _neo4j(graph: Graph, settings: Settings) -> Iterator[tuple[str, Iterator[bytes]]]:
    from kg.export.neo4j import neo4j

    return neo4j(graph, settings.base)


def _csv(graph: Graph, _: Settings) -> Iterator[str]:
    from kg.export.facts_csv import facts_csv

    yield facts_csv(graph)


def _parquet(graph: Graph, settings: Settings) -> Iterator[tuple[str, Iterator[bytes]]]:
    from kg.export.parquet import parquet

    return parquet(graph, settings.base)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "turtle": Format(".ttl", "text/turtle", _turtle, True, True),
        "ntriples": Format(".nt", "application/n-triples", _ntriples, True, True),
        "jsonld": Format(".jsonld", "application/ld+json", _jsonld, False, True),
        "jsonld-framed": Format(".jsonld", "application/ld+json", _framed, False, True),
        "trig": Format(".trig", "application/trig", _trig, True, True),
        "nquads": Format(".nq", "application/n-quads", _nquads, True, True),
        "rdfxml": Format(".rdf", "application/rdf+xml", _rdfxml, False, True),
        "nanopub": Format(".nanopub.trig", "application/trig", _nanopub),
        "json": Format(".json", "application/json", _json),
        "html": Format(".html", "text/html", _html),
        "graphml": Format(".graphml", "application/graphml+xml", _graphml),
        "gexf": Format(".gexf", "application/gexf+xml", _gexf),
        "cypher": Format(".cypher", "application/x-cypher-query", _cypher),
        "csv": Format(".csv", "text/csv", _csv),
    }
)

FOLDERS: Mapping[str, Folder] = MappingProxyType(
    {
        "parquet": Folder(".parquet", "application/vnd.apache.parquet", _parquet),
        "neo4j": Folder(".csv", "text/csv", _neo4j),
    }
)


def files(graph: Graph, to: str, settings: Settings) -> Iterator[tuple[str, Iterator[bytes]]]:
    """A graph in a format of several files (a key of `FOLDERS`): the name of each and its bytes, to be read in turn.

    Raises TargetError as `pieces` does, and where a package that the format needs is not installed.
    """
    _refuse(to, settings, rdf12=False, is_rdf=False)
    return FOLDERS[to].files(graph, settings)


def pieces(graph: Graph, to: str, settings: Settings) -> Iterator[str]:
    """A graph in the format of a name (a key of `FORMATS`), as pieces to be written one after the other as UTF-8.

    JSON and Turtle are made while they are written; any other format is one piece. Raises TargetError where there is
    no such format and where it cannot say RDF 1.2 though that is asked for; the first piece raises it where the base
    is no base IRI.
    """
    found = FORMATS.get(to)
    if found is None:
        hint = f"use one of {', '.join(FORMATS)}"
        raise TargetError(f"there is no format {to!r}", hint=hint)
    _refuse(to, settings, found.rdf12, found.is_rdf)
    return found.pieces(graph, settings)


def _refuse(to: str, settings: Settings, rdf12: bool, is_rdf: bool) -> None:
    """TargetError where a format cannot say what is asked for."""
    if settings.rdf == "1.2" and not rdf12:
        able = ", ".join(name for name, one in FORMATS.items() if one.rdf12)
        raise TargetError(f"{to} cannot say RDF 1.2", hint=f"use one of {able}")
    for wanted, what in ((settings.schema, "the schema"), (settings.inferred, "inferred triples")):
        if wanted and not is_rdf:
            able = ", ".join(name for name, one in FORMATS.items() if one.is_rdf)
            raise TargetError(f"{to} cannot carry {what}", hint=f"use one of {able}")


def export(graph: Graph, to: str, settings: Settings) -> str:
    """A graph in the format of a name (a key of `FORMATS`), to be written as UTF-8; equal graphs give equal text.

    Raises TargetError as `pieces` does, and where the base is no base IRI.
    """
    return "".join(pieces(graph, to, settings))
