"""Annotation as a person writes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.ontology.ontology import load
from kg.score.gold import articles
from tests.standoff.__main__ import main
from tests.standoff.lines import Annotation

TEXT = "海州修水库\n海州市水利局局长王建国昨天说：“水库都已经通过了验收。”该局去年修了12座水库，获省科技奖。"
LINES = """
D | source=海州日报 | authors=李明;赵敏
E | GovernmentBody | 海州市水利局 | 该局
E | Person | 王建国
e | Award | 省科技奖
F | 王建国 | positionAt | 海州市水利局 | 海州市水利局局长王建国 | role=局长
F | 该局 | statistic | #12 座 | 该局去年修了12座水库 | of=水库 ; time=2023
F | 王建国 | said | "水库都~验收 | 王建国昨天说
f | 该局 | received | 省科技奖 | 该局~省科技奖
"""


def read(lines: str) -> Annotation:
    return Annotation("a", lines, TEXT, load())


def test_it_is_an_annotation(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "a.ann").write_text(LINES, "utf-8")
    done = CliRunner().invoke(main, ["take", str(tmp_path)])
    assert (done.exit_code, done.output) == (0, f"a.ann: {len(TEXT)} characters, 3 entities, 4 facts\n")
    (one,) = articles(tmp_path, load())
    assert one.data["document"] == {"title": "海州修水库", "source": "海州日报", "authors": ["李明", "赵敏"]}
    post, figure, said, award = one.data["facts"]
    assert (post["subject"], post["object"], post["qualifiers"]) == ("e2", "e1", {"role": "局长"})
    assert figure["object"] == {"value": 12, "unit": "座", "type": "quantity"}
    assert figure["qualifiers"] == {"of": "水库", "time": "2023"}
    assert said["object"] == {"value": "水库都已经通过了验收", "type": "text"}
    assert (award["evidence"], award["core"]) == ("该局去年修了12座水库，获省科技奖", False)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("X | Person | 王建国", "a line begins with D, E, e, F or f"),
        ("E | Human | 王建国", "the class Human is unknown"),
        ("E | Person | 李文斌", "neither the name nor another form is in the text: 李文斌"),
        ("E | Person | 王建国 | 老王", "it is not in the text: 老王"),
        ("E | Person", "it has too few fields"),
        ("F | 王建国 | headed | 海州市水利局 | 局长王建国", "the property headed is unknown"),
        ("F | 李文斌 | positionAt | 海州市水利局 | 局长王建国", "no entity above is called so: 李文斌"),
        (
            "F | 海州市水利局 | positionAt | 王建国 | 局长王建国",
            "the subject of positionAt is no GovernmentBody, but Person",
        ),
        ("F | 王建国 | positionAt | 海州市水利局 | 王建国今天说", "it is not in the text: 王建国今天说"),
        ("F | 该局 | received | 省科技奖 | 获省科技奖 | at=云岭", "no entity above is called so: 云岭"),
    ],
)
def test_what_is_wrong_is_told(line: str, fault: str) -> None:
    found = read(LINES + line)
    ((number, told),) = found.faults
    assert number == LINES.count("\n") + 1
    assert told.startswith(fault)
