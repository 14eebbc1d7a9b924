"""Tables of the ontology are read against their types; what is wrong is told with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar, Literal

import pytest

from kg.errors import OntologyError
from kg.ontology.ontology import load
from kg.ontology.table import Characters, Fragment, Row, Share, Table, Word, Words, decode_rows, decode_toml
from kg.text.toml import line_of


class Inner(Table, frozen=True):
    long: Word
    short: Word = ""


class Whole(Table, frozen=True):
    FILE: ClassVar[str] = "whole.toml"

    words: tuple[Word, ...]
    former: Fragment
    before: Characters
    score: Share
    role: re.Pattern[str]
    units: Mapping[str, float]
    inner: tuple[Inner, ...]


RIGHT = """# a comment = no key
words = [
    "甲",  # with = in it ]
    "乙",
]
former = "原|前{role}"
before = "在从"
score = 0.5
role = '''
^(院士
|代表)$'''

[units]
"元" = 1.0

[[inner]]
long = "人民代表大会"
short = "人大"

[[inner]]
long = "常务委员会"
"""


def wrong(old: str, new: str) -> str:
    assert RIGHT.count(old) == 1
    with pytest.raises(OntologyError) as caught:
        decode_toml(RIGHT.replace(old, new), Whole, "whole.toml")
    return str(caught.value)


def test_a_right_table_is_read() -> None:
    whole = decode_toml(RIGHT, Whole, "whole.toml")
    assert whole.words == ("甲", "乙") and whole.former == "原|前{role}" and whole.units == {"元": 1.0}
    assert whole.role.search("\n^(院士") is None and [one.short for one in whole.inner] == ["人大", ""]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('former = "原|前{role}"\n', "", "whole.toml:1: key 'former' is missing"),
        ("former =", "fomer =", "whole.toml:6: key 'fomer' is unknown; use words, former, before, score"),
        ('"原|前{role}"', "3", "whole.toml:6: key 'former': expected str, got int"),
        ('"原|前{role}"', '"(原|前"', "whole.toml:6: key 'former': it is not an expression: missing )"),
        ('"在从"', '"z-a"', "whole.toml:7: key 'before': it is not an expression"),
        ("0.5", "1.5", "whole.toml:8: key 'score': expected float <= 1.0"),
        ('    "乙",\n', "    5,\n", "whole.toml:2: key 'words': expected str, got int"),
        ('    "乙",\n', '    "",\n', "whole.toml:2: key 'words': expected str of length >= 1"),
        ("|代表)$", "|代表$", "whole.toml:9: key 'role': it is not an expression"),
        ('"元" = 1.0', '"元" = "x"', "whole.toml:14: key '元': expected float, got str"),
        ('long = "常务委员会"', 'lang = "常务委员会"', "whole.toml:21: key 'lang' is unknown; use long, short"),
        ('long = "常务委员会"', "", "whole.toml:20: key 'long' is missing"),
        ("]\nformer", "\nformer", "whole.toml:"),
    ],
)
def test_a_wrong_table_is_told_with_its_line(old: str, new: str, message: str) -> None:
    assert wrong(old, new).startswith(message)


class Kinds(Table, frozen=True):
    kind: Literal["a", "b"]
    others: Mapping[Literal["c", "d"], Word]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('kind = "x"\nothers = {}', "kinds.toml:1: 'x' is unknown; use a, b"),
        ('kind = "a"\n[others]\nc = "1"\nx = "2"', "kinds.toml:4: 'x' is unknown; use c, d"),
    ],
)
def test_what_may_be_chosen_is_told(text: str, message: str) -> None:
    with pytest.raises(OntologyError) as caught:
        decode_toml(text, Kinds, "kinds.toml")
    assert str(caught.value) == message


def test_what_may_be_chosen_in_a_column_is_told() -> None:
    class Heads(Row, frozen=True):
        word: str
        need: Literal["place", "any"]

    with pytest.raises(OntologyError, match=r"^heads.tsv:2: 'all' is unknown; use place, any$"):
        decode_rows("局\tany\n院\tall\n", Heads, "heads.tsv")


class Named(Row, frozen=True):
    FILE: ClassVar[str] = "names.tsv"

    name: str
    weight: float
    others: Words = Words()


def test_rows() -> None:
    found = decode_rows("# name\tweight\n甲\t1.5\t丙 丁\n\n乙\t-2\n", Named, "names.tsv")
    assert [(row.name, row.weight, row.others) for row in found] == [("甲", 1.5, ("丙", "丁")), ("乙", -2.0, ())]


@pytest.mark.parametrize("row", ["乙", "乙\tx", "乙\t1\t丙\t丁"])
def test_a_wrong_row_is_told_with_its_line(row: str) -> None:
    with pytest.raises(OntologyError, match=r"names.tsv:3: .*its columns are name, weight, others"):
        decode_rows(f"# name\n甲\t1\n{row}\n", Named, "names.tsv")


def test_lines_of_keys() -> None:
    text = 'a = { x = 1 }\nb = """\nc = 2\n"""\nc = [ "]", # [\n]\n[d.e]\nf = 1\n'
    assert [line_of(text, path) for path in (("a",), ("c",), ("d", "e", "f"), ("d", "e", "g"))] == [1, 5, 8, 7]


class Parts(Table, frozen=True):
    FILE: ClassVar[str] = "roles.toml"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{day}日", "{day} stands for nothing; use month, odd, loop"),
        ("{odd}", "with the others it is no expression: missing ), unterminated subpattern"),
        ("{loop}", "the part {loop} holds itself"),
        ("{month}月", "it has no group 'year'"),
    ],
)
def test_a_composition_that_fails_is_told_with_the_line_of_its_key(text: str, message: str) -> None:
    parts = {"month": "(?P<month>[0-9]{1,2})", "odd": "(", "loop": "{loop}+"}
    with pytest.raises(OntologyError) as caught:
        load().expression(Parts, ("suffix",), text, parts=parts, groups=("month", "year"))
    line = line_of(load().text("roles.toml"), ("suffix",))
    assert line > 1 and str(caught.value).startswith(f"{load().path / 'roles.toml'}:{line}: {message}")


def test_a_composition() -> None:
    found = load().expression(Parts, ("suffix",), "{day}|{month}", parts={"month": "[0-9]月", "day": "{month}[0-9]日"})
    assert found.fullmatch("3月2日") and found.fullmatch("3月") and not found.fullmatch("2日")
