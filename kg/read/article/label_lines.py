"""Strips: short lines (and brackets) made only of labels, values, dates and words of the page.

2021-03-05 10:20 来源: 临江日报      记者 王小明 通讯员 李强      分享到 打印      责任编辑:赵敏
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kg.ontology.ontology import Ontology
from kg.read.article.bylines import Place, names
from kg.types import Span

_LONGEST = 160  # characters of a strip
_VALUE = 40  # characters of a source or publisher
_FIRST = 48  # characters of a strip that hold its first label
_FREE = 24  # characters of a strip that belong to no label
_COLLECTIVE = 5  # characters of the name of several together
_TRIM = " ，,；;、｜／·•|-—–_*▲◎○●□■△※>（）【】《》“”…"
_STOP = re.compile(r"[，。；！？：“”]")
_PERSONS = ("author", "editor", "credit")
_GROUPS = (*_PERSONS, "source", "publisher", "title", "date", "written", "other")


@dataclass(frozen=True, slots=True)
class Found:
    """A value that the frame states: its field, the value in normal form, its place (None in a page's metadata)."""

    field: str
    value: str
    span: Span | None


@dataclass(slots=True)
class Strip:
    """What a strip says. `free` is text that belongs to no label; `kinds` are the kinds of its labels."""

    found: list[Found] = field(default_factory=list)
    free: list[Span] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    clock: bool = False


def _spaced(label: str) -> str:
    """A label of two to five characters may be written wide: 来 源, 索 引 号."""
    return " *".join(map(re.escape, label)) if 2 <= len(label) <= 5 else re.escape(label)


def _any(labels: Iterable[str]) -> str:
    return "|".join(_spaced(label) for label in sorted(labels, key=lambda x: (-len(x), x)))


def trim(view: str, start: int, end: int) -> Span:
    """The stretch without marks and blanks at both ends."""
    while start < end and view[start] in _TRIM:
        start += 1
    while end > start and view[end - 1] in _TRIM:
        end -= 1
    return Span(start, end)


class Strips:
    """The grammar of strips: labels, dates and words of ontology/frame.toml."""

    def __init__(self, ontology: Ontology) -> None:
        frame = ontology.toml("frame.toml")
        self._names = names(ontology)
        self._digits = {c: str(max(n - 3, 0)) for n, c in enumerate(frame["date"]["digits"])}
        labels = frame["labels"]
        piece = [_piece(kind, labels[kind], labels["before"], labels["glued"]) for kind in _GROUPS]
        junk = f"(?P<junk>{_any(frame['junk']['words'])}|{frame['junk']['page']})"
        glued = "".join(f"(?<!{label})" for label in labels["glued"])
        unknown = f"(?P<unknown_plain>{labels['unknown'].replace('{not}', glued)})"
        short = f"(?P<short>{frame['date']['short']})(?P<hour> ?{frame['parts']['clock']})?"
        when = frame["date"]["full"] + frame["parts"]["weekday"] + "?" + f"(?P<clock>{frame['parts']['clock']})?"
        words = [word for kind in _GROUPS for form in labels[kind].values() for word in form] + frame["junk"]["words"]
        # Only where a word, a number or a page's letter may begin is the long pattern tried: half the time.
        begins = "".join(sorted({word[0] for word in words} | set(labels["before"])))
        known = "|".join([*piece, f"(?P<when>(?<!\\d){when})", short, junk])
        self._piece = re.compile(f"(?=[{re.escape(begins)}第一二A-Z\\d])(?:{known})|{unknown}")
        self._lines = re.compile("|".join(f"(?:{line})" for line in frame["junk"]["lines"]))
        self._nobody = frozenset(frame["junk"]["nobody"])
        self._pictures = re.compile(frame["credit"]["verbs"])

    def is_junk(self, view: str, span: Span) -> bool:
        """Whether a line is the page's and none of the article's."""
        return len(span) <= _LONGEST and self._lines.fullmatch(view, span.start, span.end) is not None

    def is_picture(self, view: str, span: Span) -> bool:
        """Whether a stretch ends as the credit of a picture does: 摄, 画."""
        if len(span) > _FREE or _STOP.search(view, span.start, span.end):
            return False
        return self._pictures.search(view, span.start, span.end) is not None

    def is_credit(self, view: str, span: Span) -> bool:
        """Whether a stretch before 摄 or 画 is names, with or without 记者 before them."""
        strip = self.parse(view, span)
        return bool(strip and strip.kinds & {"author", "credit"}) or bool(self._names.find(view, span, "alone"))

    def iso(self, groups: Mapping[str, Any]) -> str | None:
        """A date in ISO 8601 from groups year, month and day (or without day); None where there is none.

        >>> from kg.ontology.ontology import load
        >>> strips(load()).iso({"year": "二〇二〇", "month": "十一", "day": "二十三"})
        '2020-11-23'
        """
        year = "".join(self._digits.get(c, c) for c in groups["year"])
        parts = [year, *(f"{self._number(groups[k]):02}" for k in ("month", "day") if groups.get(k))]
        low = "" if len(parts) < 2 else parts[1]
        return "-".join(parts) if "01" <= low <= "12" and (len(parts) < 3 or "01" <= parts[2] <= "31") else None

    def _number(self, text: str) -> int:
        """A number up to 99 in either kind of digit."""
        if text.isdecimal():
            return int(text)
        tens, ten, ones = text.rpartition("十")
        unit = int(self._digits.get(ones, "0")) if ones else 0
        return unit + 10 * (int(self._digits[tens]) if tens else 1) if ten else unit

    def parse(self, view: str, span: Span) -> Strip | None:
        """What a strip says, or None where the stretch is none: some of it belongs to the article's text."""
        if len(span) > _LONGEST or not self._piece.search(view, span.start, min(span.end, span.start + _FIRST)):
            return None
        strip = Strip()
        kind, form, at, labelled = "", "", span.start, span.start
        for piece in [*self._piece.finditer(view, span.start, span.end), None]:
            if piece and kind == "title" and not str(piece.lastgroup).endswith(("_plain", "_bare")):
                continue  # a title may hold words of the page
            end = piece.start() if piece else span.end
            if not self._value(view, Span(at, end), kind, form, strip):
                return None
            if piece is None:
                break
            at = piece.end()
            group = str(piece.lastgroup)
            if group == "when":
                date = self.iso(piece.groupdict())
                if date is None or not (kind or piece["day"]):
                    return None
                field = kind if kind in ("date", "written") else "day"
                strip.found += [Found(field, date, Span(*piece.span()))] if kind != "other" else []
                strip.clock = strip.clock or bool(piece["clock"])
                kind = kind if kind == "other" else ""
            elif group in ("short", "hour"):
                strip.kinds.add("short")
                strip.clock = strip.clock or bool(piece["hour"])
                kind = kind if kind == "other" else ""
            elif group == "junk":
                strip.kinds.add("junk")
                kind = kind if kind == "other" else ""
            else:
                named = any(f.field == kind and f.span and f.span.start >= labelled for f in strip.found)
                kind, form = ("credit", "bare") if self._inherits(group, kind) and not named else group.split("_")
                labelled = piece.start()
                strip.kinds.add(kind)
        if "author" in strip.kinds and self.is_picture(view, span):
            # 新华社记者张三 摄: whose picture it is, not whose text.
            strip.kinds = strip.kinds - {"author"} | {"credit"}
            strip.found = [f for f in strip.found if f.field != "author"]
        if strip.kinds == {"short"} and not strip.clock:
            return None
        if "unknown" in strip.kinds and not strip.kinds & {"source", "date", "written", "publisher", "editor"}:
            return None
        return strip if strip.kinds or strip.found else None

    def _inherits(self, group: str, kind: str) -> bool:
        """图／临江晚报记者 张三: a label without a colon, behind one of a picture's."""
        return group == "author_bare" and kind == "credit"

    def _value(self, view: str, gap: Span, kind: str, form: str, strip: Strip) -> bool:
        """Take in the text behind a label of `kind`; False where it is no value of that kind."""
        value = trim(view, gap.start, gap.end)
        if not len(value):
            return form != "bare" or kind not in _PERSONS
        if kind in _PERSONS:
            return self._persons(view, value, kind, form, strip)
        if kind in ("source", "publisher"):
            end = view.find("（", value.start, value.end)
            value = trim(view, value.start, end if end > value.start else value.end)
            if view.count("《", value.start, value.end) > view.count("》", value.start, value.end):
                value = Span(value.start, value.end + 1) if view[value.end : value.end + 1] == "》" else value
            if len(value) > _VALUE or _STOP.search(view, value.start, value.end):
                return False
        if kind in ("source", "publisher", "title"):
            nobody = view[value.start : value.end] in self._nobody
            if not nobody and not (kind == "publisher" and self._names.find(view, value, "alone")):
                strip.found.append(Found(kind, view[value.start : value.end], value))
        elif kind in ("date", "written", "unknown"):
            return len(value) <= _FREE and not _STOP.search(view, value.start, value.end)
        elif kind != "other":
            strip.free.append(value)
            return sum(map(len, strip.free)) <= _FREE and not _STOP.search(view, value.start, value.end)
        return True

    def _persons(self, view: str, value: Span, kind: str, form: str, strip: Strip) -> bool:
        place: Place = "labelled" if form == "plain" else "announced"
        found = self._names.find(view, value, place)
        if found is None and kind == "author" and form == "bare" and len(value) <= _COLLECTIVE:
            return any(f.field == "author" for f in strip.found)  # 记者 张三 通讯员 供水宣
        if found is None:
            return False
        strip.found += [Found(kind, view[s.start : s.end].replace(" ", ""), s) for s in found]
        return True


def _piece(kind: str, labels: Mapping[str, list[str]], before: str, glued: Sequence[str]) -> str:
    """The pattern of one kind of label: a group for those with a colon, one for those right before a name.

    Labels of persons may follow words of `before`; those in `glued`, with a colon, may follow a name.
    """
    person, behind = kind in _PERSONS, "(?<![\u4e00-\u9fff])"
    before, after = (f"(?:{before})*", "[人员]?") if person else ("", "")
    long = [label for label in labels["plain"] if len(label) >= 4]
    short = [label for label in labels["plain"] if len(label) < 4]
    ends = " *(?:：|】：?|(?<=／)|／|｜) *"
    bounds = [f"(?:{_any(long)})"] if long else []
    bounds += [f"{behind}{before}(?:{_any(short)})"] if short else []
    bounds += [f"(?:{_any(sorted(set(glued) & set(short)))})"] if person else []
    pattern = f"(?P<{kind}_plain>(?:{'|'.join(bounds)}){after}{ends})"
    if "bare" in labels:
        behind = "" if kind == "author" else behind
        pattern += f"|(?P<{kind}_bare>{behind}{before}(?:{_any(labels['bare'])})(?= *[\u4e00-\u9fff]))"
    firsts = {label[0] for some in labels.values() for label in some} | set(re.findall("[\u4e00-\u9fff]", before))
    return f"(?=[{''.join(sorted(firsts))}])(?:{pattern})"  # a look at one character, since nearly all stretches fail


@cache
def strips(ontology: Ontology) -> Strips:
    """The grammar of strips of an ontology."""
    return Strips(ontology)
