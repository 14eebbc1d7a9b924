"""Lines and heads of files that were made to take long: reading stays linear in their length."""

from __future__ import annotations

import pytest

from kg.ontology.ontology import load
from kg.read.article.article_metadata import article_metadata
from kg.read.article.bylines import person_names
from kg.read.html.html_reader import is_html
from kg.types import Span
from tests.cost import within

BODY = "临江县档案馆新馆昨天开馆，馆长陈立出席仪式。\n"
LINES = {
    "dashes": "新馆开馆" + "—" * 60,
    "en dashes": "新馆开馆" + "–" * 60,
    "dashes and blanks": "新馆开馆" + " — ——" * 16,
    "bars and blanks": "新馆开馆" + " | 临江 _" * 12,
    "correspondents": "【观察" + "驻" * 25,
    "many correspondents": "【临江观察" + "驻临江特约" * 2000,
    "correspondents who end": "【观察" + "驻" * 25 + "记者】",
    "codes": "记者：张三" + "_a1A11" * 20 + "（",
    "a bracket in a bracket": "（" * 100_000,
    "labels": "来源：" * 50_000,
    "days": "1月1日" * 40_000,
    "blanks": "新馆" + " " * 200_000 + "开馆",
    "one word": "馆" * 1_000_000,
    "digits": "捐款" + "9" * 1_000_000,
    "quotation marks": "“" * 200_000,
}


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("place", ["first", "below the title", "last"])
def test_hostile_lines(name: str, place: str) -> None:
    line = LINES[name] + "\n"
    text = {"first": line + BODY, "below the title": f"新馆开馆\n{line}{BODY}", "last": BODY * 2 + line}[place]
    load(), article_metadata(BODY, load())
    with within(1.5):
        article_metadata(text, load())


@pytest.mark.parametrize("line", ["\n", "新\n", "—\n", "来源：\n", "（\n", "张三\n"])
def test_very_many_lines(line: str) -> None:
    article_metadata(BODY, load())
    with within(3):
        article_metadata(BODY + line * 50_000, load())


def test_names_with_codes() -> None:
    view = "张三" + "_a1A11" * 2000 + "（"
    with within(1):
        person_names(load()).find(view, Span(0, len(view)), "alone")


@pytest.mark.parametrize("between", ["", " ", "\n"])
def test_comments_before_a_page(between: str) -> None:
    comments = f"<!---->{between}" * 400
    with within(1):
        assert is_html(f"{comments}<html>")
        assert not is_html(f"{comments}<div>临江</div>")
        assert not is_html("<!--" * 900)
        assert not is_html("<?xml " + "?>" * 1900)


def test_a_site_behind_a_dash() -> None:
    """The dash is a separator, whichever it is."""
    for dash in "-—–_|":
        meta = article_metadata(f"临江县档案馆新馆开馆{dash}临江要闻{dash}临江新闻网\n{BODY}", load())
        assert (meta.title, meta.publisher) == ("临江县档案馆新馆开馆", "临江新闻网")
