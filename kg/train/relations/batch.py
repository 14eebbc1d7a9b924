"""Rows to what the relation model is asked and should answer: candidates, wrong ones among them, and targets."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kg.extract.neural.relation_input import KINDS, Asked
from kg.extract.neural.relation_questions import Trio, among, trios
from kg.extract.neural.relation_spans import Proposed, Stretch, layered
from kg.train.relations.rows import Labels, Row, occurrences

Floats = NDArray[np.float32]
_EXTRA = 9  # mentions that are in no triple, for each text
_WRONG = 12  # pairs without a relation for each sentence of silver data


class Scheme:
    """What the sets ask for together: layers of tags, labels of each head, kinds that a label may join."""

    def __init__(self, sets: Iterable[Labels]) -> None:
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
        named = {one.name: 5 * len(one.labels) for one in self.sets.values() if one.form == "names"}
        return ({"closed": 5 * len(self.kinds)} if self.closed else {}) | ({"open": 15} if self.opens else {}) | named

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

    `tags` of shape (characters, layers); `labels` and `weights` of shape (pairs, labels of the head); `trios` with
    whether they are right.
    """

    tags: NDArray[np.int64] | None = None
    labels: Floats | None = None
    weights: Floats | None = None
    trios: list[Trio] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)


def head_of(labels: Labels) -> str:
    """The head that answers for a set."""
    return labels.form if labels.form in ("closed", "open") else labels.name


def question(
    row: Row, scheme: Scheme, proposed: Sequence[Proposed], chance: random.Random, silver_negative: float
) -> tuple[Asked, Target]:
    """What to ask about a row in training, and the right answers."""
    if row.set.form == "closed":
        return _closed(row, scheme, proposed, chance)
    if row.set.form == "open":
        return _open(row, proposed, chance)
    if row.set.form == "silver":
        return _silver(row, chance, silver_negative)
    if row.set.form == "names":
        return Asked(row.features), Target(layered(row.mentions, len(row), len(row.set.labels)))
    return given(row)


def given(row: Row) -> tuple[Asked, Target]:
    """The pairs that a row asks about."""
    kind = row.set.kind
    mentions = list(dict.fromkeys((*end, kind) for head, tail, _ in row.asked for end in (head, tail)))
    pairs = [(mentions.index((*head, kind)), mentions.index((*tail, kind))) for head, tail, _ in row.asked]
    labels = np.zeros((len(pairs), len(row.set.labels)), np.float32)
    for n, (_, _, label) in enumerate(row.asked):
        labels[n, row.set.labels.index(label)] = 1
    return Asked(row.features, mentions, pairs), Target(labels=labels)


def tags(row: Row, scheme: Scheme) -> NDArray[np.int64] | None:
    """The tags of a row, one layer for each kind or part of a triple; None where its set has no tags."""
    if row.set.form == "closed":
        return layered([(s, e, scheme.layer[k]) for s, e, k in row.mentions], len(row), len(scheme.kinds))
    if row.set.form == "open":
        spans = {(*span, part) for trio in row.right for part, span in enumerate(trio)}
        return layered(spans, len(row), 3)
    return None


def _closed(row: Row, scheme: Scheme, proposed: Sequence[Proposed], chance: random.Random) -> tuple[Asked, Target]:
    extra = [(*one.span, scheme.kinds[one.layer]) for one in proposed]
    extra += [word for word in row.words if chance.random() < 0.5]
    if row.mentions and chance.random() < 0.3:
        start, end, kind = chance.choice(row.mentions)
        start, end = max(0, start + chance.randint(-2, 2)), min(len(row), end + chance.randint(-2, 2))
        extra += [(start, end, kind)] * (start < end)
    chance.shuffle(extra)
    mentions = list(dict.fromkeys([*row.mentions, *extra[:_EXTRA]]))
    asked = among(row.features, mentions, scheme.allowed)
    place = {pair: n for n, pair in enumerate(asked.pairs)}
    labels = np.zeros((len(place), len(scheme.closed)), np.float32)
    kinds = np.array([(mentions[s][2], mentions[o][2]) for s, o in asked.pairs], np.int64).reshape(-1, 2)
    weights = scheme.fits[kinds[:, 0], kinds[:, 1]] * scheme.own[row.set.name]
    number = {mention: n for n, mention in enumerate(mentions)}
    for subject, label, object_ in sorted(row.triples):
        column, ends = scheme.place[label], row.set.ends[label]
        heads, tails = (
            [(*at, kind) for at in occurrences(row.text, words)]
            for words, kind in zip((subject, object_), ends, strict=True)
        )
        pairs = [(number[left], number[right]) for left in heads for right in tails if left != right]
        cells = [place[pair] for pair in pairs if pair in place]
        if not cells:
            continue
        nearest = min(cells, key=lambda n: (_apart(asked, n), n))
        for n in cells:
            weights[n, column] *= labels[n, column]  # it may be said there too: nothing is learned from it
        labels[nearest, column] = weights[nearest, column] = 1
    return asked, Target(tags(row, scheme), labels, weights)


def _apart(asked: Asked, pair: int) -> int:
    (left, right), mentions = asked.pairs[pair], asked.mentions
    return abs(sum(mentions[left][:2]) - sum(mentions[right][:2]))


def _open(row: Row, proposed: Sequence[Proposed], chance: random.Random) -> tuple[Asked, Target]:
    parts: list[list[Stretch]] = [[], [], []]
    for trio in [*sorted(row.right), *sorted(row.wrong)]:
        for part, span in zip(parts, trio, strict=True):
            part.append(span)
    for one in proposed:
        parts[one.layer].append(one.span)
    person = KINDS.index("Person")
    for start, end, kind in row.words:
        if chance.random() < 0.3:
            parts[2 if kind == person else 0].append((start, end))
    asked, found = trios(row.features, parts)
    right = [one.stretches in row.right for one in found]
    spans = {(*span, part) for trio in row.right for part, span in enumerate(trio)}
    return asked, Target(layered(spans, len(row), 3), trios=found, right=right)


def _silver(row: Row, chance: random.Random, negative: float) -> tuple[Asked, Target]:
    facts: dict[tuple[int, int], list[tuple[str, float]]] = {}
    for subject, label, object_, confidence in row.facts:
        facts.setdefault((subject, object_), []).append((label, confidence))
    places = range(len(row.mentions))
    others = [(s, o) for s in places for o in places if s != o and (s, o) not in facts]
    pairs = [*facts, *(chance.sample(others, _WRONG) if len(others) > _WRONG else others)]
    labels = np.zeros((len(pairs), len(row.set.labels)), np.float32)
    weights = np.full_like(labels, negative)
    for n, pair in enumerate(pairs):
        for label, confidence in facts.get(pair, ()):
            column = row.set.labels.index(label)
            labels[n, column], weights[n, column] = 1, confidence
    return Asked(row.features, row.mentions, pairs), Target(labels=labels, weights=weights)


def grouped_pairs(rows: Iterable[Row]) -> list[Row]:
    """Rows that ask about the same two mentions of a text as one row."""
    found: dict[object, list[Row]] = {}
    for row in rows:
        ends = frozenset(end for head, tail, _ in row.asked for end in (head, tail))
        found.setdefault((row.set.name, row.text, ends), []).append(row)
    return [_joined(some) for some in found.values()]


def _joined(rows: Sequence[Row]) -> Row:
    first = rows[0]
    asked = tuple(one for row in rows for one in row.asked)
    return Row(first.set, first.text, first.features, asked=asked, other=first.other)
