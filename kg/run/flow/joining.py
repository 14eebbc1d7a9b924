"""Which mentions of all documents are one thing.

compare(…)     all things of a bucket -> links
ends(…)        the links of a pair of things, of which the first counts -> the documents of both ends
nodes(…)       a document and its links -> its nodes (what is one thing without a look at other documents)
alike(…)       the bodies of a band -> edges between documents of which one repeats the other
repeated(…)    what such documents hang together with -> the one that they repeat
edge(…)        the two ends of a link -> an edge between nodes
components(…)  edges -> for each node that has some, the first node that it hangs together with: by this process
               where they are few, else in rounds of steps
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from kg.merge.union import Union
from kg.resolve.across_documents import AcrossDocuments
from kg.resolve.reprints import ReprintFinder, Sketch
from kg.run.flow.context import Context
from kg.run.flow.reading import PART, Compared
from kg.run.flow.rows import Engine, Row, T, encode, joined
from kg.run.stages.nodes import Cut, cut
from kg.run.stages.parts import Part
from kg.types import DocumentId, Link, Mention

LINK, END, APART = "link", "end", "apart"
NODE, CUT, HALF, EDGE, MOVED, REPRINT = "node", "cut", "half", "edge", "moved", "reprint"
_FEW = 200_000  # edges that one process follows in less time than a round takes, and some 100 MB
_DOCUMENT = "\0document\0"  # begins what a document is called among nodes


class Whole(NamedTuple):
    """A document, and its nodes."""

    part: Part
    cut: Cut


_COMPARED, _PART = msgspec.msgpack.Decoder(Compared), msgspec.msgpack.Decoder(Part)
_SKETCH = msgspec.msgpack.Decoder(Sketch)
_LINK, _END = msgspec.msgpack.Decoder(Link), msgspec.msgpack.Decoder(tuple[Mention, str])


def compare(context: Context, bucket: str, rows: Iterator[Row]) -> Iterator[Row]:
    """The links of a bucket."""
    group = [_COMPARED.decode(row.data) for row in rows]
    ends = {one.thing.occurrence: (one.document, one.number) for one in group}
    coarse, key = bucket.split("\0", 1)
    across = context.ontology.once(AcrossDocuments)
    for place, link in enumerate(across.bucket((coarse, key), [one.thing for one in group])):
        yield Row(LINK, joined(*ends[link.left], *ends[link.right]), joined(bucket, place), encode(link))


def ends(_: Context, pair: str, rows: Iterator[Row]) -> Iterator[Row]:
    """Two buckets may say something of the same two things: the first one counts."""
    data = next(rows).data
    link = _LINK.decode(data)
    if link.verdict == "same":
        for side, end in enumerate((link.left, link.right)):
            yield Row(END, end.document, joined(pair, side), encode((end.mention, pair)))
    elif link.left.document == link.right.document:
        yield Row(APART, link.left.document, pair, data)


def nodes(context: Context, document: str, rows: Iterator[Row]) -> Iterator[Row]:
    """The nodes of a document, the ends of its links, and the document with what the later steps need of it."""
    found: dict[str, list[bytes]] = defaultdict(list)
    for row in rows:
        found[row.kind].append(row.data)
    part = _PART.decode(found[PART][0])
    own, ends = map(_LINK.decode, found[APART]), list(map(_END.decode, found[END]))
    here, made = cut(part, (mention for mention, _ in ends), own, context.ontology)
    yield from (Row(NODE, joined(document, number), "", encode(node)) for number, node in enumerate(here))
    for (_, pair), number in zip(ends, made.asked, strict=True):
        yield Row(HALF, pair, joined(document, number))
    yield Row(CUT, document, "", encode(Whole(replace(part, links=()), replace(made, asked=[]))))


def edge(_: Context, pair: str, rows: Iterator[Row]) -> Iterator[Row]:
    """The edge that a link is."""
    left, right = sorted(row.place for row in rows)
    if left != right:
        yield Row(EDGE, right, left)


def alike(context: Context, _: str, rows: Iterator[Row]) -> Iterator[Row]:
    """Edges between documents that are alike, which are called so that the first is the one that others repeat."""
    sketches = [(DocumentId(row.place), _SKETCH.decode(row.data)) for row in rows]
    if len(sketches) > 1:
        called = {id_: _DOCUMENT + joined(*sketch.order(id_)) for id_, sketch in sketches}
        for pair in context.ontology.once(ReprintFinder).pairs(sketches):
            first, second = sorted(called[id_] for id_ in pair)
            yield Row(EDGE, second, first)


def repeated(rows: Iterator[Row]) -> Iterator[Row]:
    """The document that each one repeats, of those that do: the first that it hangs together with."""
    for row in rows:
        if row.key.startswith(_DOCUMENT) and row.key != row.place:
            yield Row(REPRINT, _document(row.key), "", _document(row.place).encode())


def _document(node: str) -> str:
    return node.split("\0", 4)[4]


# -- components -------------------------------------------------------------------------------------------------------


def components(engine: Engine[T], edges: T, few: int = _FEW) -> T:
    """Edges between nodes (key and place) -> edges from each node to the first one of its component."""
    edges = edges.kept()
    if edges.counted().get(EDGE, 0) <= few:
        return engine.table(_followed(edges.rows()))
    return _starred(edges)


def _followed(edges: Iterator[Row]) -> Iterator[Row]:
    known = Union[str]()
    nodes = dict[str, None]()
    for row in edges:
        known.join(row.key, row.place)
        nodes |= dict.fromkeys((row.key, row.place))
    return (Row(EDGE, node, first) for node in nodes if (first := known.root(node)) != node)


# -- large and small stars: Kiveris and others, "Connected Components in MapReduce and Beyond" -------------------------


def _starred(edges: T) -> T:
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
