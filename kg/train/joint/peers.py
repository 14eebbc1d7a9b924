"""One network trained by several processes, whose weights are averaged every so many steps (local SGD: Stich 2019)."""

from __future__ import annotations

import os
from collections.abc import Callable
from multiprocessing.synchronize import Barrier

import torch
from torch import Tensor, nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from kg.errors import TrainingError

_EVERY = 40  # steps
_PATIENCE = 600.0  # seconds that a process waits for the others


class Peers:
    """What one process of a training shares with the others; number 0 logs and writes."""

    def __init__(self, number: int, shared: Tensor, barrier: Barrier) -> None:
        self.number, self.count = number, len(shared)
        self._shared, self._barrier, self._parent = shared, barrier, os.getppid()

    def average(self, net: nn.Module, step: int) -> None:
        """Put the mean of all processes' weights into the network, at every 40th step.

        Raises SystemExit where the process that began all of them has ended.
        """
        if step % _EVERY:
            return
        if os.getppid() != self._parent:
            raise SystemExit(1)
        mine = [one for one in net.parameters() if one.requires_grad]
        with torch.no_grad():
            self._shared[self.number] = parameters_to_vector(mine)
            self._barrier.wait(_PATIENCE)
            vector_to_parameters(self._shared.mean(0), mine)
            self._barrier.wait(_PATIENCE)


def fit_by(processes: int, net: nn.Module, work: Callable[[Peers | None], None]) -> None:
    """Do `work`, which trains a network, in this process alone or in so many together."""
    torch.set_flush_denormal(True)  # else exponentials of very low scores take ten times as long
    try:
        if processes == 1:
            work(None)
        else:
            together(processes, sum(one.numel() for one in net.parameters() if one.requires_grad), work)
    finally:
        torch.set_flush_denormal(False)


def together(count: int, weights: int, work: Callable[[Peers], None]) -> None:
    """Do `work` in so many processes at a time on a network of so many weights that are trained.

    Raises TrainingError where one of them fails.
    """
    from torch import multiprocessing

    forked = multiprocessing.get_context("fork")
    shared, barrier = torch.zeros(count, weights).share_memory_(), forked.Barrier(count)
    begun = [forked.Process(target=_work, args=(n, shared, barrier, work), daemon=True) for n in range(count)]
    for one in begun:
        one.start()
    for one in begun:
        one.join()
    if any(one.exitcode for one in begun):
        codes = ", ".join(str(one.exitcode) for one in begun)
        hint = "the lines above tell why; start it again to go on from its checkpoint"
        raise TrainingError(f"a process of the training failed (exit codes {codes})", hint=hint)


def _work(number: int, shared: Tensor, barrier: Barrier, work: Callable[[Peers], None]) -> None:
    try:
        work(Peers(number, shared, barrier))
    except BaseException:
        barrier.abort()  # the others do not wait
        raise
