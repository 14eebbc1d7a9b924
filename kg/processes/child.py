"""A child process that answers calls one at a time, within limits of time and memory.

It is for work that may never end, take all memory or abort, in code that Python cannot interrupt:

    with Child(parse, memory=2 * 2**30) as child:
        tree = child.call(text, timeout=10)  # or TimedOut, OutOfMemory, Died

A scheduler drives several at once:

    child.send(item, timeout=10)
    ready = multiprocessing.connection.wait([child.connection, ...], POLL)
    answer = child.receive()  # of those that are ready; or receive_part(), where the work sends parts
    child.check()             # of the others: kills it and raises where a limit is overrun

Where there is `fork` the child inherits `work` with all that it holds; elsewhere `work` is pickled, as items, results
and errors are everywhere. Nothing that the child prints is shown. SIGINT is ignored in it: the parent decides.
"""

from __future__ import annotations

import pickle
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, NoReturn, Self, TypeVar

from kg.processes.start import Forked, Kind, Process, Spawned, memory_of

POLL = 0.05  # seconds between two looks at a child's memory and time
_NO_MEMORY = re.compile(r"memory allocation of \d+ bytes failed|bad_alloc|MemoryError|[Oo]ut of memory")

T = TypeVar("T")
R = TypeVar("R")


class LimitExceeded(Exception):
    """A child was killed, or ended by itself, before it answered."""


class TimedOut(LimitExceeded):
    """The work took longer than `seconds`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"it took longer than {seconds:g} seconds")

    def __reduce__(self) -> tuple[Any, ...]:
        """It is the same in another process."""
        return type(self), (self.seconds,)


class OutOfMemory(LimitExceeded):
    """The work needed more memory than `limit` bytes, or than there is where `limit` is None."""

    def __init__(self, limit: int | None) -> None:
        self.limit = limit
        super().__init__("there is not enough memory" if limit is None else f"it needs more than {limit} bytes")

    def __reduce__(self) -> tuple[Any, ...]:
        """It is the same in another process."""
        return type(self), (self.limit,)


class Died(LimitExceeded):
    """The child ended: with an exit code, by a signal where that is negative, None where nobody knows.

    `said` is the end of what it printed, where it was forked.
    """

    def __init__(self, exitcode: int | None, said: str = "") -> None:
        self.exitcode, self.said = exitcode, said
        super().__init__(f"its process ended with code {exitcode}{': ' if said else ''}{said}")

    def __reduce__(self) -> tuple[Any, ...]:
        """It is the same in another process."""
        return type(self), (self.exitcode, self.said)


class Child(Generic[T, R]):
    """A process in which `work` is called; `memory` is what it may take beyond what it begins with, in bytes.

    On Linux it is killed when the thread that made it ends, so make it in the thread that uses it. `spawn` starts a
    fresh interpreter where a fork would do. After a LimitExceeded it is gone, and every later call raises Died.

    >>> with Child(len) as child:
    ...     child.call([1, 2], timeout=60)
    2
    """

    def __init__(self, work: Callable[[T], R], *, memory: int | None = None, spawn: bool = False) -> None:
        self._memory = memory
        self.started = time.monotonic()
        self._timeout: float | None = None
        forked = sys.platform == "linux" and not spawn  # a fork on macOS is not safe where system libraries were used
        self._process: Process = Forked(work, memory) if forked else Spawned(work, memory)
        self._begun = memory_of(self.pid)[1]

    @property
    def connection(self) -> Connection[Any, Any]:
        """What multiprocessing.connection.wait waits on: readable when the call is answered, or the child is gone."""
        return self._process.connection

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it can still be called."""
        return self._process.ended() is False

    def call(self, item: T, timeout: float | None = None) -> R:
        """The result of work(item), or its error; `timeout` in seconds.

        TimedOut, OutOfMemory or Died where there is none. TypeError or another error of pickle where the item or the
        result cannot be pickled.
        """
        self.send(item, timeout)
        try:
            while not wait([self.connection], self.patience()):
                self.check()
            kind, answer = self._reply()
        except BaseException:  # Ctrl-C as well
            self.kill()
            raise
        return self._opened(kind, answer)

    def send(self, item: T, timeout: float | None = None) -> None:
        """Begin a call; `started` is its time (time.monotonic)."""
        data = pickle.dumps((item, timeout))
        self.started, self._timeout = time.monotonic(), timeout
        try:
            self.connection.send_bytes(data)
        except (OSError, ValueError):
            self._fail()
        except BaseException:
            self.kill()
            raise

    def receive(self) -> R:
        """The result of the call that was begun, or its error; waits without limit for it."""
        try:
            kind, answer = self._reply()
        except BaseException:
            self.kill()
            raise
        return self._opened(kind, answer)

    def receive_part(self) -> tuple[bool, Any]:
        """Whether the call that was begun is answered, with its result, or else a part that its work sent by `emit`.

        Waits without limit for it; its error is raised.
        """
        try:
            kind, answer = self._reply()
        except BaseException:
            self.kill()
            raise
        return (False, answer) if kind == "part" else (True, self._opened(kind, answer))

    def parts(self, item: T, timeout: float | None = None) -> Iterator[Any]:
        """What work(item) sends by `emit`, as it comes: `timeout` are the seconds that each part may take.

        The child waits while no part is asked for. TimedOut, OutOfMemory or Died where it ends before the work is done.
        """
        try:
            self.send(item)
            done = False
            while not done:
                self.started, self._timeout = time.monotonic(), timeout
                while not wait([self.connection], self.patience()):
                    self.check()
                done, part = self.receive_part()
                if not done:
                    yield part
        except BaseException:  # and where nobody asks for the rest
            self.kill()
            raise

    def check(self) -> None:
        """Kill the child and raise TimedOut or OutOfMemory where it is over a limit; raise Died where it is gone."""
        if self._timeout is not None and time.monotonic() - self.started >= self._timeout:
            self.kill()
            raise TimedOut(self._timeout)
        if self._memory is not None and memory_of(self.pid)[1] - self._begun > self._memory:
            self.kill()
            raise OutOfMemory(self._memory)
        if not self.alive and not self._answered():
            self._fail()

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        self._process.kill()

    close = kill

    def __enter__(self) -> Self:
        """The child itself; it is killed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Kill it."""
        self.kill()

    def patience(self) -> float:
        """Seconds after which `check` is to be called, where no answer comes."""
        if self._timeout is None:
            return POLL
        return max(min(POLL, self.started + self._timeout - time.monotonic()), 0)

    def _answered(self) -> bool:
        try:
            return self.connection.poll()
        except (OSError, ValueError):
            return False

    def _reply(self) -> tuple[Kind, Any]:
        try:
            data = self.connection.recv_bytes()
        except (EOFError, OSError, ValueError):
            self._fail()
        kind, answer = pickle.loads(data)
        return kind, answer

    def _opened(self, kind: Kind, answer: Any) -> R:
        if kind == "memory":
            raise OutOfMemory(self._memory)
        if kind == "error":
            raise answer
        return answer  # type: ignore[no-any-return]

    def _fail(self) -> NoReturn:
        """Say why a child is gone."""
        self.kill()
        code, said = self._process.ended(), self._process.said()
        if hasattr(signal, "SIGALRM") and code == -signal.SIGALRM and self._timeout is not None:
            raise TimedOut(self._timeout)
        if _NO_MEMORY.search(said):
            raise OutOfMemory(self._memory)
        raise Died(code if code is not False else None, said)
