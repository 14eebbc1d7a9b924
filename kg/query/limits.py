"""Work on a graph in a process of its own, stopped at limits of time and memory, with no way out of the machine."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from kg.errors import LimitError, QueryError

if TYPE_CHECKING:
    from kg.processes.child import Child

_UNITS = ((2**30, "GB"), (2**20, "MB"), (2**10, "kB"))

T = TypeVar("T")
R = TypeVar("R")
Phase: TypeAlias = Literal["load", "ask"]
_KILLED = (-9, -15)  # SIGKILL, SIGTERM: the system's own end of a process that takes too much
_PHASES: dict[Phase, tuple[str, str]] = {
    "load": ("loading the graph", "give a smaller graph"),
    "ask": ("the query", "ask for less"),
}


def limited(child: Child[T, R], item: T, seconds: float | None, phase: Phase, where: str | None = None) -> R:
    """child.call(item, seconds), with what stopped it told as an error for the user.

    LimitError where it was stopped at a limit, or ended by itself: an engine that overruns its stack aborts.
    QueryError where Python's own stack is too small.
    """
    from kg.processes.child import Died, OutOfMemory, TimedOut

    what, less = _PHASES[phase]
    try:
        return child.call(item, seconds)
    except TimedOut as error:
        reason = f"{what} took longer than {error.seconds:g} s and was stopped"
        raise LimitError(reason, where=where, hint=f"{less}, or raise the limit (--timeout)") from None
    except OutOfMemory as error:
        size = "there is" if error.limit is None else shown_size(error.limit)
        reason = f"{what} needs more memory than {size} and was stopped"
        raise LimitError(reason, where=where, hint=f"{less}, or raise the limit (--memory)") from None
    except Died as error:
        if error.exitcode in _KILLED:
            hint = "was there memory left? see --memory"
            raise LimitError(f"{what} was ended from outside", where=where, hint=hint) from None
        reason = f"{what} ended in a fault of the engine ({_exit_reason(error.exitcode)})"
        raise LimitError(reason, where=where, hint="is something in it nested very deeply? make it simpler") from None
    except RecursionError:
        raise QueryError(f"{what} meets something that is nested too deeply", where=where) from None


@contextmanager
def sealed() -> Iterator[None]:
    """No file and no socket can be opened by this process: a second wall behind the refusal of SERVICE.

    It is of the whole process, so it is for a child that has nothing else to do; where there is no such limit (Windows)
    it does nothing.
    """
    if sys.platform == "win32":
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def shown_size(size: int) -> str:
    """A number of bytes for a reader.

    >>> shown_size(4 * 2**30), shown_size(1536 * 2**20), shown_size(700)
    ('4 GB', '1.5 GB', '700 bytes')
    """
    for unit, name in _UNITS:
        if size >= unit:
            return f"{round(size / unit, 1):g} {name}"
    return f"{size} bytes"


def _exit_reason(exitcode: int | None) -> str:
    if exitcode is None:
        return "for an unknown reason"
    try:
        return signal.Signals(-exitcode).name if exitcode < 0 else f"code {exitcode}"
    except ValueError:
        return f"signal {-exitcode}"
