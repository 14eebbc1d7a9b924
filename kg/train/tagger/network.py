"""The tagger as a PyTorch module: embeddings, gated dilated convolutions, self-attention, one head a data set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from kg.extract.neural.character_features import BIGRAMS, CHARACTERS, HIDDEN, PLACES, WORDS

FAR = 32  # characters from which on distances are one to the attention


@dataclass(frozen=True)
class Shape:
    """What a tagger is made of: embedding widths, the encoder's width, and its blocks.

    A number in `plan` is a gated convolution over three characters so far apart, `A` a self-attention of four heads.
    """

    character: int = 96
    bigram: int = 32
    word: int = 48
    place: int = 32
    width: int = 256
    plan: str = "1 2 4 A 1 2 1"
    dropout: float = 0.3
    heads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # data set -> its labels


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
        """`real` is False where a row is filled up."""
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
        """`real` is False where a row is filled up."""
        rows, length, width = x.shape
        split = self.qkv(self.n(x)).view(rows, length, 3, self.heads, width // self.heads)
        q, k, v = split.permute(2, 0, 3, 1, 4)
        at = torch.arange(length)
        bias = self.rel[:, (at[None] - at[:, None]).clamp(-FAR, FAR) + FAR][None]
        bias = bias + torch.where(real, 0.0, -1e4)[:, None, None, :]
        mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        return x + self.drop(self.o(mixed.transpose(1, 2).reshape(rows, length, width)))


class Network(nn.Module):
    """Features of shape (rows, 5, characters) -> scores of tags; see `kg.extract.neural.tag_decoding` for the tags."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.char = nn.Embedding(CHARACTERS, shape.character)
        self.big = nn.Embedding(BIGRAMS, shape.bigram)
        self.word = nn.Embedding(WORDS, shape.word)
        self.place = nn.Embedding(PLACES, shape.place)
        for table in (self.char, self.big, self.word, self.place):
            nn.init.normal_(table.weight, 0, 0.1)
        width = shape.width
        self.inp = nn.Linear(shape.character + 2 * shape.bigram + shape.word + shape.place, width)
        self.drop_in, self.drop = Channels(shape.dropout * 0.8), Channels(min(0.5, shape.dropout * 1.3))
        self.blocks = nn.ModuleList(
            Attention(width, shape.dropout) if part == "A" else Convolution(width, int(part), shape.dropout)
            for part in shape.plan.split()
        )
        self.norm = nn.LayerNorm(width)
        self.out = nn.ModuleDict({name: nn.Linear(width, 1 + 4 * len(labels)) for name, labels in shape.heads.items()})
        self.mlm = nn.Linear(width, shape.character)
        self.mlm_b = nn.Parameter(torch.zeros(CHARACTERS))

    def encode(self, x: Tensor) -> Tensor:
        """The encoder's states, of shape (rows, characters, width)."""
        real = x[:, 0] != 0
        tables: Sequence[nn.Module] = (self.char, self.big, self.big, self.word, self.place)
        h = self.inp(self.drop_in(torch.cat([table(x[:, n]) for n, table in enumerate(tables)], -1)))
        for block in self.blocks:
            h = block(h, real)
        result: Tensor = self.drop(self.norm(h))
        return result

    def forward(self, x: Tensor, head: str) -> Tensor:
        """Scores of one head's tags, of shape (rows, characters, tags)."""
        with torch.autocast("cpu", torch.bfloat16):
            scores: Tensor = self.out[head](self.encode(x))
        return scores.float()

    def guess(self, x: Tensor, hidden: Tensor, common: Tensor) -> Tensor:
        """The cross entropy of guessing hidden characters among the `common` rows (Devlin et al. 2019)."""
        wanted = x[:, 0][hidden]
        rank = torch.searchsorted(common, wanted).clamp(max=len(common) - 1)
        rank = torch.where(common[rank] == wanted, rank, -100)
        with torch.autocast("cpu", torch.bfloat16):
            states = self.mlm(self.encode(hide(x, hidden))[hidden])
            scores = states @ self.char.weight[common].to(torch.bfloat16).t() + self.mlm_b[common]
        return F.cross_entropy(scores.float(), rank, ignore_index=-100)


def hide(x: Tensor, hidden: Tensor) -> Tensor:
    """The features without all that tells the hidden characters: themselves, their bigrams, their words."""
    x = x.clone()
    left, right = hidden.clone(), hidden.clone()
    left[:, 1:] |= hidden[:, :-1]
    right[:, :-1] |= hidden[:, 1:]
    for column, where in ((0, hidden), (1, left), (2, right), (3, hidden)):
        x[:, column][where] = HIDDEN
    return x


def crf_loss(scores: Tensor, tags: Tensor, real: Tensor) -> Tensor:
    """Minus the log probability of the tags among all valid sequences, summed over rows.

    A conditional random field whose transitions are only allowed or not (Lafferty et al. 2001): the forward recursion
    keeps one sum for what is closed and one for each label that is open.
    """
    rows, length, count = scores.shape
    labels = (count - 1) // 4
    begin, inside, end, single = scores[:, :, 1:].view(rows, length, 4, labels).unbind(2)
    alone = torch.logsumexp(torch.cat([scores[:, :, :1], single], -1), -1)
    closed, opened = torch.zeros(rows), torch.full((rows, labels), -1e4)
    sums = []
    for at in range(length):
        ended = torch.cat([(closed + alone[:, at]).unsqueeze(-1), opened + end[:, at]], -1)
        opened = torch.logaddexp(closed.unsqueeze(-1) + begin[:, at], opened + inside[:, at])
        closed = torch.logsumexp(ended, -1)
        sums.append(closed)
    last = (real.sum(1) - 1).clamp(min=0).unsqueeze(1)
    total = torch.stack(sums, 1).gather(1, last).squeeze(1)
    gold = (scores.gather(2, tags.unsqueeze(-1)).squeeze(-1) * real).sum(1)
    return (total - gold).sum()


def tag_loss(scores: Tensor, tags: Tensor, real: Tensor, local: float) -> Tensor:
    """The field's loss, and a share `local` of each character's own cross entropy.

    The field alone learns good sequences of tags from scores that mean nothing by themselves; the cross entropy makes a
    character's scores its log probabilities, of which the likelihood of a span is made.
    """
    own = F.cross_entropy(scores[real], tags[real], reduction="sum")
    return (1 - local) * crf_loss(scores, tags, real) + local * own
