"""Logistic regression with an L2 penalty, by Newton's method: a few features, a few thousand rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_MAX_STEPS = 50
_EPSILON = 1e-8  # a smaller change of the weights is none
_MAX_ODDS = 30  # beyond which a probability is 0 or 1


def fit(
    rows: Floats, right: Floats, penalty: float = 1.0, prior: Floats | None = None, counts: Floats | None = None
) -> Floats:
    """The weights of each column; `right` is 0 or 1. The penalty pulls towards `prior` (0).

    A row counts as many times as `counts` says (once).

    >>> weights = fit(np.array([[1.0, -1.0], [1.0, 1.0]] * 20), np.array([0.0, 1.0] * 20))
    >>> bool(weights[1] > 1)
    True
    """
    centre = np.zeros(rows.shape[1]) if prior is None else prior
    weights = centre.copy()
    times = np.ones(len(rows)) if counts is None else counts

    def loss(at: Floats) -> float:
        odds = rows @ at
        return float((times * (np.logaddexp(0, odds) - right * odds)).sum() + penalty / 2 * ((at - centre) ** 2).sum())

    for _ in range(_MAX_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -_MAX_ODDS, _MAX_ODDS)))
        slope = rows.T @ (times * (chance - right)) + penalty * (weights - centre)
        curve = (rows * (times * chance * (1 - chance))[:, None]).T @ rows + penalty * np.eye(rows.shape[1])
        change = np.linalg.solve(curve, slope)
        while loss(weights - change) > loss(weights) and float(np.abs(change).max()) > _EPSILON:
            change = change / 2  # a whole step goes too far where chances are near 0 or 1
        weights = weights - change
        if float(np.abs(change).max()) < _EPSILON:
            break
    return weights
