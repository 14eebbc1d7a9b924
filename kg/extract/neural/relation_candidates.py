"""Relations between the mentions of a document as the relation model sees them, in the ontology's properties.

In 海州集团董事长王建国 the model gives the label 董事长 of one data set 0.9 for (海州集团, 王建国), and
`positionAt` of the silver data 0.8 for (王建国, 海州集团). By ontology/labels/relations.tsv both say
positionAt(王建国, 海州集团): one candidate, with two probabilities and the role 董事长. Whether it becomes a claim is
decided by `kg.extract.vote.claim_vote`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from kg.extract.neural.batches import parts
from kg.extract.neural.label_scheme import LabelScheme
from kg.extract.neural.logits import Floats, sigmoid, softmax
from kg.extract.neural.relation_input import RelationQuery, kind_of
from kg.extract.neural.relation_model import label_schemes, relation_scorer
from kg.extract.neural.relation_triples import length_groups
from kg.extract.neural.session import FOLDER, MAX_FOLDERS
from kg.ontology.ontology import Ontology
from kg.ontology.relation_labels import Meaning, meanings
from kg.ontology.tables.neural import Neural
from kg.types import Mention, Parsed, Span

_MAX_GAP = 80  # characters between two mentions that are asked about
_MAX_MENTIONS = 16  # of a piece that are asked about


@dataclass(frozen=True)
class RelationCandidate:
    """A relation that the model finds possible, with its probability by each data set; it was seen in `piece`.

    `role` is the post that a label names, empty for none.
    """

    property: str
    subject: Mention
    object: Mention
    role: str
    probabilities: Mapping[str, float]
    piece: Span


@dataclass(frozen=True, slots=True)
class _Reading:
    """A label of a data set, read as a property of a pair in the order of the query, or of the reversed pair."""

    set: str
    column: int
    property: str
    role: str
    turned: bool


class LabelReadings:
    """The labels that the model learned, read as properties of an ontology."""

    def __init__(self, ontology: Ontology, folder: Path) -> None:
        self._ontology = ontology
        self._labels = tuple(_labels(ontology, folder))
        self._of_types: dict[tuple[str, str], tuple[_Reading, ...]] = {}  # at most as many as there are pairs of types

    @property
    def properties(self) -> frozenset[str]:
        """The properties that a candidate may have."""
        return frozenset(str(meaning.property) for *_, meaning in self._labels)

    def of(self, left: str, right: str) -> tuple[_Reading, ...]:
        """The readings of labels for a pair of types in this order."""
        if (left, right) not in self._of_types:
            self._of_types[left, right] = tuple(self._read(left, right))
        return self._of_types[left, right]

    def _read(self, left: str, right: str) -> Iterator[_Reading]:
        kinds = kind_of(left, self._ontology), kind_of(right, self._ontology)
        for scheme, column, meaning in self._labels:
            if scheme.form == "closed" and scheme.ends[column] != kinds:
                continue
            if scheme.form == "pairs" and {*kinds} != {scheme.kinds[0]}:
                continue
            for turned in (False, True) if meaning.direction == "either" else (meaning.direction == "inverse",):
                if _fits(meaning, (right, left) if turned else (left, right), self._ontology):
                    yield _Reading(scheme.name, column, str(meaning.property), meaning.role, turned)


@lru_cache(maxsize=MAX_FOLDERS)
def label_readings(ontology: Ontology, folder: Path = FOLDER) -> LabelReadings:
    """The readings of a folder's labels; ModelError where its weights are missing or damaged."""
    return LabelReadings(ontology, folder)


def _labels(ontology: Ontology, folder: Path) -> Iterator[tuple[LabelScheme, int, Meaning]]:
    """All labels with a property in the ontology: the scheme, the label's column, what it means."""
    dependent = ontology.table(Neural).relations.dependent
    for name, scheme in label_schemes(folder).items():
        if scheme.form == "open":
            continue
        table = meanings(name, ontology)
        for column, label in enumerate(scheme.labels):
            if scheme.form == "silver":
                meaning = Meaning(label) if label in ontology.properties else None
            else:
                meaning = table.of(label)
            if meaning is not None and meaning.property and meaning.property not in dependent:
                yield scheme, column, meaning


