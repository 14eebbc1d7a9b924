"""The encoder that both networks share: embeddings, gated dilated convolutions, self-attention.

Of 海州市 each character has five features (itself, two bigrams, its word, its place in the word): five rows of tables,
256 numbers after a linear layer. The plan `1 2 4 A` then mixes in the neighbours at a distance of 1, 2 and 4
characters, and at last all characters of the sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from kg.extract.neural.character_features import PLACES

FAR = 32  # characters from which on distances are one to the attention
MASKED = -1e4  # a logit whose probability is 0 in 16 bits too
TABLES = ("char", "big", "big", "word", "place")  # the table of each feature
_DEVIATION = 0.1  # of a table's first values
_INPUT, _OUTPUT, _MAX_DROPOUT = 0.8, 1.3, 0.5  # dropout before and behind the blocks against that in them; its limit


@dataclass(frozen=True)
class EncoderShape:
    """Embedding widths, the encoder's width, and its blocks.

    A number in `plan` is a gated convolution over three characters so far apart, `A` a self-attention of four heads.
    """

    character: int = 96
    bigram: int = 32
    word: int = 48
    place: int = 32
    width: int = 256
    plan: str = "1 2 4 A 1 2 1"
    dropout: float = 0.3


class Channels(nn.Module):
    """Dropout of whole channels of a row (Gal & Ghahramani 2016): no new random number for every character."""

    def __init__(self, probability: float) -> None:
        super().__init__()
        self.probability = probability

    def forward(self, x: Tensor) -> Tensor:
        """Of shape (rows, characters, channels)."""
        if not self.training or not self.probability:
            return x
        kept = torch.rand(x.shape[0], 1, x.shape[2]) > self.probability
        return x * (kept.to(x.dtype) / (1 - self.probability))


class Convolution(nn.Module):
    """A gated convolution (Dauphin et al. 2017) over a character and its neighbours at a distance, with a bypass."""

    def __init__(self, width: int, distance: int, dropout: float) -> None:
        super().__init__()
        self.d = distance
        self.n = nn.LayerNorm(width)
        self.l = nn.Linear(3 * width, 2 * width)
        self.drop = Channels(dropout)
        nn.init.xavier_normal_(self.l.weight)

    def forward(self, x: Tensor, real: Tensor) -> Tensor:
        """`real` is False where a row is padded."""
        h = self.n(x).to(torch.bfloat16) * real.unsqueeze(-1)
        padded, length = F.pad(h, (0, 0, self.d, self.d)), x.shape[1]
        seen = torch.cat([padded[:, :length], h, padded[:, 2 * self.d :]], -1)
        return x + self.drop(F.glu(self.l(seen), -1))


class Attention(nn.Module):
    """Self-attention with a bias for each distance (T5's, without buckets), with a bypass."""

    heads = 4

    def __init__(self, width: int, dropout: float) -> None:
        super().__init__()
        self.n = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.o = nn.Linear(width, width)
        self.drop = Channels(dropout)
        self.rel = nn.Parameter(torch.zeros(self.heads, 2 * FAR + 1))

    def forward(self, x: Tensor, real: Tensor) -> Tensor:
        """`real` is False where a row is padded."""
        rows, length, width = x.shape
        split = self.qkv(self.n(x)).view(rows, length, 3, self.heads, width // self.heads)
        q, k, v = split.permute(2, 0, 3, 1, 4)
        at = torch.arange(length)
        bias = self.rel[:, (at[None] - at[:, None]).clamp(-FAR, FAR) + FAR][None]
        bias = bias + torch.where(real, 0.0, MASKED)[:, None, None, :]
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        return x + self.drop(self.o(mixed.transpose(1, 2).reshape(rows, length, width)))


class Encoder(nn.Module):
    """The parts of a network up to the states of characters; its names are those of the weights in checkpoints."""

    def __init__(self, shape: EncoderShape, rows: Mapping[str, int]) -> None:
        """`rows` are the numbers of rows of the tables char, big and word."""
        super().__init__()
        self.char = nn.Embedding(rows["char"], shape.character)
        self.big = nn.Embedding(rows["big"], shape.bigram)
        self.word = nn.Embedding(rows["word"], shape.word)
        self.place = nn.Embedding(PLACES, shape.place)
        for table in (self.char, self.big, self.word, self.place):
            nn.init.normal_(table.weight, 0, _DEVIATION)
        width, dropout = shape.width, shape.dropout
        self.inp = nn.Linear(shape.character + 2 * shape.bigram + shape.word + shape.place, width)
        self.drop_in, self.drop = Channels(dropout * _INPUT), Channels(min(_MAX_DROPOUT, dropout * _OUTPUT))
        self.blocks = nn.ModuleList(
            Attention(width, dropout) if part == "A" else Convolution(width, int(part), dropout)
            for part in shape.plan.split()
        )
        self.norm = nn.LayerNorm(width)

    def entered(self, features: Sequence[Tensor]) -> Tensor:
        """The first states, of the looked-up features of characters."""
        states: Tensor = self.inp(self.drop_in(torch.cat(list(features), -1)))
        return states
