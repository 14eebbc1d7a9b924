"""From scores to triples: which spans of a text may be mentions, and which of rival triples is kept.

Each kind of mention is a layer of tags of its own, so that mentions of different kinds may overlap. In 海州市长 the
layer of places has begin, inside, end, outside for 海州市, that of roles has outside, outside, begin, end for 市长.
`layer_tags` makes such tags from spans; `span_proposals` goes the other way, from a network's logits to every span
whose tags are all likely enough. Proposals may differ by a character (海州, 海州市), and so the triples over them:
`without_rivals` keeps the likeliest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.neural.logits import Floats, softmax

Offsets = tuple[int, int]  # start, end
OUTSIDE, BEGIN, INSIDE, END, SINGLE = range(5)  # the tags of a layer
TAGS = 5
_MAX_LENGTH = 60  # characters of a mention


@dataclass(frozen=True, slots=True)
class SpanProposal:
    """A span that may be a mention, the layer that says so, and the probability of its least likely tag."""

    span: Offsets
    layer: int
    probability: float


@dataclass(frozen=True, slots=True)
class ScoredTriple:
    """A triple of spans (`predicate` is one only where labels are words of the text), and how likely it is right."""

    subject: Offsets
    predicate: str | Offsets
    object: Offsets
    score: float


def layer_tags(spans: Iterable[tuple[int, int, int]], length: int, layers: int) -> NDArray[np.int64]:
    """Tags of spans (start, end, layer), of shape (length, layers); within a layer the longer hides the shorter.

    >>> layer_tags([(0, 2, 0), (1, 2, 1)], 3, 2).T.tolist()
    [[1, 3, 0], [0, 4, 0]]
    """
    tags = np.zeros((length, layers), np.int64)
    for start, end, layer in sorted(spans, key=lambda one: (one[1] - one[0], one)):
        if end - start == 1:
            tags[start, layer] = SINGLE
        else:
            tags[start:end, layer] = INSIDE
            tags[start, layer] = BEGIN
            tags[end - 1, layer] = END
    return tags


def span_proposals(logits: Floats, least: float) -> list[SpanProposal]:
    """All spans whose least likely tag is likelier than `least`; logits of shape (length, 5 * layers)."""
    length = len(logits)
    cells = softmax(logits.reshape(length, -1, TAGS).astype(np.float64))
    found = [
        SpanProposal((at, at + 1), layer, float(cells[at, layer, SINGLE]))
        for at, layer in np.argwhere(cells[:, :, SINGLE] > least).tolist()
    ]
    for start, layer in np.argwhere(cells[:, :, BEGIN] > least).tolist():
        lowest = float(cells[start, layer, BEGIN])
        for at in range(start + 1, min(length, start + _MAX_LENGTH)):
            ends = float(cells[at, layer, END])
            if ends > least:
                found.append(SpanProposal((start, at + 1), layer, min(lowest, ends)))
            lowest = min(lowest, float(cells[at, layer, INSIDE]))
            if lowest < least:
                break
    return found


def _overlap(left: Offsets, right: Offsets) -> bool:
    return left[0] < right[1] and right[0] < left[1]


def _rivals(left: ScoredTriple, right: ScoredTriple) -> bool:
    """Whether two triples state the same relation of spans that overlap without being equal."""
    if isinstance(left.predicate, str) or isinstance(right.predicate, str):
        alike = left.predicate == right.predicate
    else:
        alike = _overlap(left.predicate, right.predicate)
    same = (left.subject, left.predicate, left.object) == (right.subject, right.predicate, right.object)
    return alike and not same and _overlap(left.subject, right.subject) and _overlap(left.object, right.object)


def without_rivals(triples: Sequence[ScoredTriple]) -> list[ScoredTriple]:
    """The triples, likeliest first; of those that differ only in the borders of their spans, the likeliest alone."""
    kept: list[ScoredTriple] = []
    for one in sorted(triples, key=lambda t: (-t.score, t.subject, t.object, str(t.predicate))):
        if not any(_rivals(one, other) for other in kept):
            kept.append(one)
    return kept
