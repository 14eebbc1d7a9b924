from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.export.formats import FORMATS, Settings, export
from kg.ontology.ontology import load
from tests.graphs import example
from tests.serve.served import Served


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as a build leaves it."""
    made = tmp_path_factory.mktemp("graph")
    for form in ("json", "turtle"):
        text = export(example(), form, Settings(load()))
        (made / f"graph{FORMATS[form].suffix}").write_text(text, "utf-8", newline="")
    return made


@pytest.fixture(scope="package")
def served(folder: Path) -> Iterator[Served]:
    """The example, served with small limits."""
    options = "--timeout", "2", "--memory", "100M", "--max-answer", "2M", "--max-body", "20K"
    running = Served(folder, *options, "--cors", "https://friend.example")
    yield running
    assert running.stop() == 0
    assert running.process.returncode == 0
