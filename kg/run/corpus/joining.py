"""Which nodes of all documents are one thing: links between documents by buckets, and what they join.

scatter(…)    things of some documents -> the partitions of their buckets
compare(…)    all things of some buckets -> links, to the documents of their left ends
nodes(…)      documents and their links -> nodes, and the pairs of nodes that links join
Components    the pairs -> the number of each node's cluster
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeAlias

import msgspec

from kg.ontology.ontology import Ontology
from kg.resolve.across_documents import AcrossDocuments, Bucket
from kg.resolve.document_things import DocumentThing
from kg.run.corpus.spill import Spills, partition
from kg.run.stages.nodes import Cut, Node, cut
from kg.run.stages.parts import Part
from kg.types import Link

Parts: TypeAlias = Iterable[tuple[int, Part]]  # documents with their numbers
BUCKETS, ACROSS, CUTS = "buckets", "across", "cuts"


class Compared(msgspec.Struct, array_like=True):
    """A thing in a bucket; documents are numbered in the order of their ids."""

    bucket: Bucket
    document: int
    number: int
    thing: DocumentThing


class Across(msgspec.Struct, array_like=True):
    """A link between things of two documents, in the order in which those of one document are to be looked at."""

    document: int  # of the left end
    bucket: Bucket
    place: int
    ends: tuple[int, int, int]  # number of the left thing; document and number of the right one
    link: Link


class Cuts(msgspec.Struct, array_like=True):
    """The nodes of a document and the links between documents whose left end is in it, each pair of ends once."""

    document: int
    nodes: list[Node]
    cut: Cut
    across: list[Link]


class Joined(msgspec.Struct, array_like=True):
    """What some documents add to the components: arrays of ints.

    `nodes` and `things` are how many each document has, `of_things` the node of each thing in its document, `edges`
    have four numbers each: document and thing of both ends.
    """

    nodes: bytes
    things: bytes
    of_things: bytes
    edges: bytes


def scatter(parts: Parts, count: int) -> Spills:
    """The things of documents by the partitions of their buckets."""
    out = Spills()
    for document, one in parts:
        for number, thing in enumerate(one.things):
            for bucket in thing.buckets:
                record = Compared(bucket, document, number, thing.thing)
                out.put(BUCKETS, partition("\0".join(bucket), count), record)
    return out


def compare(things: Iterable[Compared], ontology: Ontology, size: int) -> Spills:
    """The links of all buckets of a partition, by the range of `size` documents in which the left end is."""
    across, out = ontology.once(AcrossDocuments), Spills()
    ordered = sorted(things, key=lambda one: (one.bucket, one.document, one.number))
    for bucket, some in groupby(ordered, key=lambda one: one.bucket):
        group = list(some)
        ends = {one.thing.occurrence: (one.document, one.number) for one in group}
        for place, link in enumerate(across.bucket(bucket, [one.thing for one in group])):
            (left, number), right = ends[link.left], ends[link.right]
            out.put(ACROSS, left // size, Across(left, bucket, place, (number, *right), link))
    return out


def nodes(place: int, parts: Parts, links: Iterable[Across], ontology: Ontology) -> tuple[Spills, Joined]:
    """The nodes of a range of documents; `links` are all whose left end is in one of them, in any order."""
    out, by_document = Spills(), _by_document(links)
    counts = array("i"), array("i"), array("i"), array("i")
    for document, one in parts:
        across = by_document.get(document, [])
        own = [a.link for a in across if a.ends[1] == document and a.link.verdict == "different"]
        cuts, made = cut(one, (bucketed.thing.occurrence.mention for bucketed in one.things), own, ontology)
        out.put(CUTS, place, Cuts(document, cuts, made, [a.link for a in across]))
        for values, new in zip(counts, ([len(cuts)], [len(made.asked)], made.asked, ()), strict=True):
            values.extend(new)
        for a in across:
            if a.link.verdict == "same":
                counts[3].extend((document, *a.ends))
    return out, Joined(*(values.tobytes() for values in counts))


def _by_document(links: Iterable[Across]) -> dict[int, list[Across]]:
    """Links by the documents of their left ends; of two with the same ends the first."""
    found: dict[int, dict[tuple[int, int, int], Across]] = defaultdict(dict)
    for one in sorted(links, key=lambda one: (one.document, one.bucket, one.place)):
        found[one.document].setdefault(one.ends, one)
    return {document: list(some.values()) for document, some in found.items()}


class Components:
    """Numbers the clusters that edges between nodes make; nodes are numbered through all documents."""

    def __init__(self, joined: Sequence[Joined]) -> None:
        nodes, things, of_things = (
            _ints(getattr(one, name) for one in joined) for name in Joined.__struct_fields__[:3]
        )
        self.starts, self._things = _starts(nodes), _starts(things)
        self._of_things = of_things
        self._up = array("i", range(self.starts[-1]))
        for one in joined:
            edges = array("i", one.edges)
            for at in range(0, len(edges), 4):
                self._join(self._node(edges[at], edges[at + 1]), self._node(edges[at + 2], edges[at + 3]))
        self.clusters = array("i", map(self._root, range(len(self._up))))

    def of(self, document: int) -> array[int]:
        """The clusters of a document's nodes; a cluster is called by its first node."""
        return self.clusters[self.starts[document] : self.starts[document + 1]]

    def _node(self, document: int, thing: int) -> int:
        return self.starts[document] + self._of_things[self._things[document] + thing]

    def _root(self, node: int) -> int:
        root = node
        while (up := self._up[root]) != root:
            root = up
        while node != root:
            self._up[node], node = root, self._up[node]
        return root

    def _join(self, left: int, right: int) -> None:
        first, second = sorted((self._root(left), self._root(right)))
        self._up[second] = first


def _ints(some: Iterable[bytes]) -> array[int]:
    found = array("i")
    for data in some:
        found.frombytes(data)
    return found


def _starts(counts: array[int]) -> array[int]:
    """Where the numbers of each begin, and where the last ones end."""
    return array("i", _sums(counts))


def _sums(counts: Iterable[int]) -> Iterator[int]:
    total = 0
    yield total
    for count in counts:
        total += count
        yield total
