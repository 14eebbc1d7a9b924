"""What a store was sent: one JSON object a line, written when the store has said that it has it.

    {"to": "https://…/data", "graph": null, "batch": "5f2a…", "replaces": null}

A batch with `replaces` is the first of a graph that was put in the place of what the store had, so that no line before
it counts; the value is the digest of all that was to come. A last line that is not whole does not count either.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import GraphError, TargetError

_KEYS = {"to", "graph", "batch", "replaces"}


class Journal:
    """The journal in a file, of one store."""

    def __init__(self, file: Path, to: str, again: bool = False) -> None:
        self.file, self._to = file, to
        self._done: dict[str | None, set[str]] = {}
        self._replaced: dict[str | None, str] = {}
        for line in () if again else self._lines():
            if line["to"] == to:
                self._take(line)

    def done(self, graph: str | None) -> set[str]:
        """The digests of the batches that a graph of the store has."""
        return self._done.get(graph, set())

    def replaced(self, graph: str | None) -> str | None:
        """The digest of all that was to come when a graph was replaced last, if it was."""
        return self._replaced.get(graph)

    def append(self, graph: str | None, batch: str, replaces: str | None = None) -> None:
        """Write down that the store has a batch. TargetError where that cannot be."""
        line = {"to": self._to, "graph": graph, "batch": batch, "replaces": replaces}
        try:
            with self.file.open("ab") as file:
                file.truncate(self.file.read_bytes().rfind(b"\n") + 1)
                file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            hint = "is there room, and may it be written? --journal names another file"
            raise TargetError(f"it cannot be written: {error.strerror}", where=str(self.file), hint=hint) from None
        self._take(line)

    def _take(self, line: dict[str, Any]) -> None:
        graph = line["graph"]
        if line["replaces"] is not None:
            self._done[graph], self._replaced[graph] = set(), line["replaces"]
        self._done.setdefault(graph, set()).add(line["batch"])

    def _lines(self) -> Iterator[dict[str, Any]]:
        try:
            whole, _, _ = self.file.read_bytes().rpartition(b"\n")
        except FileNotFoundError:
            return
        except OSError as error:
            what = f"it cannot be read: {error.strerror}"
            raise GraphError(what, where=str(self.file), hint="--journal names another file") from None
        for n, text in enumerate(whole.split(b"\n") if whole else (), 1):
            line = _read(text)
            if line is None:
                hint = "name another file by --journal, or send everything --again"
                raise GraphError("it is no line of a journal of kg publish", where=f"{self.file}:{n}", hint=hint)
            yield line


def _read(text: bytes) -> dict[str, Any] | None:
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(line, dict) or line.keys() != _KEYS or not all(isinstance(line[k], str) for k in ("to", "batch")):
        return None
    return line if all(line[k] is None or isinstance(line[k], str) for k in ("graph", "replaces")) else None
