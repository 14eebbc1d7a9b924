"""What a training reads and writes, and the checks that every training begins with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from kg.errors import TrainingError
from kg.train.output import make_folder, writing
from kg.train.settings import RelationSettings, TaggerSettings

LOG = "train.log"
Log = Callable[[str], None]
_PACKAGES = ("torch", "onnx", "onnxruntime", "numpy", "rjieba")  # on which the weights depend

SettingsT = TypeVar("SettingsT", TaggerSettings, RelationSettings)


@dataclass(frozen=True)
class Plan(Generic[SettingsT]):
    """What to train on, from which checkpoint to begin (`init`), and where to write."""

    train: Sequence[Path]
    dev: Sequence[Path]
    out: Path
    settings: SettingsT
    raw: Sequence[Path] = ()  # unlabelled text, for the tagger alone
    init: Path | None = None
    terms: Mapping[str, str] = field(default_factory=dict)  # data set -> its licence terms, as stated
    threads: int = 1


def check_set_names(plan: Plan[SettingsT], known: Collection[str]) -> None:
    """Raise TrainingError where an option names a data set that is not trained on."""
    named = {"--terms": plan.terms, "--weight": plan.settings.weights, "--limit": plan.settings.limit}
    for option, values in named.items():
        for name in values:
            if name not in known:
                hint = f"use one of {', '.join(known)}"
                raise TrainingError(f"{option} {name}: no data set to train on is called so", hint=hint)


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
