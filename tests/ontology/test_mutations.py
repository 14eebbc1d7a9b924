"""The generator of mistakes makes one of each kind at every key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Literal

import pytest

from kg.ontology.table import Characters, Fragment, Row, SchemaClass, Share, Table, Word
from kg.ontology.tables.roles import Roles
from tests.ontology.mutations import Mutation, count_told, row_mutations, toml_mutations

TEXT = """# a comment
words = ["甲", "乙"]
part = "a|b"   # a comment
before = "在从"
units = { "元" = 1.0 }

[inner]
score = 0.5
kind = "a"
[inner.nouns]
Event = ["大会"]
[[form]]
match = "甲"
[[form]]
match = "乙"
"""


class Inner(Table, frozen=True):
    score: Share
    kind: Literal["a", "b"]
    nouns: Mapping[SchemaClass, tuple[Word, ...]]


class Form(Table, frozen=True):
    match: re.Pattern[str]
    note: str = ""


class Whole(Table, frozen=True):
    words: tuple[Word, ...]
    part: Fragment
    before: Characters
    units: Mapping[str, float]
    inner: Inner
    form: tuple[Form, ...]
    optional: int = 0


def test_every_key_has_its_mistakes() -> None:
    made = {mutation.what: mutation for mutation in toml_mutations(Whole, TEXT)}
    for key in ("words", "part", "before", "units", "inner.score", "inner.kind", "form.0.match", "form.1.match"):
        assert f"{key} deleted" in made and f"{key} misspelled" in made
        assert any(what.startswith(f"{key}: wrong type") for what in made)
    assert {"inner deleted", "inner.nouns deleted", "inner.nouns.Event: no such name in the schema"} <= set(made)
    assert {'part: unbalanced "a|b("', 'before: unbalanced "在从z-a"', 'inner.kind: unknown "ax"'} <= set(made)
    assert not any(what.startswith("optional") for what in made)


def test_a_mistake_is_in_its_line() -> None:
    made: dict[str, Mutation] = {mutation.what: mutation for mutation in toml_mutations(Whole, TEXT)}
    assert made['inner.score: wrong type "x"'].line == 8
    assert made["form.1.match: wrong type 3"].line == 15
    assert tomllib.loads(made["part misspelled"].text)["partx"] == "a|b"
    assert "part" not in tomllib.loads(made["part deleted"].text)


def test_rows_have_their_mistakes() -> None:
    class Weights(Row, frozen=True):
        word: Word
        weight: float

    made = {mutation.what: mutation.text for mutation in row_mutations(Weights, "# a\n甲\t1\n")}
    assert made == {
        "a column too many": "# a\n甲\t1\t1\n",
        "a column missing": "# a\n甲\n",
        "weight wrong": "# a\n甲\tx+\n",
    }


def test_a_mistake_that_is_not_told_fails_the_test() -> None:
    class Loose(Table, frozen=True, forbid_unknown_fields=False):
        FILE = Roles.FILE
        prefix: tuple[str, ...] = ()

    with pytest.raises(AssertionError, match="prefix misspelled: nothing is told"):
        count_told(Loose)
