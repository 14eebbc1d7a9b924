"""Training of a network: steps over windows, an average of the weights, and a checkpoint to go on from."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch

from kg.train.batching import sized_groups
from kg.train.checkpoints import State, read_state, write_state
from kg.train.joint.examples import Example, collate
from kg.train.joint.loss import Losses, losses
from kg.train.joint.network import Network
from kg.train.joint.peers import Peers
from kg.train.optimization import Average, descend
from kg.train.plan import Log
from kg.train.settings import FitSettings

_BETAS, _DECAY_OF_WEIGHTS = (0.9, 0.98), 1e-2  # of AdamW (Loshchilov & Hutter 2019)
_MAX_NORM = 5.0  # of a gradient
_WARM_UP, _FINAL = 100, 0.02  # steps, at most a tenth of all; the last learning rate as a share of the highest
_PRETRAINED = ("lower.", "upper.layers.")  # weights that have the lower rate
_LOG_EVERY = 50  # steps
_SAVE_EVERY = 400  # steps

Epoch = Callable[[random.Random], list[Example]]


class Fit:
    """One stage of the training: so many epochs over examples that are made anew for each.

    A stage that was stopped goes on from the checkpoint beside `file`, with the data of its epoch in another order.
    """

    def __init__(self, net: Network, settings: FitSettings, log: Log, file: Path, peers: Peers | None = None) -> None:
        """All weights learn that the network says need it (`requires_grad`)."""
        self._net, self._settings, self._file, self._peers = net, settings, file, peers
        self._count, self._number = (peers.count, peers.number) if peers else (1, 0)
        self._log: Log = (lambda _: None) if self._number else log
        learning = [(name, one) for name, one in net.named_parameters() if one.requires_grad]
        groups: list[dict[str, Any]] = [
            {"params": [one for name, one in learning if name.startswith(_PRETRAINED)]},
            {
                "params": [one for name, one in learning if not name.startswith(_PRETRAINED)],
                "share": settings.head_rate / settings.rate,
            },
        ]
        self._optimizer = torch.optim.AdamW(
            groups, lr=settings.rate, weight_decay=_DECAY_OF_WEIGHTS, betas=_BETAS, fused=True
        )
        self._average = Average(net)
        self._step = 0

    def run(self, epoch: Epoch, epochs: float) -> State:
        """Go over `epochs` epochs, shared among all processes. The average of the weights."""
        chance = random.Random(self._settings.seed + self._number)
        torch.manual_seed(self._settings.seed + self._number)
        steps = len(_batches(epoch(random.Random(0)), self._settings, random.Random(0))) * epochs
        total = max(1, int(steps / self._count))
        self._resume()
        begun, summed = time.perf_counter(), Counter[str]()
        while self._step < total:
            for batch in _batches(epoch(chance), self._settings, chance):
                self._descend(batch, total, summed)
                if self._step % _LOG_EVERY == 0:
                    parts = " ".join(f"{name} {value / _LOG_EVERY:.3f}" for name, value in summed.items())
                    self._log(f"step {self._step}/{total} {parts} {time.perf_counter() - begun:.0f} s")
                    summed.clear()
                if self._step % _SAVE_EVERY == 0 and not self._number:
                    self._save()
                if self._step >= total:
                    break
        return self._average.state

    def _descend(self, batch: Sequence[Example], total: int, summed: Counter[str]) -> None:
        share = min(1.0, (self._step + 1) / min(_WARM_UP, max(1, total // 10))) * max(_FINAL, 1 - self._step / total)
        with torch.autocast("cpu", torch.bfloat16, enabled=self._settings.bfloat16):
            found = self._losses(batch)
        loss = found.spans + found.fine + found.pairs
        descend(self._net, self._optimizer, loss, self._settings.rate * share, _MAX_NORM)
        self._step += 1
        if self._peers:
            self._peers.average(self._net, self._step)
        self._average.update(self._net)
        for name, value in found._asdict().items():
            summed[name] += value.item()

    def _losses(self, batch: Sequence[Example]) -> Losses:
        net, tensors = self._net, collate([one.window for one in batch])
        if self._settings.hide:
            hidden = torch.rand(tensors["ids"].shape) < self._settings.hide
            tensors["ids"] = torch.where(hidden, net.unknown, tensors["ids"])
        return losses(net.heads_of(batch[0].labels), net.characters(tensors), tensors["there"], batch)

    def _save(self) -> None:
        """Weights, their average and the optimizer's state, to go on from."""
        state = {f"net.{name}": value for name, value in self._net.state_dict().items()}
        state |= {f"average.{name}": value for name, value in self._average.state.items()}
        for number, one in self._optimizer.state_dict()["state"].items():
            state |= {f"optimizer.{number}.{name}": value for name, value in one.items()}
        write_state(self._file, state | {"step": torch.tensor(self._step)})

    def _resume(self) -> None:
        if not self._file.is_file():
            return
        state = read_state(self._file)
        self._step = int(state.pop("step"))

        def part(name: str) -> State:
            return {key.removeprefix(name): value for key, value in state.items() if key.startswith(name)}

        self._net.load_state_dict(part("net."))
        self._average.state.update(part("average."))
        table = self._optimizer.state_dict()
        for key, value in part("optimizer.").items():
            number, name = key.split(".", 1)
            table["state"].setdefault(int(number), {})[name] = value
        self._optimizer.load_state_dict(table)
        self._log(f"from step {self._step} of {self._file.name}")


def freeze(net: Network, layers: int) -> None:
    """Leave the lowest layers of the encoder, and what is below them, as they were pretrained."""
    for module in (net.lower.words, net.lower.norm, *net.layers[:layers]):
        module.requires_grad_(False)
    net.lower.positions.requires_grad_(False)


def _batches(examples: Sequence[Example], settings: FitSettings, chance: random.Random) -> list[list[Example]]:
    """Examples of one set and about one length together, up to so many characters with padding; in random order."""
    by_set: dict[str, list[Example]] = {}
    for one in examples:
        by_set.setdefault(one.labels, []).append(one)
    found = []
    for some in by_set.values():
        groups = sized_groups([len(one.window.offsets) for one in some], settings.characters, chance)
        found += [[some[n] for n in group] for group in groups]
    chance.shuffle(found)
    return found
