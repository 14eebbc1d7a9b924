"""Distributions with extractors, written into a folder: a module, METADATA and entry_points.txt."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

HEAD = """
import re
from pathlib import Path
from kg.errors import ExtractionError, ModelError
from kg.extract.batch import one_by_one
from kg.extract.extractor import Extractor, Settings
from kg.types import Claim, Evidence, Layer, Mention, Span

def found(parsed, name):
    mentions = [Mention(Span(*m.span()), "GovernmentBody") for m in re.finditer("..市司法局", parsed.document.text)]
    return Layer(parsed.document, name, tuple(mentions), ())
"""
TOY = (
    HEAD
    + """
def extract(parsed, settings):
    if "故障" in parsed.document.text:
        raise ValueError("a fault of the toy")
    return found(parsed, "toy")

EXTRACTOR = Extractor("toy", one_by_one(extract), code=(Path(__file__),), options=frozenset({"bar"}))
"""
)


def install(folder: Path, name: str, version: str, entries: str, modules: Mapping[str, str]) -> None:
    """Write a distribution as pip leaves it in site-packages; `entries` are the lines of its group."""
    metadata = folder / f"{name}-{version}.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", "utf-8")
    (metadata / "entry_points.txt").write_text(f"[zhkg.extractors]\n{entries}\n", "utf-8")
    for module, code in modules.items():
        (folder / f"{module}.py").write_text(code, "utf-8")


def kg(folder: Path, *arguments: str, root: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command `kg` where the distributions of a folder are installed."""
    return python(folder, "-m", "kg", *arguments, root=root)


def python(folder: Path, *arguments: str, root: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run Python where the distributions of a folder are installed; `root` holds the package, if not this clone."""
    path = os.pathsep.join([str(root or Path(__file__).parents[2]), str(folder)])
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": path},
        cwd=folder,  # Python looks there first
        capture_output=True,
        encoding="utf-8",
    )
