"""HTML -> the article's text, what the page's metadata say, and its short lines; by trafilatura."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any

from kg.errors import SourceError
from kg.ontology.ontology import Ontology
from kg.read.html_tree import is_long, mend, parse
from kg.read.page import Page
from kg.read.reader import Content, Reader
from kg.read.whatwg import CODECS
from kg.types import Document

_HTML = re.compile(r"(?is)\s*+(?>(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body)\b")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_BLOCKS = ("h1", "h2", "h3", "p", "div", "li", "td", "th", "dd", "dt", "tr", "span", "em", "i", "font", "time")
_OWN = b'<meta name="generator" content="zhkg">'  # as kg/export/page writes it
_HEAD = 4000  # bytes or characters that show what a file is
_LINE = 150  # characters; a longer block is no line above or below an article
_MOST = 5000  # short lines of a page that are looked at
_HAN = re.compile(r"[\u4e00-\u9fff]")
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_html(text: str) -> bool:
    """Whether a text begins as a page does.

    >>> is_html("<!DOCTYPE html><html>"), is_html("宜宾市司法局")
    (True, False)
    """
    return _HTML.match(text[:_HEAD]) is not None


def _recognizes(data: bytes) -> bool:
    """Whether bytes begin as a page does, in one of the encodings."""
    head = data[: 4 * _HEAD]  # no character has more than four bytes
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return any(is_html(head.decode(codec, "replace")) for codec in CODECS.values())


def _is_own(data: bytes) -> bool:
    """Whether bytes begin as the page of a graph does that this project wrote."""
    return _OWN in data[:_HEAD]


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _author(tree: Any) -> str | None:
    """The author in a meta element; trafilatura ignores names without a space, as Chinese ones are."""
    for element in tree.iter("meta"):
        if (element.get("name") or element.get("property") or "").lower() in ("author", "article:author"):
            author = _squeeze(element.get("content") or "")
            return author if 0 < len(author) <= _LINE else None
    return None


def _lines(tree: Any) -> tuple[str, ...]:
    """The texts of short blocks; a block within another short block is left out."""
    found: list[str] = []
    seen: set[Any] = set()
    for element in tree.iter(*_BLOCKS):
        parent = element.getparent()
        if parent is not None and parent in seen:
            seen.add(element)
        elif line := _line(element):
            seen.add(element)
            found.append(line)
    return tuple(found[:_MOST])


def _line(element: Any) -> str:
    """The text of a block, empty where it is longer than a line; a long block is not read to its end."""
    words: list[str] = []
    length = 0
    for text in element.itertext():
        some = text.split(None, _LINE)
        words += some
        length += sum(map(len, some))
        if length > _LINE:
            return ""
    line = " ".join(words)
    return line if len(line) <= _LINE else ""


def page(text: str, *, where: str | None = None) -> Page:
    """The parts of a page.

    Raises SourceError where there is no text in its body, where it has more elements than an article's page has, and
    for a page of this project.

    >>> page("<html><body><p>临江县档案馆开馆。</p><p>馆长陈立出席。</p></body></html>").text
    '临江县档案馆开馆。\\n馆长陈立出席。'
    """
    import trafilatura

    if _OWN.decode() in text[:_HEAD]:
        raise SourceError("it is the page of a graph", where=where, hint="give the articles that it was built from")
    text = _DECLARATION.sub("", text)
    if not is_html(text):
        text = f"<html><body>{text}</body></html>"
    tree = parse(text, where=where)
    if tree is not None:
        mend(tree)
    body = tree.find(".//body") if tree is not None else None
    if body is None or not "".join(body.itertext()).strip():
        hint = "save the whole page, or its text as .txt"
        raise SourceError("its HTML has no text in its body", where=where, hint=hint)
    lines, author = _lines(tree), _author(tree)
    # max_date keeps the clock out: trafilatura's default is today.
    dates = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
    found: Any = trafilatura.bare_extraction(
        tree, fast=is_long(tree), with_metadata=True, include_comments=False, date_extraction_params=dates
    )
    if found is None or not (found.text or "").strip():
        raise SourceError("no article is found in its HTML", where=where, hint="save the article's text as .txt")
    publisher = found.sitename if found.sitename and _HAN.search(found.sitename) else None
    article = str(found.text)
    if found.title and not article.startswith(found.title):
        article = f"{found.title}\n{article}"
    return Page(article, found.title, publisher, found.date, author, lines)


def _documents(content: Content, ontology: Ontology) -> Iterator[Document | SourceError]:
    text, encoding = content.decode(ontology)
    found = page(text, where=content.where)
    yield content.document(found.text, ontology, encoding=encoding, page=found)


READER = Reader(
    "HTML",
    (".html", ".htm", ".shtml", ".xhtml"),
    ("text/html", "application/xhtml+xml"),
    _documents,
    _recognizes,
    is_own=_is_own,
)
