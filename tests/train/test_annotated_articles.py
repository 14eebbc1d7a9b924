"""Annotated articles to learn votes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.extract.neural.joint_labels import labels_of
from kg.ontology.ontology import load
from kg.train.gold import annotated_articles
from kg.train.joint.annotated import read_articles


def test_names_and_facts_are_those_of_the_annotation(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("海州大学校长李明月到会。", "utf-8")
    entities = [
        {"id": "e1", "type": "AcademicInstitution", "name": "海州大学", "aliases": ["海大"], "core": True},
        {"id": "e2", "type": "Person", "name": "李明月", "core": True},
    ]
    facts = [
        {"subject": "e2", "predicate": "positionAt", "object": "e1", "core": True},
        {"subject": "e2", "predicate": "birthDate", "object": {"value": "1970", "type": "date"}, "core": True},
    ]
    annotation = {"document": {}, "entities": entities, "facts": facts}
    (tmp_path / "a.json").write_text(json.dumps(annotation), "utf-8")
    [article] = annotated_articles([tmp_path], load(), pytest.fail)
    assert article.parsed.document.text.startswith("海州大学校长")
    assert article.names == {("Organization", "海州大学"), ("Organization", "海大"), ("Person", "李明月")}
    assert set(article.facts) == {
        ("positionAt", "李明月", "海州大学"),
        ("positionAt", "李明月", "海大"),
        ("birthDate", "李明月", "1970"),
    }


def test_a_folder_without_annotation(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no annotation"):
        list(annotated_articles([tmp_path], load(), pytest.fail))


def test_what_is_not_read_as_it_should_be_is_told(tmp_path: Path) -> None:
    text = "海州大学校长李明月到会，并且看望了新入学的四百名学生。" * 3
    (tmp_path / "a.txt").write_bytes(text.encode("gb18030")[:-1])
    (tmp_path / "a.json").write_text(json.dumps({"document": {}, "entities": [], "facts": []}), "utf-8")
    for read in (
        lambda warn: annotated_articles([tmp_path], load(), warn),
        lambda warn: read_articles([tmp_path], load(), labels_of(load(), frozenset()), warn),
    ):
        told: list[str] = []
        [article] = read(told.append)
        assert article.parsed.document.text == f"{text[:-1]}\ufffd"
        [warning] = told
        assert f"{tmp_path / 'a.txt'}: its last character is cut off" in warning
