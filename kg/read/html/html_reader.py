"""HTML -> the article's text (by trafilatura), what the page states beside it, and the lines that it shows."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kg.errors import SourceError
from kg.ontology.ontology import Ontology, load
from kg.read.article.titles import titled
from kg.read.encoding.whatwg import CODECS
from kg.read.html.html_kinds import refuse, refuse_frames
from kg.read.html.html_lines import lines, whole_lines
from kg.read.html.html_noise import PageNoise, hidden_by_style
from kg.read.html.html_pieces import rejoined
from kg.read.html.html_redirects import refuse_redirect
from kg.read.html.html_statements import statements
from kg.read.html.html_tree import is_long, mend, parse, strip
from kg.read.page import Page
from kg.read.reader import Content, Reader
from kg.types import Document

_HTML = re.compile(r"(?is)\s*+(?>(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*)<(?:!doctype\s+html|html|head|body)\b")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENDS = re.compile(r"(?i)</(?:body|html)\s*+>")  # what stands behind the first is shown as what stands before it
_OWN = b'<meta name="generator" content="zhkg">'  # as kg/export/page writes it
_STAMP = re.compile(r"\A[^，。；！？]*[0-9][:-][0-9][^，。；！？]*\Z")  # who and when: no paragraph
_HEAD = 4000  # bytes or characters that show what a file is
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


def page(text: str, ontology: Ontology | None = None, *, where: str | None = None) -> Page:
    """The parts of a page, by an ontology (default: the shipped one).

    Raises SourceError where there is no text in its body, where it has more elements than an article's page has, for a
    page that is no article (a frameset, an error page, a list of links, …), and for a page of this project.

    >>> page("<html><body><p>临江县档案馆开馆。</p><p>馆长陈立出席。</p></body></html>").text
    '临江县档案馆开馆。\\n馆长陈立出席。'
    """
    import trafilatura

    if _OWN.decode() in text[:_HEAD]:
        raise SourceError("it is the page of a graph", where=where, hint="give the articles that it was built from")
    text = _ENDS.sub("", _DECLARATION.sub("", text))
    if not is_html(text):
        text = f"<html><body>{text}</body></html>"
    tree = parse(text, where=where)
    if tree is None:
        raise _no_text(where)
    ontology = ontology or load()
    refuse_frames(tree, ontology, where)
    refuse_redirect(tree, ontology, where)
    stated, controls = statements(tree), _controls(tree)
    styled = hidden_by_style(tree)
    strip(tree)
    body = tree.find(".//body")
    if body is None or not any(map(str.strip, body.itertext())):
        raise _no_text(where)
    noise = PageNoise(body, ontology)
    noise.hide(styled)
    seen, index = Page("", stated, lines(body)), noise.is_index()
    noise.clear()
    refuse(replace(seen, left_out=tuple(noise.left)), ontology, controls=controls, index=index, where=where)
    mend(tree)
    found: Any = trafilatura.bare_extraction(tree, fast=is_long(tree), with_metadata=False, include_comments=False)
    if found is None or not (found.text or "").strip():
        raise SourceError("no article is found in its HTML", where=where, hint="save the article's text as .txt")
    return replace(seen, text=_joined(found, body), left_out=tuple(noise.left))


def _joined(found: Any, body: Any) -> str:
    """The text that trafilatura found; where it has all in one paragraph, each of its lines is a piece of one."""
    text = str(found.text)
    in_pieces = len(found.body) == 1 and "\n" in (found.body[0].text or "")
    return rejoined(text, (one for one in whole_lines(body) if not _STAMP.match(one))) if in_pieces else text


def _no_text(where: str | None) -> SourceError:
    return SourceError("its HTML has no text in its body", where=where, hint="save the whole page, or its text as .txt")


def _controls(tree: Any) -> tuple[int, int]:
    """How many fields for passwords a page has, and how many other controls."""
    kinds = [(one.get("type") or "text").lower() for one in tree.iter("input")]
    passwords = kinds.count("password")
    others = sum(kind not in ("hidden", "password") for kind in kinds)
    return passwords, others + sum(1 for _ in tree.iter("select", "textarea", "button"))


def _documents(content: Content, ontology: Ontology) -> Iterator[Document | SourceError]:
    text, encoding = content.decode(ontology)
    found = titled(page(text, ontology, where=content.where), ontology)
    yield content.document(found.text, ontology, encoding=encoding, page=found)


READER = Reader(
    "HTML",
    (".html", ".htm", ".shtml", ".xhtml"),
    ("text/html", "application/xhtml+xml"),
    _documents,
    _recognizes,
    is_own=_is_own,
)
