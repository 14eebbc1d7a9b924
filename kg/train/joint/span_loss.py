"""The loss of spans, whose scores are in blocks."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from kg.extract.neural.near_spans import COLUMNS, ROWS
from kg.train.joint.examples import Example

_NEVER = -1e4  # a score that adds nothing
_LOWEST = -60.0  # the lowest score of a wanted span that is told from lower ones, so that its exponential is finite
_FALSE_SPANS = 12  # spans that the network wrongly finds in a window, of which pairs are learned to be none
_LOOKED_AT = 300  # of those above the threshold


def span_targets(batch: Sequence[Example], count: int, there: Tensor) -> tuple[Tensor, Tensor]:
    """Which spans are wanted, and which count at all, in the shape of the scores of `count` types.

    `there` (windows, characters) marks what is no padding.
    """
    size, length = there.shape
    blocks = -(-length // ROWS)
    rows = functional.pad(there, (0, blocks * ROWS - length)).view(size, blocks, ROWS)
    columns = functional.pad(there, (0, (blocks - 1) * ROWS + COLUMNS - length)).unfold(1, COLUMNS, ROWS)
    upper = torch.ones(ROWS, COLUMNS, dtype=torch.bool).triu()
    known = upper & rows[..., None] & columns[:, :, None]
    counted = known[:, None].expand(-1, count, -1, -1, -1).clone()
    wanted = torch.zeros_like(counted)
    for n, one in enumerate(batch):
        if one.covered is not None:
            counted[n, [kind for kind in range(count) if kind not in one.covered]] = False
        for first, last, kind, sure in zip(one.first, one.last, one.kind, one.sure, strict=True):
            block, row = divmod(first, ROWS)
            column = last - block * ROWS
            if kind < count and column < COLUMNS:
                place = n, kind, block, row, column
                wanted[place] |= sure
                counted[place] = wanted[place]
    return wanted, counted


def span_loss(scores: Tensor, wanted: Tensor, counted: Tensor) -> Tensor:
    """Categorical cross entropy for many labels (Su et al. 2022): every wanted score above 0, every other below."""
    size, count = scores.shape[:2]
    others = scores.masked_fill(~counted | wanted, _NEVER).flatten(2).logsumexp(-1)
    place = wanted.nonzero(as_tuple=True)
    ours = scores.new_zeros(size * count).index_add(
        0, place[0] * count + place[1], torch.exp(-scores[place].clamp(min=_LOWEST))
    )
    return (functional.softplus(others) + torch.log1p(ours).view(size, count)).sum()


def false_spans(scores: Tensor, wanted: Tensor, counted: Tensor) -> Tensor:
    """Some spans (kind, first, last) of one window that the network finds and should not."""
    with torch.no_grad():
        found = ((scores > 0) & counted & ~wanted).nonzero()[:_LOOKED_AT]
        kind, block, row, column = found[torch.randperm(len(found))[:_FALSE_SPANS]].unbind(1)
        return torch.stack([kind, block * ROWS + row, block * ROWS + column], 1)
