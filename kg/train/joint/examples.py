"""Windows with their labels as tensors: what one step of the training takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from kg.extract.neural.joint_labels import SAME, Labels
from kg.extract.neural.pieces import PER_CHARACTER
from kg.extract.neural.windows import NOWHERE, Window
from kg.train.joint.annotated import Article, Labelled, Pair
from kg.train.joint.network import OWN

_SAME_WEIGHT = 0.3  # of a label that holds between any two of many mentions


@dataclass
class Example:
    """One window: spans (first and last character in it, type, fine type or -1), and labelled pairs of their numbers.

    `covered` are the types that are annotated exhaustively, `labelled` the labels of pairs that are; None: all. What is
    not labelled counts `negative` times.
    """

    window: Window
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)
    fine: list[int] = field(default_factory=list)
    sure: list[bool] = field(default_factory=list)
    entities: list[frozenset[str]] = field(default_factory=list)
    number: list[int] = field(default_factory=list)  # of the span in its article
    pairs: list[tuple[int, int, int, float]] = field(default_factory=list)  # label, left, right, weight
    covered: frozenset[int] | None = None
    labelled: frozenset[int] | None = None
    negative: float = 1.0  # weight of a label that a pair has not
    labels: str = OWN  # the set of labels that it has


def example(window: Window, spans: Sequence[Labelled], pairs: Sequence[Pair], labels: Labels) -> Example:
    """A window with the labels of its document that lie in it."""
    at = {offset: n for n, offset in enumerate(window.offsets) if offset != NOWHERE}
    kinds = {name: n for n, name in enumerate(labels.types)}
    fine = {name: n for n, (name, _) in enumerate(labels.fine)}
    made, place = Example(window), {}
    for number, one in enumerate(spans):
        first, last = at.get(one.span.start, NOWHERE), at.get(one.span.end - 1, NOWHERE)
        if min(first, last) == NOWHERE or last - first != len(one.span) - 1:
            continue
        place[number] = len(made.first)
        made.first.append(first)
        made.last.append(last)
        made.kind.append(kinds[one.type])
        made.fine.append(fine[one.fine] if one.fine and one.sure else -1)
        made.sure.append(one.sure)
        made.entities.append(one.entities)
        made.number.append(number)
    ids = {name: n for n, name in enumerate(labels.pairs)}
    for label, left, right, weight in pairs:
        if left in place and right in place:
            made.pairs.append((ids[label], place[left], place[right], weight))
    _add_same(made, ids.get(SAME), {kinds[name] for name in labels.entity_types})
    return made


def _add_same(made: Example, same: int | None, kinds: set[int]) -> None:
    if same is None:
        return
    for a, left in enumerate(made.entities):
        for b, right in enumerate(made.entities):
            if a != b and made.kind[a] == made.kind[b] and made.kind[a] in kinds and left & right:
                made.pairs.append((same, a, b, _SAME_WEIGHT))


def examples(article: Article, windows: Sequence[Window], labels: Labels) -> list[Example]:
    """The windows of an article with its labels."""
    return [example(window, article.spans, article.pairs, labels) for window in windows]


def collate(batch: Sequence[Window]) -> dict[str, Tensor]:
    """Windows as padded tensors."""
    pieces = max(len(one.pieces.ids) for one in batch)
    length = max(len(one.offsets) for one in batch)

    def padded(rows: Sequence[Sequence[int]], size: int) -> Tensor:
        return torch.tensor([[*row, *[0] * (size - len(row))] for row in rows])

    made = {name: padded([getattr(one.pieces, name) for one in batch], length) for name in PER_CHARACTER}
    made["ids"] = padded([one.pieces.ids for one in batch], pieces)
    made["real"] = torch.tensor([[n < len(one.pieces.ids) for n in range(pieces)] for one in batch])
    made["there"] = torch.tensor([[float(n < len(one.offsets)) for n in range(length)] for one in batch])
    return made
