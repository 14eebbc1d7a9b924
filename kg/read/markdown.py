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

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from kg.errors import SourceError
from kg.ontology.ontology import Ontology
from kg.read.article.titles import titled
from kg.read.encoding.whatwg import CODECS
from kg.read.page import Page, Stated
from kg.read.reader import Content, Reader
from kg.types import Document

_FRONT = re.compile(
    r"\ufeff?(?P<mark>---|\+\+\+)[ \t]*\r?\n(?P<lines>.{0,20000}?\r?\n)?(?:(?P=mark)|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S
)
# What Hexo writes, without a mark above; what Hugo takes as JSON; what Pandoc calls a title block.
_UNMARKED = re.compile(r"\ufeff?(?P<lines>(?:title|date|layout)[ \t]?:.{0,20000}?\r?\n)---[ \t]*(?:\r?\n|\Z)", re.S)
_JSON = re.compile(r'\ufeff?\{\s{0,99}"')
_BLOCK = re.compile(
    r"\ufeff?% ?(?P<title>[^\n]{0,300})\n(?:% ?(?P<author>[^\n]{0,300})\n)?(?:% ?(?P<date>[^\n]{0,99})(?:\n|\Z))?"
)
_HEAD = 20_000  # bytes, and characters of front matter
# Keys of front matter that are called otherwise than the meta elements of a page (see ontology/metadata.toml).
_NAMES = {"title": "ArticleTitle", "tags": "Keywords", "category": "ColumnName", "link": "Url", "published": "PubDate"}
_OPEN = 500  # brackets that are not closed
_NESTED = re.compile(r"(?:\[[^\[\]\n]{0,20}){40}")
_BREAKS = ("softbreak", "hardbreak")
_KEPT = re.compile(r"[A-Za-z0-9,.;:!?]$")  # before a line's end: a blank stands for it


def _recognizes(data: bytes) -> bool:
    """Whether bytes begin with front matter, in one of the encodings."""
    head = data[:_HEAD]
    texts = (head.decode(codec, "replace") for codec in CODECS.values())
    return any(_FRONT.match(text) or _UNMARKED.match(text) for text in texts)


def _front(text: str, content: Content) -> tuple[dict[str, Any], str]:
    """The front matter, and the text below it; a warning where the former cannot be read."""
    import tomllib

    import yaml

    found = _FRONT.match(text) or _UNMARKED.match(text)
    if found is None:
        return _other_front(text)
    parse: Any = tomllib.loads if text[found.start() :].lstrip("\ufeff").startswith("+++") else _yaml
    try:
        loaded = parse(found["lines"] or "")
    except (yaml.YAMLError, tomllib.TOMLDecodeError, RecursionError):
        content.warn("its front matter cannot be read", "check its quotes, colons and indentation")
        loaded = {}
    if loaded and not isinstance(loaded, dict):  # a rule above a paragraph, and another below it
        return {}, text
    return loaded or {}, text[found.end() :]


def _yaml(text: str) -> Any:
    import yaml

    load: Any = yaml.load
    return load(text, yaml.BaseLoader)  # every value as it is written


def _other_front(text: str) -> tuple[dict[str, Any], str]:
    """Front matter in JSON, or Pandoc's: title, authors and date, each behind a per cent sign."""
    if block := _BLOCK.match(text):
        return {key: value.split(";") for key, value in block.groupdict("").items()}, text[block.end() :]
    if _JSON.match(text):
        text = text.removeprefix("\ufeff")
        try:
            loaded, end = json.JSONDecoder().raw_decode(text[:_HEAD])
        except (ValueError, RecursionError):
            return {}, text
        return loaded, text[end:]
    return {}, text


def _words(value: Any) -> Iterator[str]:
    """The texts of a value of front matter: one, those of a list, the name of a thing that has more than that."""
    for one in value if isinstance(value, list) else [value]:
        one = one.get("name") if isinstance(one, dict) else one
        if one and not isinstance(one, dict | list):
            yield " ".join((one.isoformat() if isinstance(one, date) else str(one)).split())


def _stated(front: dict[str, Any]) -> tuple[Stated, ...]:
    """What front matter states of the article, as the meta elements of a page do."""
    words = {str(key): [*_words(value)] for key, value in front.items()}
    return tuple(
        Stated("meta", _NAMES.get(key.lower(), key), "、".join(found)) for key, found in words.items() if found
    )


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
