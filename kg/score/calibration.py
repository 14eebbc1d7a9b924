"""How far confidence is from how often it is right."""

from __future__ import annotations

from collections.abc import Iterable

_BINS = 10


def calibration_error(judged: Iterable[tuple[float, float, float]]) -> float:
    """The expected calibration error of (confidence, whether right, how many times it counts), in ten bins.

    It is the mean distance between the confidence of a bin and the share of it that is right (Guo et al., On
    Calibration of Modern Neural Networks, ICML 2017); 0 of nothing.

    >>> round(calibration_error([(0.9, 1, 1), (0.9, 0, 1), (0.3, 0, 2)]), 2)
    0.35
    """
    bins: dict[int, list[float]] = {}
    total = 0.0
    for confidence, right, count in judged:
        one = bins.setdefault(min(int(confidence * _BINS), _BINS - 1), [0.0, 0.0])
        one[0] += count * confidence
        one[1] += count * right
        total += count
    return sum(abs(said - right) for said, right in bins.values()) / total if total else 0.0
