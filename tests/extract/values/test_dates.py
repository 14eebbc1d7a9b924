"""Dates: forms, resolution, and what is no date."""

from __future__ import annotations

import pytest

from kg.extract.values.dates import dates
from kg.extract.values.day import Day
from kg.ontology.ontology import load
from kg.ontology.tables.dates import DateTable
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Meta

ONTOLOGY = load()
PATTERNS = ONTOLOGY.table(DateTable).pattern


def read(text: str, published: str | None = "2022-09-22") -> list[tuple[str, str | None]]:
    """Spans and values of all dates of a text."""
    document = Document(DocumentId("a"), text, Meta(datePublished=published))
    parsed = segment(document, ONTOLOGY)
    found = dates(parsed, ONTOLOGY)
    return [
        (document.cut(parsed.view.to_document(c.mention.span)), c.mention.value.text if c.mention.value else None)
        for c in found
    ]


def values(text: str, published: str | None = "2022-09-22") -> list[str | None]:
    return [value for _, value in read(text, published)]


@pytest.mark.parametrize(("rule", "line"), [(p.id, line) for p in PATTERNS for line in p.yes])
def test_a_pattern_reads_what_it_says(rule: str, line: str) -> None:
    text, _, wanted = line.partition(" =>")
    document = Document(DocumentId("a"), text, Meta(datePublished="2022-09-22"))
    got = [
        (c.rule, c.mention.value.text if c.mention.value else "") for c in dates(segment(document, ONTOLOGY), ONTOLOGY)
    ]
    assert (f"date.{rule}", wanted.strip()) in got


@pytest.mark.parametrize(
    ("text", "span", "value"),
    [
        ("协议于2019年3月5日签署。", "2019年3月5日", "2019-03-05"),
        ("协议于2019 年 3 月 5 日签署。", "2019 年 3 月 5 日", "2019-03-05"),
        ("协议于二〇一九年三月五日签署。", "二〇一九年三月五日", "2019-03-05"),
        ("协议于2019-03-05签署。", "2019-03-05", "2019-03-05"),
        ("协议于2019/3/5签署。", "2019/3/5", "2019-03-05"),
        ("协议于2019.3.5签署。", "2019.3.5", "2019-03-05"),
        ("学院始建于1952年。", "1952年", "1952"),
        ("学院始建于1952年秋，", "1952年秋", "1952"),
        ("2021年上半年完成投资。", "2021年上半年", "2021"),
        ("2021年3月中旬开工。", "2021年3月中旬", "2021-03"),
        ("2021年底竣工。", "2021年底", "2021"),
        ("2021年8月1日上午9时30分许发车。", "2021年8月1日上午9时30分许", "2021-08-01"),
        ("2021年8月1日15:30开赛。", "2021年8月1日15:30", "2021-08-01"),
        ("展览2021年5月1日至7日举行。", "2021年5月1日至7日", "2021-05-01"),
        ("展览2021年5月1日至6月7日举行。", "2021年5月1日至6月7日", "2021-05-01"),
        ("2016年至2019年任厂长。", "2016年至2019年", "2016"),
        ("2021年国庆节当天开业。", "2021年国庆节当天", "2021-10-01"),
        ("2021年春节前返乡。", "2021年春节", "2021"),
        ("民国二十六年迁校。", "民国二十六年", "1937"),
    ],
)
def test_full_dates(text: str, span: str, value: str) -> None:
    assert read(text, None) == [(span, value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("今天，大桥合龙。", "2022-09-22"),
        ("昨晚，球队获胜。", "2022-09-21"),
        ("前天下午，专家到达。", "2022-09-20"),
        ("明天将放映新片。", "2022-09-23"),
        ("今（22）日，仪式举行。", "2022-09-22"),
        ("昨（21）日，仪式举行。", "2022-09-21"),
        ("今天（9月22日）上午，仪式举行。", "2022-09-22"),
        ("今年，水稻丰收。", "2022"),
        ("去年6月，公司上市。", "2021-06"),
        ("前年，大学扩招。", "2020"),
        ("明年3月将通车。", "2023-03"),
        ("本月12日，样机下线。", "2022-09-12"),
        ("上个月，样机下线。", "2022-08"),
        ("9月2日，大会召开。", "2022-09-02"),
        ("11月3日，大会召开。", "2021-11-03"),
        ("大会将于11月3日召开。", "2022-11-03"),
        ("大会将于1月3日召开。", "2023-01-03"),
        ("记者20日获悉，医院建成。", "2022-09-20"),
        ("记者28日获悉，医院建成。", "2022-08-28"),
        ("本周三，法院开庭。", "2022-09-21"),
        ("周四，法院开庭。", "2022-09-22"),
        ("上周五，法院开庭。", "2022-09-16"),
        ("下周一，法院开庭。", "2022-09-26"),
        ("国庆长假临近，车票紧张。", "2022-10-01"),
    ],
)
def test_dates_are_resolved_against_the_article(text: str, value: str) -> None:
    assert values(text)[0] == value
    assert values(text, None)[0] is None or "（" in text


