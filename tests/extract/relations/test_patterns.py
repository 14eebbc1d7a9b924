"""Patterns as they are loaded, and the choice of those that may match."""

from __future__ import annotations

import pytest

from kg.extract.relations.patterns import Pattern, patterns
from kg.extract.relations.shared_grammar import grammar
from kg.ontology.ontology import Ontology, load
from kg.ontology.tables.grammar import GrammarTable
from tests.ontology.mutations import Changed

ONTOLOGY = load()
ALPHABET = grammar(ONTOLOGY).alphabet
FILES = [file.read_text("utf-8") for file in sorted((ONTOLOGY.path / "patterns").glob("*.toml"))]


def pattern(name: str) -> Pattern:
    return next(p for p in patterns(ONTOLOGY).all if p.id == name)


def fitting(words: str, *types: str) -> set[str]:
    letters = frozenset(ALPHABET[name] for name in types)
    return {p.id for p in patterns(ONTOLOGY).fitting(words + "".join(sorted(letters)), letters)}


def test_patterns_are_in_the_order_of_their_files() -> None:
    ids = [line.split('"')[1] for text in FILES for line in text.splitlines() if line.startswith("id ")]
    assert [p.id for p in patterns(ONTOLOGY).all] == ids
    assert patterns(ONTOLOGY) is patterns(ONTOLOGY)


def test_a_pattern_that_ships_is_compiled_when_it_may_match_and_another_at_once() -> None:
    found = patterns(Ontology(ONTOLOGY.path)).all
    assert not any("expression" in vars(pattern) for pattern in found)
    assert found[0].expression is found[0].expression
    own = patterns(Ontology(ONTOLOGY.path / "patterns" / ".."))
    assert all("expression" in vars(pattern) for pattern in own.all)


def test_a_pattern_needs_one_of_its_words() -> None:
    assert "award.conferred" in fitting("授予", "Person", "Award", "Organization")
    assert "award.conferred" not in fitting("说", "Person", "Award", "Organization")


def test_a_pattern_needs_mentions_for_its_slots() -> None:
    assert "award.conferred" in fitting("授予", "Person", "Award")  # conferredBy may be missing
    assert "award.conferred" not in fitting("授予", "Person", "Organization")


@pytest.mark.parametrize(
    ("name", "running"),
    [("award.received", {"subject"}), ("award.conferred", {"conferredBy"}), ("award.holder", set())],
)
def test_roles_that_the_running_subject_fills(name: str, running: set[str]) -> None:
    assert pattern(name).running == running


def test_a_pattern_without_a_confidence_has_that_of_the_grammar() -> None:
    text = ONTOLOGY.text(GrammarTable.FILE)
    changed = Changed(GrammarTable.FILE, text.replace("confidence = 0.8", "confidence = 0.25", 1))
    without = sum(text.count("[[pattern]]") - text.count("\nconfidence = ") for text in FILES)
    pairs = zip(patterns(ONTOLOGY).all, patterns(changed).all, strict=True)
    assert [(a.confidence, b.confidence) for a, b in pairs if a != b] == [(0.8, 0.25)] * without
