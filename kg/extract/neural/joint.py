"""The joint network at work: a document's spans with their types, and how they are related.

One pass over each window gives a vector for every character and a score for every span and type. Spans are chosen from
these, together with those that rules propose; then each pair of chosen spans in a window gets a score for each label.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.extract.neural.joint_labels import Labels, labels_from_json
from kg.extract.neural.logits import log_odds, sigmoid, softmax
from kg.extract.neural.near_spans import above
from kg.extract.neural.pieces import PER_CHARACTER, Vocabulary
from kg.extract.neural.session import FOLDER, MAX_FOLDERS, session, weights
from kg.extract.neural.windows import NOWHERE, Window, windows
from kg.types import Parsed, Span

NAMES, PAIRS, TABLE = "joint_names.onnx", "joint_pairs.onnx", "joint.json"
LOWER = ("pieces", "words")  # what the shared layers give, pieces and single characters: arrays of vectors
_LEAST = -8  # log odds below which spans are not told apart
_ENDS = frozenset("。！？；\n")  # no name goes on behind one of these
_MARKS = {"《": "》", "“": "”", "「": "」", "（": "）"}
_KEPT = 200  # windows whose vectors are kept; those of a longer document are computed again when pairs are asked for

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
    return _Table(labels, vocabulary, kinds, labels.table)


class _Window(NamedTuple):
    """A window, the first and last place of its sentences in the view, and the vectors of its characters if kept."""

    window: Window
    start: int
    end: int
    vectors: Floats | None


class Joined(NamedTuple):
    """Probabilities of labels between spans (by their numbers), and of each span's classes."""

    pairs: dict[tuple[str, int, int], float]
    classes: list[dict[str, float]]


Held = tuple[int, int, int, int]  # a span's number, its first and last character in a window, its type


