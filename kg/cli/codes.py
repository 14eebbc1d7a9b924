"""The exit codes of all commands: the one table."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType


class Exit(IntEnum):
    """What a command tells the shell."""

    DONE = 0
    FOUND = 1
    WRONG = 2
    STOPPED = 3
    INTERRUPTED = 130
    PIPE_CLOSED = 141
    TERMINATED = 143


MEANINGS: Mapping[Exit, str] = MappingProxyType(
    {
        Exit.DONE: "done; warnings do not count",
        Exit.FOUND: "done, not all is well: documents that failed, errors found, no answer, graphs that differ",
        Exit.WRONG: "not done: wrong usage, an unreadable input or unwritable target, a question not understood",
        Exit.STOPPED: "nothing came of it: all documents failed, or a limit of time or memory was reached",
        Exit.INTERRUPTED: "interrupted (Ctrl-C); nothing was written",
        Exit.PIPE_CLOSED: "the reader of the output went away, as after | head",
        Exit.TERMINATED: "terminated (SIGTERM); nothing was written",
    }
)
