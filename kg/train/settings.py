"""Default hyperparameters of the trainings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FitSettings:
    """How a network is fitted: `rate` is the highest learning rate of the encoder's layers, `head_rate` of all else."""

    epochs: float = 10
    rate: float = 1e-4
    head_rate: float = 1e-3
    characters: int = 2600  # in a step
    bfloat16: bool = False  # multiply numbers of 16 bits: on a processor with AMX training takes half the time
    hide: float = 0.05  # share of pieces that are hidden
    seed: int = 1


@dataclass(frozen=True)
class JointSettings(FitSettings):
    """How to train the joint network: first on silver articles and rows of names (`early`), then on annotated articles.

    `layers` of the pretrained encoder are kept, of which the lowest `frozen` stay as they are. `limit` caps the
    characters of a set of rows. Each epoch over annotated articles has `replay` windows of silver articles and rows of
    names as well.
    """

    early_epochs: float = 1
    replay: int = 0
    layers: int = 6
    frozen: int = 2
    silver_negative: float = 0.4  # weight of a label that silver data does not give to a pair
    held_out: int = 6  # one annotated article in so many is held out
    limit: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class SchemeSettings(FitSettings):
    """How to train upper layers and heads for the labels of data sets.

    Rows of a set are drawn `weights` times as often. With `heads_only` the upper layers stay as they are, too.
    """

    epochs: float = 6
    rate: float = 3e-4
    head_rate: float = 6e-4
    characters: int = 3000
    hide: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict)
    heads_only: bool = False
