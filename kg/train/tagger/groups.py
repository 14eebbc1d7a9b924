"""Pieces in groups of about one length, and groups as tensors."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from kg.train.tagger.rows import Example


def grouped(lengths: Sequence[int], size: int, chance: random.Random | None) -> list[list[int]]:
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


def filled(chosen: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Features, tags, and what is no padding."""
    longest = max(map(len, chosen))
    x = np.zeros((len(chosen), 5, longest), np.int64)
    tags = np.zeros((len(chosen), longest), np.int64)
    for row, one in enumerate(chosen):
        x[row, :, : len(one)] = one.features
        tags[row, : len(one)] = one.tags
    return torch.from_numpy(x), torch.from_numpy(tags), torch.from_numpy(x[:, 0] != 0)
