"""Training of the relation model: all sets together, tags and pairs at once; the average of the weights is kept."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from kg.extract.neural.relation_input import RelationQuery, marks, padded, pairs
from kg.extract.neural.relation_spans import TAGS, SpanProposal, span_proposals
from kg.train.batching import sized_groups
from kg.train.checkpoints import State
from kg.train.optimization import Average, adamw, cosine, descend, warm_up
from kg.train.plan import Log
from kg.train.relations.network import Relations
from kg.train.relations.relation_rows import Row
from kg.train.relations.training_queries import LabelSpace, Target, grouped_pairs, head_of, training_query
from kg.train.settings import RelationSettings

_PROPOSED = 0.3  # in training, spans that the tags propose are asked about from this probability on
_MAX_NORM = 2.0  # of a gradient
_HIDDEN = (0.3, 3, 3, 4)  # shares of characters, both bigrams and words that are hidden, against the settings' share
_NUMBERED = 0.5  # share of the rows with <N> that are seen with numbers
_MIXED = 2000  # rows of all sets that are grouped by length at a time
_IGNORED = -100  # a target that no loss is taken of

_Part = tuple[Row, Target, int, int]  # with the first and last of the row's pairs


class Loss:
    """The loss of a group of rows."""

    def __init__(self, net: Relations, space: LabelSpace, settings: RelationSettings, chance: random.Random) -> None:
        self._net, self._space, self._settings, self._chance = net, space, settings, chance
        self.parts: dict[str, list[float]] = defaultdict(list)

    def __call__(self, rows: Sequence[Row], proposing: bool) -> Tensor:
        """Of all rows, divided by their number; `proposing`: wrong mentions are taken from the tags of the moment."""
        rows = [self._with_numbers(row) for row in rows]
        net, how = self._net, self._settings
        x = torch.from_numpy(padded([RelationQuery(row.features) for row in rows]))
        real, length = x[:, 0] != 0, x.shape[2]
        shares = [how.hide * times for times in _HIDDEN]
        with torch.autocast("cpu", torch.bfloat16):
            below, known = net.below(x, shares, self._blinded(rows, length))
        proposed, targets_of_tags = self._tagged(rows, below, real, proposing)
        questions = [
            training_query(row, self._space, some, self._chance, how.silver_negative)
            for row, some in zip(rows, proposed, strict=True)
        ]
        total = targets_of_tags([target for _, target in questions])
        queries = [self._forgotten(one) for one, _ in questions]
        if any(one.pairs for one in queries):
            at = {name: torch.from_numpy(array) for name, array in pairs(queries, length).items()}
            with torch.autocast("cpu", torch.bfloat16):
                states = net.above(below, real, torch.from_numpy(marks(queries, length)))
                pair_states = net.pair_states(states, known, real, at)
            total = total + self._labelled(rows, questions, pair_states.float())
        return total / len(rows)

    def _with_numbers(self, row: Row) -> Row:
        if row.numbered is None or self._chance.random() < 1 - _NUMBERED:
            return row
        return Row(row.set, row.text, row.numbered, given=row.given)

    def _blinded(self, rows: Sequence[Row], length: int) -> Tensor:
        hidden = np.zeros((len(rows), length), np.bool_)
        for n, row in enumerate(rows):
            share = self._settings.blind / (1 if row.given else 3)
            ends = {end for head, tail, _ in row.given for end in (head, tail)}
            ends |= {mention[:2] for mention in row.mentions} | {span for triple in row.right for span in triple}
            for start, end in sorted(ends):
                if self._chance.random() < share:
                    hidden[n, start:end] = True
        return torch.from_numpy(hidden)

    def _forgotten(self, query: RelationQuery) -> RelationQuery:
        share = self._settings.forget
        mentions = [(s, e, 0 if self._chance.random() < share else kind) for s, e, kind in query.mentions]
        return RelationQuery(query.features, mentions, query.pairs)

    def _tagged(
        self, rows: Sequence[Row], below: Tensor, real: Tensor, proposing: bool
    ) -> tuple[list[list[SpanProposal]], Callable[[Sequence[Target]], Tensor]]:
        """What the tags propose for each row, and their loss once the right tags are known."""
        proposed: list[list[SpanProposal]] = [[] for _ in rows]
        heads = {head: [n for n, row in enumerate(rows) if head_of(row.set) == head] for head in self._net.tags}
        if not any(heads.values()):
            return proposed, lambda _: torch.zeros(())
        with torch.autocast("cpu", torch.bfloat16):
            states = self._net.above(below, real, None)
        scores = {head: self._net.tags[head](states[some].float()) for head, some in heads.items() if some}
        if proposing:
            for head in sorted(scores.keys() & {"closed", "open"}):
                for n, one in zip(heads[head], scores[head].detach().numpy(), strict=True):
                    proposed[n] = span_proposals(one[: len(rows[n])], _PROPOSED)

        def loss(targets: Sequence[Target]) -> Tensor:
            total = torch.zeros(())
            for head, found in scores.items():
                right = np.full((*found.shape[:2], found.shape[2] // TAGS), _IGNORED, np.int64)
                for place, n in enumerate(heads[head]):
                    right[place, : len(rows[n])] = targets[n].tags
                one = F.cross_entropy(found.reshape(-1, TAGS), torch.from_numpy(right).view(-1), reduction="sum")
                self.parts[f"tags {head}"].append(one.item() / len(heads[head]))
                total = total + self._settings.tags * one
            return total

        return proposed, loss

    def _labelled(
        self, rows: Sequence[Row], questions: Sequence[tuple[RelationQuery, Target]], pair_states: Tensor
    ) -> Tensor:
        """The loss of the labels of pairs, of all sets."""
        total, at = torch.zeros(()), 0
        groups: dict[str, list[_Part]] = defaultdict(list)
        for row, (query, target) in zip(rows, questions, strict=True):
            groups[row.set.name].append((row, target, at, at + len(query.pairs)))
            at += len(query.pairs)
        for name, some in sorted(groups.items()):
            if some[0][0].set.form != "names":
                one = self._labelled_of_set(some, pair_states)
                self.parts[name].append(one.item() / len(some))
                total = total + one * self._settings.weights.get(name, 1.0)
        return total

    def _labelled_of_set(self, some: Sequence[_Part], pair_states: Tensor) -> Tensor:
        labels = some[0][0].set
        places = torch.cat([torch.arange(start, end) for _, _, start, end in some])
        scores = self._net.out[head_of(labels)](pair_states[places])
        if labels.form == "open":
            return _open_loss(scores, [target for _, target, _, _ in some], [e - s for _, _, s, e in some])
        if labels.form == "pairs":
            right = torch.from_numpy(np.concatenate([target.labels for _, target, _, _ in some]))
            return F.cross_entropy(scores, right.argmax(1), reduction="sum")
        if labels.form == "closed":
            scores = scores + self._net.set_bias[labels.name]
        right, weight = (
            torch.from_numpy(np.concatenate([getattr(target, part) for _, target, _, _ in some]))
            for part in ("labels", "weights")
        )
        return F.binary_cross_entropy_with_logits(scores, right, weight, reduction="sum")


def _open_loss(scores: Tensor, targets: Sequence[Target], sizes: Sequence[int]) -> Tensor:
    places, right, at = [], [], 0
    for target, size in zip(targets, sizes, strict=True):
        places += [[at + n for n in triple.pairs] for triple in target.triples]
        right += target.right
        at += size
    if not places:
        return torch.zeros(())
    found = torch.tensor(places)
    sums = scores[found[:, 0], 0] + scores[found[:, 1], 1] + scores[found[:, 2], 2]
    return F.binary_cross_entropy_with_logits(sums, torch.tensor(right, dtype=sums.dtype), reduction="sum")


def _epoch(rows: Mapping[str, Sequence[Row]], settings: RelationSettings, chance: random.Random) -> Iterator[list[Row]]:
    """Groups of rows of all sets mixed, of about one length."""
    chosen: list[Row] = []
    for name, some in rows.items():
        most = settings.limit.get(name, len(some))
        chosen += chance.sample(list(some), most) if most < len(some) else some
    chance.shuffle(chosen)
    groups = []
    for start in range(0, len(chosen), _MIXED):
        part = chosen[start : start + _MIXED]
        numbers = sized_groups([len(row) for row in part], settings.characters, chance)
        groups += [[part[n] for n in group] for group in numbers]
    chance.shuffle(groups)
    yield from groups


def fit(
    net: Relations,
    space: LabelSpace,
    rows: Mapping[str, Sequence[Row]],
    settings: RelationSettings,
    log: Log,
    after: Callable[[int, State], None],
) -> State:
    """Train on rows by set; after each epoch `after` gets its number and the averaged weights, which are returned."""
    torch.manual_seed(settings.seed)
    chance = random.Random(settings.seed)
    joined = {name: grouped_pairs(some) if some[0].set.form == "pairs" else some for name, some in rows.items()}
    optimizer = adamw(net, settings.rate)
    average, loss = Average(net), Loss(net, space, settings, chance)
    total = settings.epochs * sum(1 for _ in _epoch(joined, settings, random.Random(0)))
    step, begun = 0, time.perf_counter()
    for epoch in range(settings.epochs):
        net.train()
        loss.parts.clear()
        for group in _epoch(joined, settings, chance):
            rate = settings.rate * (warm_up(step) * cosine(step / total))
            descend(net, optimizer, loss(group, epoch > 0), rate, _MAX_NORM)
            average.update(net)
            step += 1
        means = {name: round(float(np.mean(values)), 3) for name, values in sorted(loss.parts.items())}
        log(f"epoch {epoch + 1} {time.perf_counter() - begun:.0f} s {means}")
        after(epoch + 1, average.state)
    return average.state
