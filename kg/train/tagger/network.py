"""The tagger as a PyTorch module: the encoder with one head a data set, and its losses.

For 王建国来了 with the one label PER a head gives 5 numbers a character (outside, begin, inside, end, single). The loss
of the right tags (begin, inside, end, outside, outside) is minus the logarithm of their share among all valid
sequences of tags, such as (single, single, single, outside, outside).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from kg.extract.neural.character_features import BIGRAMS, CHARACTERS, HIDDEN, WORDS
from kg.train.encoder import MASKED, TABLES, Encoder, EncoderShape

_ROWS = {"char": CHARACTERS, "big": BIGRAMS, "word": WORDS}


@dataclass(frozen=True)
class Shape(EncoderShape):
    """What a tagger is made of: its encoder, and data set -> labels of its head."""

    heads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Network(Encoder):
    """Features of shape (rows, 5, characters) -> scores of tags; see `kg.extract.neural.tag_decoding` for the tags."""

    def __init__(self, shape: Shape) -> None:
        super().__init__(shape, _ROWS)
        width = shape.width
        self.out = nn.ModuleDict({name: nn.Linear(width, 1 + 4 * len(labels)) for name, labels in shape.heads.items()})
        self.mlm = nn.Linear(width, shape.character)
        self.mlm_b = nn.Parameter(torch.zeros(CHARACTERS))

    def encode(self, x: Tensor) -> Tensor:
        """The encoder's states, of shape (rows, characters, width)."""
        real = x[:, 0] != 0
        h = self.entered([getattr(self, name)(x[:, n]) for n, name in enumerate(TABLES)])
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
    keeps one sum for sequences without an open span and one for each label of an open span.
    """
    rows, length, count = scores.shape
    labels = (count - 1) // 4
    begin, inside, end, single = scores[:, :, 1:].view(rows, length, 4, labels).unbind(2)
    alone = torch.logsumexp(torch.cat([scores[:, :, :1], single], -1), -1)
    closed, opened = torch.zeros(rows), torch.full((rows, labels), MASKED)
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
