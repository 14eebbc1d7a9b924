from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.export.formats import FORMATS, Settings, export
from kg.ontology.ontology import load
from tests.graphs import NEWS, example
from tests.serve.served import TOKEN, Served, started


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


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of one article, and a token."""
    made = tmp_path_factory.mktemp("place")
    (made / "first.txt").write_text(NEWS, "utf-8")
    (made / "token").write_text(f"{TOKEN}\n")
    assert run(["build", str(made / "first.txt"), "--store", str(made / "news.kg"), "--extractor", "rules", "-q"]) == 0
    return made


@pytest.fixture(scope="module")
def writable(place: Path) -> Iterator[Served]:
    """That store, served to those who have the token."""
    running = started(place)
    yield running
    assert running.stop() == 0
