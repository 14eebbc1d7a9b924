"""Graphs -> an engine that can be asked."""

from __future__ import annotations

from pathlib import Path

from kg.errors import GraphError
from kg.query.engine import Engine
from kg.query.oxigraph import Oxigraph
from kg.rdf.graph_file import TURTLE, read_graph_file
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from kg.types import Graph


def load(path: Path) -> Engine:
    """The graph of a folder that `kg build` wrote, or of one file of RDF or JSON.

    Of a folder, graph.ttl is read, or else graph.json. Raises GraphError where there is no such file, where it is not
    what its suffix says, and where the folder is not as a build leaves it.
    """
    file = read_graph_file(path, prefer=TURTLE)
    if file.syntax is None:
        return from_graph(file.graph())
    engine = Oxigraph()
    try:
        engine.load(file.data, file.syntax)
    except ValueError as error:
        hint = "build or export the graph again"
        raise GraphError(f"it is not valid: {error}", where=str(file.path), hint=hint) from None
    return engine


def from_graph(graph: Graph) -> Engine:
    """The engine of a graph."""
    engine = Oxigraph()
    engine.load(ntriples(to_rdf(graph)).encode(), "ntriples")
    return engine
