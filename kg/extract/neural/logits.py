"""From a network's logits to probabilities, and back."""

from __future__ import annotations

import math
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


def log_odds(probability: float, edge: float) -> float:
    """The log odds of a probability, between -edge and edge.

    >>> log_odds(0.5, 6.0), log_odds(1.0, 6.0)
    (0.0, 6.0)
    """
    if not 0 < probability < 1:
        return math.copysign(edge, probability - 0.5)
    return min(max(math.log(probability / (1 - probability)), -edge), edge)
