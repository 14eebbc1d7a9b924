"""The lines that a page shows, and what it states where nobody looks."""

from __future__ import annotations

from typing import Any

from lxml.html import fromstring

from kg.read.html.html_lines import lines
from kg.read.html.html_statements import statements


def shown(body: str) -> list[str]:
    return [line.text for line in lines(fromstring(f"<body>{body}</body>"))]


def test_a_line_ends_where_a_browser_breaks_it() -> None:
    assert shown("甲<div>乙<span>丙</span></div>丁<br>戊<center>己</center>庚<!-- 辛 -->壬") == [
        "甲",
        "乙丙",
        "丁",
        "戊",
        "己",
        "庚壬",
    ]


def test_what_no_browser_shows_is_no_line() -> None:
    assert shown("<select><option>甲</option></select>乙<textarea>丙</textarea><noscript>丁</noscript>") == ["乙"]


def test_elements_of_different_names_are_set_apart() -> None:
    assert shown("<p><i class=a>来源：日报</i><i class=b>作者：方敏</i></p>") == ["来源：日报 作者：方敏"]
    assert shown("<p><i class=a>档案</i><b>馆</b></p>") == ["档案馆"]


def test_a_link_and_its_date_are_a_line_of_links() -> None:
    (line,) = lines(fromstring("<li><a href=1>白山镇举行运动会</a> <span>2022-05-01</span></li>"))
    assert line.linked
    (line,) = lines(fromstring("<p>青河县水务局在<a href=1>白山镇</a>举行开工仪式。</p>"))
    assert not line.linked


def test_the_names_around_a_piece_innermost_first() -> None:
    body = '<div id="top"><p class="info bar"><span itemprop="author">方敏</span>文</p></div>'
    (line,) = lines(fromstring(body))
    assert [(piece.text, piece.names) for piece in line.pieces] == [
        ("方敏", ("author", "info", "bar", "top")),
        ("文", ("info", "bar", "top")),
    ]


def of_script(kind: str, text: str) -> Any:
    return fromstring(f'<html><head><script type="{kind}">{text}</script></head><body>甲</body></html>')


def test_json_ld_that_is_broken_states_nothing() -> None:
    for text in ("{", '{"@type":"NewsArticle","headline":', "[" * 100_000, '"text"', '{"@type":5}'):
        assert statements(of_script("application/ld+json", text)) == ()


def test_json_ld_names_its_things_and_not_what_they_hold() -> None:
    text = '{"@type":"NewsArticle","headline":"开工","mentions":[{"@type":"NewsArticle","headline":"旧闻"}],"a":1}'
    found = statements(of_script("application/ld+json", text))
    assert [(one.name, one.raw) for one in found] == [("NewsArticle.headline", "开工")]


def test_what_scripts_assign() -> None:
    script = """var nickname = htmlDecode("青河发布"), ct='1693612800';
    d.x = {nick_name: JsDecode('青河'), n: 3}; if (a == 'b') {}"""
    assert [(one.name, one.raw) for one in statements(of_script("text/javascript", script))] == [
        ("nickname", "青河发布"),
        ("ct", "1693612800"),
        ("nick_name", "青河"),
    ]
