"""What shapes are tried on: the triples of a graph, with what the shapes need to see, in a file of N-Triples.

Added are the tree of classes and the triples of statements that are not asserted. What a symmetric property adds to a
statement is left out: a fault is told once. The file is read by an engine that has not to hold it as a string: a
million triples are 130 MB of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from kg.check.property_shapes import class_tree
from kg.errors import GraphError
from kg.ontology.namespace import KG
from kg.ontology.ontology import Ontology
from kg.rdf.prefixes import RDF
from kg.rdf.terms import Triple

_PARTS = {f"<{RDF}{name}>": n for n, name in enumerate(("subject", "predicate", "object"))}
_FILE = "graph.nt"
_TYPE, _STATEMENT = f"<{RDF}type>", f"<{KG}Statement>"


class Tried:
    """A file of triples, and what its statements are about."""

    def __init__(self, path: Path, about: Mapping[str, list[str]]) -> None:
        self.path, self._about = path, about

    def about(self, node: str) -> tuple[str, ...]:
        """The subject, predicate and object of a statement; nothing for another node."""
        found = self._about.get(node, ())
        return tuple(found) if all(found) else ()

    def types(self, nodes: Iterable[str]) -> dict[str, list[str]]:
        """The types of some nodes."""
        wanted = {node.encode(): node for node in nodes}
        found: dict[str, list[str]] = {node: [] for node in wanted.values()}
        kind = _TYPE.encode()
        with self.path.open("rb") as lines:
            for line in lines if wanted else ():
                subject, predicate, rest = line.split(b" ", 2)
                if predicate == kind and subject in wanted:
                    found[wanted[subject]].append(rest[: rest.rindex(b" ")].decode())
        return found


@contextmanager
def tried(triples: Iterable[Triple], ontology: Ontology) -> Iterator[Tried]:
    """Triples as a temporary file. GraphError where it cannot be written."""
    with TemporaryDirectory(prefix="kg-check-") as folder:
        path = Path(folder) / _FILE
        try:
            with path.open("w", encoding="utf-8", newline="\n") as file:
                about = _write(file, triples, ontology)
        except OSError as error:
            hint = "make room in the temporary folder, or name another one by the variable TMPDIR"
            raise GraphError(f"its triples cannot be written for the shapes: {error.strerror}", hint=hint) from None
        yield Tried(path, about)


def _write(file: IO[str], triples: Iterable[Triple], ontology: Ontology) -> dict[str, list[str]]:
    """Write triples, each at least once; what statements are about."""
    mirrored = {f"<{KG}{known.name}>" for known in ontology.properties.values() if known.symmetric}
    about: dict[str, list[str]] = {}
    statements: set[str] = set()
    held: list[Triple] = []
    _lines(file, class_tree(ontology))
    for triple in triples:
        subject, predicate, target = triple
        if predicate in mirrored:
            held.append(triple)
            continue
        if predicate in _PARTS:
            about.setdefault(subject, ["", "", ""])[_PARTS[predicate]] = target
        elif predicate == _TYPE and target == _STATEMENT:
            statements.add(subject)
        file.write(f"{subject} {predicate} {target} .\n")
    stated = set(_stated(about, statements))
    _lines(file, stated)
    _lines(file, ((s, p, o) for s, p, o in held if stated.isdisjoint(((s, p, o), (o, p, s)))))
    return about


def _stated(about: Mapping[str, list[str]], statements: set[str]) -> Iterator[Triple]:
    """The triples of statements, of those that are triples."""
    for node, (subject, predicate, target) in about.items():
        if node in statements and subject[:1] in ("<", "_") and predicate[:1] == "<" and target:
            yield subject, predicate, target


def _lines(file: IO[str], triples: Iterable[Triple]) -> None:
    file.writelines(f"{s} {p} {o} .\n" for s, p, o in triples)