def _fits(meaning: Meaning, types: tuple[str, str], ontology: Ontology) -> bool:
    """Whether label and property allow things of these types (subject, object)."""
    known = ontology.properties[str(meaning.property)]
    ends = zip(types, (known.domain, known.range or ((known.datatype or "").capitalize(),)), strict=True)
    return meaning.joins(types, ontology) and all(
        not some or any(kind == one or ontology.is_a(kind, one) for one in some) for kind, some in ends
    )


@dataclass(frozen=True)
class _PieceQuery:
    """A piece of text with the mentions in it that the query asks about."""

    piece: Span
    mentions: Sequence[Mention]
    query: RelationQuery


def relation_candidates(
    parsed: Parsed, mentions: Sequence[Mention], ontology: Ontology, folder: Path = FOLDER
) -> list[RelationCandidate]:
    """All relations between mentions of one piece of text that the model finds possible, in their order."""
    readings, least = label_readings(ontology, folder), ontology.table(Neural).relations.probability
    pieces = list(_queries(parsed, mentions, readings, ontology))
    score, schemes = relation_scorer(folder), label_schemes(folder)
    found: list[RelationCandidate] = []
    for group in length_groups([one.query.features.shape[1] for one in pieces]):
        logits, at = score([pieces[n].query for n in group]).labels, 0
        tables = {name: _probabilities(schemes[name], rows) for name, rows in logits.items() if name in schemes}
        for one in (pieces[n] for n in group):
            for subject, object_ in one.query.pairs:
                pair, rows = (one.mentions[subject], one.mentions[object_]), {k: rows[at] for k, rows in tables.items()}
                found += _candidates(pair, rows, one.piece, readings, least)
                at += 1
    return _joined(found)


def _queries(
    parsed: Parsed, mentions: Sequence[Mention], readings: LabelReadings, ontology: Ontology
) -> Iterator[_PieceQuery]:
    """A query for each piece with a pair of mentions that some label may join."""
    ordered = sorted(mentions, key=lambda m: (m.span, m.type))
    starts = [mention.span.start for mention in ordered]
    for span, seen in parts(parsed):
        within = ordered[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
        some = [m for m in within if span.contains(m.span)][:_MAX_MENTIONS]
        pairs = list(_pairs(some, readings))
        if pairs:
            marked = [(m.span.start - span.start, m.span.end - span.start, kind_of(m.type, ontology)) for m in some]
            yield _PieceQuery(span, some, RelationQuery(np.stack(seen.arrays), marked, pairs))


def _pairs(some: Sequence[Mention], readings: LabelReadings) -> Iterator[tuple[int, int]]:
    for n, left in enumerate(some):
        for k, right in enumerate(some):
            gap = max(left.span.start - right.span.end, right.span.start - left.span.end)
            if n != k and 0 <= gap <= _MAX_GAP and readings.of(left.type, right.type):
                yield n, k


def _probabilities(scheme: LabelScheme, logits: Floats) -> Floats:
    return softmax(logits) if scheme.form == "pairs" else sigmoid(logits)


def _candidates(
    pair: tuple[Mention, Mention], rows: Mapping[str, Floats], piece: Span, readings: LabelReadings, least: float
) -> Iterator[RelationCandidate]:
    for one in readings.of(pair[0].type, pair[1].type):
        probability = float(rows[one.set][one.column])
        if probability > least:
            subject, object_ = pair[::-1] if one.turned else pair
            yield RelationCandidate(one.property, subject, object_, one.role, {one.set: probability}, piece)


def _joined(found: Sequence[RelationCandidate]) -> list[RelationCandidate]:
    """Candidates of one relation as one, with the highest probability that each set gives it."""
    groups: dict[object, list[RelationCandidate]] = defaultdict(list)
    for one in found:
        groups[one.property, one.subject, one.object].append(one)
    joined = []
    for some in groups.values():
        highest: dict[str, float] = {}
        for one in some:
            for name, probability in one.probabilities.items():
                highest[name] = max(probability, highest.get(name, 0.0))
        role = max(some, key=lambda one: (bool(one.role), max(one.probabilities.values()))).role
        first = some[0]
        joined.append(RelationCandidate(first.property, first.subject, first.object, role, highest, first.piece))
    return sorted(joined, key=lambda one: (one.subject.span, one.object.span, one.property))
