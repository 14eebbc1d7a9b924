"""Pages written by hand: turned, from top to bottom, over the end of a page, with heads, notes and watermarks."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kg.text.pages import page_of
from tests.read.pdf.making import HEIGHT, LEFT, WATERMARK, Sheet, Words, column, pdf
from tests.read.pdf.reading import document, lines, told
from tests.read.pdf.texts import BODY, FIRST, TITLE, bodies

HEAD = Words(200, 800, TITLE, 18)
SHOWN = [HEAD, *column(BODY)]
NO_FONT = sys.platform == "linux" and not any(Path("/usr/share/fonts").rglob("*CJK*"))
by_system_font = pytest.mark.skipif(
    NO_FONT, reason="PDFium places text without a font of its own by one of the system: install fonts-noto-cjk"
)


def down(text: str, length: int = 35) -> list[Words]:
    """Lines from top to bottom, the first at the right."""
    text = "\u3000\u3000" + text
    starts = range(0, len(text), length)
    return [Words(520 - 20 * n, 780, text[at : at + length]) for n, at in enumerate(starts)]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_that_is_turned(rotate: int) -> None:
    assert lines(pdf([Sheet(SHOWN, rotate=rotate)])) == [TITLE, *BODY]


@by_system_font
def test_text_that_is_turned_on_its_page() -> None:
    straight = column(BODY[:2])
    turns = [f"0 1 -1 0 {(HEIGHT - one.y) * 0.9:g} {one.x:g}".encode() for one in straight]
    turned = [Words(0, 0, one.text, turn=turn) for one, turn in zip(straight, turns, strict=True)]
    assert lines(pdf([Sheet(turned, rotate=90)])) == list(BODY[:2])


@by_system_font
def test_lines_from_top_to_bottom() -> None:
    words = "临江县档案馆新馆昨天在城东新区正式开馆，馆长陈立出席仪式并致辞，副县长赵文博代表县人民政府表示祝贺。"
    assert lines(pdf([down(words)], vertical=True)) == [words]


def test_a_paragraph_over_the_end_of_a_page() -> None:
    whole = column(bodies(9), y=770)
    first, second = whole[:16], [Words(one.x, 770 - 20 * n, one.text) for n, one in enumerate(whole[16:])]
    found = document(pdf([first, second]))
    assert found.text.split("\n") == bodies(9)
    assert found.meta.pages == (0, found.text.index(second[0].text.strip()))
    assert page_of(found, 0) == 1 and page_of(found, len(found.text) - 1) == 2


def test_a_page_without_text_begins_where_the_next_does() -> None:
    found = document(pdf([column(BODY[:1]), Sheet(), column(BODY[1:2])]))
    at = found.text.index(BODY[1])
    assert found.meta.pages == (0, at, at)
    assert page_of(found, at) == 3


def test_a_note_at_the_foot_comes_before_the_paragraph_that_goes_on() -> None:
    whole = column(bodies(9), y=770)
    note = Words(LEFT, 60, "注：人名由临江县档案馆提供。", 9)
    first, second = whole[:16], [Words(one.x, 770 - 20 * n, one.text) for n, one in enumerate(whole[16:])]
    found = lines(pdf([[*first, note], second]))
    split = next(n for n, text in enumerate(bodies(9)) if text.endswith(second[0].text + second[1].text))
    assert found == [*bodies(9)[:split], note.text, *bodies(9)[split:]]


def heads(*numbers: str, pages: int = 3) -> list[list[Words]]:
    """Pages with a head, and numbers at the foot."""
    texts = [bodies(12)[n * 4 : n * 4 + 4] for n in range(pages)]
    return [
        [Words(220, 810, "临江县地方志工作通讯", 9), *column(texts[n], y=760), Words(290, 40, numbers[n], 9)]
        for n in range(pages)
    ]


@pytest.mark.parametrize(
    "numbers", [("1", "2", "3"), ("- 7 -", "- 8 -", "- 9 -"), ("第一页", "第二页", "第三页"), ("1/3", "2/3", "3/3")]
)
def test_heads_and_numbers_of_pages(numbers: tuple[str, ...]) -> None:
    assert lines(pdf(heads(*numbers))) == bodies(12)


def test_lines_of_the_body_that_look_alike_are_kept() -> None:
    rows = [f"第{n}组由陈立带队，共有{n * 3}人参加。" for n in (1, 2, 3)]
    sheets = [column([row, *bodies(12)[n * 4 : n * 4 + 4]]) for n, row in enumerate(rows)]
    found = lines(pdf(sheets))
    assert all(row in found for row in rows)
    years = [column([f"{year}年", *bodies(12)[n * 4 : n * 4 + 4]]) for n, year in enumerate((1990, 2003, 2021))]
    assert {"1990年", "2003年", "2021年"} < set(lines(pdf(years)))


def test_a_title_that_is_on_each_page_is_kept() -> None:
    sheets = [[Words(220, 800, "荣誉证书", 24), *column([bodies(3)[n]])] for n in range(3)]
    assert lines(pdf(sheets)).count("荣誉证书") == 3


def test_a_single_page_with_a_number() -> None:
    assert lines(pdf([[*column(BODY), Words(290, 40, "- 12 -", 9)]])) == list(BODY)
    assert lines(pdf([[*column(BODY), Words(290, 40, "1958", 9)]]))[-1] == "1958"


def test_a_watermark_is_no_text() -> None:
    data = pdf([Sheet([*column(BODY), Words(0, 0, "内部资料", 60, WATERMARK)])])
    assert lines(data) == list(BODY)
    assert [one.text for one in told(data).left_out if "watermark" in one.why] == ["内部资料"]


def test_what_is_drawn_twice_is_read_once() -> None:
    bold = [Words(one.x + 0.3, one.y, one.text, one.size) for one in SHOWN]
    assert lines(pdf([[*SHOWN, *bold]])) == [TITLE, *BODY]


def test_what_stands_outside_of_the_page_is_no_text() -> None:
    assert lines(pdf([[*column(BODY), Words(900, 400, "不应出现的文字"), Words(72, -50, "也不应出现")]])) == list(BODY)


def test_columns_in_the_order_of_lines() -> None:
    """Some programs write a page line by line, from left to right."""
    left, right = column(bodies(4), width=18), column(bodies(9)[5:], x=320, width=18)
    mixed = [one for pair in zip(left, right, strict=False) for one in pair] + left[len(right) :] + right[len(left) :]
    assert lines(pdf([mixed])) == [*bodies(4), *bodies(9)[5:]]


def test_wide_set_words_are_words() -> None:
    found = lines(pdf([[Words(200, 800, "通 知 公 告", 18), *column([FIRST])]]))
    assert found == ["通知公告", FIRST]


def title(words: str) -> bytes:
    return b"/Title <FEFF%s>" % words.encode("utf-16-be").hex().encode()


def test_the_title_of_the_article_wins() -> None:
    other = "临江县档案馆新馆开馆工作方案"
    assert document(pdf([SHOWN], title(other))).meta.title == TITLE
    assert document(pdf([column(BODY)], title(other))).meta.title == other
    assert document(pdf([column(BODY)], title("Microsoft Word - 方案.doc"))).meta.title is None
    assert document(pdf([column(BODY)], title("河口镇供水管网改造"))).meta.title is None


def test_the_day_of_the_file_counts_where_its_year_is_the_last_of_the_text() -> None:
    told = "今年是2021年，临江县档案馆在年内开馆。"
    made = b"/CreationDate (D:20210305233000-05'00')"
    assert document(pdf([[HEAD, *column([*BODY, told])]], made)).meta.datePublished == "2021-03-06"
    assert document(pdf([[HEAD, *column(BODY)]], made)).meta.datePublished is None
    stated = [HEAD, Words(200, 780, "2021-02-01 来源：临江日报"), *column([*BODY, told], y=750)]
    assert document(pdf([stated], made)).meta.datePublished == "2021-02-01"
