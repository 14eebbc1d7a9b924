"""Names and triples in the annotation scheme of a data set: upper layers of their own on those of the joint network.

In 《远山》是李明月演唱的歌曲。 the triples of a closed set are found in two steps. Its heads score spans, 远山 as a
work (0.97) and 李明月 as a person (0.98); then each label that may join two of these gets a probability, 歌手 0.9 for
(远山, 李明月). The triple's score is 0.9 * (0.97 * 0.98) ** 0.5; it counts where it reaches the scheme's threshold. For
an open set the predicate is a span too, and three pairs make a triple. For a set of pairs the spans are given.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path

import numpy as np

from kg.extract.neural.joint import Floats, lower, table
from kg.extract.neural.logits import sigmoid
from kg.extract.neural.near_spans import above
from kg.extract.neural.scheme_labels import CLOSED, JOINTS, NAMES, OPEN, PAIRS, PARTS, UNKNOWN, Scheme, restored_scheme
from kg.extract.neural.session import FOLDER, MAX_FOLDERS, card, session, weights
from kg.extract.neural.windows import NOWHERE, Window, windows
from kg.ontology.ontology import Ontology
from kg.ontology.tables.neural import Neural
from kg.types import Mention, Parsed, Span

SCHEMES, CHARACTERS = "schemes.json", "scheme_characters.onnx"
SPANS_FILE, PAIRS_FILE = "scheme_{}_spans.onnx", "scheme_{}_pairs.onnx"
PLACES = ("piece", "left", "right")  # of each character, which the upper layers ask for besides
_MAX_SPANS = 40  # of a text that are tried in triples
_SPANS_WEIGH = 0.5  # exponent of the spans' probabilities in a triple's score


@dataclass(frozen=True, slots=True)
class Found:
    """A span of the view with the number of its label, and how likely it has that."""

    span: Span
    kind: int
    score: float


@dataclass(frozen=True, slots=True)
class ScoredTriple:
    """A triple of spans (`predicate` is one only where labels are words of the text), and how likely it is right."""

    subject: Span
    predicate: str | Span
    object: Span
    score: float

    def strings(self, view: str) -> tuple[str, str, str]:
        """The triple as strings of its text."""
        label = self.predicate if isinstance(self.predicate, str) else view[self.predicate.start : self.predicate.end]
        return view[self.subject.start : self.subject.end], label, view[self.object.start : self.object.end]


@lru_cache(maxsize=MAX_FOLDERS)
def schemes(folder: Path = FOLDER) -> Mapping[str, Scheme]:
    """The schemes of the data sets that the weights in a folder learned; ModelError where these are damaged."""
    if SCHEMES not in card(folder).get("files", {}):
        return {}
    return {name: restored_scheme(one) for name, one in json.loads(weights(SCHEMES, folder)).items()}


def learned(*forms: str) -> dict[str, frozenset[str]]:
    """The data sets of these forms that the shipped weights learned, with their labels.

    A set whose labels are words of the texts has none.
    """
    some = {name: one for name, one in schemes().items() if one.form in forms}
    return {name: frozenset(_own_labels(one)) for name, one in some.items()}


def _own_labels(scheme: Scheme) -> Sequence[str]:
    labels = scheme.labels
    return {NAMES: labels.spans, OPEN: (), CLOSED: labels.pairs, PAIRS: (*labels.pairs, UNKNOWN)}[scheme.form]


class Reading:
    """What the heads of one data set's scheme make of one document."""

    def __init__(self, parsed: Parsed, name: str, folder: Path = FOLDER) -> None:
        """Runs the network on all windows. Raises ModelError where it cannot be loaded."""
        self.scheme, self._name, self._folder = schemes(folder)[name], name, folder
        self._windows = [(one.offsets, _vectors(one, folder)) for one in windows(parsed, table(folder).vocabulary)]

    def spans(self, least: float) -> list[Found]:
        """The spans that are likelier than `least`, likeliest first."""
        floor, found = float(np.log(least / (1 - least))), dict[tuple[Span, int], float]()
        for offsets, vectors in self._windows:
            (scores,) = session(SPANS_FILE.format(self._name), self._folder).run(None, {"x": vectors[None]})
            for kind, span, odds in above(scores[0], floor, offsets):
                found[span, kind] = max(found.get((span, kind), floor), odds)
        each = (Found(span, kind, float(sigmoid(np.float64(odds)))) for (span, kind), odds in found.items())
        return sorted(each, key=lambda one: (-one.score, one.span, one.kind))

    def chances(self, ends: Sequence[tuple[Span, int]]) -> Floats:
        """The probability of each label between spans of these kinds, of shape (spans, spans, labels)."""
        labels = self.scheme.labels
        found = np.zeros((len(ends), len(ends), len(labels.pairs)), np.float32)
        for offsets, vectors in self._windows:
            at = {offset: n for n, offset in enumerate(offsets) if offset != NOWHERE}
            held = [n for n, (span, _) in enumerate(ends) if span.start in at and span.end - 1 in at]
            if not held:
                continue
            rows = [(at[ends[n][0].start], at[ends[n][0].end - 1], ends[n][1]) for n in held]
            first, last, kind = np.array(rows).T
            inputs = {"x": vectors, "first": first, "last": last, "kind": kind}
            (scores,) = session(PAIRS_FILE.format(self._name), self._folder).run(None, inputs)
            some = np.where(labels.table[kind[:, None], kind[None]], sigmoid(scores), 0)
            cells = np.ix_(held, held)
            found[cells] = np.maximum(found[cells], some)
        return found


