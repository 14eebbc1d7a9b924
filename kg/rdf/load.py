"""A folder or file that `kg build` or `kg export` wrote -> Graph."""

from __future__ import annotations

from pathlib import Path

from kg.errors import GraphError
from kg.rdf.graph import Syntax, from_rdf
from kg.store.graph_json import loads
from kg.types import Graph

_SYNTAX: dict[str, Syntax] = {".ttl": "turtle", ".trig": "trig", ".nt": "ntriples", ".jsonld": "jsonld"}
_IN_FOLDER = ("graph.json", "graph.ttl")


def graph_file(path: Path) -> Path:
    """The file that holds the graph of a folder (graph.json, which knows most, or graph.ttl); a file is itself.

    Raises GraphError where there is none.
    """
    if path.is_dir():
        found = next((path / name for name in _IN_FOLDER if (path / name).is_file()), None)
        if found is None:
            hint = "name a folder that `kg build -o` wrote, or a file"
            raise GraphError("it holds neither graph.json nor graph.ttl", where=str(path), hint=hint)
        return found
    if not path.is_file():
        raise GraphError("there is no such file or folder", where=str(path), hint="check the path")
    return path


def load(path: Path, verify: bool = True) -> Graph:
    """The graph of a folder or of one file: JSON, Turtle, TriG, N-Triples, JSON-LD, told apart by their suffix.

    Raises GraphError where it cannot be read or, unless `verify` is off, where its texts, hashes and quotes disagree.
    """
    file = graph_file(path)
    try:
        text = file.read_bytes().decode("utf-8")
    except OSError as error:
        raise GraphError(
            f"it cannot be read: {error.strerror}", where=str(file), hint="check its permissions"
        ) from None
    except UnicodeDecodeError as error:
        raise GraphError(f"it is not UTF-8 at byte {error.start}", where=str(file), hint="build it again") from None
    if file.suffix == ".json":
        return loads(text, str(file), verify)
    if file.suffix not in _SYNTAX:
        hint = f"use .json {' '.join(sorted(_SYNTAX))}"
        raise GraphError(f"the suffix {file.suffix!r} is not known", where=str(file), hint=hint)
    return from_rdf(text, _SYNTAX[file.suffix], str(file), verify)
