"""Default hyperparameters of the training of the joint network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class JointSettings:
    """How to train the joint network: first on silver articles (`early`), then on annotated articles and rows.

    `layers` of the pretrained encoder are kept, of which the lowest `frozen` stay as they are. `rate` is the highest
    learning rate of the encoder, `head_rate` of all else. Each epoch over annotated articles has `replay` windows of
    silver articles as well, and of its characters a share `rows` is of data sets, which `weights` make more or fewer.
    """

    epochs: float = 10
    early_epochs: float = 1
    replay: int = 0
    layers: int = 6
    frozen: int = 2
    rate: float = 1e-4
    head_rate: float = 1e-3
    characters: int = 2600  # in a step
    bfloat16: bool = False  # multiply numbers of 16 bits: on a processor with AMX training takes half the time
    hide: float = 0.05  # share of pieces that are hidden
    silver_negative: float = 0.4  # weight of a label that silver data does not give to a pair
    held_out: int = 6  # one annotated article in so many is held out
    seed: int = 1
    rows: float = 0.5  # share of an epoch's characters
    weights: Mapping[str, float] = field(default_factory=dict)
