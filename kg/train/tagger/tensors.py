"""Examples of the tagger as padded tensors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from kg.train.tagger.tag_examples import Example


def padded_examples(chosen: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Features of shape (examples, 5, longest), tags, and what is no padding, both of shape (examples, longest)."""
    longest = max(map(len, chosen))
    x = np.zeros((len(chosen), 5, longest), np.int64)
    tags = np.zeros((len(chosen), longest), np.int64)
    for row, one in enumerate(chosen):
        x[row, :, : len(one)] = one.features
        tags[row, : len(one)] = one.tags
    return torch.from_numpy(x), torch.from_numpy(tags), torch.from_numpy(x[:, 0] != 0)
