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

from kg.extract.model.decode import best
from kg.extract.model.features import CHARACTERS, HIDDEN
from kg.extract.model.train.network import Network, Shape, crf_loss
from kg.extract.model.train.rows import Example

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
    seed: int = 1
    patience: int = 3  # epochs without a better dev score
    minutes: float = math.inf  # the schedule is shortened so as to end by then
    weights: Mapping[str, float] = field(default_factory=dict)
    limit: Mapping[str, int] = field(default_factory=dict)


def _grouped(lengths: Sequence[int], size: int, chance: random.Random | None) -> list[list[int]]:
    """Numbers of pieces in groups of about one length, at most `size` cells each; shuffled by `chance`."""
    order = sorted(range(len(lengths)), key=lambda n: lengths[n] + (chance.random() * 8 if chance else 0))
    found: list[list[int]] = []
    longest = 0
    for number in order:
        longest = max(longest, lengths[number])
        if not found or (len(found[-1]) + 1) * longest > size:
            found.append([])
            longest = lengths[number]
        found[-1].append(number)
    if chance:
        chance.shuffle(found)
    return found


def _filled(chosen: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Features, tags, and what is no padding."""
    longest = max(map(len, chosen))
    x = np.zeros((len(chosen), 5, longest), np.int64)
    tags = np.zeros((len(chosen), longest), np.int64)
    for row, one in enumerate(chosen):
        x[row, :, : len(one)] = one.features
        tags[row, : len(one)] = one.tags
    return torch.from_numpy(x), torch.from_numpy(tags), torch.from_numpy(x[:, 0] != 0)


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
    total = max(1, int(len(_grouped(lengths, 8000, None)) * settings.raw_epochs))
    step, sum_, begun = 0, 0.0, time.perf_counter()
    net.train()
    while step < total:
        for group in _grouped(lengths, 8000, chance)[: total - step]:
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


def evaluate(net: Network, head: str, pieces: Sequence[Example], labels: Sequence[str]) -> dict[str, float]:
    """Span F1 of one head, overall (`micro`) and of each label."""
    net.eval()
    counts = np.zeros((len(labels), 3), np.int64)  # right, found, wanted
    with torch.no_grad():
        for group in _grouped([len(one) for one in pieces], 12000, None):
            chosen = [pieces[n] for n in group]
            x, _, real = _filled(chosen)
            scores = net(x, head)[real].numpy()
            starts = np.cumsum([0, *(len(one) for one in chosen)])
            first = np.zeros(len(scores), np.bool_)
            first[starts[:-1]] = True
            found = set(best(scores, first, len(labels)))
            wanted = {(s + at, e + at, k) for one, at in zip(chosen, starts.tolist(), strict=False) for s, e, k in one.spans}
            for column, spans in enumerate((found & wanted, found, wanted)):
                for span in spans:
                    counts[span[2], column] += 1
    net.train()

    def f1(row: NDArray[np.int64]) -> float:
        return round(2 * float(row[0]) / max(1.0, float(row[1] + row[2])), 4)

    return {"micro": f1(counts.sum(0))} | {label: f1(counts[n]) for n, label in enumerate(labels)}


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
        for group in _grouped([len(one) for one in chosen], settings.characters, chance):
            groups.append((name, [chosen[n] for n in group]))
    chance.shuffle(groups)
    yield from groups


@dataclass
class Result:
    """The best weights, and the log: one entry an epoch with seconds, loss and dev scores."""

    state: State
    curve: list[dict[str, Any]]


def fit(
    net: Network,
    shape: Shape,
    train: Mapping[str, Sequence[Example]],
    dev: Mapping[str, Sequence[Example]],
    settings: Settings,
    log: Log,
    checkpoint: Path,
) -> Result:
    """Train on all data sets in turn; stops when dev is no better for `patience` epochs, or when time is up."""
    chance = random.Random(settings.seed)
    optimizer, average = _optimizer(net, settings.rate), _Average(net)
    total = settings.epochs * sum(1 for _ in _epoch(train, settings, random.Random(0)))
    result = Result(average.state, [])
    begun, step, highest, waited = time.perf_counter(), 0, -1.0, 0
    net.train()

    def done() -> float:
        return max(step / total, (time.perf_counter() - begun) / 60 / settings.minutes)

    while done() < 1 and waited < settings.patience:
        sum_, characters = 0.0, 0
        for name, chosen in _epoch(train, settings, chance):
            x, tags, real = _filled(chosen)
            loss = crf_loss(net(_blinded(x, settings.hide), name), tags, real) / real.sum()
            _step(net, optimizer, loss * settings.weights.get(name, 1.0), _rate(settings, done(), step))
            average.update(net)
            step, sum_, characters = step + 1, sum_ + loss.item() * len(real), characters + len(real)
            if step % 100 == 0:
                log(f"step {step}/{total:.0f} loss {sum_ / characters:.4f} {time.perf_counter() - begun:.0f} s")
            if done() >= 1:
                break
        now = {name: value.clone() for name, value in net.state_dict().items()}
        net.load_state_dict(average.state)
        scores = {name: evaluate(net, name, pieces, shape.heads[name])["micro"] for name, pieces in dev.items()}
        net.load_state_dict(now)
        mean = sum(scores.values()) / max(1, len(scores))
        entry = {"epoch": len(result.curve) + 1, "seconds": round(time.perf_counter() - begun), "dev": scores}
        result.curve.append(entry | {"loss": round(sum_ / max(1, characters), 5)})
        log(json.dumps(result.curve[-1]))
        waited += 1
        if mean > highest or not dev:
            highest, waited = mean, 0
            result.state = {name: value.clone() for name, value in average.state.items()}
            torch.save(result.state, checkpoint)
    return result


def calibrate(net: Network, pieces: Sequence[Example]) -> dict[str, float]:
    """Scales by which activations become bytes: the largest absolute value over some pieces, over 127."""
    largest: dict[str, float] = {}
    hooks = []

    def watch(module: Any, name: str, *, entering: bool) -> None:
        def seen(_: Any, taken: Any, given: Any) -> None:
            value = float((taken[0] if entering else given).detach().float().abs().max())
            largest[name] = max(largest.get(name, 0.0), value)

        hooks.append(module.register_forward_hook(seen))

    for number, block in enumerate(net.blocks):
        watch(block.n, f"block{number}", entering=False)
        if hasattr(block, "o"):
            watch(block.o, f"block{number}.o", entering=True)
    watch(net.norm, "norm", entering=False)
    net.eval()
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for group in _grouped([len(one) for one in pieces], 8000, None):
            net.encode(_filled([pieces[n] for n in group])[0])
    for hook in hooks:
        hook.remove()
    return {name: max(value, 1e-3) / 127 for name, value in sorted(largest.items())}
