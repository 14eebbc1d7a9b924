"""Triples -> N-Triples and N-Quads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.rdf.terms import Triple


def ntriples(triples: Iterable[Triple]) -> str:
    """Triples as sorted lines of N-Triples, in UTF-8 characters; each once.

    >>> print(ntriples([("<a:b>", "<a:c>", '"二"'), ("<a:b>", "<a:c>", '"一"')]), end="")
    <a:b> <a:c> "一" .
    <a:b> <a:c> "二" .
    """
    return "".join(lines(triples))


def lines(triples: Iterable[Triple]) -> list[str]:
    """The lines of `ntriples`."""
    return sorted({f"{s} {p} {o} .\n" for s, p, o in triples})


def nquads(quads: Mapping[str | None, Iterable[Triple]]) -> str:
    """Triples by graph (its IRI, None for the default graph) as sorted lines of N-Quads; each once.

    >>> print(nquads({"<a:g>": [("<a:b>", "<a:c>", '"一"')]}), end="")
    <a:b> <a:c> "一" <a:g> .
    """
    ends = {graph: "." if graph is None else f"{graph} ." for graph in quads}
    return "".join(sorted({f"{s} {p} {o} {ends[graph]}\n" for graph, triples in quads.items() for s, p, o in triples}))


def parts(line: str) -> Triple:
    """The terms of a line of N-Triples that is written as `ntriples` writes it.

    >>> parts('<a:b> <a:c> "一 二" .')
    ('<a:b>', '<a:c>', '"一 二"')
    """
    subject, predicate, rest = line.split(" ", 2)
    return subject, predicate, rest.removesuffix("\n").removesuffix(".").rstrip(" ")
