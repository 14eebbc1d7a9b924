"""Training of the tagger: hidden characters of raw text first, then all data sets in turn; the best average is kept."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from kg.extract.neural.character_features import CHARACTERS, HIDDEN
from kg.train.batching import sized_groups
from kg.train.checkpoints import State, copied, write_state
from kg.train.optimization import Average, adamw, cosine, descend, warm_up
from kg.train.plan import Log
from kg.train.settings import TaggerSettings
from kg.train.tagger.network import Network, Shape, tag_loss
from kg.train.tagger.scores import evaluate, network_scores
from kg.train.tagger.tag_examples import Example
from kg.train.tagger.tensors import padded_examples

_MAX_NORM = 1.0  # of a gradient
_LOG_EVERY = 100  # steps
# Hidden in training, so that rare bigrams and words are not relied upon: a share of characters, and of words against
# the share of bigrams.
_HIDDEN_CHARACTERS, _HIDDEN_WORDS = 0.02, 1.5
# Raw text: how often a character that is guessed occurs, the share of words that are guessed, characters in a step.
_COMMON, _GUESSED, _RAW_CHARACTERS = 20, 0.18, 8000


def _with_hidden(x: Tensor, share: float) -> Tensor:
    """Some characters, bigrams and words hidden."""
    for column, part in ((0, _HIDDEN_CHARACTERS), (1, share), (2, share), (3, share * _HIDDEN_WORDS)):
        x[:, column][torch.rand(x.shape[0], x.shape[2]) < part] = HIDDEN
    return x


def _rate(settings: TaggerSettings, done: float, step: int) -> float:
    """The learning rate; `done` is the share of the schedule that has gone by."""
    return settings.rate * warm_up(step) * cosine(done)


def pretrain(net: Network, raw: Sequence[NDArray[np.int32]], settings: TaggerSettings, log: Log) -> None:
    """Guess hidden words of raw text: characters and bigrams get their meaning from all the text at hand."""
    chance, picks = random.Random(settings.seed), np.random.default_rng(settings.seed)
    counts = np.bincount(np.concatenate([one[0] for one in raw]), minlength=CHARACTERS)
    common = torch.from_numpy(np.flatnonzero(counts >= min(_COMMON, counts.max())))
    optimizer = adamw(net, settings.rate)
    lengths = [one.shape[1] for one in raw]
    total = max(1, int(len(sized_groups(lengths, _RAW_CHARACTERS, None)) * settings.raw_epochs))
    step, summed, begun = 0, 0.0, time.perf_counter()
    net.train()
    while step < total:
        for group in sized_groups(lengths, _RAW_CHARACTERS, chance)[: total - step]:
            x, hidden = _guessed([raw[number] for number in group], picks)
            step += 1
            if not hidden.any():
                continue
            loss = net.guess(torch.from_numpy(x), torch.from_numpy(hidden), common)
            descend(net, optimizer, loss, _rate(settings, step / total, step), _MAX_NORM)
            summed += loss.item()
            if step % _LOG_EVERY == 0:
                log(f"raw text {step}/{total} loss {summed / _LOG_EVERY:.3f} {time.perf_counter() - begun:.0f} s")
                summed = 0.0


def _guessed(
    pieces: Sequence[NDArray[np.int32]], picks: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Padded features, of shape (pieces, 5, longest), and which characters are to be guessed."""
    x = np.zeros((len(pieces), 5, max(piece.shape[1] for piece in pieces)), np.int64)
    hidden = np.zeros((len(pieces), x.shape[2]), np.bool_)
    for row, piece in enumerate(pieces):
        length = piece.shape[1]
        x[row, :, :length] = piece
        word = np.cumsum(piece[4] % 4 <= 1)
        hidden[row, :length] = (picks.random(word[-1] + 1) < _GUESSED)[word]
    return x, hidden


def _epoch(
    data: Mapping[str, Sequence[Example]], settings: TaggerSettings, chance: random.Random
) -> Iterator[tuple[str, list[Example]]]:
    """Groups of all data sets in turn."""
    groups = []
    for name, pieces in data.items():
        chosen = list(pieces)
        if name in settings.limit:
            chance.shuffle(chosen)
            ends = np.cumsum([len(one) for one in chosen])
            chosen = chosen[: int(np.searchsorted(ends, settings.limit[name])) + 1]
        for group in sized_groups([len(one) for one in chosen], settings.characters, chance):
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
    settings: TaggerSettings
    log: Log
    total: float  # steps, if time does not run out
    begun: float = field(default_factory=time.perf_counter)
    step: int = 0

    def __post_init__(self) -> None:
        self.optimizer, self.average = adamw(self.net, self.settings.rate), Average(self.net)

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.begun

    @property
    def done(self) -> float:
        return max(self.step / max(1.0, self.total), self.seconds / 60 / self.settings.minutes)

    def epoch(self, groups: Iterator[tuple[str, list[Example]]]) -> float:
        """Go over the groups, or as far as time allows; the mean loss of a character."""
        summed, characters = 0.0, 0
        for name, chosen in groups:
            x, tags, real = padded_examples(chosen)
            scores = self.net(_with_hidden(x, self.settings.hide), name)
            loss = tag_loss(scores, tags, real, self.settings.local) / real.sum()
            rate = _rate(self.settings, self.done, self.step)
            loss_of_set = loss * self.settings.weights.get(name, 1.0)
            descend(self.net, self.optimizer, loss_of_set, rate, _MAX_NORM)
            self.average.update(self.net)
            self.step, summed, characters = self.step + 1, summed + loss.item() * len(real), characters + len(real)
            if self.step % _LOG_EVERY == 0:
                self.log(f"step {self.step}/{self.total:.0f} loss {summed / characters:.4f} {self.seconds:.0f} s")
            if self.done >= 1:
                break
        return round(summed / max(1, characters), 5)

    def scores(self, dev: Mapping[str, Sequence[Example]], shape: Shape) -> dict[str, float]:
        """Micro F1 of the averaged weights on each dev set."""
        now = copied(self.net)
        self.net.load_state_dict(self.average.state)
        with network_scores(self.net) as score:
            found = {name: evaluate(score, name, dev[name], shape.heads[name])["micro"] for name in dev}
        self.net.load_state_dict(now)
        return found


def fit(
    net: Network,
    shape: Shape,
    train: Mapping[str, Sequence[Example]],
    dev: Mapping[str, Sequence[Example]],
    settings: TaggerSettings,
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
            write_state(checkpoint, result.state)
    return result
