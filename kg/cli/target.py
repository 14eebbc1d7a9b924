"""Writing files whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import TargetError


def probe(folder: Path) -> None:
    """TargetError where a folder cannot be written. It leaves nothing behind: what is to be written may take long."""
    with _beside(folder):
        pass


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A folder whose files are moved into `folder` at the end, all of them or none; its other files stay as they are.

    Raises TargetError where it cannot be written.
    """
    with _beside(folder) as stage:
        yield stage
        try:
            _publish(stage, Path(os.path.realpath(folder)))
        except OSError as error:
            raise _refused(folder, error, "nothing was changed") from None


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A new folder beside another, on its file system, which goes at the end with all that was made for it."""
    place = Path(os.path.realpath(folder))
    if place.exists() and not place.is_dir():
        raise TargetError("it is a file", where=str(folder), hint="name a folder to write into")
    stage = place.parent / f".{place.name}.{os.getpid()}.part"
    missing = [parent for parent in place.parents if not parent.exists()]
    try:
        try:
            if place.is_dir() and not os.access(place, os.W_OK | os.X_OK):
                raise PermissionError(13, os.strerror(13))
            stage.mkdir(parents=True)
        except OSError as error:
            raise _refused(folder, error, "name another folder") from None
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        for parent in missing:
            with suppress(OSError):  # it holds what was written
                parent.rmdir()


def _refused(target: Path, error: OSError, hint: str) -> TargetError:
    return TargetError(f"it cannot be written: {error.strerror}", where=str(target), hint=hint)


def _publish(stage: Path, folder: Path) -> None:
    if folder.exists():
        _exchange(stage, folder)
    else:
        stage.rename(folder)


def _exchange(stage: Path, folder: Path) -> None:
    """Put each staged file in its place; should one not go, put back what stood there, of which copies are made first.

    Each place holds a whole file at every moment.
    """
    files = sorted(stage.iterdir())
    kept = stage / "kept"
    kept.mkdir()
    for file in files:
        place = folder / file.name
        if place.is_dir():
            raise IsADirectoryError(21, f"{place.name} is a folder in it")
        if place.exists():
            shutil.copy2(place, kept / file.name)
    try:
        for file in files:
            file.replace(folder / file.name)
    except BaseException:
        for file in files:
            if (kept / file.name).exists():
                (kept / file.name).replace(folder / file.name)
            else:
                (folder / file.name).unlink(missing_ok=True)
        raise


def write(file: Path | None, data: str) -> None:
    """Text as UTF-8 into a file, whole or not at all, or to stdout where there is none.

    A device or a pipe is written to as it is. Raises TargetError where the file cannot be written.
    """
    content = data.encode("utf-8")
    if file is None:
        sys.stdout.buffer.write(content)
        return
    try:
        if file.exists() and not file.is_file():
            file.write_bytes(content)
            return
        target = Path(os.path.realpath(file))
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            part.write_bytes(content)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise _refused(file, error, "name another file") from None
