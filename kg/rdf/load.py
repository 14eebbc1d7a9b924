"""A folder or file that `kg build` or `kg export` wrote -> Graph."""

from __future__ import annotations

from pathlib import Path

from kg.errors import GraphError
from kg.rdf import graph
from kg.rdf.graph import Syntax
from kg.store import graph_json
from kg.store.canonical import Disagreement
from kg.types import Graph

_SYNTAX: dict[str, Syntax] = {".ttl": "turtle", ".trig": "trig", ".nt": "ntriples", ".jsonld": "jsonld"}
_IN_FOLDER = ("graph.json", "graph.ttl")


def graph_file(path: Path) -> Path:
    """The file that holds the graph of a folder (graph.json, which knows most, or graph.ttl); a file is itself.

    Raises GraphError where there is none, and where the file's suffix is not one of a graph.
    """
    if path.is_dir():
        found = next((path / name for name in _IN_FOLDER if (path / name).is_file()), None)
        if found is None:
            hint = "name a folder that `kg build -o` wrote, or a file"
            raise GraphError("it holds neither graph.json nor graph.ttl", where=str(path), hint=hint)
        return found
    if not path.is_file():
        raise GraphError("there is no such file or folder", where=str(path), hint="check the path")
    if path.suffix != ".json" and path.suffix not in _SYNTAX:
        hint = f"use .json {' '.join(sorted(_SYNTAX))}"
        raise GraphError(f"the suffix {path.suffix!r} is not known", where=str(path), hint=hint)
    return path


def _read(path: Path) -> tuple[str, str, Syntax | None]:
    """The name of a graph's file, its text, and its syntax where it is RDF."""
    file = graph_file(path)
    try:
        text = file.read_bytes().decode("utf-8")
    except OSError as error:
        raise GraphError(
            f"it cannot be read: {error.strerror}", where=str(file), hint="check its permissions"
        ) from None
    except UnicodeDecodeError as error:
        raise GraphError(f"it is not UTF-8 at byte {error.start}", where=str(file), hint="build it again") from None
    return str(file), text, _SYNTAX.get(file.suffix)


def load(path: Path, verify: bool = True) -> Graph:
    """The graph of a folder or of one file: JSON, Turtle, TriG, N-Triples, JSON-LD, told apart by their suffix.

    Raises GraphError where it cannot be read or, unless `verify` is off, where its texts, hashes and quotes disagree.
    """
    file, text, syntax = _read(path)
    return graph_json.loads(text, file, verify) if syntax is None else graph.from_rdf(text, syntax, file, verify)


def disagreements(path: Path) -> list[Disagreement]:
    """Where the texts of a graph's file do not agree with the hashes and quotes in the same file.

    Raises GraphError where it cannot be read.
    """
    file, text, syntax = _read(path)
    return graph_json.disagreements(text, file) if syntax is None else graph.disagreements(text, syntax, file)
