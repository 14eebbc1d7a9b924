"""The joint network: pretrained layers over pieces, a layer of characters over these, and heads for spans and pairs.

Spans are scored by their first and last character under rotary positions, each type apart (global pointer: Su et al.
2022); a pair of spans by what both are, what stands between them and how far apart they are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.extract.neural.joint_labels import SAME, Labels
from kg.extract.neural.near_spans import BLOCKS, ROWS
from kg.extract.neural.windows import FARTHEST, POSITIONS
from kg.train.joint.pretrained import Floats, Pretrained

_FROM_BELOW = {"q": "q", "k": "k", "v": "v", "out": "ao", "up": "fi", "down": "fo"}  # our names, the file's
GAPS = (1, 2, 3, 5, 8, 13, 20, 32, 50, 80, 130, 200, 320)  # characters between two spans, as far as they are told apart
_ROPE_BASE = 10000
_FEW, _RARE = -3.0, -4.0  # the first log odds of spans and of pairs
_DEVIATION = 0.02  # of the first weights


@dataclass(frozen=True)
class Shape:
    """Sizes: layers kept of the encoder (the lowest), widths of characters, of a span type and of pairs."""

    layers: int = 6
    width: int = 256
    pointer: int = 32
    pair: int = 192
    bilinear: int = 64
    dropout: float = 0.1


class Layer(nn.Module):
    """One layer of the encoder (Devlin et al. 2019), with its norms after each part."""

    def __init__(self, source: Pretrained, number: int, dropout: float) -> None:
        super().__init__()
        self.heads = source.heads
        width, inner = source.width, source.inner
        self.q, self.k, self.v, self.out = (nn.Linear(width, width) for _ in range(4))
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.first, self.second = nn.LayerNorm(width, source.epsilon), nn.LayerNorm(width, source.epsilon)
        self.dropout = nn.Dropout(dropout)
        for name, theirs in _FROM_BELOW.items():
            part = getattr(self, name)
            part.weight.data = _tensor(source.matrix(f"l{number}.{theirs}.w", len(part.weight)))
            part.bias.data = _tensor(source.tensors[f"l{number}.{theirs}.b"])
        for norm, theirs in ((self.first, "aln"), (self.second, "oln")):
            norm.weight.data = _tensor(source.tensors[f"l{number}.{theirs}.w"])
            norm.bias.data = _tensor(source.tensors[f"l{number}.{theirs}.b"])

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Vectors of the same shape as `x` (windows, pieces, width); `mask` tells what is looked at (None: all)."""
        size, length, width = x.shape

        def split(t: Tensor) -> Tensor:
            return t.view(size, length, self.heads, -1).transpose(1, 2)

        scores = split(self.q(x) * (self.heads / width) ** 0.5) @ split(self.k(x)).transpose(-1, -2)
        if mask is not None:
            scores = scores.masked_fill(~mask, float("-inf"))
        seen = scores.softmax(-1) @ split(self.v(x))  # written out: on a processor it trains half again as fast
        x = self.first(x + self.dropout(self.out(seen.transpose(1, 2).reshape(size, length, width))))
        made: Tensor = self.second(x + self.dropout(self.down(functional.gelu(self.up(x)))))
        return made


