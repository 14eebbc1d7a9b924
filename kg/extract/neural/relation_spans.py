"""From scores to triples: which stretches of a text may be mentions, and which triples over them stand together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.neural.tag_decoding import Floats

Stretch = tuple[int, int]  # start, end
OUTSIDE, BEGIN, INSIDE, END, SINGLE = range(5)  # tags of one layer; each kind of mention has a layer of its own
_LONGEST = 60  # characters of a mention


@dataclass(frozen=True, slots=True)
class Proposed:
    """A stretch that may be a mention, the layer that says so, and how likely it is."""

    span: Stretch
    layer: int
    likely: float


@dataclass(frozen=True, slots=True)
class Scored:
    """A triple of stretches (`predicate` is one only where labels are words of the text), its chance to be right."""

    subject: Stretch
    predicate: str | Stretch
    object: Stretch
    likely: float


def layered(spans: Iterable[tuple[int, int, int]], length: int, layers: int) -> NDArray[np.int64]:
    """Tags of spans (start, end, layer), of shape (length, layers); within a layer the longer hides the shorter.

    >>> layered([(0, 2, 0), (1, 2, 1)], 3, 2).T.tolist()
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


def proposals(scores: Floats, low: float) -> list[Proposed]:
    """All stretches whose least likely tag is likelier than `low`; scores are logits of shape (length, 5 * layers)."""
    length = len(scores)
    cells = scores.reshape(length, -1, 5).astype(np.float64)
    cells = np.exp(cells - cells.max(-1, keepdims=True))
    cells /= cells.sum(-1, keepdims=True)
    found = [
        Proposed((at, at + 1), layer, float(cells[at, layer, SINGLE]))
        for at, layer in np.argwhere(cells[:, :, SINGLE] > low).tolist()
    ]
    for start, layer in np.argwhere(cells[:, :, BEGIN] > low).tolist():
        least = float(cells[start, layer, BEGIN])
        for at in range(start + 1, min(length, start + _LONGEST)):
            ends = float(cells[at, layer, END])
            if ends > low:
                found.append(Proposed((start, at + 1), layer, min(least, ends)))
            least = min(least, float(cells[at, layer, INSIDE]))
            if least < low:
                break
    return found


def _overlap(left: Stretch, right: Stretch) -> bool:
    return left[0] < right[1] and right[0] < left[1]


def _rivals(left: Scored, right: Scored) -> bool:
    """Whether two triples say the same of stretches that overlap without being equal."""
    if isinstance(left.predicate, str) or isinstance(right.predicate, str):
        alike = left.predicate == right.predicate
    else:
        alike = _overlap(left.predicate, right.predicate)
    same = (left.subject, left.predicate, left.object) == (right.subject, right.predicate, right.object)
    return alike and not same and _overlap(left.subject, right.subject) and _overlap(left.object, right.object)


def standing(triples: Sequence[Scored]) -> list[Scored]:
    """The likeliest first; of those that differ only in borders, the likeliest alone."""
    kept: list[Scored] = []
    for one in sorted(triples, key=lambda t: (-t.likely, t.subject, t.object, str(t.predicate))):
        if not any(_rivals(one, other) for other in kept):
            kept.append(one)
    return kept
