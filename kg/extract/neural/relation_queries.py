"""Which pairs of mentions the relation model is asked about.

In 海州集团董事长王建国 three spans are found: (0, 4) may be a subject, (4, 7) a predicate, (7, 10) an object. For a
closed data set (its labels are a list) the model is asked about each pair of mentions whose kinds some label joins. For
an open one (its labels are words of the text) it is asked about three pairs for each open triple: subject and
predicate, predicate and object, subject and object; triples that share two spans share the pair.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.extract.neural.character_features import Ints
from kg.extract.neural.relation_input import ANY, KINDS, MarkedMention, RelationQuery
from kg.extract.neural.relation_spans import Offsets

_OPEN = (ANY, KINDS.index("Role"), ANY)  # kinds of subject, predicate and object where the predicate is words
MAX_SPANS = 10  # of each part of an open triple


def typed_pairs(
    features: Ints, mentions: Sequence[MarkedMention], allowed: Callable[[int, int], bool]
) -> RelationQuery:
    """All pairs of different mentions whose kinds are allowed (number of the subject's kind, of the object's)."""
    places = range(len(mentions))
    pairs = [
        (left, right)
        for left in places
        for right in places
        if left != right and mentions[left] != mentions[right] and allowed(mentions[left][2], mentions[right][2])
    ]
    return RelationQuery(features, mentions, pairs)


@dataclass(frozen=True)
class OpenTriple:
    """Subject, predicate and object as spans, and the numbers of its pairs in the query.

    The pairs are: subject and predicate, predicate and object, subject and object.
    """

    spans: tuple[Offsets, Offsets, Offsets]
    pairs: tuple[int, int, int]


def open_triples(features: Ints, parts: Sequence[Sequence[Offsets]]) -> tuple[RelationQuery, list[OpenTriple]]:
    """All triples of possible subjects, predicates and objects (`parts`) whose subject and object do not overlap."""
    mentions: dict[MarkedMention, int] = {}
    pairs: dict[tuple[int, int], int] = {}
    found = []

    def pair(left: tuple[Offsets, int], right: tuple[Offsets, int]) -> int:
        ends = [mentions.setdefault((*span, _OPEN[part]), len(mentions)) for span, part in (left, right)]
        return pairs.setdefault((ends[0], ends[1]), len(pairs))

    subjects, predicates, objects = (list(dict.fromkeys(some))[:MAX_SPANS] for some in parts)
    for subject in subjects:
        for predicate in predicates:
            for object_ in objects:
                if subject[0] < object_[1] and object_[0] < subject[1]:
                    continue
                ends = ((subject, 0), (predicate, 1), (object_, 2))
                places = (pair(ends[0], ends[1]), pair(ends[1], ends[2]), pair(ends[0], ends[2]))
                found.append(OpenTriple((subject, predicate, object_), places))
    return RelationQuery(features, list(mentions), list(pairs)), found
