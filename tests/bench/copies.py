"""A graph of any size: copies of the example, each with names of its own, some of them broken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.rdf.model import to_rdf
from kg.rdf.terms import Triple
from tests.graphs import example

_OWN = re.compile(r"(?<=^<https://zhkg\.example/)(?:id|doc|statement|annotation)/")


def copies(triples: int, broken: int = 0) -> Iterator[Triple]:
    """Copies of the example until there are so many triples; every `broken`-th copy has three kinds of faults.

    0 breaks none. A broken copy lacks the rules of its evidence, is too sure of its statements, and has no units.
    """
    parts = [tuple(_split(term) for term in triple) for triple in to_rdf(example())]
    for copy in range(max(1, triples // len(parts))):
        wrong = broken and copy % broken == 0
        for (a, b), (c, d), (e, f) in parts:
            if wrong and c.endswith(("#rule>", "#unit>")):
                continue
            target = f"{e}{copy}-{f}" if f else e
            if wrong and c.endswith("#confidence>"):
                target = target.replace('"0.', '"7.')
            yield f"{a}{copy}-{b}" if b else a, f"{c}{copy}-{d}" if d else c, target


def _split(term: str) -> tuple[str, str]:
    """A term before and behind the number of its copy; nothing behind it where all copies share the term."""
    found = _OWN.search(term)
    return (term[: found.end()], term[found.end() :]) if found else (term, "")
