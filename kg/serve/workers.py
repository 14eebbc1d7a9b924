"""Workers, and who waits for one: each is a process that is killed at a limit, and another takes its place.

running = await workers.begin(job, gone)
while not last:
    last, (media, data) = await running.part()
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from kg.processes.child import Child, Died, LimitExceeded, OutOfMemory, TimedOut
from kg.query.limits import shown_size
from kg.serve.http.problem import Problem
from kg.serve.kept import Kept
from kg.serve.session import Part

J = TypeVar("J")
Gone = Callable[[], Awaitable[bool]]
_LATER = {"Retry-After": "1"}


class Disconnected(Exception):
    """The client went away before its answer was there."""


class Running(Generic[J]):
    """A job in a worker. It has to be closed."""

    def __init__(self, workers: Workers[J], child: Child[J, Part], gone: Gone | None) -> None:
        self._workers, self._child, self._gone = workers, child, gone
        self._over = False

    async def part(self) -> tuple[bool, Part]:
        """Whether this is the last part of the answer, and the part.

        Problem where there is none, Disconnected where nobody waits for it any more.
        """
        try:
            while not await self._readable():
                self._child.check()
                if self._gone is not None and await self._gone():
                    raise Disconnected
            last, part = self._child.receive_part()
        except LimitExceeded as error:
            raise _told(error) from None
        except Problem:  # an answer, too
            self._over = True
            raise
        self._over = last
        return last, part

    @property
    def seconds_left(self) -> float | None:
        """How long the worker may still work for this job."""
        limit = self._workers.seconds
        return None if limit is None else max(limit - (time.monotonic() - self._child.started), 0)

    def close(self) -> None:
        """Give the worker back, or kill it where it is still at work."""
        child, self._child = self._child, None  # type: ignore[assignment]
        if child is None:
            return
        if not self._over:
            child.kill()
        self._workers.give_back(child)

    async def _readable(self) -> bool:
        """Whether something came within the time after which the child is to be checked."""
        loop, number = asyncio.get_running_loop(), self._child.connection.fileno()
        came: asyncio.Future[bool] = loop.create_future()

        def say(what: bool) -> None:
            if not came.done():
                came.set_result(what)

        loop.add_reader(number, say, True)
        timer = loop.call_later(self._child.patience(), say, False)
        try:
            return await came
        finally:
            timer.cancel()
            loop.remove_reader(number)


class Workers(Generic[J]):
    """A number of workers. `work` is what each does with a job; it is inherited where processes are forked.

    `kept` are answers of theirs, for as long as they work on the same graph.
    """

    def __init__(
        self, work: Callable[[J], Part], number: int, seconds: float | None, memory: int | None, waiting: int
    ) -> None:
        self.work, self.seconds, self._memory, self._most = work, seconds, memory, waiting
        self._all: set[Child[J, Part]] = set()
        self._idle: deque[Child[J, Part]] = deque()
        self._waiting: deque[asyncio.Future[Child[J, Part]]] = deque()
        self.restarts, self.kept = 0, Kept()
        for _ in range(number):
            self._idle.append(self._new())

    @property
    def counts(self) -> dict[str, int]:
        """Workers, those that have nothing to do, requests that wait, and how often a worker had to be killed."""
        return {
            "workers": len(self._all),
            "idle": len(self._idle),
            "waiting": len(self._waiting),
            "restarts": self.restarts,
        }

    async def begin(self, job: J, gone: Gone | None = None) -> Running[J]:
        """Begin a job as soon as there is a worker for it. Problem 503 where there is none in time."""
        child = self._idle.pop() if self._idle else await self._next()  # the one that was at work last is warm
        try:
            child.send(job, self.seconds)
        except LimitExceeded:  # ended by somebody else
            child = self._replaced(child)
            child.send(job, self.seconds)
        return Running(self, child, gone)

    async def all(self, job: J, gone: Gone | None = None) -> Part:
        """The whole answer to a job, as one part."""
        running = await self.begin(job, gone)
        try:
            pieces, last, media = [], False, ""
            while not last:
                last, (media, data) = await running.part()
                pieces.append(data)
            return media, b"".join(pieces)
        finally:
            running.close()

    def give_back(self, child: Child[J, Part]) -> None:
        """Let the next request have a worker, or another in its place where it is dead or works for an older graph."""
        if child not in self._all or not child.alive:
            self.restarts += child in self._all
            child = self._replaced(child)
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(child)
                return
        self._idle.append(child)

    def renew(self, work: Callable[[J], Part]) -> None:
        """Work on another graph from now on; jobs that were begun end on the old one."""
        self.work, self.kept = work, Kept()
        self._all -= self._all.difference(self._idle)
        for child in list(self._idle):
            self._idle.remove(child)
            self._idle.append(self._replaced(child))

    def close(self) -> None:
        """Kill all workers."""
        for child in self._all:
            child.kill()
        self._all.clear()
        self._idle.clear()

    def _new(self) -> Child[J, Part]:
        child: Child[J, Part] = Child(self.work, memory=self._memory)
        self._all.add(child)
        return child

    def _replaced(self, child: Child[J, Part]) -> Child[J, Part]:
        child.kill()
        self._all.discard(child)
        return self._new()

    async def _next(self) -> Child[J, Part]:
        """The next worker that has nothing to do."""
        if len(self._waiting) >= self._most:
            raise Problem(503, "too many requests wait already; ask again later", _LATER)
        waiting: asyncio.Future[Child[J, Part]] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        try:
            async with asyncio.timeout(self.seconds):
                return await waiting
        except TimeoutError:
            self._spare(waiting)
            raise Problem(503, "all workers are busy; ask again later", _LATER) from None
        except asyncio.CancelledError:
            self._spare(waiting)
            raise

    def _spare(self, waiting: asyncio.Future[Child[J, Part]]) -> None:
        """A worker that was given to somebody who no longer waits is for the next one."""
        with contextlib.suppress(ValueError):
            self._waiting.remove(waiting)
        if waiting.done() and not waiting.cancelled():
            self.give_back(waiting.result())


def _told(error: LimitExceeded) -> Problem:
    """What ended a worker, for the client."""
    if isinstance(error, TimedOut):
        return Problem(408, f"it took longer than {error.seconds:g} s and was stopped; ask for less")
    if isinstance(error, OutOfMemory):
        size = "there is" if error.limit is None else shown_size(error.limit)
        return Problem(413, f"it needs more memory than {size} and was stopped; ask for less")
    if isinstance(error, Died) and error.exitcode in (-signal.SIGKILL, -signal.SIGTERM):
        return Problem(503, "its worker was ended from outside; ask again", _LATER)
    return Problem(400, "the engine ended on it; is something in it nested very deeply? make it simpler")
