"""Files that other programs make: Chromium, LibreOffice and wkhtmltopdf print an article each in its own way."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tests.read.pdf.producers import chromium, libreoffice, page, paragraphs, reportlab, wkhtmltopdf
from tests.read.pdf.reading import document, lines, tight, told
from tests.read.pdf.texts import ARTICLE, BODY, EDITOR, LABEL, TITLE, bodies

pytestmark = pytest.mark.may_skip
PRINTERS = {"Chromium": chromium, "LibreOffice": libreoffice, "wkhtmltopdf": wkhtmltopdf}
EACH = pytest.mark.parametrize("printed", PRINTERS.values(), ids=PRINTERS.keys())
HEADING = f"<h1 style='text-align:center;font-size:20pt'>{TITLE}</h1>"
PLACE = f"<p style='text-align:center;text-indent:0'>{LABEL}</p>"
CLOSE = f"<p>{EDITOR}</p>"
RUNNING = (
    "@page{@top-center{content:'临江县档案馆工作简报 2021年第3期';font-size:9pt}"
    "@bottom-center{content:'第 ' counter(page) ' 页 共 ' counter(pages) ' 页';font-size:9pt}}"
)
CELLS = [("姓名", "职务", "单位"), ("陈立", "馆长", "临江县档案馆"), ("赵文博", "副县长", "临江县人民政府")]
Printed = Callable[[str], bytes]


def table(rows: Sequence[tuple[str, ...]]) -> str:
    cells = ["".join(f"<td width=160>{cell}</td>" for cell in row) for row in rows]
    return "<table border=1>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


@EACH
def test_an_article_over_several_pages(printed: Printed) -> None:
    texts = [*BODY, *bodies(20)]
    found = document(printed(page(HEADING + PLACE + paragraphs(*texts) + CLOSE)))
    assert list(map(tight, found.text.split("\n"))) == list(map(tight, (TITLE, LABEL, *texts, EDITOR)))
    assert (found.meta.title, found.meta.source, found.meta.datePublished) == (TITLE, "临江日报", "2021-03-05")
    assert (found.meta.authors, found.meta.editors) == (("王小明",), ("赵敏",))
    assert len(found.meta.pages) > 1
    assert all(0 < at < len(found.text) and found.text[at] != "\n" for at in found.meta.pages[1:])


@EACH
def test_paragraphs_that_gaps_part(printed: Printed) -> None:
    css = "body p{text-indent:0;margin:0 0 .8em}"
    assert list(map(tight, lines(printed(page(HEADING + paragraphs(*BODY), css))))) == list(map(tight, (TITLE, *BODY)))


@EACH
def test_a_box_beside_the_text_does_not_cut_a_sentence(printed: Printed) -> None:
    box = "<div style='float:right;width:11em;border:1px solid;padding:.6em;margin:0 0 1em 1em'>{}</div>"
    side = "<p style='text-indent:0'>馆址在城东新区湖滨路十八号，现任馆长陈立，电话另行公布。</p>"
    found = lines(printed(page(HEADING + paragraphs(BODY[0]) + box.format(side) + paragraphs(*BODY[1:]))))
    assert {tight(one) for one in BODY} < {tight(one) for one in found}
    assert "馆址在城东新区湖滨路十八号，现任馆长陈立，电话另行公布。" in found


@EACH
def test_a_heading_of_two_lines_and_items(printed: Printed) -> None:
    long = "临江县人民政府办公室关于印发《临江县档案馆新馆开馆工作方案（二次修订）》的通知"
    items = "".join(f"<li>{text}</li>" for text in bodies(3))
    html = f"<h1 style='text-align:center;font-size:22pt'>{long}</h1>{paragraphs(*BODY)}<ol>{items}</ol>"
    found = [tight(one) for one in lines(printed(page(html)))]
    assert found[0] == long
    assert {f"{n}.{tight(text)}" for n, text in enumerate(bodies(3), 1)} < set(found)


@EACH
def test_the_rows_of_a_table(printed: Printed) -> None:
    found = lines(printed(page(HEADING + paragraphs(*BODY) + table(CELLS) + paragraphs(*bodies(2)))))
    assert found[6:9] == ["\t".join(row) for row in CELLS]
    assert tight(found[9]) == tight(bodies(1)[0])


def test_an_article_by_reportlab() -> None:
    data = reportlab(TITLE, [*BODY, *bodies(20)], "临江县档案馆工作简报")
    found = document(data)
    assert found.text.split("\n") == [TITLE, *BODY, *bodies(20)]
    assert len(found.meta.pages) > 2
    left = {one.text for one in told(data).left_out if "running head" in one.why}
    assert {"临江县档案馆工作简报", "- 1 -", "- 2 -"} <= left


def test_two_columns() -> None:
    columns = f"<div style='columns:2;column-gap:2em'>{paragraphs(*BODY, *bodies(14))}</div>"
    assert lines(chromium(page(HEADING + columns + CLOSE))) == [TITLE, *BODY, *bodies(14), EDITOR]


def test_three_columns_a_heading_and_two() -> None:
    three = f"<div style='columns:3;column-gap:1.5em'>{paragraphs(*BODY, *bodies(9))}</div>"
    two = f"<h2>二、各镇情况</h2><div style='columns:2;column-gap:2em'>{paragraphs(*bodies(5))}</div>"
    found = lines(chromium(page(HEADING + three + two, "body{font-size:10pt}")))
    assert found == [TITLE, *BODY, *bodies(9), "二、各镇情况", *bodies(5)]


def test_running_heads_and_feet_are_no_text() -> None:
    data = chromium(page(HEADING + PLACE + paragraphs(*BODY, *bodies(20)) + CLOSE, RUNNING))
    assert lines(data) == [TITLE, LABEL, *BODY, *bodies(20), EDITOR]
    left = {one.text for one in told(data).left_out if "running head" in one.why}
    assert "临江县档案馆工作简报 2021年第3期" in left and len(left) == 4


def test_lines_that_run_from_top_to_bottom() -> None:
    html = page(HEADING + PLACE + paragraphs(*BODY) + CLOSE, "html{writing-mode:vertical-rl}")
    assert list(map(tight, lines(chromium(html)))) == list(map(tight, ARTICLE))


def test_words_of_letters_ligatures_and_hyphens() -> None:
    english = (
        "The county archive of Linjiang opened its new build&shy;ing in the east of the town on the fifth of March, "
        "and the direc&shy;tor of the archive said that the official financial flow of the office was fine."
    )
    narrow = f"<p lang=en style='hyphens:manual;text-indent:0;width:18em'>{english}</p>"
    found = lines(chromium(page(HEADING + paragraphs(*BODY) + narrow + paragraphs(*bodies(1)))))
    assert found[6] == english.replace("&shy;", "")


def test_radicals_that_a_font_gives_for_ideographs() -> None:
    found = document(wkhtmltopdf(page(HEADING + PLACE + paragraphs(*BODY))))
    assert tight(BODY[0]) in tight(found.text)
    assert found.meta.authors == ("王小明",)
