"""From scores of tags to spans: the best valid sequence, and how likely a span is.

Tags of a head with K labels, in order: 0 outside; 1..K begin, K+1..2K inside, 2K+1..3K end, 3K+1..4K single. A valid
sequence has begin, insides and end of one label in a row. There are no other transitions, so that where the best tags
of all characters are a valid sequence, it is the best one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Found = tuple[int, int, int]  # start, end, label

_NEVER = np.float32(-1e4)


def encode(spans: Sequence[Found], length: int, labels: int) -> NDArray[np.int64]:
    """The tags of spans that do not overlap.

    >>> encode([(0, 2, 1), (3, 4, 0)], 5, 2).tolist()
    [2, 6, 0, 7, 0]
    """
    tags = np.zeros(length, np.int64)
    for start, end, label in spans:
        if end - start == 1:
            tags[start] = 1 + 3 * labels + label
        else:
            tags[start] = 1 + label
            tags[start + 1 : end - 1] = 1 + labels + label
            tags[end - 1] = 1 + 2 * labels + label
    return tags


def _valid(tags: NDArray[np.int64], labels: int) -> bool:
    """Whether each begin or inside is followed by an inside or an end of its label, and nothing else is."""
    part, label = np.divmod(tags - 1, labels)  # outside is part -1, or 0 - 1 // 1
    outside = tags == 0
    opens = ~outside & (part <= 1)
    follows = ~outside & ((part == 1) | (part == 2))
    if opens[-1] or follows[0]:
        return False
    return bool(((opens[:-1] == follows[1:]) & (~opens[:-1] | (label[:-1] == label[1:]))).all())


def _spans(tags: NDArray[np.int64], labels: int) -> list[Found]:
    """The spans of a valid sequence of tags."""
    at = np.flatnonzero(tags)
    found, start = [], 0
    for place, tag in zip(at.tolist(), (tags[at] - 1).tolist(), strict=True):
        part, label = divmod(tag, labels)
        if part == 0:
            start = place
        elif part == 2:
            found.append((start, place + 1, label))
        elif part == 3:
            found.append((place, place + 1, label))
    return found


def _viterbi(scores: Floats, labels: int) -> list[Found]:
    """The best valid sequence of one row of shape (characters, tags)."""
    outside = scores[:, 0]
    begin, inside, end, single = np.split(scores[:, 1:], 4, axis=1)
    alone, alone_label = single.max(1), single.argmax(1)
    closed, opened, starts = np.float32(0), np.full(labels, _NEVER), np.zeros(labels, np.int64)
    back: list[tuple[int, int]] = []  # where the segment that ends here begins, and its label or -1
    for at in range(len(scores)):
        ended = opened + end[at]
        label = int(ended.argmax())
        value, step = closed + outside[at], (at, -1)
        if closed + alone[at] > value:
            value, step = closed + alone[at], (at, int(alone_label[at]))
        if ended[label] > value:
            value, step = ended[label], (int(starts[label]), label)
        back.append(step)
        fresh, on = closed + begin[at], opened + inside[at]
        starts = np.where(fresh > on, at, starts)
        opened, closed = np.maximum(fresh, on), value
    found, at = [], len(scores) - 1
    while at >= 0:
        start, label = back[at]
        if label >= 0:
            found.append((start, at + 1, label))
        at = start - 1
    return found[::-1]


def best(scores: Floats, lengths: Sequence[int], labels: int) -> list[list[Found]]:
    """The spans of the best valid sequence of each row; `scores` has shape (rows, characters, tags)."""
    tags = scores.argmax(2)
    found = []
    for row, length in enumerate(lengths):
        chosen = tags[row, :length]
        if not chosen.any():
            found.append([])
        elif _valid(chosen, labels):
            found.append(_spans(chosen, labels))
        else:
            found.append(_viterbi(scores[row, :length], labels))
    return found


def log_softmax(scores: Floats) -> Floats:
    """Log probabilities along the last axis."""
    shifted = scores - scores.max(-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result


class Likelihood:
    """How likely spans of one row are: the product of the probabilities of their tags."""

    def __init__(self, logs: Floats, labels: int) -> None:
        """`logs` are log probabilities of shape (characters, tags)."""
        self._labels = labels
        self._logs = logs
        inside = logs[:, 1 + labels : 1 + 2 * labels]
        self._inside = np.concatenate((np.zeros((1, labels), np.float32), np.cumsum(inside, 0)))

    def of(self, start: int, end: int) -> Floats:
        """For each label, the probability that `start` to `end` is a span of it."""
        logs, count = self._logs, self._labels
        if end - start == 1:
            found: Floats = np.exp(logs[start, 1 + 3 * count :])
            return found
        middle = self._inside[end - 1] - self._inside[start + 1]
        whole: Floats = np.exp(logs[start, 1 : 1 + count] + middle + logs[end - 1, 1 + 2 * count : 1 + 3 * count])
        return whole
