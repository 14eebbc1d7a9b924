"""What the trainings of both networks share: optimizer, learning rate, and the average of the weights."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from kg.train.checkpoints import State, copied

_BETAS, _DECAY_OF_WEIGHTS = (0.9, 0.98), 1e-3  # of AdamW
_WARM_UP = 200  # steps
_FINAL = 0.02  # the last learning rate as a share of the highest
_DECAY, _EVERY = 0.998, 4  # of the average of the weights; steps between two updates


def adamw(net: nn.Module, rate: float) -> torch.optim.Optimizer:
    """AdamW (Loshchilov & Hutter 2019) over all weights."""
    return torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=_DECAY_OF_WEIGHTS, fused=True, betas=_BETAS)


def descend(net: nn.Module, optimizer: torch.optim.Optimizer, loss: Tensor, rate: float, norm: float) -> None:
    """One step down the loss's gradient, which is clipped to `norm`; a group's `share` multiplies its rate."""
    for group in optimizer.param_groups:
        group["lr"] = rate * group.get("share", 1.0)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), norm)
    optimizer.step()


def warm_up(step: int) -> float:
    """The share of the learning rate in the first steps."""
    return min(1.0, (step + 1) / _WARM_UP)


def cosine(done: float) -> float:
    """The share of the learning rate when a share `done` of the schedule has gone by (Loshchilov & Hutter 2017).

    >>> cosine(0), round(cosine(1), 3)
    (1.0, 0.02)
    """
    return _FINAL + (1 - _FINAL) * 0.5 * (1 + math.cos(math.pi * min(1.0, done)))


class Average:
    """The exponential moving average of a network's weights."""

    def __init__(self, net: nn.Module) -> None:
        self.state: State = copied(net)
        self._moving = [name for name, value in self.state.items() if value.dtype.is_floating_point]
        self._steps = 0

    def update(self, net: nn.Module) -> None:
        """Take in the weights of one more step."""
        self._steps += 1
        if self._steps % _EVERY:
            return
        decay = min(_DECAY, (self._steps + 1) / (self._steps + 10)) ** _EVERY
        now = net.state_dict()
        with torch.no_grad():
            torch._foreach_lerp_([self.state[n] for n in self._moving], [now[n] for n in self._moving], 1 - decay)
