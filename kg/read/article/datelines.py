"""What an article states within the lines of its body: datelines before its first, names and credits behind its last.

    新华社北京9月2日电（记者张三）…  dateline_source 新华社, dateline_place 北京, dateline_day 0000-09-02, author 张三
    央视网消息（新闻联播）：…        dateline_publisher 央视网, dateline_source 新闻联播
    …。（文/图 张三 李四）           author 张三, author 李四
    …。 通讯员李四 摄                nothing: whose picture it is

Only the first lines of a body may begin with a dateline, and only its last ones count for who wrote it.
"""

from __future__ import annotations

import math
import re

from msgspec.structs import asdict

from kg.ontology.ontology import Ontology
from kg.ontology.tables.article import Article
from kg.read.article.bylines import Place, person_names
from kg.read.article.fields import FieldValue
from kg.read.article.label_lines import LabelLine, label_lines, trim
from kg.types import Span

_BRACKET = 60  # characters of a bracket that may end a text
_PLACE = (2, 3, 4)  # characters of a place in an agency's bracket
_COMMA = "、"  # between two names
_OUTLET = 8  # characters in a bracket of reporters that are no names: whose reporters they are
_PEN = 3  # characters of a pen name
_TAIL = 60  # characters of labels behind the last sentence of a text

_CLOSE = ("medium", "source", "source2")  # the groups of a closing bracket that may hold the source


