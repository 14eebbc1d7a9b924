"""Writing files whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import TargetError


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A folder beside `folder`, on its file system, whose files are moved into it at the end, all of them or none.

    Other files of `folder` stay as they are. TargetError, at the start, where it cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise TargetError("it is a file", where=str(folder), hint="name a folder to write into")
    stage = folder.absolute().parent / f".{folder.absolute().name}.{os.getpid()}.part"
    try:
        _probe(folder)
        stage.mkdir(parents=True)
    except OSError as error:
        raise TargetError(
            f"it cannot be written: {error.strerror}", where=str(folder), hint="name another folder"
        ) from None
    try:
        yield stage
        _publish(stage, folder)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _probe(folder: Path) -> None:
    """OSError where an existing folder takes no new file."""
    if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(13, os.strerror(13))


def _publish(stage: Path, folder: Path) -> None:
    try:
        if not folder.exists():
            stage.rename(folder)
            return
        _exchange(stage, folder)
    except OSError as error:
        raise TargetError(
            f"it cannot be written: {error.strerror}", where=str(folder), hint="nothing was changed"
        ) from None


def _exchange(stage: Path, folder: Path) -> None:
    """Put each staged file in its place; should one not go, put back what stood there."""
    done: list[tuple[Path, Path | None]] = []
    try:
        for file in sorted(stage.iterdir()):
            place = folder / file.name
            if place.is_dir():
                raise IsADirectoryError(21, f"{place.name} is a folder in it")
            kept = None
            if place.exists():
                kept = stage / f"{file.name}.kept"
                place.replace(kept)
            done.append((place, kept))
            file.replace(place)
    except BaseException:
        for place, kept in reversed(done):
            place.unlink(missing_ok=True)
            if kept:
                kept.replace(place)
        raise


def write(file: Path | None, data: str) -> None:
    """Text as UTF-8 into a file, whole or not at all, or to stdout where there is none."""
    if file is None:
        sys.stdout.buffer.write(data.encode("utf-8"))
        return
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data.encode("utf-8"))
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise TargetError(
            f"it cannot be written: {error.strerror}", where=str(file), hint="name another file"
        ) from None
