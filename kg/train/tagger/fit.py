"""Training of the tagger: masked characters first, then all data sets in turn, the best average on dev is kept."""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from kg.extract.neural.character_features import CHARACTERS, HIDDEN
from kg.train.tagger.groups import filled, grouped
from kg.train.tagger.network import Network, Shape, tag_loss
from kg.train.tagger.rows import Example
from kg.train.tagger.scores import by_network, evaluate

State = dict[str, Tensor]
Log = Callable[[str], None]
_COMMON = 20  # a character that is guessed occurs so often in the raw text


@dataclass(frozen=True)
class Settings:
    """How to train. `weights` of a data set below 1 let it speak less, `limit` caps its characters an epoch."""

    epochs: float = 10
    raw_epochs: float = 1.5
    rate: float = 2e-3
    characters: int = 6000  # in a step
    hide: float = 0.15  # of bigrams, half as much again of words
    local: float = 0.5  # share of each character's own cross entropy in the loss
    seed: int = 1
    patience: int = 3  # epochs without a better dev score
    minutes: float = math.inf  # the schedule is shortened so as to end by then
    weights: Mapping[str, float] = field(default_factory=dict)
    limit: Mapping[str, int] = field(default_factory=dict)


def _blinded(x: Tensor, share: float) -> Tensor:
    """Some bigrams and words hidden, so that rare ones are not leant upon."""
    for column, part in ((0, 0.02), (1, share), (2, share), (3, share * 1.5)):
        x[:, column][torch.rand(x.shape[0], x.shape[2]) < part] = HIDDEN
    return x


class _Average:
    """The exponential moving average of a network's weights."""

    def __init__(self, net: Network) -> None:
        self.state: State = {name: value.detach().clone() for name, value in net.state_dict().items()}
        self._steps = 0

    def update(self, net: Network, every: int = 4) -> None:
        self._steps += 1
        if self._steps % every:
            return
        decay = min(0.998, (self._steps + 1) / (self._steps + 10)) ** every
        now = net.state_dict()
        with torch.no_grad():
            torch._foreach_lerp_(list(self.state.values()), [now[name] for name in self.state], 1 - decay)


def _optimizer(net: Network, rate: float) -> torch.optim.Optimizer:
    return torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=1e-3, fused=True, betas=(0.9, 0.98))


def _step(net: Network, optimizer: torch.optim.Optimizer, loss: Tensor, rate: float) -> None:
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimizer.step()


def _rate(settings: Settings, done: float, steps: int) -> float:
    """Warm up over 200 steps, then a cosine; `done` is the share of the schedule that has gone by."""
    warm = min(1.0, (steps + 1) / 200)
    return settings.rate * warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, done))))


def pretrain(net: Network, raw: Sequence[NDArray[np.int32]], settings: Settings, log: Log) -> None:
    """Guess hidden words of raw text: characters and bigrams get their meaning from all the text at hand."""
    chance, picks = random.Random(settings.seed), np.random.default_rng(settings.seed)
    counts = np.bincount(np.concatenate([one[0] for one in raw]), minlength=CHARACTERS)
    common = torch.from_numpy(np.flatnonzero(counts >= min(_COMMON, counts.max())))
    optimizer = _optimizer(net, settings.rate)
    lengths = [one.shape[1] for one in raw]
    total = max(1, int(len(grouped(lengths, 8000, None)) * settings.raw_epochs))
    step, sum_, begun = 0, 0.0, time.perf_counter()
    net.train()
    while step < total:
        for group in grouped(lengths, 8000, chance)[: total - step]:
            x = np.zeros((len(group), 5, max(lengths[n] for n in group)), np.int64)
            hidden = np.zeros((len(group), x.shape[2]), bool)
            for row, number in enumerate(group):
                x[row, :, : lengths[number]] = raw[number]
                word = np.cumsum(raw[number][4] % 4 <= 1)
                hidden[row, : lengths[number]] = (picks.random(word[-1] + 1) < 0.18)[word]
            step += 1
            if not hidden.any():
                continue
            loss = net.guess(torch.from_numpy(x), torch.from_numpy(hidden), common)
            _step(net, optimizer, loss, _rate(settings, step / total, step))
            sum_ += loss.item()
            if step % 100 == 0:
                log(f"raw text {step}/{total} loss {sum_ / 100:.3f} {time.perf_counter() - begun:.0f} s")
                sum_ = 0.0


