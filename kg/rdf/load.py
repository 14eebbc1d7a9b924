"""A folder or file that `kg build` or `kg export` wrote -> Graph."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.errors import GraphError
from kg.rdf import graph
from kg.rdf.graph import Syntax
from kg.store import graph_json
from kg.store.canonical import Disagreement
from kg.store.folder import is_there, read
from kg.types import Graph

_SYNTAX: dict[str, Syntax] = {".ttl": "turtle", ".trig": "trig", ".nt": "ntriples", ".jsonld": "jsonld"}
_IN_FOLDER = ("graph.json", "graph.ttl")


def graph_file(path: Path) -> Path:
    """The file that holds the graph of a folder (graph.json, which knows most, or graph.ttl); a file is itself.

    Raises GraphError where there is none, and where the file's suffix is not one of a graph.
    """
    if path.is_dir():
        found = next((path / name for name in _IN_FOLDER if is_there(path / name)), None)
        if found is None:
            raise no_graph(path)
        return found
    if not is_there(path):
        raise GraphError("there is no such file or folder", where=str(path), hint="check the path")
    if path.suffix != ".json" and path.suffix not in _SYNTAX:
        hint = f"use .json {' '.join(sorted(_SYNTAX))}"
        raise GraphError(f"the suffix {path.suffix!r} is not known", where=str(path), hint=hint)
    return path


def no_graph(folder: Path) -> GraphError:
    """The error to raise about a folder in which no graph is."""
    hint = "name a folder that `kg build -o` wrote, or a file"
    return GraphError("it holds neither graph.json nor graph.ttl", where=str(folder), hint=hint)


@dataclass(frozen=True, slots=True)
class Written:
    """The text of a graph's file, the file's name, and its syntax where it is RDF."""

    name: str
    text: str
    syntax: Syntax | None

    @classmethod
    def of(cls, file: Path, data: bytes) -> Written:
        """What the bytes of a file say. GraphError where they are not UTF-8."""
        try:
            return cls(str(file), data.decode("utf-8"), _SYNTAX.get(file.suffix))
        except UnicodeDecodeError as error:
            raise GraphError(f"it is not UTF-8 at byte {error.start}", where=str(file), hint="build it again") from None

    def graph(self, verify: bool = True) -> Graph:
        """Its graph. GraphError as in `load`."""
        if self.syntax is None:
            return graph_json.loads(self.text, self.name, verify)
        return graph.from_rdf(self.text, self.syntax, self.name, verify)

    def disagreements(self) -> list[Disagreement]:
        """As `disagreements` of the file."""
        if self.syntax is None:
            return graph_json.disagreements(self.text, self.name)
        return graph.disagreements(self.text, self.syntax, self.name)


def _written(path: Path) -> Written:
    file = graph_file(path)
    try:
        return Written.of(file, read(file))
    except OSError as error:
        what = f"it cannot be read: {error.strerror}"
        raise GraphError(what, where=str(file), hint="check its permissions") from None


def load(path: Path, verify: bool = True) -> Graph:
    """The graph of a folder or of one file: JSON, Turtle, TriG, N-Triples, JSON-LD, told apart by their suffix.

    Raises GraphError where it cannot be read or, unless `verify` is off, where its texts, hashes and quotes disagree.
    """
    return _written(path).graph(verify)


def disagreements(path: Path) -> list[Disagreement]:
    """Where the texts of a graph's file do not agree with the hashes and quotes in the same file.

    Raises GraphError where it cannot be read.
    """
    return _written(path).disagreements()
