"""The sentence around some characters, for a reader."""

from __future__ import annotations

import re

from kg.types import Span

_ENDS = re.compile(r"[。！？!?\n]+[”’」』]?")
_MOST = 160  # characters before, and behind


def sentence(text: str, span: Span) -> str:
    """The sentence that a span stands in, on one line; cut where it is very long.

    >>> sentence("昨日有雨。临江县档案馆开馆。人很多。", Span(5, 8))
    '临江县档案馆开馆。'
    """
    floor, roof = max(0, span.start - _MOST), min(len(text), span.end + _MOST)
    start = max((found.end() for found in _ENDS.finditer(text, floor, span.start)), default=floor)
    ending = _ENDS.search(text, max(span.start, span.end - 1), roof)
    end = max(ending.end() if ending else roof, span.end)
    return " ".join(text[start:end].split())
