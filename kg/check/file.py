"""A graph's files -> findings: what `check` says of the graph, and whether the files tell the truth about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.check.check import beside_shapes, check, sort
from kg.check.codes import finding, shown
from kg.check.published import published
from kg.check.shapes import shapes
from kg.errors import GraphError
from kg.ontology.ontology import Ontology
from kg.ontology.schema import KG
from kg.rdf.load import Written, graph_file, no_graph
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.prefixes import RDF
from kg.rdf.shorten import base_of
from kg.store.folder import read, snapshot
from kg.types import Finding, Graph

if TYPE_CHECKING:
    import pyoxigraph as ox


def check_file(path: Path, ontology: Ontology) -> list[Finding]:
    """What is wrong with a folder that `kg build` wrote, or with one file: JSON, Turtle, TriG, N-Triples, JSON-LD.

    Quotes and hashes are read from the file, not made from the text, so that a change by hand is seen. Of a folder,
    graph.json is checked, graph.ttl must say the same, and all files, the page too, must be those of its manifest.
    Raises GraphError where a file cannot be read.
    """
    if path.is_dir():
        return sort(_folder(path, ontology))
    file = graph_file(path)
    with _readable(file):
        data = read(file)
    return sort(_json(Written.of(file, data), ontology) if file.suffix == ".json" else _rdf(file, data, ontology))


def _folder(path: Path, ontology: Ontology) -> list[Finding]:
    with _readable(path), snapshot(path) as files:
        found = list(published(path, files))
        data = {name: files[name].read() for name in ("graph.json", "graph.ttl") if name in files}
    if not data:
        raise no_graph(path)
    turtle = path / "graph.ttl"
    if "graph.json" not in data:
        return [*found, *_rdf(turtle, data["graph.ttl"], ontology)]
    written = Written.of(path / "graph.json", data["graph.json"])
    found += _json(written, ontology)
    if "graph.ttl" in data:
        found += _differ(_Triples.read(turtle, data["graph.ttl"]), written.graph(verify=False))
    return found


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise GraphError(f"it cannot be read: {error.strerror}", where=str(path), hint="check the path") from None


def _json(written: Written, ontology: Ontology) -> Iterator[Finding]:
    yield from _disagree(written)
    yield from check(written.graph(verify=False), ontology)


def _rdf(file: Path, data: bytes, ontology: Ontology) -> Iterator[Finding]:
    triples = _Triples.read(file, data)
    written = Written.of(file, data)
    try:
        graph = written.graph(verify=False)
        disagree, differ = list(_disagree(written)), list(_differ(triples, graph))
    except GraphError as error:
        yield finding("E403", file.name, reason=error.what)
        yield from shapes("".join(sorted(triples.lines)), ontology, triples.base)
        return
    yield from disagree
    if not differ:
        yield from check(graph, ontology, triples.base)
        return
    yield from differ
    yield from beside_shapes(graph, ontology)
    if not triples.reified:
        yield from shapes("".join(sorted(triples.lines)), ontology, triples.base)


def _disagree(written: Written) -> Iterator[Finding]:
    return (finding("E101", d.where, what=d.what) for d in written.disagreements())


def _differ(triples: _Triples, graph: Graph) -> Iterator[Finding]:
    """E401, E402: where a file's triples are not those of a graph."""
    version = "1.2" if triples.reified else "1.1"
    expected = _Triples.of(ntriples(to_rdf(graph, triples.base, version)).encode(), "", "nt")  # type: ignore[arg-type]
    for code, lines in (("E401", triples.lines - expected.lines), ("E402", expected.lines - triples.lines)):
        if lines:
            yield finding(code, triples.name, count=len(lines), triple=shown(min(lines).rstrip(" .\n"), 200))


@dataclass(frozen=True, slots=True)
class _Triples:
    """The triples of a file as lines of N-Triples, the base of its names, and whether it is RDF 1.2."""

    name: str
    lines: frozenset[str]
    base: str
    reified: bool

    @classmethod
    def read(cls, file: Path, data: bytes) -> _Triples:
        """The triples of a file; GraphError where it cannot be parsed."""
        try:
            return cls.of(data, file.name, file.suffix[1:])
        except (SyntaxError, ValueError) as error:
            raise GraphError(f"it does not parse: {error}", where=str(file), hint="build it again") from None

    @classmethod
    def of(cls, data: bytes, name: str, suffix: str) -> _Triples:
        """The triples of some bytes; the graphs of TriG are taken together."""
        import pyoxigraph as ox

        triples = {quad.triple for quad in ox.parse(data, format=ox.RdfFormat.from_extension(suffix))}
        documents = ox.NamedNode(f"{KG}Document")
        return cls(
            name,
            frozenset(f"{t} .\n" for t in triples),
            base_of(sorted(t.subject.value for t in triples if t.object == documents and _named(t))),
            any(t.predicate.value == f"{RDF}reifies" for t in triples),
        )


def _named(triple: ox.Triple) -> bool:
    import pyoxigraph as ox

    return isinstance(triple.subject, ox.NamedNode)