@pytest.mark.parametrize(
    "text",
    [
        "近日，园区开工。",
        "日前，园区开工。",
        "上世纪90年代，园区开工。",
        "80年代初，他进厂。",
        "公元前221年，秦统一六国。",
        "腊月二十三，祭灶。",
    ],
)
def test_what_is_never_given_a_value(text: str) -> None:
    assert values(text) == [None]


def test_the_dateline_gives_the_day_of_today() -> None:
    assert values("新华社临江9月20日电（记者 何平）今天，临江大桥通车。") == ["2022-09-20", "2022-09-20"]


def test_a_year_mentioned_before_holds_in_its_paragraph() -> None:
    text = "2003年9月18日，队伍出发。当天下午到达。次日返回。10月2日再次出发。同年12月解散。次年3月重组。"
    assert values(text) == ["2003-09-18", "2003-09-18", "2003-09-19", "2003-10-02", "2003-12", "2004-03"]
    assert values("2003年9月18日，队伍出发。\n9月2日，纪念馆开馆。") == ["2003-09-18", "2022-09-02"]


def test_a_year_completes_a_date_only_in_its_own_paragraph() -> None:
    assert values("1949年10月，他参军，12月随部队南下。", None) == ["1949-10", "1949-12"]
    assert values("1949年10月，他参军。\n12月，他随部队南下。", None) == ["1949-10", None]


def test_days_in_a_list() -> None:
    assert values("9月4日、5日，市民参观。") == ["2022-09-04", "2022-09-05"]
    assert values("2022年1月和2月，市民参观。") == ["2022-01", "2022-02"]


def test_a_lifetime_is_two_dates() -> None:
    assert values("周木斋（1898年3月5日—1976年1月8日），编辑。", None) == ["1898-03-05", "1976-01-08"]
    assert values("周木斋（1898—1976），编辑。", None) == ["1898", "1976"]
    assert values("1987.09--1991.07 临江大学历史系学生", None) == ["1987-09"]


@pytest.mark.parametrize(
    "text",
    [
        "他每天跑步，三年如一日。",
        "一年来，产量提高。",
        "学校距今1500年历史。",
        "服务热线12345。",
        "第五届会议通过第37条。",
        "中国队3:2获胜。",
        "他住在3号楼。",
        "乘坐4号线。",
        "他写道：“人有悲欢离合。”",
        "全长3.5公里。",
        "日本队和月亮湾。",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert read(text) == []


def test_who_speaks_in_a_story_has_another_today() -> None:
    assert values("2月19日，他接到电话：“明天来上班。”", "2020-03-09") == ["2020-02-19", None]


def test_a_day_that_no_calendar_has_is_no_value() -> None:
    assert values("2021年2月30日，") == [None]
    assert Day.read("2021-13") is None


def test_spans_are_those_of_the_text_in_any_width() -> None:
    assert read("２０２１年５月１日，開幕。", None) == [("２０２１年５月１日", "2021-05-01")]
