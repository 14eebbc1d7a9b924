"""Answers that were given, for who asks the same again of the same graph."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Hashable

from kg.serve.session import Part

_LARGEST, _ALL = 2**16, 2**25  # bytes of an answer that is kept, and of all of them
_BESIDE = 1000  # bytes that an entry takes itself
_ANEW = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\b", re.IGNORECASE)  # with these the next answer is another


class Kept:
    """The answers that were asked for last, as many as have room.

    >>> kept = Kept()
    >>> kept.put("ASK {}", "ASK {}", ("text/csv", b"true"))
    >>> kept.get("ASK {}"), kept.get("SELECT (RAND() AS ?n) {}")
    (('text/csv', b'true'), None)
    """

    def __init__(self, room: int = _ALL) -> None:
        self._room, self._answers = room, OrderedDict[Hashable, tuple[Part, int]]()

    def get(self, job: Hashable) -> Part | None:
        """The answer to a job, None where it is not here."""
        if job not in self._answers:
            return None
        self._answers.move_to_end(job)
        return self._answers[job][0]

    def put(self, job: Hashable, sparql: str, answer: Part) -> None:
        """Keep an answer, unless it is large or the next would be another; those that were not asked for since go."""
        size = len(answer[1]) + len(sparql) + _BESIDE
        if size > _LARGEST or job in self._answers or _ANEW.search(sparql):
            return
        self._answers[job] = answer, size
        self._room -= size
        while self._room < 0:
            _, (_, freed) = self._answers.popitem(last=False)
            self._room += freed
