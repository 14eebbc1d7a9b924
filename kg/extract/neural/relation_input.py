"""What the relation model is asked: sentences with marked mentions, and pairs of these, as arrays of whole numbers.

In 海州集团董事长王建国 with the mentions (0, 4, Organization) and (7, 10, Person), the pair (0, 1) asks what the
company has to do with the man. The arrays say where to look for it: each mention's borders, how far each character is
from either end, and where the zones before, between (董事长) and behind the two begin and end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.neural.character_features import Ints
from kg.ontology.ontology import Ontology

KINDS = (
    "Any", "Person", "CreativeWork", "Organization", "Place", "Date", "Quantity", "Text", "Role", "Award", "Event",
    "Initiative", "Product",
)  # fmt: skip
ANY = 0
LONGEST = 320  # characters that the model sees at a time: a row of a data set, a sentence
FAR = LONGEST + 2  # distances that the model tells apart: -FAR..FAR
MarkedMention = tuple[int, int, int]  # start, end, number of the kind
_NUMBER = {kind: number for number, kind in enumerate(KINDS)}
_ALIKE = {"Duration": "Quantity", "date": "Date", "quantity": "Quantity", "text": "Text"}
_MARKS = 3  # mentions that may lie over one character
_SIZES = 12  # lengths of mentions that are told apart
_STEPS = (5, 7, 10, 17, 30)  # distances from which on the next bucket begins; shorter ones have a bucket each
BUCKETS = 20


@dataclass(frozen=True)
class RelationQuery:
    """A sentence: features of shape (5, characters), mentions, and pairs (subject, object) of numbers of mentions."""

    features: Ints
    mentions: Sequence[MarkedMention] = ()
    pairs: Sequence[tuple[int, int]] = ()


def kind_of(type_: str, ontology: Ontology) -> int:
    """The number of a type in `KINDS`: of its coarse type, or `Any`.

    >>> from kg.ontology.ontology import load
    >>> KINDS[kind_of("Company", load())], KINDS[kind_of("date", load())]
    ('Organization', 'Date')
    """
    coarse = ontology.coarse.get(type_, type_)
    return _NUMBER.get(_ALIKE.get(coarse, coarse), ANY)


def bucket(distance: NDArray[np.int64]) -> NDArray[np.int64]:
    """Signed distances to 20 buckets: 0 to 9 for those of at least 0, 10 to 19 for the others."""
    size = np.abs(distance)
    found: NDArray[np.int64] = np.where(size < 5, size, 4 + np.searchsorted(_STEPS, size, side="right"))
    return found + 10 * (distance < 0)


def padded(queries: Sequence[RelationQuery]) -> NDArray[np.int64]:
    """The features of sentences, of shape (sentences, 5, longest)."""
    longest = max([1, *(one.features.shape[1] for one in queries)])
    found = np.zeros((len(queries), 5, longest), np.int64)
    for row, one in enumerate(queries):
        found[row, :, : one.features.shape[1]] = one.features
    return found


def marks(queries: Sequence[RelationQuery], length: int) -> NDArray[np.int64]:
    """The mentions over each character, of shape (sentences, length, 3): 0, or 1 + 2 * kind + (not the first)."""
    found = np.zeros((len(queries), length, _MARKS), np.int64)
    for row, one in enumerate(queries):
        for start, end, kind in one.mentions:
            free = np.flatnonzero(~found[row, start:end].any(0))
            if len(free):
                found[row, start:end, free[0]] = 2 * kind + 2
                found[row, start, free[0]] -= 1
    return found


def pairs(queries: Sequence[RelationQuery], length: int) -> dict[str, NDArray[np.int64]]:
    """Where the pairs of all sentences look; P pairs and M mentions, in the order of the sentences.

    mention_at (M, 6): rows of the states, with one more before and behind each sentence, of the mention's first and
    last character and its neighbours; rows of the running sums of states before it and up to its end.
    mention_is (M, 3): kind, bucket of the length, length. pair_of (P, 3): subject, object, sentence.
    pair_near (3, P, length): how far each character is from the subject, from the object, and its zone.
    pair_zone (P, 6): rows of the running sums that bound the zones before, between and behind.
    pair_is (P, 2): bucket of the distance, both kinds.
    """
    mention_rows = [(row, *m) for row, one in enumerate(queries) for m in one.mentions]
    mentions = np.array(mention_rows, np.int64).reshape(-1, 4)
    shifts = np.cumsum([0, *(len(one.mentions) for one in queries)])
    pair_rows = [(s + at, o + at) for one, at in zip(queries, shifts.tolist(), strict=False) for s, o in one.pairs]
    both = np.array(pair_rows, np.int64).reshape(-1, 2)
    subject, object_ = mentions[both[:, 0]], mentions[both[:, 1]]
    sizes = np.array([one.features.shape[1] for one in queries], np.int64)
    return {
        **_mention_arrays(mentions, length),
        "pair_of": np.concatenate([both, subject[:, :1]], 1),
        **_pair_arrays(subject, object_, sizes, length),
    }


def _mention_arrays(mentions: NDArray[np.int64], length: int) -> dict[str, NDArray[np.int64]]:
    """Of mentions (sentence, start, end, kind)."""
    row, start, end, kind = mentions.T
    state, sums, size = row * (length + 2), row * (length + 1), end - start
    around = (state + start + 1, state + end, state + start, state + end + 1, sums + start, sums + end)
    return {
        "mention_at": np.stack(around, 1),
        "mention_is": np.stack([kind, np.minimum(size, _SIZES - 1), size], 1),
    }


def _pair_arrays(
    subject: NDArray[np.int64], object_: NDArray[np.int64], sizes: NDArray[np.int64], length: int
) -> dict[str, NDArray[np.int64]]:
    """Of the subject and the object of each pair, each (sentence, start, end, kind); `sizes` are of the sentences."""
    straight = subject[:, 1] <= object_[:, 1]
    first, second = np.where(straight[:, None], subject, object_), np.where(straight[:, None], object_, subject)
    swapped = (~straight).astype(np.int64)
    at = np.arange(length)[None]
    zone = (at >= first[:, 1:2]).astype(np.int64) + (at >= first[:, 2:3]) * (at < second[:, 1:2])
    zone = np.where(at >= second[:, 1:2], np.where(at >= second[:, 2:3], 4, 3), zone)
    here = first[:, 0] * (length + 1)
    bounds = (0, first[:, 1], first[:, 2], np.maximum(first[:, 2], second[:, 1]), second[:, 2], sizes[first[:, 0]])
    gap = (second[:, 1] - first[:, 2]) * np.where(swapped > 0, -1, 1)
    return {
        "pair_near": np.stack([_from(at, subject), _from(at, object_), zone + 5 * swapped[:, None]]),
        "pair_zone": np.stack([here + bound for bound in bounds], 1),
        "pair_is": np.stack([bucket(gap), subject[:, 3] * len(KINDS) + object_[:, 3]], 1),
    }


def _from(at: NDArray[np.int64], mention: NDArray[np.int64]) -> NDArray[np.int64]:
    """Distances from a mention of shape (pairs, characters), from 0 to 2 * FAR; FAR is within the mention."""
    before, behind = np.minimum(at - mention[:, 1:2], 0), np.maximum(at - mention[:, 2:3] + 1, 0)
    found: NDArray[np.int64] = np.clip(before + behind, -FAR, FAR) + FAR
    return found
