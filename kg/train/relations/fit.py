"""Training of the relation model: all sets together, tags and pairs at once, an average of the weights is kept."""

from __future__ import annotations

import math
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from kg.extract.neural.relation_input import Asked, marks, padded, pairs
from kg.extract.neural.relation_spans import Proposed, proposals
from kg.train.relations.batch import Scheme, Target, grouped_pairs, head_of, question
from kg.train.relations.network import Relations
from kg.train.relations.rows import Row
from kg.train.tagger.groups import grouped

Log = Callable[[str], None]
State = dict[str, Tensor]
_DECAY, _EVERY = 0.998, 4  # of the average of the weights; steps between two updates
_PROPOSED = 0.3  # in training, what the tags of the moment propose is asked about from this likelihood on


@dataclass(frozen=True)
class Settings:
    """How to train. `weights` let a set speak less or more, `limit` caps its rows an epoch."""

    epochs: int = 10
    rate: float = 1.5e-3
    characters: int = 5000  # in a step
    tags: float = 0.5  # weight of the tags' loss against that of pairs
    hide: float = 0.05  # of characters a third of it, of bigrams three times, of words four times as much
    blind: float = 0.3  # of given mentions that are hidden altogether; of others a third of it
    forget: float = 0.2  # of mentions whose kind is not told
    silver_negative: float = 0.25  # weight of a label that silver data does not give to a pair
    seed: int = 0
    weights: Mapping[str, float] = field(default_factory=dict)
    limit: Mapping[str, int] = field(default_factory=dict)


