"""What is read off the vectors of characters: spans by type, their classes, and labels of pairs of spans.

Spans are scored by their first and last character under rotary positions, each type apart (global pointer: Su et al.
2022); a pair of spans by what both are, what stands between them and how far apart they are.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.extract.neural.joint_labels import SAME, Labels
from kg.extract.neural.near_spans import BLOCKS, ROWS
from kg.train.joint.encoder import Shape, first_embedding

GAPS = (1, 2, 3, 5, 8, 13, 20, 32, 50, 80, 130, 200, 320)  # characters between two spans, as far as they are told apart
_ROPE_BASE = 10000
_FEW, _RARE = -3.0, -4.0  # the first log odds of spans and of pairs
_DEVIATION = 0.02  # of the first weights


class Heads(nn.Module):
    """Heads for a set of labels; one without classes or pairs has none for these."""

    allowed: Tensor  # whether a label may hold between two types of spans: (types, types, labels)

    def __init__(self, labels: Labels, shape: Shape) -> None:
        super().__init__()
        self.shape, self.count = shape, len(labels.spans)
        self.same = labels.pairs.index(SAME) if SAME in labels.pairs else None
        width = shape.width
        self.first, self.last = (nn.Linear(width, self.count * shape.pointer) for _ in range(2))
        self.threshold = nn.Parameter(torch.full((self.count,), _FEW))
        self.dropout = nn.Dropout(shape.dropout)
        self.register_buffer("allowed", torch.from_numpy(labels.table), persistent=False)
        if labels.fine:
            self.fine = nn.Sequential(nn.Linear(3 * width, 192), nn.GELU(), nn.Linear(192, len(labels.fine)))
        if labels.pairs:
            self._begin_pairs(len(labels.types), len(labels.pairs))

    def _begin_pairs(self, kinds: int, labels: int) -> None:
        width, pair, bilinear = self.shape.width, self.shape.pair, self.shape.bilinear
        self.kind, self.span = first_embedding(kinds, width), nn.Linear(3 * width, width)
        self.span_norm = nn.LayerNorm(width)
        self.subject, self.object = nn.Linear(width, pair), nn.Linear(width, pair)
        self.between = nn.Linear(width, pair, bias=False)
        self.gap, self.kinds = first_embedding(2 * len(GAPS) + 6, pair), first_embedding(kinds * kinds, pair)
        self.one, self.other = nn.Linear(width, bilinear), nn.Linear(width, bilinear)
        self.label, self.label_product = nn.Linear(pair, labels), nn.Linear(bilinear, labels, False)
        nn.init.constant_(self.label.bias, _RARE)
        nn.init.normal_(self.label_product.weight, std=_DEVIATION)

    def spans(self, x: Tensor) -> Tensor:
        """Scores (windows, types, blocks, first character in the block, last character from its beginning on).

        Above 0: a span of the type. The last blocks' are also of characters that are not there.
        """
        size, length, _ = x.shape
        blocks = (length + ROWS - 1) // ROWS

        def in_blocks(t: Tensor, count: int) -> Tensor:
            vectors = rotated(t.view(size, length, self.count, -1).transpose(1, 2))
            padded = functional.pad(vectors, (0, 0, 0, count * ROWS - length))
            return padded.view(size, self.count, count, ROWS, -1)

        first = in_blocks(self.first(x) / math.sqrt(self.shape.pointer), blocks)
        last = in_blocks(self.last(x), blocks + BLOCKS - 1)
        near = torch.cat([last[:, :, n : n + blocks] for n in range(BLOCKS)], 3)
        return first @ near.transpose(-1, -2) + self.threshold[:, None, None, None]

    def vectors(self, x: Tensor, sums: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """What spans of one window are (spans, 3 * width), of its characters (characters, width) and running sums."""
        mean = (sums[last + 1] - sums[first]) / (last + 1 - first)[:, None]
        return torch.cat([x[first], x[last], mean], -1)

    def pairs(self, x: Tensor, first: Tensor, last: Tensor, kind: Tensor) -> Tensor:
        """Scores (spans, spans, labels) of all ordered pairs of spans of one window."""
        sums = running_sums(x)
        what = self.dropout(
            self.span_norm(functional.gelu(self.span(self.vectors(x, sums, first, last))) + self.kind(kind))
        )
        start, end = torch.minimum(last[:, None], last[None]) + 1, torch.maximum(first[:, None], first[None])
        gap = (end - start).clamp(min=0)
        inner = self.between(sums)
        between = (inner[torch.maximum(start, end)] - inner[start]) / gap.clamp(min=1)[..., None]
        kinds = kind[:, None] * self.kind.num_embeddings + kind[None]
        mixed = self.subject(what)[:, None] + self.object(what)[None] + between
        mixed = functional.gelu(mixed + self.gap(gap_kind(gap, first, last)) + self.kinds(kinds))
        product = self.one(what)[:, None] * self.other(what)[None]
        scores: Tensor = self.label(self.dropout(mixed)) + self.label_product(product)
        return scores


def running_sums(x: Tensor) -> Tensor:
    """Sums of the first 0, 1, … rows."""
    return torch.cat([x.new_zeros(1, x.shape[1]), x.cumsum(0)])


def gap_kind(gap: Tensor, first: Tensor, last: Tensor) -> Tensor:
    """How two spans lie to each other: how far apart and which comes first, or which is in which."""
    holds = ((first[:, None] <= first[None]) & (last[:, None] >= last[None])).long()
    within = ((first[:, None] >= first[None]) & (last[:, None] <= last[None])).long()
    nested, steps = holds + 2 * within, len(GAPS) + 1
    far = torch.bucketize(gap, torch.tensor(GAPS, device=gap.device)) + steps * (first[:, None] < first[None]).long()
    return torch.where(nested > 0, 2 * steps + nested, far)


def rotated(x: Tensor) -> Tensor:
    """Rotary positions (Su et al. 2021) on (…, positions, width)."""
    length, width = x.shape[-2:]
    rates = _ROPE_BASE ** (-torch.arange(0, width, 2, dtype=torch.float32) / width)
    angles = torch.arange(length, dtype=torch.float32)[:, None] * rates[None]
    cos, sin = angles.cos().to(x.dtype), angles.sin().to(x.dtype)
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack([even * cos - odd * sin, even * sin + odd * cos], -1).flatten(-2)
