"""What is wrong with sources and documents that are not in a graph, a line each, for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from kg.errors import KgError

FILE = "failures.jsonl"


def failures_jsonl(failures: Iterable[KgError]) -> Iterator[str]:
    """JSON lines: where (a source, or a document of it), what is wrong, what to do next, and the kind of error.

    >>> from kg.errors import SourceError
    >>> print(*failures_jsonl([SourceError("it is empty", where="a.txt", hint="give a text")]), end="")
    {"where": "a.txt", "what": "it is empty", "hint": "give a text", "kind": "SourceError"}
    """
    for one in failures:
        record = {"where": one.where, "what": one.what, "hint": one.hint, "kind": type(one).__name__}
        yield json.dumps(record, ensure_ascii=False) + "\n"
