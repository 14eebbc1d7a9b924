"""A graph's files -> a store that can be asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.ontology.schema import KG
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.prefixes import BASE, RDF
from kg.rdf.shorten import base_of
from kg.store.folder import is_there, read
from kg.store.graph_json import loads
from kg.types import Graph

if TYPE_CHECKING:
    import pyoxigraph as ox

_SUFFIXES = (".ttl", ".nt", ".trig", ".nq", ".jsonld", ".rdf", ".json")
_IN_FOLDER = ("graph.ttl", "graph.json")


def load(path: Path) -> ox.Store:
    """The store of a folder that `kg build` wrote, or of one file.

    A file is Turtle, N-Triples, TriG, N-Quads, JSON-LD, RDF/XML, or JSON, by its suffix. Of a folder, graph.ttl is
    read, or else graph.json. Raises QueryError where there is no such file or where it cannot be read as what its
    suffix says, GraphError where a JSON file is not a graph of this project or the folder is not as a build leaves it.
    """
    import pyoxigraph as ox

    file = _file(path)
    try:
        data = read(file)
    except OSError as error:
        raise QueryError(f"it cannot be read: {error.strerror}", where=str(file), hint="check the path") from None
    if file.suffix == ".json":
        return from_graph(loads(data.decode("utf-8", "replace"), where=str(file)))
    known = ox.RdfFormat.from_extension(file.suffix[1:])
    if known is None:
        raise QueryError(f"the suffix {file.suffix!r} is not known", where=str(file), hint=f"use {' '.join(_SUFFIXES)}")
    store = ox.Store()
    try:
        store.bulk_load(input=data, format=known, base_iri=BASE)
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"it is not valid: {error}", where=str(file), hint="build or export the graph again") from None
    return store


def _file(path: Path) -> Path:
    if not path.is_dir():
        return path
    for name in _IN_FOLDER:
        if is_there(path / name):
            return path / name
    hint = "name a folder that `kg build -o` wrote, or a file"
    raise QueryError("it holds neither graph.ttl nor graph.json", where=str(path), hint=hint)


def from_graph(graph: Graph) -> ox.Store:
    """The store of a graph."""
    import pyoxigraph as ox

    store = ox.Store()
    store.bulk_load(input=ntriples(to_rdf(graph)).encode(), format=ox.RdfFormat.N_TRIPLES)
    return store


def base(store: ox.Store) -> str:
    """The base IRI of a store's names, seen on one of its documents; the project's own where it holds none.

    >>> import pyoxigraph as ox
    >>> base(ox.Store())
    'https://zhkg.example/'
    """
    import pyoxigraph as ox

    quads = store.quads_for_pattern(None, ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{KG}Document"))
    return base_of(q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode))
