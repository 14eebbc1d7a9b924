"""Fuzzing: `python -m tests.fuzz --minutes 5 --seed 1`, or `make fuzz MINUTES=5`; exit code 1 where a promise broke.

A seed that breaks one is printed: `python -m tests.fuzz --only texts --seed 123 --count 25` shows it again.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from itertools import count, islice

import click

from kg.processes.child import LimitExceeded
from kg.processes.pool import Pool
from tests.fuzz.promises import BATCH, PROMISES, SECONDS

_HANGS = 2 * SECONDS * BATCH  # seconds after which a batch is taken to hang

Item = tuple[str, int]


def work(item: Item) -> str | None:
    """What is wrong with a batch, or None."""
    kind, seed = item
    try:
        PROMISES[kind](seed)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {error} ({place.filename}:{place.lineno})"
    return None


def items(kinds: list[str], seed: int, end: float) -> Iterator[Item]:
    """Batches of all kinds in turn, until the time is over."""
    for start in count(seed, BATCH):
        for kind in kinds:
            if time.monotonic() > end:
                return
            yield kind, start


@click.command()
@click.option("--minutes", type=float, default=1.0, show_default=True, help="For how long.")
@click.option("--count", "number", type=int, help="Things of each kind, instead of a time.")
@click.option("--seed", type=int, default=1, show_default=True, help="The first seed; the others follow.")
@click.option("--only", type=click.Choice(list(PROMISES)), multiple=True, help="These kinds only.")
@click.option("--processes", type=int, default=os.cpu_count() or 1, help="Number of worker processes.")
def main(minutes: float, number: int | None, seed: int, only: tuple[str, ...], processes: int) -> None:
    """Give the program what a stranger may give, and see whether it keeps its promises."""
    kinds = list(only or PROMISES)
    end = float("inf") if number else time.monotonic() + 60 * minutes
    wanted = None if number is None else -(-number // BATCH) * len(kinds)
    tried: Counter[str] = Counter()
    broken = 0
    with Pool(work, processes=processes, timeout=_HANGS) as pool:
        for (kind, start), answer in pool.map(islice(items(kinds, seed, end), wanted)):
            tried[kind] += BATCH
            if answer is not None:
                broken += 1
                said = f"it ended or hung: {answer}" if isinstance(answer, LimitExceeded) else answer
                click.echo(f"{kind}, seeds {start} to {start + BATCH - 1}: {said}")
    click.echo(", ".join(f"{kind} {tried[kind]:,}" for kind in kinds) + f": {broken} broken")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
