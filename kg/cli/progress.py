"""How far long work is, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_LONG = 20  # sources; a bar is shown from here on


@contextmanager
def progress(count: int, *, shown: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Documents a second and the time that is left, on stderr, for long work at a terminal."""
    if not shown or count < _LONG or not sys.stderr.isatty():
        yield lambda _what, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    speed = TextColumn("{task.fields[speed]}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), speed, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        steps: dict[str, Any] = {}

        def show(what: str, done: int, total: int) -> None:
            for other in steps.keys() - {what}:
                bar.remove_task(steps.pop(other))
            if what not in steps:
                steps[what] = bar.add_task(what, total=total, speed="")
            rate = bar.tasks[0].speed or bar.tasks[0].finished_speed
            speed = f"{rate:.1f} documents/s" if rate and what == "reading" else ""
            bar.update(steps[what], completed=done, total=total, speed=speed)

        yield show
