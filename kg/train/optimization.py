"""A step of the training, and the average of the weights."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from kg.train.checkpoints import State, copied

_DECAY, _EVERY = 0.998, 4  # of the average of the weights; steps between two updates


def descend(net: nn.Module, optimizer: torch.optim.Optimizer, loss: Tensor, rate: float, norm: float) -> None:
    """One step down the loss's gradient, which is clipped to `norm`; a group's `share` multiplies its rate."""
    for group in optimizer.param_groups:
        group["lr"] = rate * group.get("share", 1.0)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), norm)
    optimizer.step()


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
