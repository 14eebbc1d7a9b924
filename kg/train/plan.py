"""What every training needs: its packages, and its log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import TrainingError
from kg.train.output import make_folder, writing

LOG = "train.log"
Log = Callable[[str], None]
_PACKAGES = ("torch", "onnx", "onnxruntime", "numpy", "rjieba")  # on which the weights depend


def check_packages() -> None:
    """Raise TrainingError where what training needs is not installed."""
    try:
        import onnx  # noqa: F401
        import torch  # noqa: F401
    except ImportError as error:
        hint = "pip install 'zhkg[train]'"
        raise TrainingError(f"training needs PyTorch and onnx ({error})", hint=hint) from None


def package_versions() -> dict[str, str]:
    """The versions that trained weights depend on, for their card."""
    import platform
    from importlib.metadata import version

    return {name: version(name) for name in _PACKAGES} | {"python": platform.python_version()}


@contextmanager
def training_log(out: Path, echo: Log) -> Iterator[Log]:
    """A log that writes each line into the folder's train.log at once, and gives it to `echo`.

    Raises TrainingError where the folder cannot be written.
    """
    make_folder(out)
    with writing(out):
        file = (out / LOG).open("w", encoding="utf-8")

    def log(line: str) -> None:
        echo(line)
        file.write(line + "\n")
        file.flush()

    with file:
        yield log
