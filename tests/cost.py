"""A bound on the time that a piece of work takes."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class TooSlow(AssertionError):
    """The work took longer."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """TooSlow where the block uses more than so many seconds of the CPU, regular expressions too."""

    def late(*_: object) -> None:
        raise TooSlow(f"longer than {seconds} s of CPU time")

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