def _vectors(window: Window, folder: Path) -> Floats:
    """The vectors of a window's characters (characters, width)."""
    places = {name: np.array([getattr(window.pieces, name)], np.int64) for name in PLACES}
    (x,) = session(CHARACTERS, folder).run(None, {**lower(window, folder), **places})
    made: Floats = x[0]
    return made


def names(parsed: Parsed, name: str, folder: Path = FOLDER) -> list[Mention]:
    """The names of a text as one data set would annotate them, with its own labels; none overlaps another."""
    scheme = schemes(folder)[name]
    found = scored_names(parsed, name, scheme.threshold, folder)
    return [Mention(one.span, scheme.labels.spans[one.kind]) for one in sorted(found, key=lambda one: one.span)]


def scored_names(parsed: Parsed, name: str, least: float, folder: Path = FOLDER) -> list[Found]:
    """The names of a text that are likelier than `least` in the labels of a data set, likeliest first.

    Of those that overlap the likeliest stands.
    """
    kept: list[Found] = []
    for one in Reading(parsed, name, folder).spans(least):
        if not any(one.span.overlaps(other.span) for other in kept):
            kept.append(one)
    return kept


def triples(parsed: Parsed, name: str, ontology: Ontology, folder: Path = FOLDER) -> list[tuple[str, str, str]]:
    """The triples of a text in the labels of a data set."""
    scheme = schemes(folder)[name]
    likely = (one for one in scored_triples(parsed, name, ontology, folder) if one.score >= scheme.threshold)
    return list(dict.fromkeys(one.strings(parsed.view.text) for one in likely))


def scored_triples(parsed: Parsed, name: str, ontology: Ontology, folder: Path = FOLDER) -> list[ScoredTriple]:
    """All triples of a text in the labels of a data set, unlikely ones too, best first.

    Of those that differ only in the borders of their spans, the likeliest stands.
    """
    least = ontology.table(Neural).triples
    reading = Reading(parsed, name, folder)
    found = reading.spans(least.span)[:_MAX_SPANS]
    if not found:
        return []
    chances = reading.chances([(one.span, one.kind) for one in found])
    read = _open if reading.scheme.form == OPEN else _closed
    return without_rivals(read(found, chances, reading.scheme, least.label))


