"""Where an article stands: the address that a page or a text states of itself."""

from __future__ import annotations

import pytest

from kg.ontology.ontology import load
from kg.read.article.addresses import unescaped, web_address
from kg.read.article.article_metadata import article_metadata
from kg.read.html.html_reader import READER
from kg.read.reader import Content
from kg.types import Document

OWN = "https://www.qinghe.example/2023/0902/a.html"
OTHER = "https://m.qinghe.example/a?id=7"
TITLE = "青河县供水工程在白山镇开工"
BODY = "9月1日，青河县水务局在白山镇举行供水工程开工仪式，局长周方宣布工程开工。\n工程将解决全镇两万人的饮水问题。"


@pytest.mark.parametrize(
    "raw",
    [
        "/2023/a.html",
        "//www.qinghe.example/a.html",
        "www.qinghe.example/a.html",
        "javascript:void(0)",
        "{{article.url}}",
        "https://{$host}/a.html",
        "https://www.qinghe.example/",
        "https://www.qinghe.example/index.html",
        "http://localhost:8080/a.html",
        "http://192.168.1.4/a.html",
        "http://[::1/a.html",
        "https://www.qinghe.example/a b.html",
        "https://www.qinghe.example/" + "a" * 2000,
        "ftp://www.qinghe.example/a.html",
        "点击查看",
        "",
    ],
)
def test_no_address_of_an_article(raw: str) -> None:
    assert web_address(raw) is None


@pytest.mark.parametrize(
    "raw", [OWN, OTHER, "https://www.qinghe.example/新闻/一.html", "http://www.qinghe.example/?p=3"]
)
def test_addresses_stay_as_they_are_written(raw: str) -> None:
    assert web_address(f" {raw}\n") == raw


def test_escapes_of_scripts() -> None:
    assert unescaped(r"https:\/\/a.example\/s?a=1\x26b=2&amp;c=3") == "https://a.example/s?a=1&b=2&c=3"


def meta(head: str, below: str = "") -> Document:
    paragraphs = "".join(f"<p>{line}</p>" for line in BODY.split("\n"))
    page = f"<html><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>{paragraphs}{below}</body></html>"
    (found,) = READER.read(Content("a", page.encode(), "a.html"), load())
    assert isinstance(found, Document), found
    return found


def json_ld(more: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}",{more}}}</script>'


@pytest.mark.parametrize(
    ("head", "url"),
    [
        (f'<link rel="canonical" href="{OWN}"><meta property="og:url" content="{OTHER}">', OWN),
        (f'<link rel="canonical" href="/a.html"><meta property="og:url" content="{OWN}">', OWN),
        (f'<meta property="og:url" content="https://www.qinghe.example/"><meta name="Url" content="{OWN}">', OWN),
        (json_ld(f'"mainEntityOfPage":{{"@type":"WebPage","@id":"{OWN}","name":"正文"}}'), OWN),
        (json_ld(f'"url":"{OWN}","publisher":{{"@type":"Organization","name":"青河社","url":"{OTHER}"}}'), OWN),
        (
            r'<script>var msg_link = "https:\/\/mp.example\/s?a=1&amp;sn=2#rd";</script>',
            "https://mp.example/s?a=1&sn=2#rd",
        ),
        (r"<script>var msg_link = 'https://mp.example/s?a=1\x26sn=2';</script>", "https://mp.example/s?a=1&sn=2"),
        (f'<script>var share_link = "{OWN}";</script>', None),
        ("", None),
    ],
)
def test_pages(head: str, url: str | None) -> None:
    assert meta(head).meta.url == url


@pytest.mark.parametrize("label", ["原文链接：", "来源：", "本文网址："])
def test_an_address_behind_a_label(label: str) -> None:
    assert meta("", f"<div>{label}{OWN}</div>").meta.url == OWN
    text = f"{TITLE}\n{BODY}\n{label}{OWN}"
    found = article_metadata(text, load())
    assert (found.url, found.source) == (OWN, None)
    assert [text[span.start : span.end] for span in found.frame] == [TITLE, f"{label}{OWN}"]
    assert ("url", OWN) in [(name, text[span.start : span.end]) for name, span in found.fields]


@pytest.mark.parametrize("line", [f"详见{OWN}。", OWN, "来源：https://www.qinghe.example/", f"编辑：何静 {OWN}"])
def test_other_addresses_in_a_text_are_not_its_own(line: str) -> None:
    assert article_metadata(f"{TITLE}\n{BODY}\n{line}", load()).url is None
