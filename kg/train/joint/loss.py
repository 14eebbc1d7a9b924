"""The loss of heads on a batch of labelled windows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from kg.train.joint.examples import Example
from kg.train.joint.heads import Heads, running_sums
from kg.train.joint.span_loss import false_spans, span_loss, span_targets

_WEIGHT_OF_PAIRS = 4.0
_SHARE_OF_SAME = 0.2  # of mentions of one thing there are seven pairs for each pair of a relation


class Losses(NamedTuple):
    """The parts of the loss: spans, fine types, pairs."""

    spans: Tensor
    fine: Tensor
    pairs: Tensor


def losses(heads: Heads, x: Tensor, there: Tensor, batch: Sequence[Example]) -> Losses:
    """The loss of heads on a batch, by the vectors of its characters, of which those exist that `there` marks."""
    scores = heads.spans(x).float()  # they may have 16 bits, too few for sums of exponentials
    wanted, counted = span_targets(batch, heads.count, there.bool())
    spans = span_loss(scores, wanted, counted) / len(batch)
    fine, pairs = [], []
    positive = len(batch)
    for n, one in enumerate(batch):
        found = false_spans(scores[n], wanted[n], counted[n])
        fine.append(_fine_loss(heads, x[n], one))
        pairs.append(_pair_loss(heads, x[n], one, found))
        positive += sum(1 for label, _, _, weight in one.pairs if weight and label != heads.same)
    types = max(1, sum(kind >= 0 for one in batch for kind in one.fine))
    return Losses(spans, torch.stack(fine).sum() / types, _WEIGHT_OF_PAIRS * torch.stack(pairs).sum() / positive)


def _fine_loss(net: Heads, x: Tensor, one: Example) -> Tensor:
    chosen = [n for n, kind in enumerate(one.fine) if kind >= 0]
    if not chosen:
        return x.new_zeros(())
    first, last = (torch.tensor([ends[n] for n in chosen]) for ends in (one.first, one.last))
    vectors = net.vectors(x, running_sums(x), first, last)
    fine = torch.tensor([one.fine[n] for n in chosen])
    return functional.cross_entropy(net.fine(vectors).float(), fine, reduction="sum")


def _pair_loss(net: Heads, x: Tensor, one: Example, found: Tensor) -> Tensor:
    if not net.allowed.numel() or (one.labelled is not None and not one.labelled):
        return x.new_zeros(())
    ends = (torch.tensor(values, dtype=torch.long) for values in (one.kind, one.first, one.last))
    kind, first, last = (torch.cat([mine, found[:, n]]) for n, mine in enumerate(ends))
    count, known = len(kind), len(one.first)
    if count < 2:
        return x.new_zeros(())
    counted = net.allowed[kind[:, None], kind[None]].clone()
    counted[torch.arange(count), torch.arange(count)] = False
    if one.labelled is not None:
        counted &= torch.tensor([label in one.labelled for label in range(counted.shape[-1])])
    unsure = [n for n in range(known) if not one.sure[n]]
    counted[unsure] = False
    counted[:, unsure] = False
    wanted, weights = torch.zeros(counted.shape), torch.full(counted.shape, one.negative)
    if one.pairs:
        label, left, right, weight = (list(column) for column in zip(*one.pairs, strict=True))
        heavy = torch.tensor(weight, dtype=torch.float32)
        wanted[left, right, label] = (heavy > 0).float()
        weights[left, right, label] = heavy
        counted[left, right, label] = heavy > 0
    scores = net.pairs(x, first, last, kind).float()
    loss = functional.binary_cross_entropy_with_logits(scores, wanted, weight=weights, reduction="none")
    if net.same is not None:
        loss = torch.where(torch.arange(loss.shape[-1]) == net.same, _SHARE_OF_SAME * loss, loss)
    return (loss * counted).sum()