class Loss:
    """The loss of a group of rows."""

    def __init__(self, net: Relations, scheme: Scheme, settings: Settings, chance: random.Random) -> None:
        self._net, self._scheme, self._settings, self._chance = net, scheme, settings, chance
        self.parts: dict[str, list[float]] = defaultdict(list)

    def __call__(self, rows: Sequence[Row], proposing: bool) -> Tensor:
        """Of all rows, divided by their number; `proposing`: wrong mentions are taken from the tags of the moment."""
        rows = [self._numbered(row) for row in rows]
        net, how = self._net, self._settings
        x = torch.from_numpy(padded([Asked(row.features) for row in rows]))
        real, length = x[:, 0] != 0, x.shape[2]
        shares = (how.hide * 0.3, how.hide * 3, how.hide * 3, how.hide * 4)
        with torch.autocast("cpu", torch.bfloat16):
            below, known = net.below(x, shares, self._blinded(rows, length))
        proposed, targets_of_tags = self._tagged(rows, below, real, proposing)
        questions = [
            question(row, self._scheme, some, self._chance, how.silver_negative)
            for row, some in zip(rows, proposed, strict=True)
        ]
        total = targets_of_tags([target for _, target in questions])
        asked = [self._forgotten(one) for one, _ in questions]
        if any(one.pairs for one in asked):
            at = {name: torch.from_numpy(array) for name, array in pairs(asked, length).items()}
            with torch.autocast("cpu", torch.bfloat16):
                states = net.above(below, real, torch.from_numpy(marks(asked, length)))
                looked = net.look(states, known, real, at)
            total = total + self._labelled(rows, questions, looked.float())
        return total / len(rows)

    def _numbered(self, row: Row) -> Row:
        if row.other is None or self._chance.random() < 0.5:
            return row
        return Row(row.set, row.text, row.other, asked=row.asked)

    def _blinded(self, rows: Sequence[Row], length: int) -> Tensor:
        hidden = np.zeros((len(rows), length), np.bool_)
        for n, row in enumerate(rows):
            share = self._settings.blind / (1 if row.asked else 3)
            ends = {end for head, tail, _ in row.asked for end in (head, tail)}
            ends |= {mention[:2] for mention in row.mentions} | {span for trio in row.right for span in trio}
            for start, end in sorted(ends):
                if self._chance.random() < share:
                    hidden[n, start:end] = True
        return torch.from_numpy(hidden)

    def _forgotten(self, asked: Asked) -> Asked:
        share = self._settings.forget
        mentions = [(s, e, 0 if self._chance.random() < share else kind) for s, e, kind in asked.mentions]
        return Asked(asked.features, mentions, asked.pairs)

    def _tagged(
        self, rows: Sequence[Row], below: Tensor, real: Tensor, proposing: bool
    ) -> tuple[list[list[Proposed]], Callable[[Sequence[Target]], Tensor]]:
        """What the tags propose for each row, and their loss once the right tags are known."""
        proposed: list[list[Proposed]] = [[] for _ in rows]
        heads = {head: [n for n, row in enumerate(rows) if head_of(row.set) == head] for head in self._net.tags}
        if not any(heads.values()):
            return proposed, lambda _: torch.zeros(())
        with torch.autocast("cpu", torch.bfloat16):
            states = self._net.above(below, real, None)
        scores = {head: self._net.tags[head](states[some].float()) for head, some in heads.items() if some}
        if proposing:
            for head in sorted(scores.keys() & {"closed", "open"}):
                for n, one in zip(heads[head], scores[head].detach().numpy(), strict=True):
                    proposed[n] = proposals(one[: len(rows[n])], _PROPOSED)

        def loss(targets: Sequence[Target]) -> Tensor:
            total = torch.zeros(())
            for head, found in scores.items():
                right = np.full((*found.shape[:2], found.shape[2] // 5), -100, np.int64)
                for place, n in enumerate(heads[head]):
                    right[place, : len(rows[n])] = targets[n].tags
                one = F.cross_entropy(found.reshape(-1, 5), torch.from_numpy(right).view(-1), reduction="sum")
                self.parts[f"tags {head}"].append(one.item() / len(heads[head]))
                total = total + self._settings.tags * one
            return total

        return proposed, loss

    def _labelled(self, rows: Sequence[Row], questions: Sequence[tuple[Asked, Target]], looked: Tensor) -> Tensor:
        total, at = torch.zeros(()), 0
        groups: dict[str, list[tuple[Row, Target, int, int]]] = defaultdict(list)
        for row, (asked, target) in zip(rows, questions, strict=True):
            groups[row.set.name].append((row, target, at, at + len(asked.pairs)))
            at += len(asked.pairs)
        for name, some in sorted(groups.items()):
            row = some[0][0]
            if row.set.form == "names":
                continue
            places = torch.cat([torch.arange(start, end) for _, _, start, end in some])
            scores = self._net.out[head_of(row.set)](looked[places])
            if row.set.form == "open":
                one = _trio_loss(scores, [target for _, target, _, _ in some], [e - s for _, _, s, e in some])
            elif row.set.form == "pairs":
                right = torch.from_numpy(np.concatenate([target.labels for _, target, _, _ in some]))
                one = F.cross_entropy(scores, right.argmax(1), reduction="sum")
            else:
                if row.set.form == "closed":
                    scores = scores + self._net.manner[name]
                right, weight = (
                    torch.from_numpy(np.concatenate([getattr(target, part) for _, target, _, _ in some]))
                    for part in ("labels", "weights")
                )
                one = F.binary_cross_entropy_with_logits(scores, right, weight, reduction="sum")
            self.parts[name].append(one.item() / len(some))
            total = total + one * self._settings.weights.get(name, 1.0)
        return total


def _trio_loss(scores: Tensor, targets: Sequence[Target], sizes: Sequence[int]) -> Tensor:
    places, right, at = [], [], 0
    for target, size in zip(targets, sizes, strict=True):
        places += [[at + n for n in trio.pairs] for trio in target.trios]
        right += target.right
        at += size
    if not places:
        return torch.zeros(())
    found = torch.tensor(places)
    sums = scores[found[:, 0], 0] + scores[found[:, 1], 1] + scores[found[:, 2], 2]
    return F.binary_cross_entropy_with_logits(sums, torch.tensor(right, dtype=sums.dtype), reduction="sum")


class _Average:
    """The exponential moving average of a network's weights."""

    def __init__(self, net: Relations) -> None:
        self.state: State = {name: value.detach().clone() for name, value in net.state_dict().items()}
        self._moving = [name for name, value in self.state.items() if value.dtype.is_floating_point]
        self._steps = 0

    def update(self, net: Relations) -> None:
        self._steps += 1
        if self._steps % _EVERY:
            return
        decay = min(_DECAY, (self._steps + 1) / (self._steps + 10)) ** _EVERY
        now = net.state_dict()
        with torch.no_grad():
            torch._foreach_lerp_([self.state[n] for n in self._moving], [now[n] for n in self._moving], 1 - decay)


def _epoch(rows: Mapping[str, Sequence[Row]], settings: Settings, chance: random.Random) -> Iterator[list[Row]]:
    """Groups of rows of all sets mixed, of about one length."""
    chosen: list[Row] = []
    for name, some in rows.items():
        most = settings.limit.get(name, len(some))
        chosen += chance.sample(list(some), most) if most < len(some) else some
    chance.shuffle(chosen)
    groups = []
    for start in range(0, len(chosen), 2000):
        part = chosen[start : start + 2000]
        numbers = grouped([len(row) for row in part], settings.characters, chance)
        groups += [[part[n] for n in group] for group in numbers]
    chance.shuffle(groups)
    yield from groups


def _pace(step: int, done: float) -> float:
    """Warm up over 200 steps, then a cosine."""
    return min(1.0, (step + 1) / 200) * (0.02 + 0.49 * (1 + math.cos(math.pi * min(1.0, done))))


def fit(
    net: Relations, scheme: Scheme, rows: Mapping[str, Sequence[Row]], settings: Settings, log: Log,
    after: Callable[[int, State], None],
) -> State:  # fmt: skip
    """Train on rows by set; after each epoch `after` gets its number and the averaged weights, which are returned."""
    torch.manual_seed(settings.seed)
    chance = random.Random(settings.seed)
    joined = {name: grouped_pairs(some) if some[0].set.form == "pairs" else some for name, some in rows.items()}
    optimizer = torch.optim.AdamW(net.parameters(), lr=settings.rate, betas=(0.9, 0.98), weight_decay=1e-3, fused=True)
    average, loss = _Average(net), Loss(net, scheme, settings, chance)
    total = settings.epochs * sum(1 for _ in _epoch(joined, settings, random.Random(0)))
    step, begun = 0, time.perf_counter()
    for epoch in range(settings.epochs):
        net.train()
        loss.parts.clear()
        for group in _epoch(joined, settings, chance):
            for part in optimizer.param_groups:
                part["lr"] = settings.rate * _pace(step, step / total)
            found = loss(group, epoch > 0)
            optimizer.zero_grad(set_to_none=True)
            found.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            optimizer.step()
            average.update(net)
            step += 1
        means = {name: round(float(np.mean(values)), 3) for name, values in sorted(loss.parts.items())}
        log(f"epoch {epoch + 1} {time.perf_counter() - begun:.0f} s {means}")
        after(epoch + 1, average.state)
    return average.state
