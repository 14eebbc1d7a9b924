"""Markdown -> the text without its markup; what the front matter states of it. Parsed by markdown-it-py.

---
title: 新馆开馆               stated of the article, no text
author: [何晓东, 李文]
---
# 新馆开馆                    新馆开馆
馆长**周立群**出席            馆长周立群出席
![照片](a.jpg)                a picture, a block of code and a comment are no text
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.errors import SourceError
from kg.ontology.ontology import Ontology
from kg.read.article.titles import titled
from kg.read.encoding.whatwg import CODECS
from kg.read.page import Page, Stated
from kg.read.reader import Content, Reader
from kg.types import Document

_FRONT = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n(.{0,20000}?\r?\n)?\1[ \t]*(?:\r?\n|\Z)", re.S)
_HEAD = 20_000  # bytes
# Keys of front matter that are called otherwise than the meta elements of a page (see ontology/metadata.toml).
_NAMES = {"title": "ArticleTitle", "tags": "Keywords", "category": "ColumnName", "link": "Url", "published": "PubDate"}
_OPEN = 500  # brackets that are not closed
_NESTED = re.compile(r"(?:\[[^\[\]\n]{0,20}){40}")
_BREAKS = ("softbreak", "hardbreak")
_KEPT = re.compile(r"[A-Za-z0-9,.;:!?]$")  # before a line's end: a blank stands for it


def _recognizes(data: bytes) -> bool:
    """Whether bytes begin with front matter, in one of the encodings."""
    head = data[:_HEAD]
    return any(_FRONT.match(head.decode(codec, "replace")) for codec in CODECS.values())


def _front(text: str, content: Content) -> tuple[dict[str, Any], str]:
    """The front matter, and the text below it; a warning where the former cannot be read."""
    import tomllib

    import yaml

    parse: Any = yaml.load
    found = _FRONT.match(text)
    if found is None:
        return {}, text
    try:
        loaded = parse(found[2] or "", yaml.BaseLoader) if found[1] == "---" else tomllib.loads(found[2] or "")
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError):
        content.warn("its front matter cannot be read", "check its quotes, colons and indentation")
        loaded = {}
    if loaded and not isinstance(loaded, dict):  # a rule above a paragraph, and another below it
        return {}, text
    return loaded or {}, text[found.end() :]


def _stated(front: dict[str, Any]) -> tuple[Stated, ...]:
    """What front matter states of the article, as the meta elements of a page do."""
    stated = []
    for key, value in front.items():
        name = _NAMES.get(str(key).lower(), str(key))
        values = value if isinstance(value, list) else [value]
        words = [" ".join(str(one).split()) for one in values if one and not isinstance(one, dict | list)]
        if words:
            stated.append(Stated("meta", name, "、".join(words)))
    return tuple(stated)


def plain(text: str, where: str | None = None) -> str:
    """Markdown without its markup: a block a line, the cells of a table between tabs.

    Raises SourceError where the parser would take long: its time grows with the square of open brackets.

    >>> plain("# 开馆\\n\\n馆长**周立群**\\n出席[仪式](http://x.cn)。\\n\\n- 甲\\n- 乙")
    '开馆\\n馆长周立群出席仪式。\\n甲\\n乙'
    """
    from markdown_it import MarkdownIt

    if text.count("[") - text.count("]") > _OPEN or _NESTED.search(text):
        raise SourceError("it has too many brackets that are not closed", where=where, hint="save its text as .txt")
    lines: list[str] = []
    cells: list[str] | None = None
    for token in MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text):
        if token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            lines.append("\t".join(cells or ()))
            cells = None
        elif token.type == "inline":
            (lines if cells is None else cells).append(_inline(token.children or ()))
    return "\n".join(line for line in lines if line.strip())


def _inline(tokens: Any) -> str:
    """The text of a paragraph; lines that were broken in the source are one."""
    words = ""
    for token in tokens:
        if token.type in _BREAKS:
            words += "\n" if token.type == "hardbreak" else " " if _KEPT.search(words) else ""
        elif token.type in ("text", "code_inline"):
            words += token.content
    return words


def _documents(content: Content, ontology: Ontology) -> Iterator[Document | SourceError]:
    text, encoding = content.decode(ontology)
    front, body = _front(text, content)
    found = titled(Page(plain(body, content.where), _stated(front)), ontology)
    yield content.document(found.text, ontology, encoding=encoding, page=found)


READER = Reader("Markdown", (".md", ".markdown"), ("text/markdown",), _documents, _recognizes)
