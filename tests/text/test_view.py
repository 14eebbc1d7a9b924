from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.segment.sentences import sentences
from kg.text.view import is_traditional, uniform
from kg.types import Span


@given(st.text())
def test_a_view_has_the_texts_length(text: str) -> None:
    assert len(uniform(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "view"),
    [
        (
            "法院(下稱“本院”)審理,判決:駁回上訴!對此,時任院長沒有發言",
            "法院（下称“本院”）审理，判决：驳回上诉！对此，时任院长没有发言",
        ),
        ("共１２３人，占４５％", "共123人，占45%"),
        ("1,200万元;3:2;15:30", "1,200万元；3:2；15:30"),
        ('他说:"好."', "他说：“好.”"),
        ("「甲」與『乙』會談後發表", "“甲”与‘乙’会谈后发表"),
        ("桑杰•梅‧赫・罗", "桑杰·梅·赫·罗"),
        ("一\u2028二\x85三\r\n四\u3000五", "一\n二\n三 \n四 五"),
    ],
)
def test_one_form(text: str, view: str) -> None:
    assert uniform(text) == view


def test_scripts() -> None:
    assert is_traditional("縣政府發佈公告")
    assert not is_traditional("县政府发布公告")
    assert not is_traditional("書")


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
