"""The standard streams, where the caller has closed some of them."""

from __future__ import annotations

import os
import sys


def hold() -> None:
    """Open the null device in place of each closed stream: else the next file opened gets its number, and our output.

    Writing to a closed stdout fails as on a full disk, since its descriptor is open for reading only. Output to a
    closed stderr is dropped. A closed stdin stays None for Python.
    """
    for number, mode in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, mode)
            os.dup2(opened, number)  # the same number, but for children too
            if opened != number:
                os.close(opened)
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
