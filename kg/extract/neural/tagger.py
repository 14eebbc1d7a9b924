"""The tagger of names at run time: Parsed -> how likely each span is a name, by the labels of each data set."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.extract.neural.batches import batches, parts
from kg.extract.neural.character_features import INPUTS
from kg.extract.neural.logits import Floats
from kg.extract.neural.session import FOLDER, MAX_FOLDERS, session
from kg.extract.neural.tag_decoding import best_spans
from kg.types import Parsed, Span

WEIGHTS = "tagger.onnx"


@dataclass(frozen=True, slots=True)
class Named:
    """A span that the head of a data set takes for a name of `label`."""

    span: Span
    head: str
    label: str


@lru_cache(maxsize=MAX_FOLDERS)
def heads(folder: Path = FOLDER) -> Mapping[str, tuple[str, ...]]:
    """The data sets that the tagger learned, each with its labels."""
    facts = session(WEIGHTS, folder).get_modelmeta().custom_metadata_map
    return {name: tuple(labels) for name, labels in json.loads(facts["heads"]).items()}


@lru_cache(maxsize=MAX_FOLDERS)
def columns(folder: Path = FOLDER) -> tuple[tuple[str, str], ...]:
    """All (head, label), in the order of the columns of `Tagged.likely`."""
    return tuple((head, label) for head, labels in heads(folder).items() for label in labels)


def _tags(log: Floats, labels: int, part: int) -> Floats:
    return log[:, 1 + part * labels : 1 + (part + 1) * labels]


class Tagged:
    """The tagger's scores of one document: log probabilities of each head's tags for each character of a sentence."""

    def __init__(self, parsed: Parsed, folder: Path = FOLDER) -> None:
        """Runs the model on all sentences. Raises ModelError where it cannot be loaded."""
        self._heads = heads(folder)
        names, run = list(self._heads), session(WEIGHTS, folder).run
        offsets: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
        first: list[NDArray[np.bool_]] = [np.zeros(0, np.bool_)]
        logs: list[list[Floats]] = [[np.zeros((0, 1 + 4 * len(one)), np.float32)] for one in self._heads.values()]
        for batch in batches(parts(parsed)):
            real = batch.arrays[0] != 0
            for kept, log in zip(logs, run(names, dict(zip(INPUTS, batch.arrays, strict=True))), strict=True):
                kept.append(log[real])
            for span in batch.spans:
                offsets.append(np.arange(span.start, span.end))
                first.append(np.arange(len(span)) == 0)
        self._offsets, self._first = np.concatenate(offsets), np.concatenate(first)
        self._logs = [np.concatenate(kept) for kept in logs]
        self._row = np.full(len(parsed.view.text) + 1, -1, np.int64)
        self._row[self._offsets] = np.arange(len(self._offsets))
        self._piece = np.cumsum(self._first)

    def likely(self, spans: Sequence[Span]) -> Floats:
        """The probability that each span is a name of each of `columns`, of shape (spans, columns).

        It is the product of the probabilities of the span's tags; 0 for a span that no sentence holds.
        """
        if not spans or not len(self._offsets):
            return np.zeros((len(spans), sum(map(len, self._heads.values()))), np.float32)
        start = self._row[[span.start for span in spans]]
        last = self._row[[span.end - 1 for span in spans]]
        inside = (start >= 0) & (last >= 0) & (self._piece[start] == self._piece[last])
        start, last = np.where(inside, start, 0), np.where(inside, last, 0)
        found = []
        for log, labels in zip(self._logs, self._heads.values(), strict=True):
            count = len(labels)
            sums = np.cumsum(_tags(log, count, 1), axis=0, dtype=np.float64)
            middle = sums[np.maximum(last - 1, start)] - sums[start]
            whole = _tags(log, count, 0)[start] + middle + _tags(log, count, 2)[last]
            found.append(np.where((start == last)[:, None], _tags(log, count, 3)[start], whole))
        result: Floats = np.exp(np.concatenate(found, 1)).astype(np.float32) * inside[:, None]
        return result

    def names(self, only: str | None = None) -> list[Named]:
        """The spans of the best sequence of each head, or of one, sorted."""
        found = []
        for (head, labels), log in zip(self._heads.items(), self._logs, strict=True):
            if len(log) and (only is None or only == head):
                for start, end, label in best_spans(log, self._first, len(labels)):
                    begin = int(self._offsets[start])
                    found.append(Named(Span(begin, begin + end - start), head, labels[label]))
        return sorted(found, key=lambda one: (one.span, one.head, one.label))
