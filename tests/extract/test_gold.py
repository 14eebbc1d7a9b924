"""The project's own gold: each article has its text, and the examples are among them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from kg.ontology.ontology import load

ROOT = Path(__file__).parents[2]
GOLD = sorted((ROOT / "tests" / "gold").glob("*.json"))


@pytest.mark.parametrize("file", GOLD, ids=lambda f: f.stem)
def test_gold_keeps_to_its_text_and_to_the_schema(file: Path) -> None:
    gold, raw, ontology = json.loads(file.read_bytes()), file.with_suffix(".txt").read_bytes(), load()
    text = raw.decode()
    assert gold["sha256"] == hashlib.sha256(raw).hexdigest()
    types = {e["id"]: e["type"] for e in gold["entities"]}
    assert all(t in ontology.classes for t in types.values())
    assert all(alias in text for e in gold["entities"] for alias in e["aliases"])
    for fact in gold["facts"]:
        rule = ontology.properties[fact["predicate"]]
        assert fact["evidence"] in text
        assert any(ontology.is_a(types[fact["subject"]], name) for name in rule.domain) or not rule.domain
        if isinstance(fact["object"], str):
            assert any(ontology.is_a(types[fact["object"]], name) for name in rule.range)
        else:
            assert fact["object"]["type"] == rule.datatype


def test_the_examples_are_annotated() -> None:
    for example in sorted((ROOT / "examples" / "texts").glob("*.txt")):
        assert example.read_bytes() == (ROOT / "tests" / "gold" / example.name).read_bytes()
