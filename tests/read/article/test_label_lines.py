"""Label lines: what they say, and what is none."""

from __future__ import annotations

import pytest

from kg.ontology.ontology import load
from kg.read.article.label_lines import LabelLine, label_lines
from kg.types import Span


def parse(line: str) -> LabelLine | None:
    return label_lines(load()).parse(line, Span(0, len(line)))


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("2021-03-05 10：20 来源：临江日报", [("day", "2021-03-05"), ("source", "临江日报")]),
        ("记者 王小明 通讯员 李强", [("author", "王小明"), ("author", "李强")]),
        ("责任编辑：赵敏", [("editor", "赵敏")]),
        ("发布时间：2021年3月5日 作者：王小明", [("date", "2021-03-05"), ("author", "王小明")]),
        ("来 源：临江日报 2021-03-05", [("source", "临江日报"), ("day", "2021-03-05")]),
        ("标题：打印机进校园", [("title", "打印机进校园")]),
        ("发布单位：管理员 2021-03-05", [("day", "2021-03-05")]),
        ("新华社记者张晓明摄", []),
        ("图／临江晚报记者 张晓明", []),
    ],
)
def test_values(line: str, found: list[tuple[str, str]]) -> None:
    parsed = parse(line)
    assert parsed
    assert [(value.field, value.value) for value in parsed.found if value.field != "credit"] == found
    assert all(line[v.span.start : v.span.end].strip() for v in parsed.found if v.span)


@pytest.mark.parametrize(
    "line",
    [
        "记者 王小明走进临江县的十二个村庄，和村民聊了一天。",
        "3月5日",  # a day without a clock may be of the text
        "目标：力争三年建成",  # an unknown label alone
        "来源：临江日报昨天报道，县里要修新桥。",
        "临江县文化馆",
        "",
        "来源：" + "临江日报" * 60,
    ],
)
def test_no_label_line(line: str) -> None:
    assert parse(line) is None


def test_credit_behind_a_picture_is_no_author() -> None:
    parsed = parse("新华社记者张晓明摄")
    assert parsed and "credit" in parsed.kinds and "author" not in parsed.kinds


def test_text_without_a_label_is_free() -> None:
    line = "临江日报 2021-03-05 10：20"
    parsed = parse(line)
    assert parsed and [line[span.start : span.end] for span in parsed.free] == ["临江日报"] and parsed.clock
