from __future__ import annotations

import re

import pytest

from kg.ontology.ontology import load
from kg.segment.normal_form import normal_form
from kg.types import Document, DocumentId, Meta, Span

ONTOLOGY = load()
PARAGRAPHS = (
    "3月4日，海州港务集团在临江县举行新码头开工仪式，集团董事长陈立宣布工程开工。海州市副市长王建军出席仪式并讲话，他要求各部门"
    "密切配合，确保工程按期完成。",
    "长风建设集团总经理李金龙说，工程总投资二十亿元，建成后每年可以装卸货物三千万吨，港口的吞吐能力将翻一番，临江县的居民也会从中受益。",
)


def seen(text: str, frame: tuple[Span, ...] = ()) -> str:
    return normal_form(Document(DocumentId("a"), text, Meta(frame=frame)), ONTOLOGY).text


def columns(text: str, width: int) -> str:
    """A text cut where so many columns are full."""
    lines, line, own = [], "", 0
    for char in text:
        size = 1 if char.isascii() else 2
        if own + size > width:
            lines.append(line)
            line, own = "", 0
        line, own = line + char, own + size
    return "\n".join([*lines, line])


def flat(text: str) -> str:
    """A text without the line breaks behind sentences, which may stay."""
    return re.sub("。\n+", "。", text.replace("　", " "))


@pytest.mark.parametrize("width", [11, 16, 20, 38])
@pytest.mark.parametrize(("between", "indent"), [("\n\n", ""), ("\n", "　　")])
def test_lines_cut_at_a_width_are_joined(width: int, between: str, indent: str) -> None:
    paragraphs = [indent + one for one in PARAGRAPHS * 3]
    whole = flat(between.join(paragraphs))
    assert flat(seen(between.join(columns(one, 2 * width) for one in paragraphs))) == whole
    characters = ("\n".join(one[n : n + width] for n in range(0, len(one), width)) for one in paragraphs)
    assert flat(seen(between.join(characters))) == whole


def test_line_breaks_of_windows() -> None:
    assert seen(columns(PARAGRAPHS[0], 40).replace("\n", "\r\n")) == PARAGRAPHS[0]


def test_latin_words_keep_a_blank() -> None:
    lines = (
        "这家公司在去年推出了新的产品，Apple",
        "Watch的销量上升，公司还称，市场的需",
        "求正在复苏，今年会更好，许多人在年底",
        "前买了新表，明年还会有别的产品。",
    )
    assert seen("\n".join(lines)) == f"{lines[0]} {''.join(lines[1:])}"


@pytest.mark.parametrize(
    "text",
    [
        # verse
        "床前看月光如水一般地照进来，\n疑是地上霜花开在这个夜晚里，\n举头望山月想起了远方的亲人，\n低头思故乡的山川和那条小河，\n一夜无眠。",
        # lyrics without marks
        "我们走在大路上看见太阳升起\n我们唱着一首歌走过千山万水\n我们望着前方的灯火不曾停下\n我们回到故乡的怀抱里面睡去",
        # a list
        "海州市长风建设集团有限责任公司\n海州市临江港务集团有限责任公司\n海州市星海电影集团有限责任公司\n海州市远洋渔业集团有限责任公司",
        # items
        "一、海州港务集团，开工建设新码头工\n二、长风建设集团，承担全部施工任务\n三、临江县人民政府，做好征地的工作\n四、海州市交通局，协调各个单位关系",
        # addresses
        "海州市临江县人民路二百三十一号东楼\n海州市临江县解放路一百二十五号西楼\n海州市临江县建设路三百一十二号南楼\n海州市临江县和平路四百一十九号北楼",
        # headlines and paragraphs that are one line each
        "新码头开工\n3月4日，海州港务集团在临江县举行新码头开工仪式，集团董事长陈立宣布工程开工。\n工程投资\n总经理李金龙说，工程总投资二十亿元。",
        # whole sentences
        "\n".join(["今天上午，海州港务集团开工建设码头。"] * 6),
    ],
)  # fmt: skip
def test_other_lines_stay(text: str) -> None:
    assert seen(text) == text


def test_a_heading_begins_a_line_of_its_own() -> None:
    first, second = (columns(one, 40) for one in PARAGRAPHS)
    cut = re.sub("。$", "", first)
    view = seen(f"{cut}\n二、项目投资\n{second}")
    assert "\n二、项目投资\n" in view
    assert PARAGRAPHS[1] in view


def test_the_frame_is_not_joined_with_the_body() -> None:
    title = "海州港务集团举行新码头开工仪式今后三年建成"  # as wide as a line
    text = f"{title}\n{columns(PARAGRAPHS[0], 2 * len(title))}"
    assert seen(text, (Span(0, len(title)),)) == f"{title}\n{PARAGRAPHS[0]}"
