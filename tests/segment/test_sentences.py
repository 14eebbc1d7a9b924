from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.segment.sentences import sentences
from kg.types import Span


@given(st.text(alphabet="甲乙。！？“”，\n …", max_size=60))
def test_sentences_are_in_order_and_hold_all_but_white_space(text: str) -> None:
    spans = sentences(text)
    assert list(spans) == sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    held = {n for s in spans for n in range(s.start, s.end)}
    assert all(text[n].isspace() for n in range(len(text)) if n not in held)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("雨停了。水退了！人呢？", ["雨停了。", "水退了！", "人呢？"]),
        ("“水退了。”站长说，桥还在。雨又下了。", ["“水退了。”站长说，桥还在。", "雨又下了。"]),
        ("站长说：“水退了。桥还在。”雨又下了。", ["站长说：“水退了。桥还在。”", "雨又下了。"]),
        ("第一行\n第二行", ["第一行", "第二行"]),
        ("“没有合上的引号。后面。", ["“没有合上的引号。", "后面。"]),
    ],
)
def test_sentences(text: str, cut: list[str]) -> None:
    assert [text[s.start : s.end] for s in sentences(text)] == cut


def test_the_frame_is_left_out() -> None:
    text = "标题\n正文一。（记者 甲）正文二。"
    spans = sentences(text, [Span(0, 2), Span(7, 13)])
    assert [text[s.start : s.end] for s in spans] == ["正文一。", "正文二。"]


def test_a_sentence_without_end_is_cut() -> None:
    assert max(len(s) for s in sentences("字" * 5000)) <= 1000
