"""Scales by which a network's activations become bytes, measured on some rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from kg.train.encoder import Encoder

_LEAST = 1e-3  # of a largest value: what is always 0 has a scale too
BYTE = 127  # the largest value of a signed byte


@contextmanager
def _watched(net: Encoder) -> Iterator[dict[str, float]]:
    """The largest absolute value that has come by each place where the exported network has bytes."""
    largest: dict[str, float] = {}
    hooks = []

    def watch(module: Any, name: str, *, entering: bool) -> None:
        def note(_: Any, taken: Any, given: Any) -> None:
            value = float((taken[0] if entering else given).detach().float().abs().max())
            largest[name] = max(largest.get(name, 0.0), value)

        hooks.append(module.register_forward_hook(note))

    for number, block in enumerate(net.blocks):
        watch(block.n, f"block{number}", entering=False)
        if hasattr(block, "o"):
            watch(block.o, f"block{number}.o", entering=True)
    watch(net.norm, "norm", entering=False)
    try:
        yield largest
    finally:
        for hook in hooks:
            hook.remove()


def activation_scales(net: Encoder, batches: Iterable[Tensor], encode: Callable[[Tensor], Any]) -> dict[str, float]:
    """The largest absolute values that batches of features lead to, over 127; `encode` runs the encoder on a batch."""
    net.eval()
    with _watched(net) as largest, torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for x in batches:
            encode(x)
    return {name: max(value, _LEAST) / BYTE for name, value in sorted(largest.items())}
