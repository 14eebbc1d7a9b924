"""A folder that `kg build` wrote, or a file of a graph -> a store to be served.

Its triples are the graph `<base>graph`, where the file names no other; the ontology's tree of classes is the graph that
is named as the ontology. What is asked without naming a graph is asked of all together, as `kg query` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import GraphError
from kg.ontology.ontology import Ontology
from kg.query.ask import base_seen
from kg.query.engine import QuerySyntaxError
from kg.query.oxigraph import Oxigraph
from kg.rdf.graph_file import TURTLE, GraphFile, base_of_file, read_graph_file
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.prefixes import BASE, prefixes
from kg.rdf.syntaxes import Syntax, oxigraph_format
from kg.rdf.terms import Names
from kg.rdf.tree import tree
from kg.rdf.vocabulary import ONTOLOGY
from kg.serve.writing.journal import Journal
from kg.store.database.connection import is_store, reading
from kg.store.database.graph import base as base_of
from kg.store.database.triples import ntriples as stored_ntriples

if TYPE_CHECKING:
    import pyoxigraph as ox

_WITH_GRAPHS: tuple[Syntax, ...] = ("trig", "nquads", "jsonld")


@dataclass(frozen=True, slots=True)
class Opened:
    """A store, and the base IRI of what is named in it."""

    store: ox.Store
    base: str


def opened(path: Path, ontology: Ontology, *, inferred: bool = False) -> Opened:
    """The store of a folder or a file, with what a service was told to change in it.

    With `inferred`, what follows by the ontology's axioms stands in a graph of its own (`Names.inferred`).
    GraphError where there is none, and where it is not what its suffix says; StoreError where a store cannot be read.
    """
    found = _stored(path) if is_store(path) else _read(path, ontology)
    _again(found, path)
    if inferred:
        Oxigraph(found.store).infer(ontology, Names(found.base).inferred()[1:-1])
    return found


def _stored(path: Path) -> Opened:
    """The triples of a store (news.kg), among which the tree is."""
    import pyoxigraph as ox

    store = ox.Store()
    with reading(path) as database, database.moment():
        base = base_of(database) or BASE
        _bulk(store, b"".join(stored_ntriples(database)), "ntriples", f"{base}graph")
    return Opened(store, base)


def _read(path: Path, ontology: Ontology) -> Opened:
    import pyoxigraph as ox

    file = read_graph_file(path, prefer=TURTLE)
    base = BASE if file.syntax is None else base_of_file(path)
    store = ox.Store()
    _load(store, file, f"{base}graph", ontology)
    _bulk(store, tree(ontology).encode(), "ntriples", ONTOLOGY.strip("<>"))
    return Opened(store, base_seen(Oxigraph(store)))


def _again(found: Opened, path: Path) -> None:
    """Do again what a service was told to change."""
    engine, journal = Oxigraph(found.store), Journal(path)
    for update in journal:
        try:
            engine.change(update, prefixes(found.base))
        except (QuerySyntaxError, OSError, RuntimeError) as error:
            raise GraphError(f"an update fails: {error}", where=str(journal.file), hint="remove its line") from None


def _load(store: ox.Store, file: GraphFile, name: str, ontology: Ontology) -> None:
    if file.syntax is None:
        _bulk(store, ntriples(to_rdf(file.graph(), ontology=ontology)).encode(), "ntriples", name)
        return
    try:
        _bulk(store, file.data, file.syntax, None if file.syntax in _WITH_GRAPHS else name)
    except (SyntaxError, ValueError) as error:
        hint = "build or export the graph again"
        raise GraphError(f"it is not valid: {error}", where=str(file.path), hint=hint) from None


def _bulk(store: ox.Store, data: bytes, syntax: Syntax, name: str | None) -> None:
    import pyoxigraph as ox

    graph = None if name is None else ox.NamedNode(name)
    store.bulk_load(input=data, format=oxigraph_format(syntax), base_iri=BASE, to_graph=graph)
