"""From scores of tags to spans: the best valid sequence.

With the labels PER and LOC, 王建国在海州 has the tags

    王 begin PER   建 inside PER   国 end PER   在 outside   海 begin LOC   州 end LOC

and the spans (0, 3, PER) and (4, 6, LOC). Tags of a head with K labels, in order: 0 outside; 1..K begin, K+1..2K
inside, 2K+1..3K end, 3K+1..4K single. A valid sequence has begin, insides and end of one label in a row. All
transitions between valid tags weigh the same, so that where the best tags of all characters are a valid sequence, it
is the best one. Elsewhere (a begin without an end) the few characters around the fault are decoded again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.extract.neural.logits import Floats

LabelledSpan = tuple[int, int, int]  # start, end, label

_NEVER = -math.inf  # the score of what is not valid
_MAX_LAG = 6  # a label whose best tag is by so much (in log odds) worse than another's is left out


def encode(spans: Sequence[LabelledSpan], length: int, labels: int) -> NDArray[np.int64]:
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


def _faults(tags: NDArray[np.int64], first: NDArray[np.bool_], labels: int) -> NDArray[np.int64]:
    """Where a begin or inside is not followed by an inside or end of its label, or one of these follows nothing."""
    part, label = np.divmod(tags - 1, labels)
    opens = (tags > 0) & (part <= 1)
    follows = (tags > 0) & ((part == 1) | (part == 2))
    joined = np.append(~first[1:], False)  # whether the next character is of the same piece
    next_follows, next_label = np.append(follows[1:], False) & joined, np.append(label[1:], -1)
    wrong = (opens != next_follows) | (opens & next_follows & (label != next_label))
    wrong |= first & follows
    return np.flatnonzero(wrong)


def _spans(tags: NDArray[np.int64], labels: int) -> list[LabelledSpan]:
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


def _viterbi(scores: Floats, labels: int) -> list[LabelledSpan]:
    """The best valid sequence of a few characters; plain lists, as arrays of a few numbers cost more than they save."""
    closed, opened, starts = 0.0, [_NEVER] * labels, [0] * labels
    back: list[tuple[int, int]] = []  # where the segment that ends here begins, and its label or -1
    for at, row in enumerate(scores.tolist()):
        value, step = closed + row[0], (at, -1)
        for label in range(labels):
            alone, ended = closed + row[1 + 3 * labels + label], opened[label] + row[1 + 2 * labels + label]
            if alone > value:
                value, step = alone, (at, label)
            if ended > value:
                value, step = ended, (starts[label], label)
            fresh, on = closed + row[1 + label], opened[label] + row[1 + labels + label]
            if fresh > on:
                opened[label], starts[label] = fresh, at
            else:
                opened[label] = on
        back.append(step)
        closed = value
    found, at = [], len(back) - 1
    while at >= 0:
        start, label = back[at]
        if label >= 0:
            found.append((start, at + 1, label))
        at = start - 1
    return found[::-1]


def _decoded_again(scores: Floats, labels: int) -> NDArray[np.int64]:
    """The best valid tags of a few characters, of the labels that have a chance there."""
    likely = scores[:, 1:].reshape(len(scores), 4, labels).max((0, 1))
    active = np.flatnonzero(likely > likely.max() - _MAX_LAG)
    columns = np.concatenate(([0], (1 + active + labels * np.arange(4)[:, None]).ravel()))
    spans = _viterbi(scores[:, columns], len(active))
    return encode([(start, end, int(active[label])) for start, end, label in spans], len(scores), labels)


def best_spans(scores: Floats, first: NDArray[np.bool_], labels: int) -> list[LabelledSpan]:
    """The spans of the best valid sequence; `scores` has shape (characters, tags), `first` is where pieces begin.

    Where the best tags are no valid sequence, the run of names around the fault, with one character on either side, is
    decoded by Viterbi's algorithm.
    """
    tags = scores.argmax(1)
    done = -1
    for fault in _faults(tags, first, labels).tolist():
        if fault < done:  # decoded with the one before
            continue
        start = fault
        while start > done and not first[start] and tags[start]:
            start -= 1
        end = max(fault + 1, start + 1)
        while end < len(tags) and not first[end] and (tags[end - 1] or labels < tags[end] <= 3 * labels):
            end += 1
        start = max(start, done, 0)
        tags[start:end] = _decoded_again(scores[start:end], labels)
        done = end
    return _spans(tags, labels)
