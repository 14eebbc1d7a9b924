"""Numbers with their products two by two: what a regression needs to weigh one sign by another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def with_products(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rows of numbers as columns of a regression: 1, the numbers, and the product of every two, squares too.

    >>> with_products(np.array([[2.0, 3.0]])).tolist()
    [[1.0, 2.0, 3.0, 4.0, 6.0, 9.0]]
    """
    left, right = np.triu_indices(numbers.shape[1])
    return np.hstack([np.ones((len(numbers), 1)), numbers, numbers[:, left] * numbers[:, right]])


def columns(numbers: int) -> int:
    """How many columns so many numbers make.

    >>> columns(2)
    6
    """
    return 1 + numbers + numbers * (numbers + 1) // 2
