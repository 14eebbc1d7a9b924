"""Triples -> N-Triples."""

from __future__ import annotations

from collections.abc import Iterable

from kg.rdf.terms import Triple


def ntriples(triples: Iterable[Triple]) -> str:
    """Triples as sorted lines of N-Triples, in UTF-8 characters; each once.

    >>> print(ntriples([("<a:b>", "<a:c>", '"二"'), ("<a:b>", "<a:c>", '"一"')]), end="")
    <a:b> <a:c> "一" .
    <a:b> <a:c> "二" .
    """
    return "".join(sorted({f"{s} {p} {o} .\n" for s, p, o in triples}))
