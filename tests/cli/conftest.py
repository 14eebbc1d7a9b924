"""A graph on disk, as `kg build` leaves it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.export.formats import FORMATS, Settings, export
from kg.ontology.ontology import load
from tests.graphs import example


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "built"
    folder.mkdir()
    for form in ("json", "turtle"):
        text = export(example(), form, Settings(load()))
        (folder / f"graph{FORMATS[form].suffix}").write_text(text, "utf-8", newline="")
    return folder
