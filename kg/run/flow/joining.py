"""Which mentions of all documents are one thing.

compare(…)     all things of a bucket -> links
ends(…)        the links of a pair of things, of which the first counts -> the documents of both ends
nodes(…)       a document and its links -> its nodes (what is one thing without a look at other documents)
edge(…)        the two ends of a link -> an edge between nodes
components(…)  edges -> for each node that has some, the first node that it hangs together with
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeAlias

import msgspec

from kg.merge.clusters import Cluster, Clusters
from kg.resolve.across_documents import AcrossDocuments
from kg.run.document_nodes import Node
from kg.run.flow.context import Context
from kg.run.flow.reading import PART, Compared, Part
from kg.run.flow.rows import Row, T, encode, joined
from kg.types import DocumentId, Link, Mention, Occurrence

LINK, END, APART = "link", "end", "apart"
NODE, CUT, HALF, EDGE, MOVED = "node", "cut", "half", "edge", "moved"
NOTHING = -1  # the number of no node
_Number: TypeAlias = int  # of a thing or a node in its document


class _Link(msgspec.Struct, array_like=True):
    left: tuple[DocumentId, _Number]
    right: tuple[DocumentId, _Number]
    same: bool


class _End(msgspec.Struct, array_like=True):
    thing: _Number
    pair: str


class Cut(msgspec.Struct, array_like=True):
    """A document cut into nodes: its Layer; of each node the spans; of the roles of its claims the nodes."""

    part: Part
    spans: list[list[tuple[int, int]]]
    roles: list[list[_Number]]

    def ends(self) -> dict[Mention, _Number]:
        """The node of each mention that a claim is about."""
        return {
            mention: number
            for claim, numbers in zip(self.part.claims, self.roles, strict=True)
            for (_, mention), number in zip(claim.roles, numbers, strict=True)
            if number != NOTHING
        }


_COMPARED, _PART = msgspec.msgpack.Decoder(Compared), msgspec.msgpack.Decoder(Part)
_LINK, _END, _APART = (
    msgspec.msgpack.Decoder(_Link),
    msgspec.msgpack.Decoder(_End),
    msgspec.msgpack.Decoder(tuple[int, int]),
)


def compare(context: Context, bucket: str, rows: Iterator[Row]) -> Iterator[Row]:
    """The links of a bucket."""
    group = [_COMPARED.decode(row.data) for row in rows]
    ends = {one.thing.occurrence: (one.document, one.number) for one in group}
    coarse, key = bucket.split("\0", 1)
    across = context.ontology.once(AcrossDocuments)
    for place, link in enumerate(across.bucket((coarse, key), [one.thing for one in group])):
        left, right = ends[link.left], ends[link.right]
        yield Row(
            LINK, joined(*left, *right), joined(bucket, place), encode(_Link(left, right, link.verdict == "same"))
        )


def ends(_: Context, pair: str, rows: Iterator[Row]) -> Iterator[Row]:
    """Two buckets may say something of the same two things: the first one counts."""
    link = _LINK.decode(next(rows).data)
    (left, first), (right, second) = link.left, link.right
    if link.same:
        yield Row(END, left, joined(pair, 0), encode(_End(first, pair)))
        yield Row(END, right, joined(pair, 1), encode(_End(second, pair)))
    elif left == right:
        yield Row(APART, left, pair, encode((first, second)))


def nodes(context: Context, document: str, rows: Iterator[Row]) -> Iterator[Row]:
    """The nodes of a document, the ends of its links, and the document with what the later steps need of it."""
    found: dict[str, list[bytes]] = defaultdict(list)
    for row in rows:
        found[row.kind].append(row.data)
    part = _PART.decode(found[PART][0])
    here = [Occurrence(part.id, mention) for mention in part.things]
    pairs = map(_APART.decode, found[APART])
    own = [Link(here[left], here[right], "different", 1, "") for left, right in pairs]
    local = Clusters([part.layer], (*part.links, *own), context.ontology)
    numbers = {root: number for number, root in enumerate(local.all)}

    def number(mention: Mention) -> _Number:
        return numbers.get(local.find(Occurrence(part.id, mention)), NOTHING)

    names = {mention for mention in part.mentions if mention.form != "value"}
    for nth, cluster in enumerate(local.all.values()):
        yield Row(NODE, joined(document, nth), "", encode(_node(cluster, names)))
    for end in map(_END.decode, found[END]):
        at = joined(document, number(part.things[end.thing]))
        yield Row(HALF, end.pair, at)
    roles = [[NOTHING if m.form == "value" else number(m) for _, m in claim.roles] for claim in part.claims]
    spans = [
        sorted({(o.mention.span.start, o.mention.span.end) for o in cluster.occurrences})
        for cluster in local.all.values()
    ]
    part.links = part.things = ()
    yield Row(CUT, document, "", encode(Cut(part, spans, roles)))


def _node(cluster: Cluster, here: set[Mention]) -> Node:
    forms = [form for form in cluster.forms if form[0] in here]
    late = [form for form in cluster.forms if form[0] not in here]
    return Node(forms, late, sorted((kind, name) for _, kind, name in cluster.keys))


def edge(_: Context, pair: str, rows: Iterator[Row]) -> Iterator[Row]:
    """The edge that a link is."""
    left, right = sorted(row.place for row in rows)
    if left != right:
        yield Row(EDGE, right, left)


# -- components: the large and small stars of Kiveris and others, "Connected Components in MapReduce and Beyond" -------


def components(edges: T) -> T:
    """Edges between nodes (key and place) -> edges from each node to the first one of its component."""
    while True:
        moved = edges.each(_both).grouped(_large).grouped(_small).kept()
        edges = moved.only(EDGE)
        if next(moved.only(MOVED).rows(), None) is None:
            return edges


def _both(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        yield row
        yield Row(EDGE, row.place, row.key)


def _large(node: str, rows: Iterator[Row]) -> Iterator[Row]:
    """Hang later neighbours of a node onto the first of all neighbours and itself."""
    near = sorted({row.place for row in rows})
    first = min(near[0], node)
    later = [one for one in near if one > node]
    yield from (Row(EDGE, one, first) for one in later)
    if later and first != node:
        yield Row(MOVED, "")


def _small(node: str, rows: Iterator[Row]) -> Iterator[Row]:
    """Hang a node and its earlier neighbours onto the first of them."""
    first, *others = sorted({row.place for row in rows})
    if not node:  # no node, but what `_large` moved
        yield Row(MOVED, "")
        return
    yield from (Row(EDGE, one, first) for one in (node, *others))
    if others:
        yield Row(MOVED, "")
