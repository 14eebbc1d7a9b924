"""The updates that a service took, one JSON object a line, beside the graph that they change.

A graph follows from its sources; what was changed by SPARQL is done again each time it is opened to be served. A line
that is not whole is of an update that was never answered, and is left out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from kg.errors import GraphError, TargetError

_NAME = "updates.jsonl"


class Journal:
    """The journal of a folder, or of a file of a graph."""

    def __init__(self, graph: Path) -> None:
        self.file = graph / _NAME if graph.is_dir() else graph.with_name(f"{graph.name}.{_NAME}")

    def __iter__(self) -> Iterator[str]:
        """The updates in their order. GraphError where a line is none."""
        if not self.file.exists():
            return
        whole, _, _ = self.file.read_bytes().rpartition(b"\n")
        for n, line in enumerate(whole.split(b"\n") if whole else (), 1):
            try:
                yield str(json.loads(line)["update"])
            except (ValueError, KeyError, TypeError):
                hint = "restore it from a copy, or remove the line"
                raise GraphError("it is no update", where=f"{self.file}:{n}", hint=hint) from None

    def append(self, update: str) -> None:
        """Write an update down, so that it outlives a crash. TargetError where that cannot be."""
        said = json.dumps({"at": datetime.now(UTC).isoformat(timespec="seconds"), "update": update}, ensure_ascii=False)
        try:
            with self.file.open("ab") as file:
                whole = self._whole()
                file.truncate(whole)
                file.write(said.encode("utf-8", "replace") + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            hint = "is there room, and may it be written?"
            raise TargetError(f"it cannot be written: {error.strerror}", where=str(self.file), hint=hint) from None

    def _whole(self) -> int:
        """The length up to the end of the last whole line."""
        return self.file.read_bytes().rfind(b"\n") + 1
