"""What a piece of work costs, in a process of its own."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from typing import Any, NamedTuple


class Cost(NamedTuple):
    """What the work counted, its CPU seconds, its wall seconds, and the peak memory of its process in MB."""

    found: int
    cpu: float
    wall: float
    memory: float


def measured(work: Callable[..., int], *args: Any) -> Cost:
    """What `work` counts, and its cost."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (work, *args))


def _measured(work: Callable[..., int], *args: Any) -> Cost:
    cpu, wall = time.process_time(), time.perf_counter()
    count = work(*args)
    seconds = time.process_time() - cpu, time.perf_counter() - wall
    return Cost(count, *seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
