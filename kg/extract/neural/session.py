"""The shipped models: found, checked against their card, and run by onnxruntime."""

from __future__ import annotations

import hashlib
import json
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.errors import ModelError

FOLDER = Path(__file__).parent / "weights"
CARD = "card.json"
MAX_FOLDERS = 4  # whose weights are kept in memory
_AGAIN = "install zhkg again, or train it: kg train --help"


@lru_cache(maxsize=MAX_FOLDERS)
def card(folder: Path = FOLDER) -> Mapping[str, Any]:
    """What the weights were made from, what they score, and their checksums; ModelError where it cannot be read."""
    file = folder / CARD
    try:
        found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise ModelError("the weights' card is missing", where=str(file), hint=_AGAIN) from None
    except ValueError as error:
        raise ModelError(f"the weights' card is damaged: {error}", where=str(file), hint=_AGAIN) from None
    return found


def weights(name: str, folder: Path = FOLDER) -> bytes:
    """The bytes of a file of weights; ModelError where it is missing, or is not what the card says."""
    file = folder / name
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ModelError(f"the weights are missing ({error.strerror})", where=str(file), hint=_AGAIN) from None
    wanted = card(folder).get("files", {}).get(name, {}).get("sha256")
    if hashlib.sha256(data).hexdigest() != wanted:
        raise ModelError("the weights are damaged: their checksum is not the card's", where=str(file), hint=_AGAIN)
    return data


def verify(file: Path) -> None:
    """Raise ModelError where a file of weights is not whole; a file that has not changed is looked at once."""
    found = file.stat() if file.is_file() else None
    _verified(file, found.st_mtime_ns if found else 0, found.st_size if found else 0)


@lru_cache(maxsize=8 * MAX_FOLDERS)
def _verified(file: Path, changed: int, size: int) -> None:
    weights(file.name, file.parent)


@lru_cache(maxsize=2 * MAX_FOLDERS)
def session(name: str, folder: Path = FOLDER) -> Any:
    """The onnxruntime session of a file of weights, on one thread: the same bytes on every run.

    Raises ModelError where the weights are missing or damaged, or onnxruntime cannot run here.
    """
    return opened(weights(name, folder), where=str(folder / name))


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Put off SIGINT and SIGTERM to the end of the block, where the system can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def opened(model: bytes, where: str = "") -> Any:
    """The onnxruntime session of the bytes of an ONNX file, on one thread; `where` they are from, for ModelError."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # 1.32 else gives the machine an id, and reports to its maker
    try:
        with _without_interrupts():  # its C++ takes a KeyboardInterrupt for a numpy that is not there
            import onnxruntime
    except Exception as error:
        hint = "use --extractor rules, or install an onnxruntime that fits this processor"
        raise ModelError(f"onnxruntime cannot run here: {error}", hint=hint) from None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        hint = "use --extractor rules, or another version of onnxruntime"
        raise ModelError(f"onnxruntime cannot load the weights: {error}", where=where, hint=hint) from None


def shipped(folder: Path = FOLDER) -> tuple[Path, ...]:
    """The files of weights that the card names."""
    return tuple(folder / name for name in sorted(card(folder).get("files", {})))
