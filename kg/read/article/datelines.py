"""What of the frame stands within the body's lines: datelines before the first, names and credits behind the last.

新华社北京9月2日电（记者张三）…     央视网消息（新闻联播）：…     …。（文/图 张三 李四）     …。 通讯员李四 摄
"""

from __future__ import annotations

import re
from functools import cache

from kg.ontology.ontology import Ontology
from kg.read.article.bylines import names
from kg.read.article.label_lines import Found, Strip, strips, trim
from kg.types import Span

_BRACKET = 60  # characters of a bracket that may end a text
_PEN = 3  # characters of a pen name
_TAIL = 60  # characters of labels behind the last sentence of a text


class Inline:
    """The patterns [dateline] and [credit] of ontology/frame.toml."""

    def __init__(self, ontology: Ontology) -> None:
        frame = ontology.toml("frame.toml")
        parts, line = frame["parts"], frame["dateline"]

        def pattern(text: str) -> re.Pattern[str]:
            while (filled := re.sub(r"\{([a-z]+)\}", lambda m: str(parts[m[1]]), text)) != text:
                text = filled
            return re.compile(text)

        self._strips, self._names = strips(ontology), names(ontology)
        self._stop = re.compile(r"(?:^|[。！？”…\s])$")
        self._open = [pattern(text) for text in line["open"]]
        self._by, self._reporters = pattern(line["by"]), pattern(line["reporters"])
        self._bracket, self._topic = pattern(line["bracket"]), pattern(line["topic"])
        self._after, self._programme = pattern(line["after"]), pattern(line["programme"])
        self._close = pattern(line["close"])
        self._own, self._credit = pattern(parts["own"]), pattern(frame["credit"]["close"])

    def _dateline(self, view: str, span: Span) -> tuple[int, list[Found]]:
        """Where a dateline ends and what it says; the span's start where there is none."""
        match = next((m for p in self._open if (m := p.match(view, span.start, span.end))), None)
        if match is None:
            return span.start, []
        groups, found = match.groupdict(), []
        for name in ("source", "publisher", "place"):
            if groups.get(name) and not self._own.match(groups[name]):
                found.append(Found(f"dateline_{name}", groups[name], Span(*match.span(name))))
        if groups.get("wire") and any(f.field == "dateline_publisher" for f in found):
            # 中新网北京9月2日电: a telegram is the medium's own.
            found.append(Found("dateline_source", groups["publisher"], Span(*match.span("publisher"))))
        if groups.get("month"):
            day = self._strips.iso({**groups, "year": groups.get("year") or "0000"})
            field = "dateline" if groups.get("year") else "dateline_day"
            found += [Found(field, day, Span(match.start("month"), match.end("day")))] if day else []
        if groups.get("by"):
            strip = self._strips.parse(view, Span(*match.span("by")))
            found += strip.found if strip else []
        return match.end(), found

    def _authors(self, view: str, span: Span) -> Strip | None:
        """A strip of reporters; names before the first label are theirs too: （张晓明、实习生何静）."""
        strip = self._strips.parse(view, span)
        if not strip or "author" not in strip.kinds:
            return None
        free = [s for part in strip.free for s in self._names.find(view, part, "alone") or []]
        strip.found[:0] = [Found("author", view[s.start : s.end], s) for s in free]
        return strip

    def opening(self, view: str, span: Span) -> tuple[Span, list[Found]] | None:
        """The dateline and the reporters at the beginning of a paragraph, and what they say, or None.

        >>> from kg.ontology.ontology import load
        >>> view = "新华社北京9月2日电（记者张晓明）会议今天开幕。"
        >>> span, found = inline(load()).opening(view, Span(0, len(view)))
        >>> view[span.end:], [(f.field, f.value) for f in found if f.field == "author"]
        ('会议今天开幕。', [('author', '张晓明')])
        """
        at, found = self._dateline(view, span)
        if by := self._by.match(view, at, span.end) or self._reporters.match(view, at, span.end):
            if strip := self._authors(view, Span(*by.span("by"))):
                at, found = by.end(), found + strip.found
        elif bracket := self._bracket.match(view, at, span.end):
            inside = Span(*bracket.span("in"))
            if strip := self._authors(view, inside):
                at, found = bracket.end(), found + strip.found
            elif at > span.start and (persons := self._names.find(view, inside, "alone")):
                at, found = bracket.end(), found + [Found("author", view[s.start : s.end], s) for s in persons]
            elif at > span.start and self._programme.fullmatch(view, *bracket.span("in")):
                name = trim(view, inside.start, inside.end)
                at, found = bracket.end(), [*found, Found("dateline_source", view[name.start : name.end], name)]
        if at == span.start:
            return None
        if topic := self._topic.match(view, at, span.end):
            return Span(span.start, topic.end()), found
        after = self._after.match(view, at, span.end)
        return Span(span.start, after.end() if after else at), found

    def ending(self, view: str, span: Span, *, last: bool) -> tuple[Span, list[Found]] | None:
        """A bracket or credit that ends a line and is not its text; its values count on a text's last lines only."""
        if view[span.end - 1] == "）":
            start = view.rfind("（", max(span.start, span.end - _BRACKET), span.end)
            found = self._within(view, Span(start + 1, span.end - 1), last=last) if start >= 0 else None
            return (Span(start, span.end), found if last else []) if found is not None else None
        if last and (tail := self._tail(view, span)):
            return tail
        credit = self._credit.search(view, max(span.start, span.end - _BRACKET), span.end)
        if credit and credit.end() == span.end and self._strips.is_credit(view, Span(*credit.span("by"))):
            return Span(*credit.span()), []
        return None

    def _tail(self, view: str, span: Span) -> tuple[Span, list[Found]] | None:
        """Labels behind the last sentence of a text: …水压高多了。来源：临江日报 责编：何静."""
        stop = max(view.rfind(mark, max(span.start, span.end - _TAIL), span.end) for mark in "。！？”")
        rest = trim(view, stop + 1, span.end) if stop >= 0 else None
        strip = self._strips.parse(view, rest) if rest else None
        if not strip or strip.free or not strip.kinds & {"source", "author", "editor"}:
            return None
        return Span(stop + 1, span.end), strip.found

    def _within(self, view: str, inside: Span, *, last: bool) -> list[Found] | None:
        """What a bracket at the end of a line says; None where it belongs to the text."""
        strip = self._strips.parse(view, inside)
        if strip and not strip.free and strip.kinds - {"junk"}:
            return strip.found
        if strip and strip.kinds & {"author", "credit"}:
            return strip.found
        if close := self._close.fullmatch(view, inside.start, inside.end):
            group = next((name for name in ("medium", "source") if close[name]), "source2")
            return [Found("dateline_source", close[group], Span(*close.span(group)))] if close[group] else []
        if self._strips.is_junk(view, inside) or self._strips.is_junk(view, Span(inside.start - 1, inside.end + 1)):
            return []
        if self._strips.is_picture(view, inside):
            return []
        if not last or not self._stop.search(view[max(0, inside.start - 3) : inside.start - 1]):
            return None
        if whose := self._names.behind(view, inside):
            return [Found("author", view[s.start : s.end], s) for s in whose]
        spans = self._names.find(view, inside, "alone" if len(inside) > _PEN else "pen")
        return [Found("author", view[s.start : s.end], s) for s in spans] if spans else None


@cache
def inline(ontology: Ontology) -> Inline:
    """The patterns of an ontology."""
    return Inline(ontology)