def _closed(found: Sequence[Found], chances: Floats, scheme: Scheme, least: float) -> Iterator[ScoredTriple]:
    for a, b, label in np.argwhere(chances > least).tolist():
        if found[a].span != found[b].span:
            score = float(chances[a, b, label]) * (found[a].score * found[b].score) ** _SPANS_WEIGH
            yield ScoredTriple(found[a].span, scheme.labels.pairs[label], found[b].span, score)


def _open(found: Sequence[Found], chances: Floats, scheme: Scheme, least: float) -> Iterator[ScoredTriple]:
    parts = [[n for n, one in enumerate(found) if one.kind == kind] for kind in range(len(PARTS))]
    for triple in product(*parts):
        joined = [float(chances[triple[a], triple[b], label]) for label, (a, b) in enumerate(JOINTS)]
        if min(joined) > least:
            subject, predicate, object_ = (found[n] for n in triple)
            known = min(subject.score, object_.score) * predicate.score
            score = float(np.prod(joined)) * known**_SPANS_WEIGH
            yield ScoredTriple(subject.span, predicate.span, object_.span, score)


def without_rivals(triples: Iterable[ScoredTriple]) -> list[ScoredTriple]:
    """The triples, likeliest first; of those that differ only in the borders of their spans, the likeliest alone."""
    kept: list[ScoredTriple] = []
    for one in sorted(triples, key=lambda t: (-t.score, t.subject, t.object, str(t.predicate))):
        if not any(_rivals(one, other) for other in kept):
            kept.append(one)
    return kept


def _rivals(left: ScoredTriple, right: ScoredTriple) -> bool:
    """Whether two triples state the same relation of spans that overlap without being equal."""
    if isinstance(left.predicate, str) or isinstance(right.predicate, str):
        alike = left.predicate == right.predicate
    else:
        alike = left.predicate.overlaps(right.predicate)
    same = (left.subject, left.predicate, left.object) == (right.subject, right.predicate, right.object)
    return alike and not same and left.subject.overlaps(right.subject) and left.object.overlaps(right.object)


def labelled(
    parsed: Parsed, name: str, pairs: Sequence[tuple[Span, Span]], ontology: Ontology, folder: Path = FOLDER
) -> list[str]:
    """The label of each pair (head, tail) of spans of the view in the labels of a data set, `unknown` for none."""
    scheme, prefix = schemes(folder)[name], ontology.table(Neural).triples.inverse_prefix
    likely = label_chances(parsed, name, pairs, prefix, folder)
    best = likely.argmax(-1) if len(pairs) else ()
    return [
        scheme.labels.pairs[label] if row[label] >= scheme.threshold else UNKNOWN
        for label, row in zip(best, likely, strict=True)
    ]


def label_chances(
    parsed: Parsed, name: str, pairs: Sequence[tuple[Span, Span]], inverse_prefix: str, folder: Path = FOLDER
) -> Floats:
    """The probability of each label of each pair, of shape (pairs, labels).

    Where labels have counterparts for the pair read backwards, it is the mean of what both orders give.
    """
    reading = Reading(parsed, name, folder)
    place = {span: n for n, span in enumerate(dict.fromkeys(span for pair in pairs for span in pair))}
    chances = reading.chances([(span, 0) for span in place])
    left, right = (np.array([place[pair[side]] for pair in pairs], np.int64) for side in (0, 1))
    straight, turned = chances[left, right], turned_labels(reading.scheme.labels.pairs, inverse_prefix)
    return np.asarray((straight + chances[right, left][:, list(turned)]) / 2) if turned else straight


def turned_labels(labels: tuple[str, ...], prefix: str) -> tuple[int, ...]:
    """The number of each label's counterpart for the pair read backwards; empty where no label has one.

    >>> turned_labels(("合作", "持股", "被持股"), "被"), turned_labels(("夫妻",), "被")
    ((0, 2, 1), ())
    """
    place = {label: n for n, label in enumerate(labels)}
    found = tuple(
        place.get(f"{prefix}{label}", place.get(label.removeprefix(prefix), n)) for n, label in enumerate(labels)
    )
    return found if found != tuple(range(len(labels))) else ()