class Encoder(nn.Module):
    """The lowest layers of the pretrained encoder, over a part of its vocabulary."""

    def __init__(self, source: Pretrained, kept: list[int], layers: int, dropout: float) -> None:
        super().__init__()
        words = source.matrix("emb.word", len(source.tensors["emb.word"]) // source.width)
        self.words = nn.Embedding.from_pretrained(_tensor(words[kept]), freeze=True)
        positions = source.matrix("emb.pos", len(source.tensors["emb.pos"]) // source.width)
        self.positions = nn.Parameter(_tensor(positions[:POSITIONS]) + _tensor(source.matrix("emb.type", 2)[0]))
        self.norm = nn.LayerNorm(source.width, source.epsilon)
        self.norm.weight.data = _tensor(source.tensors["emb.ln.w"])
        self.norm.bias.data = _tensor(source.tensors["emb.ln.b"])
        self.layers = nn.ModuleList(Layer(source, number, dropout) for number in range(layers))
        self.dropout = nn.Dropout(dropout)
        self.sizes: dict[str, float] = {
            "width": source.width,
            "layers": layers,
            "heads": source.heads,
            "inner": source.inner,
            "epsilon": source.epsilon,
        }

    def forward(self, ids: Tensor, real: Tensor | None) -> Tensor:
        """Vectors (windows, pieces, width) of piece ids; `real` marks what is no padding (None: all)."""
        x = self.dropout(self.norm(self.words(ids) + self.positions[: ids.shape[1]]))
        mask = None if real is None else real[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        return x


class Joint(nn.Module):
    """Encoder, characters and heads."""

    def __init__(self, source: Pretrained, kept: list[int], labels: Labels, shape: Shape) -> None:
        super().__init__()
        self.shape, self.count, self.unknown = shape, len(labels.spans), kept.index(source.unknown)
        self.same = labels.pairs.index(SAME) if SAME in labels.pairs else None
        width, pair = shape.width, shape.pair
        self.encoder = Encoder(source, kept, shape.layers, shape.dropout)
        self.down, self.own = nn.Linear(source.width, width), nn.Linear(source.width, width)
        self.left, self.right = _embedding(FARTHEST + 1, width), _embedding(FARTHEST + 1, width)
        self.norm = nn.LayerNorm(width)
        self.convolutions = nn.ModuleList(nn.Conv1d(width, width, 3, padding=1) for _ in range(2))
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(2))
        self.first, self.last = (nn.Linear(width, self.count * shape.pointer) for _ in range(2))
        self.threshold = nn.Parameter(torch.full((self.count,), _FEW))
        self.fine = nn.Sequential(nn.Linear(3 * width, 192), nn.GELU(), nn.Linear(192, len(labels.fine)))
        kinds = len(labels.types)
        self.kind, self.span, self.span_norm = (
            _embedding(kinds, width),
            nn.Linear(3 * width, width),
            nn.LayerNorm(width),
        )
        self.subject, self.object = nn.Linear(width, pair), nn.Linear(width, pair)
        self.between = nn.Linear(width, pair, bias=False)
        self.gap, self.kinds = _embedding(2 * len(GAPS) + 6, pair), _embedding(kinds * kinds, pair)
        self.one, self.other = nn.Linear(width, shape.bilinear), nn.Linear(width, shape.bilinear)
        self.label, self.label_product = (
            nn.Linear(pair, len(labels.pairs)),
            nn.Linear(shape.bilinear, len(labels.pairs), False),
        )
        self.dropout = nn.Dropout(shape.dropout)
        nn.init.constant_(self.label.bias, _RARE)
        nn.init.normal_(self.label_product.weight, std=_DEVIATION)

    def characters(self, batch: dict[str, Tensor]) -> Tensor:
        """Vectors (windows, characters, width); without `real` and `there` in the batch there is no padding."""
        pieces = self.encoder(batch["ids"], batch.get("real"))
        there = batch["there"][..., None] if "there" in batch else 1.0
        x = pieces.gather(1, batch["piece"][..., None].expand(-1, -1, pieces.shape[-1]))
        x = self.down(self.dropout(x)) + self.own(self.encoder.words(batch["characters"]))
        x = self.norm(x + self.left(batch["left"]) + self.right(batch["right"])) * there
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            more = functional.gelu(convolution(x.transpose(1, 2)).transpose(1, 2))
            x = norm(x + self.dropout(more)) * there
        return x

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


def _embedding(count: int, width: int) -> nn.Embedding:
    made = nn.Embedding(count, width)
    nn.init.normal_(made.weight, std=_DEVIATION)
    return made


def _tensor(values: Floats) -> Tensor:
    return torch.from_numpy(np.array(values, np.float32))
