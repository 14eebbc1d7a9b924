"""Writing of what a training makes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import TrainingError


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn an OSError of what is done inside into a TrainingError that names `path`."""
    try:
        yield
    except OSError as error:
        hint = "name a folder that you may write, on a disk with space left"
        raise TrainingError(f"it cannot be written: {error.strerror}", where=str(path), hint=hint) from None


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; TrainingError where it cannot be made."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
