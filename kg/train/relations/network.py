"""The relation model as a PyTorch module: the tagger's encoder, marks of mentions in it, and a head for pairs.

Of 海州集团董事长王建国, asked about (海州集团, 王建国), the head sees both mentions (their borders and means), the
means of the zones before, between (董事长) and behind them, and what six attention heads pick out of the sentence; from
these it makes one logit for each label.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from numpy.typing import NDArray
from torch import Tensor, nn

from kg.extract.neural.character_features import BIGRAMS, CHARACTERS, HIDDEN, WORDS
from kg.extract.neural.relation_input import BUCKETS, FAR, KINDS, bucket
from kg.train.encoder import MASKED, Encoder, EncoderShape

KeptRows = Mapping[str, NDArray[np.int64]]  # table -> the rows of the tagger's table that are kept
TABLE_SIZES = {"char": CHARACTERS, "big": BIGRAMS, "word": WORDS}  # of the tagger's tables
MARK_SCALE = 25  # by which the rows of the table of marks are multiplied: they learn faster so
_COLUMNS = ("char", "big", "big", "word")  # the table of each feature that is looked up by row
_DISTANCES = (0, 1, 2, 3, 4, 5.5, 8, 13, 22, 45)  # of each bucket, in characters
_MARK_DEVIATION = 0.2  # of the first values of the table of marks
_ZONE_BIAS = 2.5  # of the zone that a head looks into at first
_PAIR_DROPOUT = 0.7  # of a pair's inputs, against that of its hidden layer


@dataclass(frozen=True)
class Shape(EncoderShape):
    """What the relation model is made of; marks of mentions enter before block `below`.

    `tags` are numbers of tags of each tag head, `labels` numbers of labels of each label head.
    """

    dropout: float = 0.25
    below: int = 5
    mention: int = 160
    heads: int = 6
    key: int = 16
    value: int = 24
    zone: int = 64
    pair: int = 256
    tags: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[str, int] = field(default_factory=dict)
    biased: tuple[str, ...] = ()  # closed sets: each has a bias of its own for each label


class Relations(Encoder):
    """Sentences, mentions and pairs (see `relation_input`) -> tags of characters and labels of pairs."""

    def __init__(self, shape: Shape, kept: KeptRows) -> None:
        super().__init__(shape, {name: len(kept[name]) + 2 for name in TABLE_SIZES})
        self.shape = shape
        for name, size in TABLE_SIZES.items():
            rows = torch.ones(size, dtype=torch.long)
            rows[0] = 0
            rows[torch.from_numpy(kept[name])] = torch.arange(len(kept[name])) + 2
            self.register_buffer(f"{name}_row", rows)
        width = shape.width
        self.tags = nn.ModuleDict({name: nn.Linear(width, size) for name, size in shape.tags.items()})
        self._make_pair_head(shape)
        self.out = nn.ModuleDict({name: nn.Linear(shape.pair, size) for name, size in shape.labels.items()})
        closed = shape.labels.get("closed", 0)
        self.set_bias = nn.ParameterDict({name: nn.Parameter(torch.zeros(closed)) for name in shape.biased})

    def _make_pair_head(self, shape: Shape) -> None:
        kinds, known = len(KINDS), shape.character + shape.word
        self.mark = nn.Embedding(2 * kinds + 1, shape.width, padding_idx=0)
        nn.init.normal_(self.mark.weight, 0, _MARK_DEVIATION)
        self.kind, self.size = nn.Embedding(kinds, 32), nn.Embedding(12, 8)
        self.mention = nn.Linear(5 * shape.width + 40, shape.mention)
        self.key = nn.Linear(shape.width, shape.heads * shape.key)
        self.value = nn.Linear(shape.width + known, shape.heads * shape.value)
        self.query = nn.Linear(2 * shape.mention, shape.heads * shape.key)
        self.near_subject, self.near_object = (nn.Embedding(BUCKETS, shape.heads) for _ in range(2))
        self.near_zone = nn.Embedding(10, shape.heads)
        self._point_heads(shape.heads)
        self.zone = nn.Linear(shape.width + known, shape.zone)
        self.gap, self.kinds = nn.Embedding(BUCKETS, 16), nn.Embedding(kinds * kinds, 32)
        inputs = 2 * shape.mention + shape.heads * shape.value + 3 * shape.zone + 48
        self.hidden = nn.Linear(inputs, shape.pair)
        self.drop_pair, self.drop_hidden = nn.Dropout(shape.dropout * _PAIR_DROPOUT), nn.Dropout(shape.dropout)

    def _point_heads(self, heads: int) -> None:
        """Point each attention head at a zone of its own, near one end or anywhere."""
        far = torch.tensor([*_DISTANCES, *_DISTANCES]).log1p()
        zones = ((2,), (0,), (4,), (0, 2, 4), (0, 2, 4), (0, 1, 2, 3, 4))
        with torch.no_grad():
            for table in (self.near_subject, self.near_object, self.near_zone):
                table.weight.zero_()
            for head in range(heads):
                turn = head % len(zones)
                for zone in zones[turn]:
                    self.near_zone.weight[[zone, zone + 5], head] = _ZONE_BIAS
                self.near_subject.weight[:, head] = -far * (turn in (1, 3))
                self.near_object.weight[:, head] = -far * (turn in (2, 4))

    def begin(self, tagger: Mapping[str, Tensor]) -> int:
        """Take over what fits of a tagger's checkpoint: tables, encoder; the number of weights that did."""
        own, count = self.state_dict(), 0
        for name in TABLE_SIZES:
            kept = torch.nonzero(own[f"{name}_row"] > 1).squeeze(1)
            table = tagger.get(f"{name}.weight")
            if table is not None and table.shape[1] == own[f"{name}.weight"].shape[1] and len(table) > int(kept.max()):
                own[f"{name}.weight"].copy_(torch.cat([table[:2], table[kept]]))
                count += 1
        for key, value in tagger.items():
            if key.split(".")[0] in ("place", "inp", "blocks", "norm") and key in own and own[key].shape == value.shape:
                own[key].copy_(value)
                count += 1
        return count

    def below(
        self, x: Tensor, hide: Sequence[float] = (0, 0, 0, 0), hidden: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """States before marks enter, and what is known of each character; x: (sentences, 5, characters).

        `hide` are shares of characters, left and right bigrams and words to hide, `hidden` those to hide for sure.
        """
        real, parts = x[:, 0] != 0, []
        for column, name in enumerate(_COLUMNS):
            rows = getattr(self, f"{name}_row")[x[:, column]]
            if self.training:
                chosen = torch.rand(rows.shape) < hide[column]
                rows = torch.where((chosen | hidden if hidden is not None else chosen) & real, HIDDEN, rows)
            parts.append(getattr(self, name)(rows))
        h = self.entered([*parts, self.place(x[:, 4])])
        for block in self.blocks[: self.shape.below]:
            h = block(h, real)
        return h, torch.cat([parts[3], parts[0]], -1)

    def above(self, h: Tensor, real: Tensor, marks: Tensor | None) -> Tensor:
        """Final states, with or without marks of shape (sentences, characters, 3)."""
        if marks is not None:
            h = h + F.embedding_bag(marks.flatten(0, 1), self.mark.weight * MARK_SCALE, mode="sum", padding_idx=0).view(
                h.shape
            )
        for block in self.blocks[self.shape.below :]:
            h = block(h, real)
        states: Tensor = self.drop(self.norm(h)) * real.unsqueeze(-1)
        return states

    def pair_states(self, states: Tensor, known: Tensor, real: Tensor, at: Mapping[str, Tensor]) -> Tensor:
        """The hidden layer of each pair, of shape (pairs, width); `at` is what `relation_input.pairs` gives."""
        mentions = self._mentions(states, at)
        subject, object_, row = at["pair_of"].unbind(1)
        ends = torch.cat([mentions.index_select(0, subject), mentions.index_select(0, object_)], -1)
        seen = torch.cat([states, known.to(states.dtype)], -1)
        context, sums = self._context(states, seen, real, row, ends, at["pair_near"]), _sums(self.zone(seen))
        zones = []
        for number in range(3):
            begin, end = at["pair_zone"][:, 2 * number], at["pair_zone"][:, 2 * number + 1]
            size = (end - begin).clamp(min=1).unsqueeze(1) ** 0.5
            zones.append((sums.index_select(0, end) - sums.index_select(0, begin)) / size)
        gap, kinds = at["pair_is"].unbind(1)
        joined = torch.cat([ends, context, *zones, self.gap(gap), self.kinds(kinds)], -1)
        hidden: Tensor = self.drop_hidden(F.gelu(self.hidden(self.drop_pair(joined)), approximate="tanh"))
        return hidden

    def _mentions(self, states: Tensor, at: Mapping[str, Tensor]) -> Tensor:
        kind, size, length = at["mention_is"].unbind(1)
        around = F.pad(states, (0, 0, 1, 1)).flatten(0, 1).index_select(0, at["mention_at"][:, :4].flatten())
        sums = _sums(states)
        mean = sums.index_select(0, at["mention_at"][:, 5]) - sums.index_select(0, at["mention_at"][:, 4])
        mean = mean / length.unsqueeze(1)
        seen = torch.cat([around.view(len(kind), -1), mean, self.kind(kind), self.size(size)], -1)
        mentions: Tensor = self.drop_hidden(F.gelu(self.mention(seen), approximate="tanh"))
        return mentions

    def _context(self, states: Tensor, seen: Tensor, real: Tensor, row: Tensor, ends: Tensor, near: Tensor) -> Tensor:
        """What each attention head picks out of the sentence, by content, distances and zones."""
        rows, length, _ = states.shape
        heads, shape = self.shape.heads, self.shape
        keys = self.key(states).view(rows, length, heads, shape.key).transpose(1, 2).contiguous().index_select(0, row)
        values = self.value(seen).view(rows, length, heads, shape.value).transpose(1, 2).contiguous()
        query = self.query(ends).view(-1, heads, shape.key, 1)
        subject, object_ = self.distances()
        bias = F.embedding(near[0], subject) + F.embedding(near[1], object_) + self.near_zone(near[2])
        bias = bias.masked_fill(~real[row].unsqueeze(-1), MASKED).transpose(1, 2)
        weights = (torch.matmul(keys, query.to(keys.dtype)).squeeze(-1).float() / shape.key**0.5 + bias).softmax(-1)
        picked = torch.matmul(weights.to(values.dtype).unsqueeze(2), values.index_select(0, row))
        return picked.flatten(1)

    def distances(self) -> tuple[Tensor, Tensor]:
        """The bias of each distance, from -FAR to FAR, from subject and object; of shape (2 * FAR + 1, heads)."""
        buckets = torch.from_numpy(bucket(np.arange(-FAR, FAR + 1)))
        return self.near_subject(buckets), self.near_object(buckets)


def _sums(states: Tensor) -> Tensor:
    """Running sums along each sentence, beginning with 0; one row after the other."""
    return F.pad(states.float().cumsum(1), (0, 0, 1, 0)).flatten(0, 1)