class Datelines:
    """Reads datelines and credits: [dateline] and [credit] of ontology/article.toml."""

    def __init__(self, ontology: Ontology) -> None:
        table = ontology.table(Article)
        parts: dict[str, str] = asdict(table.parts)
        for name, part in parts.items():
            ontology.composed(Article, ("parts", name), part, parts)

        def pattern(*path: str | int, groups: tuple[str, ...] = ()) -> re.Pattern[str]:
            section, key, *rest = path
            text = getattr(getattr(table, str(section)), str(key))
            return ontology.expression(Article, path, text[rest[0]] if rest else text, parts=parts, groups=groups)

        self._lines, self._names = label_lines(ontology), person_names(ontology)
        self._stop = re.compile(r"(?:^|[。！？”…\s])$")
        self._open = [pattern("dateline", "open", n) for n in range(len(table.dateline.open))]
        self._by = pattern("dateline", "by", groups=("by",))
        self._reporters = pattern("dateline", "reporters", groups=("by",))
        self._bracket = pattern("dateline", "bracket", groups=("in",))
        self._wire = pattern("dateline", "wire", groups=("publisher", "by"))
        self._number = table.dateline.number
        self._topic = pattern("dateline", "topic")
        self._after = pattern("dateline", "after")
        self._reporting = pattern("dateline", "reporting", groups=("outlet",))
        self._programme = pattern("dateline", "programme")
        self._close = pattern("dateline", "close", groups=_CLOSE)
        self._own = pattern("parts", "own")
        self._credit = pattern("credit", "close", groups=("by",))

    def _dateline(self, view: str, span: Span) -> tuple[int, list[FieldValue]]:
        """Where a dateline ends and what it says; the span's start where there is none."""
        match = next((m for p in self._open if (m := p.match(view, span.start, span.end))), None)
        if match is None:
            return span.start, []
        groups = match.groupdict()
        found = self._outlets(match)
        if groups.get("month") and (day := self._lines.iso({**groups, "year": groups.get("year") or "0000"})):
            field = "dateline" if groups.get("year") else "dateline_day"
            found.append(FieldValue(field, day, Span(match.start("month"), match.end("day"))))
        if groups.get("by"):
            line = self._lines.parse(view, Span(*match.span("by")))
            found += line.found if line else []
        return match.end(), found

    def _outlets(self, match: re.Match[str]) -> list[FieldValue]:
        """The source, publisher and place of a dateline; 本报 is none."""
        groups = match.groupdict()
        names = [name for name in ("source", "publisher", "place") if groups.get(name)]
        names = [name for name in names if not self._own.match(groups[name])]
        found = [FieldValue(f"dateline_{name}", groups[name], Span(*match.span(name))) for name in names]
        if groups.get("wire") and "publisher" in names:
            # 中新网北京9月2日电: a telegram is the medium's own.
            found.append(FieldValue("dateline_source", groups["publisher"], Span(*match.span("publisher"))))
        return found

    def _authors(self, view: str, span: Span) -> LabelLine | None:
        """A line of reporters; names before the first label are theirs too: （张晓明、实习生何静）."""
        line = self._lines.parse(view, span)
        if not line or "author" not in line.kinds:
            return None
        free = [s for part in line.free for s in self._names.find(view, part, "alone") or []]
        line.found[:0] = [FieldValue("author", view[s.start : s.end], s) for s in free]
        return line

    def opening(self, view: str, span: Span) -> tuple[Span, list[FieldValue]] | None:
        """The dateline and the reporters at the beginning of a paragraph, and what they say, or None.

        >>> from kg.ontology.ontology import load
        >>> view = "新华社北京9月2日电（记者张晓明）会议今天开幕。"
        >>> span, found = datelines(load()).opening(view, Span(0, len(view)))
        >>> view[span.end:], [(f.field, f.value) for f in found if f.field == "author"]
        ('会议今天开幕。', [('author', '张晓明')])
        """
        if wire := self._of_wire(view, span):
            return wire
        at, found = self._dateline(view, span)
        if by := self._by.match(view, at, span.end) or self._reporters.match(view, at, span.end):
            if line := self._authors(view, Span(*by.span("by"))):
                at, found = by.end(), found + line.found
        elif bracket := self._bracket.match(view, at, span.end):
            inside = self._in_bracket(view, Span(*bracket.span("in")), behind=at > span.start)
            at, found = (bracket.end(), found + inside) if inside else (at, found)
        if at == span.start:
            return None
        if topic := self._topic.match(view, at, span.end):
            return Span(span.start, topic.end()), found
        after = self._after.match(view, at, span.end)
        return Span(span.start, after.end() if after else at), found

    def _in_bracket(self, view: str, inside: Span, *, behind: bool) -> list[FieldValue]:
        """What a bracket `behind` a dateline, or at a line's beginning, says: who reports, or a programme."""
        line = self._authors(view, inside)
        if line and sum(map(len, line.free)) <= _OUTLET:
            return line.found
        if behind and (persons := self._names.find(view, inside, "alone")):
            return [FieldValue("author", view[s.start : s.end], s) for s in persons]
        if behind and self._programme.fullmatch(view, inside.start, inside.end):
            name = trim(view, inside.start, inside.end)
            return [FieldValue("dateline_source", view[name.start : name.end], name)]
        return []

    def _of_wire(self, view: str, span: Span) -> tuple[Span, list[FieldValue]] | None:
        """The bracket of an agency that opens a text: the names in it end where a place of two to four characters
        begins, so that they are most like names.
        """
        match = self._wire.match(view, span.start, span.end)
        if match is None:
            return None
        start, end = match.span("by")
        ways = (
            (self._names.find(view, Span(start, end - n), "announced") or [], n)
            for n in _PLACE
            if view[end - n - 1] not in _COMMA
        )
        persons, n = max(
            ways, key=lambda way: min((self._names.weight(view[s.start : s.end]) for s in way[0]), default=-math.inf)
        )
        if not persons:
            return None
        found = [
            FieldValue(f"dateline_{name}", match["publisher"], Span(*match.span("publisher")))
            for name in ("publisher", "source")
        ]
        found += [FieldValue("author", view[s.start : s.end], s) for s in persons]
        return Span(span.start, match.end()), [
            *found,
            FieldValue("dateline_place", view[end - n : end], Span(end - n, end)),
        ]

    def reporting(self, view: str, span: Span) -> FieldValue | None:
        """The medium whose reporter a line of the text speaks of first: 江城晚报记者昨天获悉."""
        match = self._reporting.search(view, span.start, span.end)
        return None if match is None else FieldValue("reporting", match["outlet"], Span(*match.span("outlet")))

    def ending(self, view: str, span: Span, *, last: bool) -> tuple[Span, list[FieldValue]] | None:
        """A bracket or credit that ends a line and is not its text; its values count on a text's last lines only."""
        numbered = self._number.match(view, max(span.start, view.rfind("）", span.start, span.end) + 1), span.end)
        if numbered and numbered.end() == span.end and view[numbered.start() - 1] == "）":
            before = self.ending(view, Span(span.start, numbered.start()), last=last)
            return (Span(before[0].start, span.end), before[1]) if before else None
        if view[span.end - 1] == "）":
            start = view.rfind("（", max(span.start, span.end - _BRACKET), span.end)
            found = self._within(view, Span(start + 1, span.end - 1), last=last) if start >= 0 else None
            return (Span(start, span.end), found if last else []) if found is not None else None
        if last and (tail := self._tail(view, span)):
            return tail
        credit = self._credit.search(view, max(span.start, span.end - _BRACKET), span.end)
        if credit and credit.end() == span.end and self._lines.is_credit(view, Span(*credit.span("by"))):
            return Span(*credit.span()), []
        return None

    def _tail(self, view: str, span: Span) -> tuple[Span, list[FieldValue]] | None:
        """Labels behind the last sentence of a text: …水压高多了。来源：临江日报 责编：何静."""
        stop = max(view.rfind(mark, max(span.start, span.end - _TAIL), span.end) for mark in "。！？”")
        rest = trim(view, stop + 1, span.end) if stop >= 0 else None
        line = self._lines.parse(view, rest) if rest else None
        if not line or line.free or not line.kinds & {"source", "author", "editor"}:
            return None
        return Span(stop + 1, span.end), line.found

    def _within(self, view: str, inside: Span, *, last: bool) -> list[FieldValue] | None:
        """What a bracket at the end of a line says; None where it belongs to the text."""
        line = self._lines.parse(view, inside)
        if line and (line.kinds & {"author", "credit"} or (not line.free and line.kinds - {"junk"})):
            return line.found
        if close := self._close.fullmatch(view, inside.start, inside.end):
            group = next((name for name in _CLOSE if close[name]), None)
            return [FieldValue("dateline_source", close[group], Span(*close.span(group)))] if group else []
        if self._lines.is_junk(view, inside) or self._lines.is_junk(view, Span(inside.start - 1, inside.end + 1)):
            return []
        if self._lines.is_picture(view, inside):
            return []
        behind = view[max(0, inside.start - 3) : inside.start - 1]
        return self._persons(view, inside) if last and self._stop.search(behind) else None

    def _persons(self, view: str, inside: Span) -> list[FieldValue] | None:
        """The authors whom a bracket behind a text's last sentence names; None where it holds anything else."""
        place: Place = "alone" if len(inside) > _PEN else "pen"
        spans = self._names.behind(view, inside) or self._names.find(view, inside, place)
        return [FieldValue("author", view[s.start : s.end], s) for s in spans] if spans else None


def datelines(ontology: Ontology) -> Datelines:
    """The reader of datelines by an ontology."""
    return ontology.once(Datelines)
