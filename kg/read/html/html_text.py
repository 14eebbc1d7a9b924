"""A piece of HTML that is an article's text, and no page -> the text that a browser shows."""

from __future__ import annotations

import re

from kg.errors import SourceError
from kg.read.html.html_lines import BREAK, UNSEEN
from kg.read.html.html_tree import parse

_BLANKS = re.compile(r"[ \t\r\n\f]+")


def shown_text(html: str, where: str | None = None) -> str:
    """What a browser shows of it, a block a line.

    Raises SourceError where it has no text, and where its elements are too many or too deep.

    >>> shown_text("<p>馆长<b>陈立</b>出席。</p>新馆投资<br>三千万元。<script>x()</script>")
    '馆长陈立出席。\\n新馆投资\\n三千万元。'
    """
    from lxml import etree

    tree = parse(f"<html><body>{html}</body></html>", where=where)
    if tree is not None:
        etree.strip_elements(tree, *UNSEEN - {"head"}, with_tail=False)
        for one in tree.iter(etree.Element):
            breaks = "\n" if BREAK.fullmatch(one.tag) else ""
            one.text = breaks + _BLANKS.sub(" ", one.text or "")
            one.tail = breaks + _BLANKS.sub(" ", one.tail or "")
        lines = [line.strip() for line in "".join(tree.itertext(etree.Element)).split("\n")]
        if text := "\n".join(line for line in lines if line):
            return text
    raise SourceError("its HTML has no text in its body", where=where, hint="leave it out, or give its text")
