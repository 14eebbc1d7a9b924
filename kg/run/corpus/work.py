"""Runs the tasks of a build in a pool of processes, and puts what they make where the next ones read it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeAlias

from kg.errors import ExtractionError
from kg.processes.child import LimitExceeded
from kg.processes.pool import Pool
from kg.run.corpus.reading import How
from kg.run.corpus.spill import append, drop
from kg.run.corpus.tasks import Answer

Task: TypeAlias = Callable[[], Answer]  # a function of `kg.run.corpus.tasks` and its arguments
_Numbered: TypeAlias = tuple[int, Task]


class Work:
    """A pool of processes; a single task is done by this process."""

    def __init__(self, folder: Path, how: How) -> None:
        self._folder, self._how = folder, how
        self._pool: Pool[_Numbered, Answer] = Pool(_done, processes=how.processes)

    def __enter__(self) -> Self:
        """Itself; the processes end with the block."""
        self._pool.__enter__()
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        """End the processes."""
        self.close()

    def close(self) -> None:
        """End the processes; a later task has new ones."""
        self._pool.__exit__()

    def run(self, what: str, tasks: Iterable[Task]) -> list[Any]:
        """The values of tasks, in their order. OSError where what they make cannot be written; KgError if one dies."""
        numbered = list(enumerate(tasks))
        found: list[Any] = [None] * len(numbered)
        for done, ((number, _), answer) in enumerate(self._answers(numbered), 1):
            if isinstance(answer, LimitExceeded):
                hint = "give it more memory, and go on with --resume"
                raise ExtractionError(f"a process that was {what} the documents ended ({answer})", hint=hint)
            append(self._folder, answer.packed)
            found[number] = answer.value
            self._how.on_progress(what, done, len(numbered))
        return found

    def drop(self, kind: str) -> None:
        """Remove all records of a kind, which nobody reads any more."""
        drop(self._folder, kind)

    def _answers(self, tasks: list[_Numbered]) -> Iterable[tuple[_Numbered, Answer | LimitExceeded]]:
        if len(tasks) == 1:
            return [(tasks[0], _done(tasks[0]))]
        return self._pool.map(tasks)


def _done(task: _Numbered) -> Answer:
    """The answer of a task; what it makes has no cycles, and is let go with it: nothing to look for meanwhile."""
    was = gc.isenabled()
    gc.disable()
    try:
        return task[1]()
    finally:
        if was:
            gc.enable()
