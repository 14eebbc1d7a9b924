"""One writer of a folder at a time, by a lock that the system frees when its process ends, however it ends."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import TargetError

LOCK = ".kg-lock"
_PAUSE = 0.02  # seconds between two tries
_TRIES = 20  # to open a file in a folder that comes and goes
_HELD: set[int] = set()  # descriptors of the locks that this process holds


def _let_go() -> None:
    """Leave the locks to the parent: they are free when it has ended, though a child may take a while to die."""
    while _HELD:
        os.close(_HELD.pop())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


@contextmanager
def locked(folder: Path, wait: float, pause: Callable[[float], None] = time.sleep) -> Iterator[None]:
    """Be the only one to write into a folder, which is made where it is missing; the lock's file goes at the end.

    Raises TargetError where another holds the lock for longer than `wait` seconds, and where the lock's file is a link
    or no file; OSError where the folder cannot be written.
    """
    file, last = folder / LOCK, time.monotonic() + wait
    while (descriptor := _attempt(file)) is None:
        if time.monotonic() > last:
            raise TargetError("another build is writing into it", where=str(folder), hint="wait until it is done")
        pause(_PAUSE)
    _HELD.add(descriptor)
    try:
        yield
    finally:
        _HELD.discard(descriptor)
        if os.name == "posix":  # gone while it is held: who waits for it then sees that it is another file
            with suppress(OSError):
                file.unlink()
        os.close(descriptor)
        if os.name != "posix":
            with suppress(OSError):
                file.unlink()


def _attempt(file: Path) -> int | None:
    """The descriptor of the lock's file, which is held while that is open; None where another holds it."""
    descriptor = _descriptor(file)
    try:
        _hold(descriptor)
        if os.path.samestat(os.fstat(descriptor), file.lstat()):
            return descriptor
    except (BlockingIOError, FileNotFoundError, PermissionError):
        pass  # it is held, or who held it has removed it
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return None


def _descriptor(file: Path) -> int:
    """The lock's file, open, in a folder that another build may remove at the same time, if it made it for nothing."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    for tries in range(_TRIES):
        file.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(file) and not _is_file(file):
            raise TargetError(f"{LOCK} in it is no lock of a build", where=str(file.parent), hint="remove it")
        try:
            return os.open(file, flags, 0o666)
        except FileNotFoundError:
            if tries == _TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _is_file(file: Path) -> bool:
    """Whether it is a file, and no link; true of one that has just gone."""
    try:
        return stat.S_ISREG(file.lstat().st_mode)
    except FileNotFoundError:
        return True


def _hold(descriptor: int) -> None:
    """Lock an open file, or raise OSError at once."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
