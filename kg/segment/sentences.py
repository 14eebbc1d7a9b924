"""Where sentences begin and end. A direct quotation stays with its speaker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.types import Span

_LINE = re.compile(r"[^\n]+")
_MARK = re.compile(r"[“”]|[。！？]+[’）》]*|……")
_LONGEST = 1000  # characters; a sentence that is longer is cut, so that no rule meets a text without ends


def _cut(view: str, start: int, end: int) -> Iterator[Span]:
    """Spans of the sentences of one line."""
    balanced = view.count("“", start, end) == view.count("”", start, end)
    depth, begin, opened = 0, start, -1
    for mark in _MARK.finditer(view, start, end):
        char = view[mark.start()]
        if char == "“":
            opened = mark.start() if depth == 0 else opened
            depth += 1
        elif char == "”":
            depth = max(0, depth - 1)
            ended = view[mark.start() - 1] in "。！？"
            # “…。”杨国庆说: a quotation that opens its sentence, or follows a comma, waits for its speaker;
            # 他说：“…。” is complete.
            before = view[begin:opened].rstrip() if balanced and depth == 0 and ended else ""
            if before and not before.endswith("，"):
                yield Span(begin, mark.end())
                begin = mark.end()
        elif char == "…":
            continue
        elif depth == 0 or not balanced:
            yield Span(begin, mark.end())
            begin = mark.end()
    if begin < end:
        yield Span(begin, end)


def _trim(view: str, span: Span) -> Iterator[Span]:
    start, end = span.start, span.end
    while start < end and view[start].isspace():
        start += 1
    while end > start and view[end - 1].isspace():
        end -= 1
    for at in range(start, end, _LONGEST):
        yield Span(at, min(end, at + _LONGEST))


def sentences(view: str, frame: Iterable[Span] = ()) -> tuple[Span, ...]:
    """Spans of the sentences of a uniform view, in order, without white space around them, outside of `frame`.

    >>> text = "他走了。“来了。”李明说。他说：“好。”天黑了"
    >>> [text[s.start:s.end] for s in sentences(text)]
    ['他走了。', '“来了。”李明说。', '他说：“好。”', '天黑了']
    """
    found: list[Span] = []
    at = 0
    bodies = []
    for span in sorted(frame):
        if span.start > at:
            bodies.append((at, span.start))
        at = max(at, span.end)
    bodies.append((at, len(view)))
    for begin, end in bodies:
        for line in _LINE.finditer(view, begin, end):
            for sentence in _cut(view, line.start(), line.end()):
                found.extend(_trim(view, sentence))
    return tuple(found)
