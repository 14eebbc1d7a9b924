"""Default hyperparameters of the trainings, chosen on dev rows of public data sets."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class TaggerSettings:
    """How to train the tagger of names.

    `weights` multiply the loss of a data set (below 1 it counts less), `limit` caps its characters an epoch.
    """

    epochs: float = 10
    raw_epochs: float = 1.5
    rate: float = 2e-3  # highest learning rate
    characters: int = 6000  # in a step
    hide: float = 0.15  # share of bigrams that are hidden, half as much again of words
    local: float = 0.5  # share of each character's own cross entropy in the loss
    seed: int = 1
    patience: int = 3  # epochs without a better dev score
    minutes: float = math.inf  # the schedule is shortened so as to end by then
    weights: Mapping[str, float] = field(default_factory=dict)
    limit: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class RelationSettings:
    """How to train the relation model; `weights` as for the tagger, `limit` caps the rows of a set an epoch."""

    epochs: int = 10
    rate: float = 1.5e-3  # highest learning rate
    characters: int = 5000  # in a step
    tags: float = 0.5  # weight of the tags' loss against that of pairs
    hide: float = 0.05  # of characters a third of it, of bigrams three times, of words four times as much
    blind: float = 0.3  # share of given mentions that are hidden altogether; of others a third of it
    forget: float = 0.2  # share of mentions whose kind is hidden
    silver_negative: float = 0.25  # weight of a label that silver data does not give to a pair
    seed: int = 0
    weights: Mapping[str, float] = field(default_factory=dict)
    limit: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class JointSettings:
    """How to train the joint network: first on silver articles and rows of names (`early`), then on annotated articles.

    `layers` of the pretrained encoder are kept, of which the lowest `frozen` stay as they are. `rate` is the highest
    learning rate of the encoder, `head_rate` of all else. `limit` caps the characters of a set of rows. Each epoch over
    annotated articles has `replay` windows of silver articles and rows of names as well.
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
    limit: Mapping[str, int] = field(default_factory=dict)
