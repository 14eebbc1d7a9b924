"""The decision thresholds of the networks, from the ontology."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.extract.neural.relation_candidates import label_readings
from kg.extract.neural.tagged_names import finest
from kg.extract.neural.thresholds import TABLE, thresholds
from kg.ontology.ontology import Ontology, load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(load().path, tmp_path / "ontology")


@pytest.mark.parametrize(
    ("old", "new"),
    [("heads = 3", "head = 3"), ("finer_class = 0.3", 'finer_class = "high"'), ("[relations]", "[relation]")],
)
def test_a_mistake_in_the_table_names_the_file(old: str, new: str, folder: Path) -> None:
    text = (folder / TABLE).read_text("utf-8")
    assert old in text
    (folder / TABLE).write_text(text.replace(old, new), "utf-8")
    with pytest.raises(OntologyError, match=TABLE):
        thresholds(Ontology(folder))


def test_the_threshold_of_a_finer_class_decides(folder: Path) -> None:
    likely = {"AcademicInstitution": 0.4, "Organization": 0.6}
    assert finest(likely, "Organization", load()) == "AcademicInstitution"
    text = (folder / TABLE).read_text("utf-8").replace("finer_class = 0.3", "finer_class = 0.5")
    (folder / TABLE).write_text(text, "utf-8")
    assert finest(likely, "Organization", Ontology(folder)) == "Organization"


def test_dependent_properties_are_no_candidates(folder: Path) -> None:
    assert "spouse" in label_readings(load()).properties
    text = (folder / TABLE).read_text("utf-8").replace('dependent = ["', 'dependent = ["spouse", "')
    (folder / TABLE).write_text(text, "utf-8")
    assert "spouse" not in label_readings(Ontology(folder)).properties
