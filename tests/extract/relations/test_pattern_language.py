"""The language of patterns: what it makes of a `match`, and what it says of a bad one."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.extract.relations.pattern_language import PatternLanguage
from kg.extract.relations.patterns import patterns
from kg.extract.relations.shared_grammar import grammar
from kg.ontology.ontology import load

GRAMMAR = grammar(load())
LANGUAGE = PatternLanguage(GRAMMAR)


def typed(words: str) -> str:
    """`甲[Person]乙`: names of types in brackets become their characters."""
    return re.sub(r"\[(\w+)\]", lambda m: GRAMMAR.alphabet[m[1]], words)


@pytest.mark.parametrize(
    ("match", "text", "fits"),
    [
        ("{subject:Person}说", "[Person]说", True),
        ("{subject:Person}说", "对[Person]说", False),  # behind a preposition
        ("{subject:Person!}说", "对[Person]说", True),
        ("{subject:Person}的", "[Person]的", False),  # an owner is no subject
        ("{subject:Agent}说", "[Company]说", True),
        ("{subject:Agent}说", "[Award]说", False),
        ("{subject:Person}..说", "[Person]昨天说", True),
        ("{subject:Person}..说", "[Person]来了，说", False),
        ("{subject:Person}...说", "[Person]来了，说", True),
        ("{subject:Person+}说", "[Person]、[Person]和[Person]说", True),
        ("获{object:Award}~称号", "获[Award]这一称号", True),
        ("{subject:Person}<adv>说", "[Person]还说", True),
    ],
)
def test_expression(match: str, text: str, fits: bool) -> None:
    expression = LANGUAGE.expression(match)
    assert bool(re.search(expression.text, typed(text))) is fits


def test_a_list_may_hold_a_name_that_nobody_found() -> None:
    expression = LANGUAGE.expression("{subject:Person+}主演")
    found = re.search(expression.text, typed("由[Person]、立威廉、[Person]主演"))
    assert found is not None
    assert found["subject"] == typed("[Person]、立威廉、[Person]")


def test_a_missing_subject_is_the_running_one() -> None:
    expression = LANGUAGE.expression("{subject:Person?}毕业于{object:AcademicInstitution}")
    assert expression.slots == {"subject": "Person", "object": "AcademicInstitution"}
    assert expression.optional == {"subject"}


def test_the_gap_behind_a_subject_crosses_no_inner_clause() -> None:
    expression = LANGUAGE.expression("{subject:Person?}举行的{object:Event}")
    found = re.search(expression.text, typed("[Person]在[AdministrativeArea]举行的[Event]"))
    assert found is not None
    assert found["subject"] is None


_GOOD = (
    'id = "a"\npredicate = "said"\nmatch = "{subject:Person}说{object:rest}"\non = ["说"]\nyes = ["x => said(x, x)"]\n'
)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("Person", "Persn", "type 'Persn' is unknown"),
        ("subject:", "subjct:", "role 'subjct' is unknown"),
        ('"said"', '"sayd"', "predicate 'sayd' is unknown"),
        ("说{", "<nope>{", "word list '<nope>' is unknown"),
        ('on = ["说"]\n', "", "key 'on' is missing"),
        ("on =", "onn =", "key 'onn' is unknown"),
        ("说{", "(说{", "match is not an expression"),
        ("yes =", "yes =", ""),
    ],
)
def test_bad_patterns(tmp_path: Path, old: str, new: str, what: str) -> None:
    home = tmp_path / "ontology"
    shutil.copytree(load().path, home)
    for file in (home / "patterns").iterdir():
        file.unlink()
    (home / "patterns" / "mine.toml").write_text("[[pattern]]\n" + _GOOD.replace(old, new, 1), encoding="utf-8")
    if not what:
        assert len(patterns(load(home)).all) == 1
        return
    with pytest.raises(OntologyError) as caught:
        patterns(load(home))
    assert what in str(caught.value)
    assert "mine.toml" in str(caught.value)


def test_an_id_is_used_once(tmp_path: Path) -> None:
    home = tmp_path / "ontology"
    shutil.copytree(load().path, home)
    (home / "patterns" / "mine.toml").write_text(f"[[pattern]]\n{_GOOD}[[pattern]]\n{_GOOD}", encoding="utf-8")
    with pytest.raises(OntologyError, match="used twice"):
        patterns(load(home))
