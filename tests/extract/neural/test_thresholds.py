"""The decision thresholds of the networks, from the ontology."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.extract.neural.relation_candidates import label_readings
from kg.extract.neural.tagged_names import finest
from kg.ontology.ontology import Ontology, load
from kg.ontology.tables.neural import Neural
from tests.ontology.mutations import count_told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(load().path, tmp_path / "ontology")


def test_every_mistake_in_the_table_is_told() -> None:
    assert count_told(Neural) >= 30


def test_the_threshold_of_a_finer_class_decides(folder: Path) -> None:
    likely = {"AcademicInstitution": 0.4, "Organization": 0.6}
    assert finest(likely, "Organization", load()) == "AcademicInstitution"
    text = (folder / Neural.FILE).read_text("utf-8").replace("finer_class = 0.3", "finer_class = 0.5")
    (folder / Neural.FILE).write_text(text, "utf-8")
    assert finest(likely, "Organization", Ontology(folder)) == "Organization"


def test_dependent_properties_are_no_candidates(folder: Path) -> None:
    assert "spouse" in label_readings(load()).properties
    text = (folder / Neural.FILE).read_text("utf-8").replace('dependent = ["', 'dependent = ["spouse", "')
    (folder / Neural.FILE).write_text(text, "utf-8")
    assert "spouse" not in label_readings(Ontology(folder)).properties
