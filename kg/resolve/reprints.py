"""Layers -> which documents repeat others nearly word for word: reprints, which are no sources of their own.

    a: 临江县档案馆 … 1200 件档案 …      b: the same under another title and day    b is a reprint of a
    c: the same without its last paragraph                                         so is c
    d: 海州市档案馆 … 860 件档案 …       the same form, but other numbers and names  d is an article of its own

Of each body at most 128 numbers are kept: the least values of 80 hash functions over its pieces (MinHash), and the
least hashes of its numbers and of its names. Bodies that agree in all four values of a band are compared, each with few
others. Of those that hang together the one published first, as far as they say, is what the others are reprints of.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kg.ontology.ontology import Ontology
from kg.ontology.tables.reprints import ReprintTable
from kg.text.names import normal_form
from kg.types import DocumentId, Layer, Span

_Hashes: TypeAlias = NDArray[np.uint64]
Reprints: TypeAlias = Mapping[DocumentId, DocumentId]  # documents, and what each is a reprint of
_HASHES, _BAND = 80, 4  # hash functions; those of a band
_TOLD = 24  # numbers, and names, of which hashes are kept
_BYTES = 4  # of a hash
_FEW = 32  # bodies of a band with which each is compared
_MOST = 10**8  # pieces of a body, and more
_NO_DAY = "~"  # sorts behind all days
_WORDLESS = re.compile(r"[\W_]+")
_MIX = (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53)  # of MurmurHash3: they spread bits
_HALF = np.uint64(33)  # bits
_STEP = 0x9E3779B97F4A7C15  # 2^64 / golden ratio: from one hash function to the next


class Sketch(NamedTuple):
    """What is kept of a body: its day, how many different pieces it has, and hashes, four bytes each."""

    day: str
    size: int
    pieces: bytes
    numbers: bytes
    names: bytes

    def bands(self) -> list[bytes]:
        """The bands by which it is found, each with its number."""
        width = _BAND * _BYTES
        return [bytes([n]) + self.pieces[n * width :][:width] for n in range(_HASHES // _BAND)]

    def numbered(self) -> NDArray[np.uint64]:
        """The bands as numbers, of shape (bands, 2)."""
        return np.frombuffer(self.pieces, "<u8").reshape(_HASHES // _BAND, -1)

    def order(self, document: DocumentId) -> tuple[str, int, DocumentId]:
        """The place among those that are alike: the first is what the others are reprints of."""
        return self.day, _MOST - self.size, document


def shared_bands(bands: NDArray[np.uint64], one: Sketch) -> NDArray[np.bool_]:
    """Which bodies share a band with one; `bands` are theirs as numbers, of shape (bodies, bands, 2)."""
    shared: NDArray[np.bool_] = (bands == one.numbered()).all(axis=2).any(axis=1)
    return shared


class ReprintFinder:
    """Sketches bodies, and compares them."""

    def __init__(self, ontology: Ontology) -> None:
        self._table = ontology.table(ReprintTable)

    def sketch(self, layer: Layer) -> Sketch | None:
        """The sketch of a document's body; None where that is too short to be told from others."""
        document = layer.document
        body = unicodedata.normalize("NFKC", _body(document.text, document.meta.frame))
        pieces = _pieces(_WORDLESS.sub("", body), self._table.piece)
        if len(pieces) < self._table.least:
            return None
        frame = document.meta.frame
        named = (m for m in layer.mentions if m.form == "name" and not any(line.contains(m.span) for line in frame))
        names = {normal_form(mention.name or document.cut(mention.span)) for mention in named}
        numbers = set(self._table.number.findall(body))
        day = document.meta.datePublished or _NO_DAY
        return Sketch(day, len(pieces), _least(pieces), _hashes(numbers), _hashes(names))

    def pairs(self, band: Sequence[tuple[DocumentId, Sketch]]) -> Iterator[tuple[DocumentId, DocumentId]]:
        """Documents of a band, sorted by id, that are alike: each with the first of few that it is compared with."""
        firsts: list[tuple[DocumentId, Sketch]] = []
        for document, one in band:
            known = next((other for other, its in firsts if self.are_alike(one, its)), None)
            if known is not None:
                yield document, known
            elif len(firsts) < _FEW:
                firsts.append((document, one))

    def are_alike(self, left: Sketch, right: Sketch) -> bool:
        """Whether one of two bodies is, nearly word for word, in the other one, with its numbers and names."""
        short, long = sorted((left, right), key=lambda one: (one.size, one))
        table = self._table
        if (
            short.size < table.shortest * long.size
            or _shared(short.numbers, long.numbers) < table.numbers
            or _shared(short.names, long.names) < table.names
        ):
            return False
        of_both = float((np.frombuffer(short.pieces, "<u4") == np.frombuffer(long.pieces, "<u4")).mean())
        return of_both / (1 + of_both) * (short.size + long.size) >= table.alike * short.size

    def find(self, sketches: Mapping[DocumentId, Sketch]) -> Reprints:
        """What is a reprint of what among all documents of a batch; does not depend on their order."""
        import networkx as nx

        together, ordered = nx.Graph(), sorted(sketches)
        for n in range(_HASHES // _BAND):
            bands: dict[bytes, list[DocumentId]] = defaultdict(list)
            for document in ordered:
                bands[sketches[document].bands()[n]].append(document)
            for some in bands.values():
                for pair in self.pairs([(id_, sketches[id_]) for id_ in some]) if len(some) > 1 else ():
                    together.add_edge(*pair)
        found: dict[DocumentId, DocumentId] = {}
        for group in nx.connected_components(together):
            first = min(group, key=lambda id_: sketches[id_].order(id_))
            found.update((id_, first) for id_ in group if id_ != first)
        return dict(sorted(found.items()))


def reprints(layers: Iterable[Layer], ontology: Ontology) -> Reprints:
    """What is a reprint of what among the documents of a batch."""
    finder = ontology.once(ReprintFinder)
    sketches = ((layer.document.id, finder.sketch(layer)) for layer in layers)
    return finder.find({id_: one for id_, one in sketches if one})


def _body(text: str, frame: Iterable[Span]) -> str:
    """A text without what it states of itself: its title, its day, its byline."""
    at, kept = 0, []
    for line in sorted(frame):
        kept.append(text[at : max(at, line.start)])
        at = max(at, line.end)
    return "\n".join([*kept, text[at:]])


def _pieces(text: str, length: int) -> _Hashes:
    """The different hashes of all runs of `length` characters of a text."""
    characters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    hashed = np.zeros(max(len(characters) - length + 1, 0), np.uint64)
    for n in range(length):
        hashed = _mixed(hashed + characters[n : n + len(hashed)] + np.uint64(n))
    return np.unique(hashed)


def _mixed(hashed: _Hashes) -> _Hashes:
    for factor in _MIX:
        hashed = (hashed ^ (hashed >> _HALF)) * np.uint64(factor)
    return hashed ^ (hashed >> _HALF)


def _least(pieces: _Hashes) -> bytes:
    """The least value of each hash function over some pieces."""
    steps = (np.arange(1, _HASHES + 1, dtype=np.uint64) * np.uint64(_STEP)).reshape(-1, 1)
    least: NDArray[np.uint64] = _mixed(pieces ^ steps).min(axis=1)
    return (least >> np.uint64(32)).astype("<u4").tobytes()


def _hashes(words: Iterable[str]) -> bytes:
    """The least hashes of words, sorted; all where there are few."""
    every = (blake2b(word.encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest() for word in words)
    return np.sort(np.frombuffer(b"".join(every), "<u4"))[:_TOLD].tobytes()


def _shared(short: bytes, long: bytes) -> float:
    """Of the hashes of the shorter body, the part that the longer one has, as far as both are known."""
    sides = [set(np.frombuffer(one, "<u4").tolist()) for one in (short, long)]
    known = min((max(side) for side in sides if len(side) == _TOLD), default=2**32)
    ours, theirs = ({one for one in side if one <= known} for side in sides)
    return len(ours & theirs) / len(ours) if ours else 1.0
