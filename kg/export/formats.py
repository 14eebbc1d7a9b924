"""Every format by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType

from kg.errors import TargetError
from kg.export.facts_csv import facts_csv
from kg.export.graphml import graphml
from kg.ontology import Ontology
from kg.rdf.jsonld import jsonld
from kg.rdf.model import Version, to_quads, to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.prefixes import BASE
from kg.rdf.turtle import trig, turtle
from kg.store.graph_json import dumps
from kg.types import Graph


@dataclass(frozen=True, slots=True)
class Settings:
    """What a format may need beside the graph: labels, the base of IRIs, the version of RDF, SPARQL in the page."""

    ontology: Ontology
    base: str = BASE
    rdf: Version = "1.1"
    sparql: bool | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """The suffix of a format's files, its media type, whether it can say RDF 1.2, and what writes it."""

    suffix: str
    media: str
    write: Callable[[Graph, Settings], str]
    rdf12: bool = False


def _turtle(graph: Graph, settings: Settings) -> str:
    quads = to_quads(graph, settings.base, settings.rdf)
    return turtle(chain.from_iterable(quads.values()), settings.base)


def _ntriples(graph: Graph, settings: Settings) -> str:
    return ntriples(to_rdf(graph, settings.base, settings.rdf))


def _jsonld(graph: Graph, settings: Settings) -> str:
    return jsonld(to_rdf(graph, settings.base), settings.base)


def _trig(graph: Graph, settings: Settings) -> str:
    return trig(to_quads(graph, settings.base, settings.rdf), settings.base)


def _html(graph: Graph, settings: Settings) -> str:
    from kg.export.page.render import render

    return render(graph, settings.ontology, settings.sparql, settings.base)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "turtle": Format(".ttl", "text/turtle", _turtle, True),
        "ntriples": Format(".nt", "application/n-triples", _ntriples, True),
        "jsonld": Format(".jsonld", "application/ld+json", _jsonld),
        "trig": Format(".trig", "application/trig", _trig, True),
        "json": Format(".json", "application/json", lambda graph, _: dumps(graph)),
        "html": Format(".html", "text/html", _html),
        "graphml": Format(".graphml", "application/graphml+xml", lambda graph, _: graphml(graph)),
        "csv": Format(".csv", "text/csv", lambda graph, _: facts_csv(graph)),
    }
)


def export(graph: Graph, to: str, settings: Settings) -> str:
    """A graph in the format of a name (a key of `FORMATS`), to be written as UTF-8; equal graphs give equal text.

    Raises TargetError where there is no such format, where it cannot say RDF 1.2 though that is asked for, and where
    the base is no base IRI.
    """
    found = FORMATS.get(to)
    if found is None:
        raise TargetError(f"there is no format {to!r}", hint=f"use one of {', '.join(FORMATS)}")
    if settings.rdf == "1.2" and not found.rdf12:
        able = ", ".join(name for name, one in FORMATS.items() if one.rdf12)
        raise TargetError(f"{to} cannot say RDF 1.2", hint=f"use one of {able}")
    return found.write(graph, settings)
