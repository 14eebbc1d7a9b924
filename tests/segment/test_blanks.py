from __future__ import annotations

import time

import pytest

from kg.ontology.ontology import load
from kg.segment.normal_form import normal_form
from kg.types import Document, DocumentId

ONTOLOGY = load()


def seen(text: str) -> str:
    return normal_form(Document(DocumentId("a"), text), ONTOLOGY).text


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("票房 3.5 亿元。", "票房3.5亿元。"),
        ("海拔 8848.86\xa0米。", "海拔8848.86米。"),
        ("投资 5000 万 元，", "投资5000万元，"),
        ("2020 年 7 月 1 日", "2020年7月1日"),
        ("7 月 1 日大会召开", "7月1日大会召开"),
        ("第 3 届", "第3届"),
        ("第 三 届", "第三届"),
        ("第 十三 届", "第十三届"),
        ("同比增长 12.3 %，", "同比增长12.3%，"),
        ("气温 37 ℃，距离 25\u2009km。", "气温37℃，距离25km。"),
        ("共 3 人受伤，2 人死亡。", "共3人受伤，2人死亡。"),
        ("300 名学生参加。\n12 名教师带队。", "300名学生参加。\n12名教师带队。"),
        ("公司使用 GPT 模型，发布了 Mate 60 手机。", "公司使用GPT模型，发布了Mate 60手机。"),
        ("昨天，OPPO 广东移动通信有限公司成立。", "昨天，OPPO广东移动通信有限公司成立。"),
    ],
)
def test_blanks_of_typography_are_gone(text: str, view: str) -> None:
    assert seen(text) == view


@pytest.mark.parametrize(
    "text",
    [
        "3 项目概况",  # numbers of items
        "1 总则，适用范围",
        "A 选项，正确",
        "北京 10 上海 20 广州 30",  # columns
        "姓名 年龄 12380 手机",
        "1995.10—2000.10 市中级人民法院院长，党组书记",  # a label before what it labels
        "Deep Learning is fun, 3 km away.",
        "海州日报 记者 文章",
        "世界第二 人力规模首位，",
        "电话 0791 12380",
    ],
)
def test_other_blanks_stay(text: str) -> None:
    assert seen(text).replace("，", ",") == text.replace("，", ",").replace("3 km", "3km")


def test_a_long_line_takes_seconds() -> None:
    begun = time.perf_counter()
    assert " " in seen("共 3 亿元 2020 年 7 月，" * 20_000 + "甲 乙")
    assert time.perf_counter() - begun < 10