def _epoch(
    data: Mapping[str, Sequence[Example]], settings: Settings, chance: random.Random
) -> Iterator[tuple[str, list[Example]]]:
    """Groups of all data sets in turn."""
    groups = []
    for name, pieces in data.items():
        chosen = list(pieces)
        if name in settings.limit:
            chance.shuffle(chosen)
            ends = np.cumsum([len(one) for one in chosen])
            chosen = chosen[: int(np.searchsorted(ends, settings.limit[name])) + 1]
        for group in grouped([len(one) for one in chosen], settings.characters, chance):
            groups.append((name, [chosen[n] for n in group]))
    chance.shuffle(groups)
    yield from groups


@dataclass
class Result:
    """The best weights, and the log: one entry an epoch with seconds, loss and dev scores."""

    state: State
    curve: list[dict[str, Any]]


@dataclass
class _Run:
    """A training under way."""

    net: Network
    settings: Settings
    log: Log
    total: float  # steps, if time does not run out
    begun: float = field(default_factory=time.perf_counter)
    step: int = 0

    def __post_init__(self) -> None:
        self.optimizer, self.average = _optimizer(self.net, self.settings.rate), _Average(self.net)

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.begun

    @property
    def done(self) -> float:
        return max(self.step / max(1.0, self.total), self.seconds / 60 / self.settings.minutes)

    def epoch(self, groups: Iterator[tuple[str, list[Example]]]) -> float:
        """Go over the groups, or as far as time allows; the mean loss of a character."""
        sum_, characters = 0.0, 0
        for name, chosen in groups:
            x, tags, real = filled(chosen)
            scores = self.net(_blinded(x, self.settings.hide), name)
            loss = tag_loss(scores, tags, real, self.settings.local) / real.sum()
            rate = _rate(self.settings, self.done, self.step)
            _step(self.net, self.optimizer, loss * self.settings.weights.get(name, 1.0), rate)
            self.average.update(self.net)
            self.step, sum_, characters = self.step + 1, sum_ + loss.item() * len(real), characters + len(real)
            if self.step % 100 == 0:
                self.log(f"step {self.step}/{self.total:.0f} loss {sum_ / characters:.4f} {self.seconds:.0f} s")
            if self.done >= 1:
                break
        return round(sum_ / max(1, characters), 5)

    def scores(self, dev: Mapping[str, Sequence[Example]], shape: Shape) -> dict[str, float]:
        """Micro F1 of the averaged weights on each dev set."""
        now = {name: value.clone() for name, value in self.net.state_dict().items()}
        self.net.load_state_dict(self.average.state)
        with by_network(self.net) as score:
            found = {name: evaluate(score, name, dev[name], shape.heads[name])["micro"] for name in dev}
        self.net.load_state_dict(now)
        return found


def fit(
    net: Network,
    shape: Shape,
    train: Mapping[str, Sequence[Example]],
    dev: Mapping[str, Sequence[Example]],
    settings: Settings,
    log: Log,
    checkpoint: Path,
) -> Result:
    """Train on all data sets in turn; stops when dev is no better for `patience` epochs, or when time is up.

    The best weights so far are in `checkpoint` after each epoch. Without dev sets, the last ones are the best.
    """
    chance = random.Random(settings.seed)
    run = _Run(net, settings, log, settings.epochs * sum(1 for _ in _epoch(train, settings, random.Random(0))))
    result = Result({name: value.clone() for name, value in run.average.state.items()}, [])
    highest, waited = -1.0, 0
    net.train()
    while run.done < 1 and waited < settings.patience:
        loss = run.epoch(_epoch(train, settings, chance))
        scores = run.scores(dev, shape)
        mean = sum(scores.values()) / max(1, len(scores))
        entry = {"epoch": len(result.curve) + 1, "seconds": round(run.seconds), "loss": loss, "dev": scores}
        result.curve.append(entry | {"mean": round(mean, 4)})
        log(json.dumps(result.curve[-1]))
        waited += 1
        if mean > highest or not dev:
            highest, waited = mean, 0
            result.state = {name: value.clone() for name, value in run.average.state.items()}
            torch.save(result.state, checkpoint)
    return result
