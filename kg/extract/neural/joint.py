"""The joint network at work: a document's spans with their types, and how they are related.

One pass over each window gives a vector for every character and a score for every span and type. Spans are chosen from
these, together with those that rules propose; then each pair of chosen spans in a window gets a score for each label.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.extract.neural.joint_labels import Labels, labels_from_json
from kg.extract.neural.pieces import Vocabulary
from kg.extract.neural.session import FOLDER, MAX_FOLDERS, session, weights
from kg.extract.neural.windows import NOWHERE, Window, windows
from kg.types import Parsed, Span

NAMES, PAIRS, TABLE = "joint_names.onnx", "joint_pairs.onnx", "joint.json"
_PER_CHARACTER = ("piece", "left", "right", "characters")
_EDGE = 30  # log odds beyond which a probability is 0 or 1
_MOST = 400  # spans of a window that are looked at, the likeliest first

Floats = NDArray[np.float32]
Key = tuple[Span, str]  # a span and its type (coarse for things)


class _Table(NamedTuple):
    labels: Labels
    vocabulary: Vocabulary
    kinds: Mapping[str, int]
    allowed: NDArray[np.bool_]  # (types, types, labels)


@lru_cache(maxsize=MAX_FOLDERS)
def table(folder: Path = FOLDER) -> _Table:
    """Labels and vocabulary of the weights in a folder; ModelError where they are missing or damaged."""
    rows = json.loads(weights(TABLE, folder))
    labels = labels_from_json(json.dumps(rows["labels"]))
    vocabulary = Vocabulary(rows["pieces"], rows["scores"], rows["unknown"])
    kinds = {name: n for n, name in enumerate(labels.types)}
    ids = {name: n for n, name in enumerate(labels.pairs)}
    allowed = np.zeros((len(kinds), len(kinds), len(ids)), bool)
    for left, right, label in labels.allowed:
        allowed[kinds[left], kinds[right], ids[label]] = True
    return _Table(labels, vocabulary, kinds, allowed)


class _Seen(NamedTuple):
    """A window, where its characters stand in it, the vectors of these, and the scores (types, first, last)."""

    window: Window
    at: Mapping[int, int]
    vectors: Floats
    scores: Floats

    def ends(self, span: Span) -> tuple[int, int] | None:
        """The first and last character of a span of the view, where the window holds it whole."""
        first, last = self.at.get(span.start), self.at.get(span.end - 1)
        if first is None or last is None or last - first != len(span) - 1:
            return None
        return first, last


class Joined(NamedTuple):
    """Probabilities of labels between spans (by their numbers), and of each span's classes."""

    pairs: dict[tuple[str, int, int], float]
    classes: list[dict[str, float]]


class JointReading:
    """What the network makes of one document."""

    def __init__(self, parsed: Parsed, folder: Path = FOLDER) -> None:
        self._folder, self._table = folder, table(folder)
        self.labels = self._table.labels
        self._seen = [_see(one, folder) for one in windows(parsed, self._table.vocabulary)]

    def spans(self, floor: float = 0.0) -> dict[Key, float]:
        """The spans whose log odds for a type are above `floor`, with the highest that any window gives."""
        found: dict[Key, float] = {}
        for seen in self._seen:
            for key, score in self._spans_of(seen, floor):
                if score > found.get(key, -np.inf):
                    found[key] = score
        return found

    def _spans_of(self, seen: _Seen, floor: float) -> Iterator[tuple[Key, float]]:
        above = np.argwhere(np.triu(seen.scores > floor))
        scores = seen.scores[tuple(above.T)]
        offsets = seen.window.offsets
        for n in np.argsort(-scores, kind="stable")[:_MOST]:
            kind, first, last = above[n].tolist()
            if offsets[first] != NOWHERE and offsets[last] - offsets[first] == last - first:
                yield (Span(offsets[first], offsets[last] + 1), self.labels.spans[kind]), float(scores[n])

    def log_odds(self, key: Key) -> float | None:
        """The highest log odds that a window gives a span for a type; None where no window holds it."""
        kind = self._table.kinds[key[1]]
        ends = ((seen, seen.ends(key[0])) for seen in self._seen)
        return max((float(seen.scores[kind, *at]) for seen, at in ends if at), default=None)

    def classes(self, spans: Sequence[Key]) -> list[str]:
        """The likeliest class of each span that mentions a thing; its coarse type where no window holds it whole."""
        likely = self.join(spans, 1.0).classes
        return [max(sorted(one), key=one.__getitem__, default=key[1]) for key, one in zip(spans, likely, strict=True)]

    def join(self, spans: Sequence[Key], floor: float) -> Joined:
        """The labels between spans that some window holds both of, where they are likelier than `floor`."""
        found = Joined({}, [{} for _ in spans])
        for seen in self._seen:
            held = [(n, at, self._table.kinds[kind]) for n, (span, kind) in enumerate(spans) if (at := seen.ends(span))]
            if held:
                self._join_in(seen, held, floor, found)
        return found

    def _join_in(
        self, seen: _Seen, held: Sequence[tuple[int, tuple[int, int], int]], floor: float, found: Joined
    ) -> None:
        first, last, kind = (np.array(row, np.int64) for row in zip(*((*at, k) for _, at, k in held), strict=True))
        inputs = {"x": seen.vectors, "first": first, "last": last, "kind": kind}
        fine, scores = session(PAIRS, self._folder).run(None, inputs)
        chances = _sigmoid(scores)
        chances[~self._table.allowed[kind[:, None], kind[None]]] = 0
        chances[np.arange(len(held)), np.arange(len(held))] = 0
        for a, b, label in np.argwhere(chances > floor).tolist():
            key = self.labels.pairs[label], held[a][0], held[b][0]
            found.pairs[key] = max(found.pairs.get(key, 0.0), float(chances[a, b, label]))
        for row, (number, _, at) in zip(fine, held, strict=True):
            mine = [n for n, (_, coarse) in enumerate(self.labels.fine) if coarse == self.labels.types[at]]
            if mine:
                likely = np.exp(row[mine] - row[mine].max())
                likely /= likely.sum()
                found.classes[number].update(zip((self.labels.fine[n][0] for n in mine), likely.tolist(), strict=True))


def _sigmoid(scores: Floats) -> Floats:
    return (1 / (1 + np.exp(-np.clip(scores, -_EDGE, _EDGE)))).astype(np.float32)


def _see(window: Window, folder: Path) -> _Seen:
    pieces = window.pieces
    per_character = {
        name: np.array([getattr(pieces, name)], np.int64) for name in ("piece", "left", "right", "characters")
    }
    ids = np.array([pieces.ids], np.int64)
    there = np.ones((1, len(window.offsets)), np.float32)
    inputs = per_character | {"ids": ids, "real": np.ones_like(ids, bool), "there": there}
    vectors, scores = session(NAMES, folder).run(None, inputs)
    at = {offset: n for n, offset in enumerate(window.offsets) if offset != NOWHERE}
    return _Seen(window, at, vectors[0], scores[0])
