"""The encoder: pretrained layers over pieces, the lower ones shared, and characters over the upper ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.extract.neural.windows import FARTHEST, POSITIONS
from kg.train.joint.pretrained import Floats, Pretrained

_FROM_BELOW = {"q": "q", "k": "k", "v": "v", "out": "ao", "up": "fi", "down": "fo"}  # our names, the file's
_DEVIATION = 0.02  # of the first weights


@dataclass(frozen=True)
class Shape:
    """Sizes: layers kept of the encoder (the lowest), how many of these are shared, widths of all else."""

    layers: int = 6
    shared: int = 4
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


class Lower(nn.Module):
    """The lowest layers of the pretrained encoder, over a part of its vocabulary."""

    def __init__(self, source: Pretrained, kept: list[int], shape: Shape) -> None:
        super().__init__()
        words = source.matrix("emb.word", len(source.tensors["emb.word"]) // source.width)
        self.words = nn.Embedding.from_pretrained(_tensor(words[kept]), freeze=True)
        positions = source.matrix("emb.pos", len(source.tensors["emb.pos"]) // source.width)
        self.positions = nn.Parameter(_tensor(positions[:POSITIONS]) + _tensor(source.matrix("emb.type", 2)[0]))
        self.norm = nn.LayerNorm(source.width, source.epsilon)
        self.norm.weight.data = _tensor(source.tensors["emb.ln.w"])
        self.norm.bias.data = _tensor(source.tensors["emb.ln.b"])
        self.layers = _layers(source, range(min(shape.shared, shape.layers)), shape)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, batch: Mapping[str, Tensor]) -> tuple[Tensor, Tensor]:
        """Vectors of pieces (windows, pieces, width), and those of each character as a word of its own."""
        ids = batch["ids"]
        x = self.dropout(self.norm(self.words(ids) + self.positions[: ids.shape[1]]))
        return _through(self.layers, x, batch), self.words(batch["characters"])


class Upper(nn.Module):
    """The layers of the encoder above the shared ones, and characters over these."""

    def __init__(self, source: Pretrained, shape: Shape) -> None:
        super().__init__()
        width = shape.width
        self.layers = _layers(source, range(min(shape.shared, shape.layers), shape.layers), shape)
        self.down, self.own = nn.Linear(source.width, width), nn.Linear(source.width, width)
        self.left, self.right = first_embedding(FARTHEST + 1, width), first_embedding(FARTHEST + 1, width)
        self.norm = nn.LayerNorm(width)
        self.convolutions = nn.ModuleList(nn.Conv1d(width, width, 3, padding=1) for _ in range(2))
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(2))
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, pieces: Tensor, words: Tensor, batch: Mapping[str, Tensor]) -> Tensor:
        """Vectors (windows, characters, width), of what `Lower` gives."""
        pieces = _through(self.layers, pieces, batch)
        there = batch["there"][..., None] if "there" in batch else 1.0
        x = pieces.gather(1, batch["piece"][..., None].expand(-1, -1, pieces.shape[-1]))
        x = self.down(self.dropout(x)) + self.own(words)
        x = self.norm(x + self.left(batch["left"]) + self.right(batch["right"])) * there
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            more = functional.gelu(convolution(x.transpose(1, 2)).transpose(1, 2))
            x = norm(x + self.dropout(more)) * there
        return x


def first_embedding(count: int, width: int) -> nn.Embedding:
    """An embedding before training."""
    made = nn.Embedding(count, width)
    nn.init.normal_(made.weight, std=_DEVIATION)
    return made


def _layers(source: Pretrained, numbers: Iterable[int], shape: Shape) -> nn.ModuleList:
    return nn.ModuleList(Layer(source, number, shape.dropout) for number in numbers)


def _through(layers: nn.ModuleList, x: Tensor, batch: Mapping[str, Tensor]) -> Tensor:
    """Vectors through layers; without `real` in the batch there is no padding."""
    mask = batch["real"][:, None, None, :] if "real" in batch else None
    for layer in layers:
        x = layer(x, mask)
    return x


def _tensor(values: Floats) -> Tensor:
    return torch.from_numpy(np.array(values, np.float32))
