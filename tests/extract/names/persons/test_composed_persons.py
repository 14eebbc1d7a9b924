"""Names without a surname, without a dot, and of Japanese."""

from __future__ import annotations

import pytest

from tests.extract.names.persons.test_person_forms import found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("歌手乌兰图雅和才旦卓玛演唱。", ["乌兰图雅", "才旦卓玛"]),
        ("自治区主席雪克来提扎克尔会见客人。", ["雪克来提扎克尔"]),
        ("牧民巴特尔、其其格获奖。", ["巴特尔", "其其格"]),
        ("县长洛桑江村到会。", ["洛桑江村"]),
        ("玛依努尔买买提是教师。", ["玛依努尔买买提"]),
        ("作家东野圭吾和影星石原里美到场。", ["东野圭吾", "石原里美"]),
        ("选手大坂直美夺冠。", ["大坂直美"]),
        ("谢尔久科夫接替安德罗波夫担任总书记。", ["谢尔久科夫", "安德罗波夫"]),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    ["青山绿水就是金山银山。", "格桑花开遍草原，人们献上哈达。", "游客走过大桥，前往乌兰布和沙漠。", "扎西德勒！"],
)
def test_no_names(text: str) -> None:
    assert found(text) == []
