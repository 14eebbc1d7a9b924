"""What the relation model is asked about a row in training, and the right answers.

Of 《远山》是李明月演唱的歌曲。 with the triple (远山, 歌手, 李明月) it is asked about both mentions, and about a wrong
one or two (远山》, 歌曲) that the dictionary or the tags of the moment propose; the right answer is 1 for 歌手 at the
pair (远山, 李明月), 0 for all else that the set could say.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kg.extract.neural.logits import Floats
from kg.extract.neural.relation_input import KINDS, MarkedMention, RelationQuery
from kg.extract.neural.relation_queries import OpenTriple, open_triples, typed_pairs
from kg.extract.neural.relation_spans import TAGS, Offsets, SpanProposal, layer_tags
from kg.train.relations.relation_rows import LabelSet, Row, occurrences

_MAX_WRONG_MENTIONS = 9  # mentions that are in no triple, for each text
_MAX_WRONG_PAIRS = 12  # pairs without a relation, for each sentence of silver data
# Shares of wrong mentions that training sees: names by the dictionary of a closed and of an open set, moved borders.
_DICTIONARY, _OPEN_DICTIONARY, _MOVED = 0.5, 0.3, 0.3
_SHIFT = 2  # characters by which a border is moved at most


class LabelSpace:
    """The labels of all sets together: layers of tags, labels of each head, kinds that a label may join."""

    def __init__(self, sets: Iterable[LabelSet]) -> None:
        self.sets = {one.name: one for one in sets}
        closed = [one for one in self.sets.values() if one.form == "closed"]
        self.closed = tuple(sorted({label for one in closed for label in one.labels}))
        place = {label: n for n, label in enumerate(self.closed)}
        self.kinds = tuple(sorted({kind for one in closed for ends in one.ends.values() for kind in ends}))
        self.layer = {kind: n for n, kind in enumerate(self.kinds)}
        self.fits = np.zeros((len(KINDS), len(KINDS), len(self.closed)), np.float32)
        self.own = {one.name: np.zeros(len(self.closed), np.float32) for one in closed}
        for one in closed:
            for label, ends in one.ends.items():
                self.fits[(*ends, place[label])] = self.own[one.name][place[label]] = 1
        self.place = place
        self.opens = any(one.form == "open" for one in self.sets.values())

    @property
    def tags(self) -> dict[str, int]:
        """Numbers of tags of each tag head."""
        named = {one.name: TAGS * len(one.labels) for one in self.sets.values() if one.form == "names"}
        closed = {"closed": TAGS * len(self.kinds)} if self.closed else {}
        return closed | ({"open": TAGS * 3} if self.opens else {}) | named

    @property
    def labels(self) -> dict[str, int]:
        """Numbers of labels of each label head."""
        own = {one.name: len(one.labels) for one in self.sets.values() if one.form in ("pairs", "silver")}
        return ({"closed": len(self.closed)} if self.closed else {}) | ({"open": 3} if self.opens else {}) | own

    def allowed(self, left: int, right: int) -> bool:
        """Whether some label of a closed set joins two kinds."""
        return bool(self.fits[left, right].any())


@dataclass
class Target:
    """The right answers of a row; numbers count the row's pairs.

    `tags` of shape (characters, layers); `labels` and `weights` of shape (pairs, labels of the head); `triples` of an
    open set with whether they are right.
    """

    tags: NDArray[np.int64] | None = None
    labels: Floats | None = None
    weights: Floats | None = None
    triples: list[OpenTriple] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)


def head_of(labels: LabelSet) -> str:
    """The head that answers for a set."""
    return labels.form if labels.form in ("closed", "open") else labels.name


def training_query(
    row: Row, space: LabelSpace, proposed: Sequence[SpanProposal], chance: random.Random, silver_negative: float
) -> tuple[RelationQuery, Target]:
    """What to ask about a row in training, and the right answers."""
    if row.set.form == "closed":
        return _closed(row, space, proposed, chance)
    if row.set.form == "open":
        return _open(row, proposed, chance)
    if row.set.form == "silver":
        return _silver(row, chance, silver_negative)
    if row.set.form == "names":
        return RelationQuery(row.features), Target(layer_tags(row.mentions, len(row), len(row.set.labels)))
    return given_query(row)


def given_query(row: Row) -> tuple[RelationQuery, Target]:
    """The pairs that a row asks about."""
    kind = row.set.kind
    mentions = list(dict.fromkeys((*end, kind) for head, tail, _ in row.given for end in (head, tail)))
    pairs = [(mentions.index((*head, kind)), mentions.index((*tail, kind))) for head, tail, _ in row.given]
    labels = np.zeros((len(pairs), len(row.set.labels)), np.float32)
    for n, (_, _, label) in enumerate(row.given):
        labels[n, row.set.labels.index(label)] = 1
    return RelationQuery(row.features, mentions, pairs), Target(labels=labels)


def tags(row: Row, space: LabelSpace) -> NDArray[np.int64] | None:
    """The tags of a row, one layer for each kind or part of a triple; None where its set has no tags."""
    if row.set.form == "closed":
        return layer_tags([(s, e, space.layer[k]) for s, e, k in row.mentions], len(row), len(space.kinds))
    if row.set.form == "open":
        spans = {(*span, part) for triple in row.right for part, span in enumerate(triple)}
        return layer_tags(spans, len(row), 3)
    return None


def _closed(
    row: Row, space: LabelSpace, proposed: Sequence[SpanProposal], chance: random.Random
) -> tuple[RelationQuery, Target]:
    extra = _wrong_mentions(row, space, proposed, chance)
    mentions = list(dict.fromkeys([*row.mentions, *extra[:_MAX_WRONG_MENTIONS]]))
    query = typed_pairs(row.features, mentions, space.allowed)
    place = {pair: n for n, pair in enumerate(query.pairs)}
    labels = np.zeros((len(place), len(space.closed)), np.float32)
    kinds = np.array([(mentions[s][2], mentions[o][2]) for s, o in query.pairs], np.int64).reshape(-1, 2)
    weights = space.fits[kinds[:, 0], kinds[:, 1]] * space.own[row.set.name]
    number = {mention: n for n, mention in enumerate(mentions)}
    for subject, label, object_ in sorted(row.triples):
        column, ends = space.place[label], row.set.ends[label]
        heads, tails = (
            [(*at, kind) for at in occurrences(row.text, words)]
            for words, kind in zip((subject, object_), ends, strict=True)
        )
        pairs = [(number[left], number[right]) for left in heads for right in tails if left != right]
        cells = [place[pair] for pair in pairs if pair in place]
        if not cells:
            continue
        nearest = min(cells, key=lambda n: (_distance(query, n), n))
        for n in cells:
            weights[n, column] *= labels[n, column]  # the text may say it there too: nothing is learned from it
        labels[nearest, column] = weights[nearest, column] = 1
    return query, Target(tags(row, space), labels, weights)


def _wrong_mentions(
    row: Row, space: LabelSpace, proposed: Sequence[SpanProposal], chance: random.Random
) -> list[MarkedMention]:
    """What may look like a mention, shuffled: proposals of the tags, names by the dictionary, moved borders."""
    extra = [(*one.span, space.kinds[one.layer]) for one in proposed]
    extra += [name for name in row.dictionary if chance.random() < _DICTIONARY]
    if row.mentions and chance.random() < _MOVED:
        start, end, kind = chance.choice(row.mentions)
        start = max(0, start + chance.randint(-_SHIFT, _SHIFT))
        end = min(len(row), end + chance.randint(-_SHIFT, _SHIFT))
        extra += [(start, end, kind)] * (start < end)
    chance.shuffle(extra)
    return extra


def _distance(query: RelationQuery, pair: int) -> int:
    (left, right), mentions = query.pairs[pair], query.mentions
    return abs(sum(mentions[left][:2]) - sum(mentions[right][:2]))


def _open(row: Row, proposed: Sequence[SpanProposal], chance: random.Random) -> tuple[RelationQuery, Target]:
    parts: list[list[Offsets]] = [[], [], []]
    for triple in [*sorted(row.right), *sorted(row.wrong)]:
        for part, span in zip(parts, triple, strict=True):
            part.append(span)
    for one in proposed:
        parts[one.layer].append(one.span)
    person = KINDS.index("Person")
    for start, end, kind in row.dictionary:
        if chance.random() < _OPEN_DICTIONARY:
            parts[2 if kind == person else 0].append((start, end))
    query, found = open_triples(row.features, parts)
    right = [one.spans in row.right for one in found]
    spans = {(*span, part) for triple in row.right for part, span in enumerate(triple)}
    return query, Target(layer_tags(spans, len(row), 3), triples=found, right=right)


def _silver(row: Row, chance: random.Random, negative: float) -> tuple[RelationQuery, Target]:
    facts: dict[tuple[int, int], list[tuple[str, float]]] = {}
    for subject, label, object_, confidence in row.facts:
        facts.setdefault((subject, object_), []).append((label, confidence))
    places = range(len(row.mentions))
    others = [(s, o) for s in places for o in places if s != o and (s, o) not in facts]
    pairs = [*facts, *(chance.sample(others, _MAX_WRONG_PAIRS) if len(others) > _MAX_WRONG_PAIRS else others)]
    labels = np.zeros((len(pairs), len(row.set.labels)), np.float32)
    weights = np.full_like(labels, negative)
    for n, pair in enumerate(pairs):
        for label, confidence in facts.get(pair, ()):
            column = row.set.labels.index(label)
            labels[n, column], weights[n, column] = 1, confidence
    return RelationQuery(row.features, row.mentions, pairs), Target(labels=labels, weights=weights)


def grouped_pairs(rows: Iterable[Row]) -> list[Row]:
    """Rows about the same two mentions of a text joined to one row."""
    found: dict[object, list[Row]] = {}
    for row in rows:
        ends = frozenset(end for head, tail, _ in row.given for end in (head, tail))
        found.setdefault((row.set.name, row.text, ends), []).append(row)
    return [_joined(some) for some in found.values()]


def _joined(rows: Sequence[Row]) -> Row:
    first = rows[0]
    given = tuple(one for row in rows for one in row.given)
    return Row(first.set, first.text, first.features, given=given, numbered=first.numbered)