class JointReading:
    """What the network makes of one document, or of some of its sentences."""

    def __init__(self, parsed: Parsed, folder: Path = FOLDER, only: Sequence[Span] | None = None) -> None:
        self._folder, self._table = folder, table(folder)
        self._unread = sorted(set(parsed.sentences) - set(parsed.sentences if only is None else only))
        parsed = parsed if only is None else replace(parsed, sentences=tuple(only))
        self.labels = self._table.labels
        self._odds: dict[Key, float] = {}
        self._windows: list[_Window] = []
        vocabulary = self._table.vocabulary
        cut = windows(parsed, vocabulary) if only is None else windows(parsed, vocabulary, context=0)
        title = next((span for name, span in parsed.fields if name == "title"), Span(0, 0))
        self._title = title.end  # what stands before it is looked for in every window
        for one in cut:
            vectors, scores = _run(one, folder)
            self._note(one, scores)
            body = [at for at in one.offsets if at != NOWHERE and not title.start <= at < title.end]
            kept = vectors if len(cut) <= _KEPT else None
            self._windows.append(_Window(one, body[0] if body else 0, body[-1] + 1 if body else 0, kept))
        self._odds = self._bared(parsed.view.text)

    def _note(self, window: Window, scores: Floats) -> None:
        """Keep the highest log odds of each span and type."""
        for kind, span, score in above(scores, _LEAST, window.offsets):
            key = span, self.labels.spans[kind]
            if score > self._odds.get(key, _LEAST):
                self._odds[key] = score

    def _bared(self, view: str) -> dict[Key, float]:
        """The odds with names without the marks around them, and none that is more than one sentence or title."""
        found: dict[Key, float] = {}
        for key, odds in self._odds.items():
            span = bare(view, key[0]) if key[1] in self.labels.entity_types else key[0]
            if span is not None and odds > found.get((span, key[1]), _LEAST):
                found[span, key[1]] = odds
        return found

    def reads(self, span: Span) -> bool:
        """Whether a span begins in no sentence that was left out."""
        at = bisect_right(self._unread, span.start, key=lambda one: one.start) - 1
        return at < 0 or self._unread[at].end <= span.start

    def spans(self, floor: float = 0.0) -> dict[Key, float]:
        """The spans whose log odds for a type are above `floor` (-8 at least), with the highest of any window."""
        return {key: score for key, score in self._odds.items() if score > floor}

    def log_odds(self, key: Key) -> float:
        """The highest log odds that a window gives a span for a type, -8 at least."""
        return self._odds.get(key, _LEAST)

    def classes(self, spans: Sequence[Key]) -> list[str]:
        """The likeliest class of each span that mentions a thing; its coarse type where no window holds it whole."""
        likely = self.join(spans, 1.0).classes
        return [max(sorted(one), key=one.__getitem__, default=key[1]) for key, one in zip(spans, likely, strict=True)]

    def join(self, spans: Sequence[Key], floor: float) -> Joined:
        """The labels between spans that some window holds both of, where they are likelier than `floor`."""
        found = Joined({}, [{} for _ in spans])
        order = sorted(range(len(spans)), key=lambda n: spans[n][0])
        starts = [spans[n][0].start for n in order]
        for one in self._windows:
            at = {offset: n for n, offset in enumerate(one.window.offsets) if offset != NOWHERE}
            inside = order[bisect_left(starts, one.start) : bisect_left(starts, one.end)]
            before = order[: bisect_left(starts, min(one.start, self._title))]  # of the title
            held = [whole for n in (*before, *inside) if (whole := self._held(n, spans[n], at))]
            if held:
                vectors = _run(one.window, self._folder)[0] if one.vectors is None else one.vectors
                self._join_in(vectors, held, floor, found)
        return found

    def _held(self, number: int, key: Key, at: Mapping[int, int]) -> Held | None:
        """A span's place in a window that holds it whole."""
        first, last = at.get(key[0].start, NOWHERE), at.get(key[0].end - 1, NOWHERE)
        if min(first, last) == NOWHERE or last - first != len(key[0]) - 1:
            return None
        return number, first, last, self._table.kinds[key[1]]

    def _join_in(self, vectors: Floats, held: Sequence[Held], floor: float, found: Joined) -> None:
        numbers, first, last, kind = (np.array(row, np.int64) for row in zip(*held, strict=True))
        inputs = {"x": vectors, "first": first, "last": last, "kind": kind}
        fine, scores = session(PAIRS, self._folder).run(None, inputs)
        a, b, label = np.nonzero(scores > log_odds(floor, np.inf))
        fit = (a != b) & self._table.allowed[kind[a], kind[b], label]
        likely = a[fit], b[fit], label[fit]
        chances = sigmoid(scores[likely]).tolist()
        for a, b, label, chance in zip(*(row.tolist() for row in likely), chances, strict=True):
            key = self.labels.pairs[label], int(numbers[a]), int(numbers[b])
            found.pairs[key] = max(found.pairs.get(key, 0.0), chance)
        for row, number, n in zip(fine, numbers.tolist(), kind.tolist(), strict=True):
            mine = [at for at, (_, coarse) in enumerate(self.labels.fine) if coarse == self.labels.types[n]]
            if mine:
                names = (self.labels.fine[at][0] for at in mine)
                found.classes[number].update(zip(names, softmax(row[mine]).tolist(), strict=True))


def bare(view: str, span: Span) -> Span | None:
    """A name without the marks around it (《红楼梦》 -> 红楼梦); None for what no name can be.

    >>> bare("《红楼梦》", Span(0, 5)), bare("他说。她", Span(0, 4))
    (Span(start=1, end=4), None)
    """
    text = view[span.start : span.end]
    if not _ENDS.isdisjoint(text):
        return None
    close = _MARKS.get(text[0])
    if close and text.find(close) == len(text) - 1 > 1:
        return Span(span.start + 1, span.end - 1)
    whole = all(text.count(mark) == text.count(other) for mark, other in _MARKS.items())
    return span if whole else None


def lower(window: Window, folder: Path = FOLDER) -> dict[str, Floats]:
    """What the shared layers make of a window (`LOWER`), for upper layers of other labels."""
    return dict(zip(LOWER, session(NAMES, folder).run([*LOWER], _inputs(window)), strict=True))


def _run(window: Window, folder: Path) -> tuple[Floats, Floats]:
    """The vectors of a window's characters, and the scores of its spans (`near_spans.above`)."""
    vectors, scores = session(NAMES, folder).run(["x", "scores"], _inputs(window))
    return vectors[0], scores[0]


def _inputs(window: Window) -> dict[str, NDArray[np.int64]]:
    per_character = {name: np.array([getattr(window.pieces, name)], np.int64) for name in PER_CHARACTER}
    return {"ids": np.array([window.pieces.ids], np.int64), **per_character}
