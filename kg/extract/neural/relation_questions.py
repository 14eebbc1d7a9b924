"""Which pairs of mentions the relation model is asked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.extract.neural.character_features import Ints
from kg.extract.neural.relation_input import ANY, KINDS, Asked
from kg.extract.neural.relation_spans import Stretch

Marked = tuple[int, int, int]  # start, end, number of the kind
ROLE = KINDS.index("Role")
_OPEN = (ANY, ROLE, ANY)  # kinds of subject, predicate and object where the predicate is a word of the text
MOST = 10  # stretches of each part of an open triple


def among(features: Ints, mentions: Sequence[Marked], allowed: Callable[[int, int], bool]) -> Asked:
    """All pairs of mentions whose kinds are allowed; a stretch is not asked about with itself."""
    places = range(len(mentions))
    pairs = [
        (left, right)
        for left in places
        for right in places
        if left != right and mentions[left] != mentions[right] and allowed(mentions[left][2], mentions[right][2])
    ]
    return Asked(features, mentions, pairs)


@dataclass(frozen=True)
class Trio:
    """A triple of stretches, and where its pairs stand: subject with predicate, predicate with object, both ends."""

    stretches: tuple[Stretch, Stretch, Stretch]
    pairs: tuple[int, int, int]


def trios(features: Ints, parts: Sequence[Sequence[Stretch]]) -> tuple[Asked, list[Trio]]:
    """All triples of possible subjects, predicates and objects whose subject and object do not overlap."""
    mentions: dict[Marked, int] = {}
    pairs: dict[tuple[int, int], int] = {}
    found = []

    def pair(left: tuple[Stretch, int], right: tuple[Stretch, int]) -> int:
        ends = [mentions.setdefault((*span, _OPEN[part]), len(mentions)) for span, part in (left, right)]
        return pairs.setdefault((ends[0], ends[1]), len(pairs))

    subjects, predicates, objects = (list(dict.fromkeys(some))[:MOST] for some in parts)
    for subject in subjects:
        for predicate in predicates:
            for object_ in objects:
                if subject[0] < object_[1] and object_[0] < subject[1]:
                    continue
                ends = ((subject, 0), (predicate, 1), (object_, 2))
                places = (pair(ends[0], ends[1]), pair(ends[1], ends[2]), pair(ends[0], ends[2]))
                found.append(Trio((subject, predicate, object_), places))
    return Asked(features, list(mentions), list(pairs)), found
