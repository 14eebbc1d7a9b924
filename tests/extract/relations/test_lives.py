"""Lives, visits and courts, as lists of candidates, encyclopaedias and court reports tell them."""

from __future__ import annotations

import pytest

from tests.extract.relations.test_matcher import said


def test_a_numbered_entry_is_about_the_one_whom_it_names() -> None:
    text = (
        "李文斌任滨江市市长。名单如下：\n1、周海燕，现任滨江市水利局局长。女，1968年3月生，汉族，浙江绍兴人，大学学历。"
    )
    assert said(text, "birthDate") == {("周海燕", "1968年3月")}
    assert said(text, "origin") == {("周海燕", "绍兴")}
    assert said(text, "ethnicGroup") == {("周海燕", "汉族")}


def test_behind_a_semicolon_a_bare_name_is_another_subject() -> None:
    text = "周海燕，女，汉族，1971年12月生，大学学历；陈立明，男，蒙古族，1983年1月生，大学学历。"
    assert said(text, "birthDate") == {("周海燕", "1971年12月"), ("陈立明", "1983年1月")}
    assert said(text, "ethnicGroup") == {("周海燕", "汉族"), ("陈立明", "蒙古族")}


@pytest.mark.parametrize(
    ("text", "predicate", "fact"),
    [
        ("获奖的有陈妍妍（韩国，女，围棋）。", "nationality", ("陈妍妍", "韩国")),
        ("德国选手科贝尔赢了这一场。", "nationality", ("科贝尔", "德国")),
        ("江苏选手周海燕赢了这一场。", "origin", ("周海燕", "江苏")),
        ("奥地利钢琴家科贝尔昨天演出。", "nationality", ("科贝尔", "奥地利")),
        ("南京市民周海燕说，雾已经散了。", "origin", ("周海燕", "南京")),
        ("2016年2月20日，滨江大学教授周海燕因病去世，享年96岁。", "deathDate", ("周海燕", "2016年2月20日")),
        ("周海燕16日深夜抵达南京。", "visited", ("周海燕", "南京")),
        ("陈立明陪同副省长周海燕调研南京。", "visited", ("周海燕", "南京")),
        ("法院以受贿罪、贪污罪判处陈立明有期徒刑六年。", "chargedWith", ("陈立明", "贪污罪")),
        ("陈立明因吸毒被南京警方抓获。", "chargedWith", ("陈立明", "吸毒")),
        ("检察机关依法以涉嫌受贿罪对陈立明决定逮捕。", "chargedWith", ("陈立明", "受贿罪")),
        (
            "滨江市纪委给予陈立明党内警告处分；给予周海燕党内严重警告处分。",
            "sentencedTo",
            ("周海燕", "党内严重警告处分"),
        ),
        ("陈立明因公款旅游，被滨江市纪委给予党内警告处分。", "sentencedTo", ("陈立明", "党内警告处分")),
        ("法院判处陈立明有期徒刑十年，周海燕有期徒刑八年。", "sentencedTo", ("周海燕", "有期徒刑八年")),
        ("陈立明被滨江警方行政拘留5日。", "sentencedTo", ("陈立明", "行政拘留5日")),
        ("陈立明涉嫌掩饰、隐瞒犯罪所得罪，已被逮捕。", "chargedWith", ("陈立明", "掩饰、隐瞒犯罪所得罪")),
    ],
)
def test_a_life(text: str, predicate: str, fact: tuple[str, str]) -> None:
    assert fact in said(text, predicate)


def test_a_birth_behind_a_name_is_not_that_of_the_person_before() -> None:
    text = "周海燕（1935年—），女，画家。\n陈立明，1965年8月出生，扬州人。\n原告李文斌，男，1962年3月6日生。"
    assert said(text, "birthDate") == {("周海燕", "1935年"), ("陈立明", "1965年8月"), ("李文斌", "1962年3月6日")}


def test_each_penalty_is_a_fact() -> None:
    text = "法院判处陈立明有期徒刑九年，剥夺政治权利二年，并处罚金七万元。"
    assert {what for _, what in said(text, "sentencedTo")} == {"有期徒刑九年", "剥夺政治权利二年", "罚金七万元"}


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("陈立明因病被送往医院。", "chargedWith"),
        ("2016年2月20日，周海燕看望了牺牲民警的家属。", "deathDate"),
        ("周海燕（2017年7月至2019年3月任校长）来到现场。", "birthDate"),
    ],
)
def test_no_such_fact(text: str, predicate: str) -> None:
    assert said(text, predicate) == set()


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("检察院审查了陈立明涉嫌受贿罪一案。", {("陈立明", "受贿罪")}),
        ("检察院审查了陈立明（副厅级）涉嫌受贿罪一案。", {("陈立明", "受贿罪")}),
        ("法院对陈立明受贿案作出一审判决。", {("陈立明", "受贿")}),
        ("法院审理了陈立明房屋租赁合同纠纷案。", set()),
    ],
)
def test_the_name_of_a_case_says_of_what_one_is_accused(text: str, facts: set[tuple[str, str]]) -> None:
    assert said(text, "chargedWith") == facts
