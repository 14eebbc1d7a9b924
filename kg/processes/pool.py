"""Work on many items in child processes: one that hangs or dies costs its item, and the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from kg.processes.child import POLL, Child, LimitExceeded

T = TypeVar("T")
R = TypeVar("R")


class Pool(Generic[T, R]):
    """Child processes that call `work`, each given `timeout` seconds an item (None: as long as it takes).

    >>> with Pool(len, processes=2) as pool:
    ...     sorted(pool.map(["a", "bc"]))
    [('a', 1), ('bc', 2)]
    """

    def __init__(
        self,
        work: Callable[[T], R],
        *,
        processes: int = 1,
        timeout: float | None = None,
        meanwhile: Callable[[], object] = lambda: None,
    ) -> None:
        """`meanwhile` is called once, when the children have begun on the first items."""
        self._work, self._processes, self._timeout, self._meanwhile = work, processes, timeout, meanwhile
        self._busy: dict[Connection[Any, Any], tuple[Child[T, R], T]] = {}
        self._idle: list[Child[T, R]] = []  # between two calls of `map`

    def __enter__(self) -> Pool[T, R]:
        """The pool itself; its children are killed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Kill the children."""
        for child in [*self._idle, *(child for child, _item in self._busy.values())]:
            child.kill()
        self._idle.clear()
        self._busy.clear()

    def map(self, items: Iterable[T]) -> Iterator[tuple[T, R | LimitExceeded]]:
        """Each item with its result, or with what ended its child, in the order in which they are done.

        An error that `work` raises is raised here.
        """
        waiting = iter(items)
        for item in islice(waiting, self._processes):
            if error := self._give(self._idle.pop() if self._idle else None, item):
                yield item, error
        meanwhile, self._meanwhile = self._meanwhile, lambda: None
        meanwhile()
        while self._busy:
            ready = wait(list(self._busy), POLL)
            for connection in list(self._busy):
                child, item = self._busy[connection]
                answer: R | LimitExceeded
                try:
                    if connection in ready:
                        answer = child.receive()
                    else:
                        child.check()
                        continue
                except LimitExceeded as error:
                    answer = error
                del self._busy[connection]
                following = next(waiting, None)
                refused = None if following is None else self._give(child, following)
                if connection not in self._busy:
                    self._rest(child)
                yield item, answer
                if following is not None and refused:
                    yield following, refused

    def _rest(self, child: Child[T, R]) -> None:
        """Keep a child for the next call of `map`, where it lives."""
        if child.alive:
            self._idle.append(child)
        else:
            child.kill()

    def _give(self, child: Child[T, R] | None, item: T) -> LimitExceeded | None:
        """Begin an item in a child, or in a new one where that is gone; what ended the new one too."""
        if child is not None and self._begin(child, item) is None:
            return None
        return self._begin(Child(self._work), item)

    def _begin(self, child: Child[T, R], item: T) -> LimitExceeded | None:
        try:
            child.send(item, self._timeout)
        except LimitExceeded as error:
            return error
        self._busy[child.connection] = child, item
        return None
