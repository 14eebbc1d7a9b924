"""Pages that were made to take long, by name: each a function of the number of characters that it is to have."""

from __future__ import annotations

from collections.abc import Callable

TEXT = "临江县档案馆新馆昨天开馆，馆长陈立出席仪式。"
TAGS = ("div", "table", "span", "b", "font", "ul", "blockquote", "p", "li", "a", "section", "form", "dl")


def _page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>开馆</title>{head}</head><body><p>{TEXT}</p>{body}</body></html>"


def _many(unit: str, size: int) -> str:
    return unit * (size // len(unit))


def _nested(tag: str, depth: int) -> str:
    return f"<{tag}>" * depth + TEXT + f"</{tag}>" * depth


def _tables(depth: int) -> str:
    return "<table><tr><td>" * depth + TEXT + "</td></tr></table>" * depth


def _attributes(size: int) -> str:
    return " ".join(f"a{n}=1" for n in range(size // 9))


def _repeated(unit: str, head: str = "") -> Callable[[int], str]:
    return lambda size: _page(_many(unit, size), head)


def _deep(tag: str) -> Callable[[int], str]:
    return lambda size: _page(_nested(tag, size // (2 * len(tag) + 5)))


PAGES: dict[str, Callable[[int], str]] = {}
for _tag in TAGS:
    PAGES |= {
        f"{_tag}: deep": _deep(_tag),
        f"{_tag}: 60 deep": _repeated(_nested(_tag, 60)),
        f"{_tag}: siblings": _repeated(f"<{_tag}>{TEXT}</{_tag}>"),
        f"{_tag}: short siblings": _repeated(f"<{_tag}>馆</{_tag}>"),
        f"{_tag}: empty siblings": _repeated(f"<{_tag}></{_tag}>"),
        f"{_tag}: unclosed": _repeated(f"<{_tag}>{TEXT}"),
        f"{_tag}: unclosed in p": _repeated(f"<p>{TEXT}<{_tag}>"),
    }
PAGES |= {
    "tables in tables": lambda size: _page(_many(_tables(40), size)),
    "80 tables in tables": lambda _: _page(_tables(80)),
    "cells that lay out": _repeated(f"<table><tr><td><p>{TEXT}</p><p>{TEXT}</p><br></td></tr></table>"),
    "cells that span": lambda size: _page(f"<table>{_many(f'<tr><td colspan=100 rowspan=100>{TEXT}</td></tr>', size)}"),
    "attributes": lambda size: _page(f"<div {_attributes(size)}>{TEXT}</div>"),
    "attributes in a script's shadow": lambda size: _page(f'<!-- <a b="--><div {_attributes(size)}>{TEXT}</div>'),
    "a long attribute": lambda size: _page(f'<div class="{_many("x ", size)}">{TEXT}</div>'),
    "tags in attributes": _repeated('<a "'),
    "a long line": _repeated(TEXT),
    "a long line in p": lambda size: _page(f"<p>{_many(TEXT, size)}</p>"),
    "a long line, deep": lambda size: _page("<div><span>" * 55 + _many(TEXT, size)),
    "a long word": lambda size: _page(f"<p>{_many('a', size)}</p>"),
    "blanks": lambda size: _page(f"<p>{_many(' ', size)}{TEXT}</p>"),
    "digits": lambda size: _page(f"<p>{_many('20', size)}</p>"),
    "dates": _repeated("<p>2021-03-05 2021年3月5日 03/05/2021 20210305</p>"),
    "times": _repeated("<time datetime='2021-99-05'>馆</time>"),
    "a long title": lambda size: f"<html><head><title>{_many('开馆 — ', size)}</title></head><body><p>{TEXT}</p>",
    "angles": _repeated("<"),
    "beginnings of comments": _repeated("<!--"),
    "a comment": lambda size: _page(f"<!--{_many('注释，', size)}-->"),
    "comments": _repeated("<!--注释-->"),
    "comments first": lambda size: _many("<!---->", size) + f"<div>{TEXT}</div>",
    "a script": lambda size: _page(f"<script>{_many('if (a<b) c = 1; // 馆', size)}</script>"),
    "scripts": _repeated("<script>a</script>尾"),
    "breaks": _repeated("<br>馆"),
    "entities": _repeated("&nbsp;&amp;&#39302;"),
    "inline": lambda size: _page("<p>" + _many(f"<b>馆</b>{TEXT}<i>馆</i>", size)),
    "metas": lambda size: _page("", _many('<meta name="author" content="王小明">', size)),
    "a long author": lambda size: _page("", f'<meta name="author" content="{_many("王小明 ", size)}">'),
    "JSON-LD": lambda size: _page(
        "", f'<script type="application/ld+json">{{"author":[{_many("{},", size)}{{}}]}}</script>'
    ),
    "links": _repeated(f"<p><a href=/x>{TEXT}</a></p>"),
    "labels": _repeated("<p>来源：来源：记者：来源：2021-03-05 临江</p>"),
    "whole pages": lambda size: _many(f"<html><body><p>{TEXT}</p></body></html>", size),
    "kinds of elements": lambda size: _page("".join(f"<x{n}>馆</x{n}>" for n in range(size // 16))),
}
