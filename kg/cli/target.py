"""Writing files whole or not at all."""

from __future__ import annotations

import os
import secrets
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.errors import TargetError
from kg.text.visible import visible

if TYPE_CHECKING:
    from kg.store.folder import Stage

_WAIT_TO_BEGIN = 10.0  # seconds for which a build waits for another one before it does any work
_WAIT_TO_WRITE = 600.0  # and when it has done it all


def probe(folder: Path) -> None:
    """TargetError where a build could not be published in a folder.

    All that publishing does is tried, and nothing is left behind: what is to be written may take long.
    """
    from kg.store.folder import Stage

    with _staging(folder, _WAIT_TO_BEGIN, "name another folder", Stage.rehearse):
        pass


@contextmanager
def staged(folder: Path) -> Iterator[Stage]:
    """A stage whose files become those of `folder` at the end, all of them or none; its other files stay as they are.

    Raises TargetError where it cannot be written, and where another build writes into it for ten minutes.
    """
    from kg.store.folder import Stage

    with _staging(folder, _WAIT_TO_WRITE, "nothing was changed", Stage.publish) as stage:
        yield stage


@contextmanager
def _staging(folder: Path, wait: float, hint: str, finish: Callable[[Stage], None]) -> Iterator[Stage]:
    """A stage in a folder, with which something is done at the end; only what is between waits for no signal."""
    from kg.store.folder import READY, staging

    place = Path(os.path.realpath(folder))
    if place.exists() and not place.is_dir():
        raise TargetError("it is a file", where=str(folder), hint="name a folder to write into")
    stage, signals = None, _Signals()
    try:
        signals.hold()
        with staging(place, wait, signals.pause) as stage:
            try:
                signals.release()
                yield stage
                signals.hold()
                finish(stage)
            finally:
                signals.hold()
    except OSError as error:
        if stage is not None and stage.published:
            hint = f"it was built and is read from {READY} in it: see what is in the way, and build again"
        raise _refused(folder, error, hint) from None
    finally:
        if stage is not None and stage.published:
            signals.pass_by()
        else:
            signals.release()


class _Signals:
    """Ctrl-C and SIGTERM, which can be made to wait for what takes no longer than a moment."""

    def __init__(self) -> None:
        self.came: list[int] = []
        self.handlers: dict[int, Any] = {}

    def hold(self) -> None:
        """Let them wait."""
        if threading.current_thread() is threading.main_thread():
            for number in {signal.SIGINT, signal.SIGTERM} - self.handlers.keys():
                self.handlers[number] = signal.getsignal(number) or signal.SIG_DFL
                signal.signal(number, lambda n, _: self.came.append(n))

    def release(self) -> None:
        """Let them come; the first of those that waited comes now."""
        while self.handlers:
            signal.signal(*self.handlers.popitem())
        if self.came:
            number, *_ = self.came
            self.came.clear()
            signal.raise_signal(number)

    def pass_by(self) -> None:
        """Drop those that come before the command ends: what it was asked for is done."""
        context = click.get_current_context(silent=True)
        if context is None:
            self._drop()
        else:
            context.call_on_close(self._drop)

    def _drop(self) -> None:
        self.came.clear()
        self.release()

    def pause(self, seconds: float) -> None:
        """Sleep, and let them come meanwhile."""
        self.release()
        time.sleep(seconds)
        self.hold()


def _refused(target: Path, error: OSError, hint: str) -> TargetError:
    return TargetError(f"it cannot be written: {error.strerror}", where=str(target), hint=hint)


def write(file: Path | None, pieces: Iterable[str]) -> None:
    """Text as UTF-8 into a file, whole or not at all, or to stdout where there is none.

    A device or a pipe is written to as it is; a terminal is shown control characters as escapes. Raises TargetError
    where the file cannot be written.
    """
    if file is None:
        terminal = sys.stdout.isatty()
        for piece in pieces:
            sys.stdout.buffer.write((visible(piece) if terminal else piece).encode("utf-8"))
        return
    try:
        if file.exists() and not file.is_file():
            with file.open("wb") as out:
                out.writelines(piece.encode("utf-8") for piece in pieces)
            return
        _replace(Path(os.path.realpath(file)), pieces)
    except OSError as error:
        raise _refused(file, error, "name another file") from None


def _replace(target: Path, pieces: Iterable[str]) -> None:
    from kg.store.folder import put

    part = target.with_name(f".kg-part-{secrets.token_hex(8)}")
    try:
        put(part, pieces)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
