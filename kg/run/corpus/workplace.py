"""The folder beside the files of a build in which it works; what a killed build leaves there, the next one resumes."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from kg.errors import TargetError
from kg.run.corpus.journal import FILE
from kg.store.folder import removed_if_empty
from kg.store.lock import LOCK, locked

_NAME = ".kg-work-"


@contextmanager
def workplace(out: Path, *, resume: bool) -> Iterator[Path]:
    """A folder in `out`, which is made where it is missing, that only this build uses; it is gone at the end.

    Folders of builds that were killed go too, but with `resume` the newest of them is taken over. Where the block is
    left by an exception, what `clear` leaves stays. OSError where it cannot be written.
    """
    out = Path(os.path.realpath(out))
    with ExitStack() as stack:
        stack.enter_context(removed_if_empty(out))
        out.mkdir(parents=True, exist_ok=True)
        left = _left(out, stack)
        folder = left[0] if resume and left else out / f"{_NAME}{secrets.token_hex(8)}"
        for other in left:
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
        try:
            if folder not in left:
                stack.enter_context(locked(folder, 0))
            yield folder
        except BaseException:
            clear(folder)
            raise
        shutil.rmtree(folder, ignore_errors=True)


_KEEP = "keep"


def keep(folder: Path) -> None:
    """Let the journal of a folder stay, however its build ends, until another one has ended well."""
    (folder / _KEEP).touch()


def _left(out: Path, stack: ExitStack) -> list[Path]:
    """The folders of builds that were killed, newest first, locked."""
    found = []
    for folder in out.glob(f"{_NAME}*"):
        if folder.is_symlink() or not folder.is_dir():
            continue
        with suppress(TargetError, OSError):  # another build works in it
            stack.enter_context(locked(folder, 0))
            found.append(folder)
    return sorted(found, key=lambda folder: (-_written(folder), folder.name))


def _written(folder: Path) -> float:
    try:
        return (folder / FILE).stat().st_mtime
    except OSError:
        return 0.0


def clear(folder: Path) -> None:
    """Remove all that a later build has no use for: what is not to be kept is gone as a whole."""
    if not (folder / _KEEP).exists():
        shutil.rmtree(folder, ignore_errors=True)
        return
    for file in folder.iterdir():
        if file.name not in (FILE, _KEEP, LOCK):
            file.unlink(missing_ok=True)
