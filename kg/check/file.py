"""A graph's files -> findings: what `check` says of the graph, and whether the files tell the truth about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.check.check import check, check_values, sort
from kg.check.corrections import holding
from kg.check.culprits import Culprit, culprit, quoted
from kg.check.published import published
from kg.check.shapes import shapes
from kg.check.table import finding
from kg.errors import GraphError
from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology
from kg.rdf.graph_file import JSON, TURTLE, GraphFile, no_graph, read_graph_file
from kg.rdf.model import Version, to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.prefixes import RDF
from kg.rdf.shorten import base_of
from kg.rdf.syntaxes import Syntax, oxigraph_format
from kg.rdf.vocabulary import DECLARED, vocabulary
from kg.store.canonical import Disagreement
from kg.store.database.connection import is_store
from kg.store.folder import snapshot
from kg.types import Finding, Graph


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with a graph's files, sorted, and how many of the corrections in it hold."""

    findings: list[Finding]
    corrections: int


def check_file(path: Path, ontology: Ontology) -> list[Finding]:
    """What is wrong with a folder that `kg build` wrote, or with one file: the findings of `checked`."""
    return checked(path, ontology).findings


def checked(path: Path, ontology: Ontology) -> Checked:
    """What is wrong with a folder that `kg build` wrote, or with one file, JSON or RDF; and what holds.

    Quotes and hashes are read from the file, not made from the text, so that a change by hand is seen. Of a folder,
    graph.json is checked, graph.ttl must say the same, and all files, the page too, must be those of its manifest.
    Raises GraphError where a file cannot be read.
    """
    if path.is_dir() and not is_store(path):
        findings, graph = _check_folder(path, ontology)
    else:
        file = read_graph_file(path)
        findings, graph = (_check_rdf if file.syntax else _check_json)(file, ontology)
    return Checked(sort(findings), 0 if graph is None else holding(graph, ontology))


def _check_folder(path: Path, ontology: Ontology) -> tuple[list[Finding], Graph | None]:
    with _readable(path), snapshot(path) as files:
        found = list(published(path, files))
        data = {name: files[name].read() for name in (JSON, TURTLE) if name in files}
    if not data:
        raise no_graph(path)
    turtle = GraphFile(path / TURTLE, data.get(TURTLE, b""), "turtle")
    if JSON not in data:
        findings, read = _check_rdf(turtle, ontology)
        return [*found, *findings], read
    findings, graph = _check_json(GraphFile(path / JSON, data[JSON], None), ontology)
    found += findings
    if TURTLE in data:
        found += _compare(_Triples.read(turtle), graph, ontology)
    return found, graph


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise GraphError(f"it cannot be read: {error.strerror}", where=str(path), hint="check the path") from None


def _check_json(file: GraphFile, ontology: Ontology) -> tuple[list[Finding], Graph]:
    """The findings of a JSON file, and its graph."""
    graph, disagreements = file.inspected()
    return [*_disagree(disagreements), *check(graph, ontology)], graph


def _check_rdf(file: GraphFile, ontology: Ontology) -> tuple[list[Finding], Graph | None]:
    """The findings of a file of RDF, and its graph, where it is one."""
    triples = _Triples.read(file)
    try:
        graph, disagreements = file.inspected()
        differences = list(_compare(triples, graph, ontology))
    except GraphError as error:
        unread = finding("E403", culprit(file.path.name, reason=error.what))
        return [unread, *shapes(triples.ntriples(), ontology, triples.base)], None
    found = list(_disagree(disagreements))
    if not differences:
        return [*found, *check(graph, ontology, triples.base)], graph
    found += differences
    return [*found, *check_values(graph, ontology), *shapes(triples.ntriples(), ontology, triples.base)], graph


def _disagree(disagreements: Iterable[Disagreement]) -> Iterator[Finding]:
    return (finding("E101", culprit(found.where, what=found.what)) for found in disagreements)


def _compare(triples: _Triples, graph: Graph, ontology: Ontology) -> Iterator[Finding]:
    """E401, E402: where a file's triples are not those of a graph."""
    version: Version = "1.2" if triples.reified else "1.1"
    said = to_rdf(graph, triples.base, version, ontology)
    if f"{' '.join(DECLARED)} .\n" in triples.lines:
        said += vocabulary(ontology)
    expected = _Triples.of(ntriples(said).encode(), "", "ntriples")
    for code, lines in (("E401", triples.lines - expected.lines), ("E402", expected.lines - triples.lines)):
        if lines:
            details = {"count": len(lines), "triple": quoted(min(lines).rstrip(" .\n"), 200)}
            yield finding(code, Culprit(triples.name, details))


@dataclass(frozen=True, slots=True)
class _Triples:
    """The triples of a file as lines of N-Triples, the base of its names, and whether it is RDF 1.2."""

    name: str
    lines: frozenset[str]
    base: str
    reified: bool

    @classmethod
    def read(cls, file: GraphFile) -> _Triples:
        """The triples of an RDF file; GraphError where it cannot be parsed."""
        assert file.syntax is not None
        try:
            return cls.of(file.data, file.path.name, file.syntax)
        except (SyntaxError, ValueError) as error:
            raise GraphError(f"it does not parse: {error}", where=str(file.path), hint="build it again") from None

    @classmethod
    def of(cls, data: bytes, name: str, syntax: Syntax) -> _Triples:
        """The triples of some bytes; the graphs of TriG are taken together."""
        import pyoxigraph as ox

        triples = {quad.triple for quad in ox.parse(data, format=oxigraph_format(syntax))}
        document = ox.NamedNode(f"{KG}Document")
        named = (t.subject.value for t in triples if t.object == document and isinstance(t.subject, ox.NamedNode))
        return cls(
            name,
            frozenset(f"{t} .\n" for t in triples),
            base_of(sorted(named)),
            any(t.predicate.value == f"{RDF}reifies" for t in triples),
        )

    def ntriples(self) -> str:
        """The triples as sorted N-Triples, without those of RDF 1.2, which say what others say too."""
        return "".join(sorted(line for line in self.lines if f"<{RDF}reifies>" not in line))
