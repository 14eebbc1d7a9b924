"""Names of persons in bylines."""

from __future__ import annotations

import math

import pytest

from kg.ontology.ontology import load
from kg.read.article.bylines import Place, person_names
from kg.types import Span

NAMES = person_names(load())


@pytest.mark.parametrize(
    ("text", "place", "names"),
    [
        ("王小明、张晓明", "announced", ["王小明", "张晓明"]),
        ("王建国李红梅", "announced", ["王建国", "李红梅"]),
        ("刘 红", "announced", ["刘 红"]),
        ("张晓明报道", "announced", ["张晓明"]),
        ("本报", "announced", []),
        ("米哈伊尔·彼得罗夫", "alone", ["米哈伊尔·彼得罗夫"]),
        ("开展活动", "alone", None),
        ("张晓明走访了十二个村庄", "labelled", None),
    ],
)
def test_find(text: str, place: Place, names: list[str] | None) -> None:
    found = NAMES.find(text, Span(0, len(text)), place)
    assert (found if found is None else [text[span.start : span.end] for span in found]) == names


def test_names_behind_an_organ() -> None:
    text = "临江县水务局张晓明"
    assert [text[span.start : span.end] for span in NAMES.behind(text, Span(0, len(text)))] == ["张晓明"]


def test_weights() -> None:
    assert NAMES.weight("的小明") == -math.inf and NAMES.weight("王") == -math.inf
    assert NAMES.weight("王建国") > NAMES.weight("王的了")
