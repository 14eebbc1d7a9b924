"""From a network's logits to probabilities."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_Number = TypeVar("_Number", np.float32, np.float64)


def sigmoid(x: Floats | np.float64) -> Floats:
    """1 / (1 + exp(-x)), without overflow.

    >>> sigmoid(np.array([0, 1000], np.float32)).tolist()
    [0.5, 1.0]
    """
    found: Floats = np.asarray(0.5 * (1 + np.tanh(0.5 * x)))
    return found


def softmax(x: NDArray[_Number]) -> NDArray[_Number]:
    """Probabilities along the last axis.

    >>> softmax(np.array([[1000, 1000]], np.float32)).tolist()
    [[0.5, 0.5]]
    """
    shifted = np.exp(x - x.max(-1, keepdims=True))
    found: NDArray[_Number] = shifted / shifted.sum(-1, keepdims=True)
    return found
