"""Files of strangers are parsed in a process of its own: an engine that meets the end of its stack ends the process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def apart(work: Callable[[Path], T], path: Path) -> T:
    """work(path), called in a child process without limits; LimitError where that dies. Errors are raised here."""
    from kg.processes.child import Child
    from kg.query.limits import limited

    with Child(work) as child:
        return limited(child, path, None, "load", str(path))
