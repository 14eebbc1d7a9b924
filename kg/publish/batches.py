"""The triples of a graph as batches of N-Triples: the same graph gives the same batches, whatever came before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from zlib import crc32

from kg.rdf.ntriples import lines
from kg.rdf.terms import Triple

TRIPLES = 10_000  # of a batch, about
_BYTES = 8 << 20  # of a batch, at most: a text is one triple
_SPREAD = 4  # a batch has this many times more or fewer triples than `most` at the extremes


@dataclass(frozen=True, slots=True)
class Batch:
    """Some triples of a graph of the store (its IRI; None is the default graph), as N-Triples, and their number."""

    graph: str | None
    data: bytes
    triples: int

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def batches(quads: Mapping[str | None, Iterable[Triple]], most: int = TRIPLES) -> Iterator[Batch]:
    """Triples by graph (its name as a term, None for the default graph) in batches of about `most`.

    Where a batch ends depends on the triple there: one that comes or goes changes its batch, and not those behind it.
    """
    for name in sorted(quads, key=lambda one: (one is not None, one or "")):
        graph = None if name is None else name[1:-1]
        for part in _cut(lines(quads[name]), most):
            yield Batch(graph, b"".join(part), len(part))


def _cut(said: Iterable[str], most: int) -> Iterator[list[bytes]]:
    part: list[bytes] = []
    size = 0
    for line in said:
        data = line.encode()
        if part and size + len(data) > _BYTES:
            yield part
            part, size = [], 0
        part.append(data)
        size += len(data)
        ends = len(part) * _SPREAD >= most and crc32(data) % most == 0
        if ends or len(part) >= most * _SPREAD:
            yield part
            part, size = [], 0
    if part:
        yield part
