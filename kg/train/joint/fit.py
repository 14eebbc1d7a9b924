"""Training of the joint network: steps over windows, an average of the weights, and a checkpoint to go on from."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch

from kg.extract.neural.joint_labels import Labels
from kg.train.batching import sized_groups
from kg.train.checkpoints import State, read_state, write_state
from kg.train.joint.examples import Example
from kg.train.joint.loss import losses
from kg.train.joint.network import Joint
from kg.train.joint.peers import Peers
from kg.train.optimization import Average, descend
from kg.train.plan import Log
from kg.train.settings import JointSettings

_BETAS, _DECAY_OF_WEIGHTS = (0.9, 0.98), 1e-2  # of AdamW (Loshchilov & Hutter 2019)
_MAX_NORM = 5.0  # of a gradient
_WARM_UP, _FINAL = 100, 0.02  # steps; the last learning rate as a share of the highest
_LOG_EVERY = 50  # steps
_SAVE_EVERY = 400  # steps

Epoch = Callable[[random.Random], list[Example]]


class Fit:
    """One stage of the training: so many epochs over examples that are made anew for each.

    A stage that was stopped goes on from the checkpoint beside `file`, with the data of its epoch in another order.
    """

    def __init__(
        self, net: Joint, labels: Labels, settings: JointSettings, log: Log, file: Path, peers: Peers | None = None
    ) -> None:
        self._net, self._settings, self._file, self._peers = net, settings, file, peers
        self._count, self._number = (peers.count, peers.number) if peers else (1, 0)
        self._log: Log = (lambda _: None) if self._number else log
        self._allowed = torch.from_numpy(labels.table)
        freeze(net, settings.frozen)
        encoder = [p for name, p in net.named_parameters() if name.startswith("encoder.") and p.requires_grad]
        heads = [p for name, p in net.named_parameters() if not name.startswith("encoder.")]
        groups: list[dict[str, Any]] = [
            {"params": encoder},
            {"params": heads, "share": settings.head_rate / settings.rate},
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
        share = min(1.0, (self._step + 1) / _WARM_UP) * max(_FINAL, 1 - self._step / total)
        with torch.autocast("cpu", torch.bfloat16, enabled=self._settings.bfloat16):
            found = losses(self._net, batch, self._allowed, self._settings.hide)
        loss = found.spans + found.fine + found.pairs
        descend(self._net, self._optimizer, loss, self._settings.rate * share, _MAX_NORM)
        self._step += 1
        if self._peers:
            self._peers.average(self._net, self._step)
        self._average.update(self._net)
        for name, value in found._asdict().items():
            summed[name] += value.item()

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


def freeze(net: Joint, layers: int) -> None:
    """Leave the lowest layers of the encoder, and what is below them, as they were pretrained."""
    still = ("encoder.words", "encoder.positions", "encoder.norm", *(f"encoder.layers.{n}." for n in range(layers)))
    for name, weights in net.named_parameters():
        weights.requires_grad_(not name.startswith(still))


def _batches(examples: Sequence[Example], settings: JointSettings, chance: random.Random) -> list[list[Example]]:
    """Examples of about one length together, up to so many characters with padding; in random order."""
    groups = sized_groups([len(one.window.offsets) for one in examples], settings.characters, chance)
    return [[examples[n] for n in group] for group in groups]
