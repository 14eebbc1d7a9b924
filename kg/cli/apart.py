"""Files of strangers are parsed in a child process: a parser that overruns its stack ends the process it runs in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from kg.types import Graph

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Call(Generic[T]):
    work: Callable[[], T]

    def __call__(self, _: None) -> T:
        return self.work()


def apart(work: Callable[[], T], where: str) -> T:
    """work(), called in a child process without limits of time and memory.

    Its errors are raised here; LimitError, which names the file `where`, where the process dies.
    """
    from kg.processes.child import Child
    from kg.query.limits import limited

    with Child(_Call(work)) as child:
        return limited(child, None, None, "load", where)


def graph_of(path: Path) -> Graph:
    """The graph of a folder, a store or a file; what only a parser of RDF reads is read in a child process."""
    from kg.rdf.graph_file import read_graph_file

    file = read_graph_file(path)
    return file.graph() if file.syntax is None else apart(file.graph, str(file.path))
