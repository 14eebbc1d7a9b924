"""Label lines: short lines (and brackets) made only of labels, values, dates and words of the page.

    2021-03-05 10:20 来源: 临江日报     day 2021-03-05, source 临江日报
    记者 王小明 通讯员 李强             author 王小明, author 李强
    责任编辑:赵敏                       editor 赵敏
    分享到 打印                         words of the page
    记者 王小明走进现场                 no label line: 走进现场 is no value

One pattern finds the next label, date or word of the page; what stands between it and the label before must be a value
of that label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kg.ontology.ontology import Ontology
from kg.ontology.tables.article import Article, Label, Labels
from kg.read.article.bylines import Place, person_names
from kg.read.article.fields import FieldValue
from kg.types import Span

_LONGEST = 160  # characters of a label line
_NOTE = 640  # characters of a site's note about rights
_VALUE = 40  # characters of a source or publisher
_FIRST = 48  # characters of a label line that hold its first label
_FREE = 24  # characters of a label line that belong to no label
_COLLECTIVE = 5  # characters of the name of several together
_LONG = 4  # characters of a label that may stand right behind others
_TRIM = " ，,；;、｜／·•|-—–_*▲◎○●□■△※>（）【】《》“”…"
_COLON = " ：／｜】"  # what ends a label
_STOP = re.compile(r"[，。；！？：“”]")
_CLAUSE = re.compile(r"[，。；！？：]")  # what no medium's name has; one may be quoted: 公众号“临江水务”
_PERSONS = ("author", "editor", "credit")
_OWN = ("source", "other")  # labels behind which an address is the article's: 来源, 原文链接
_GROUPS = (*_PERSONS, "source", "publisher", "title", "date", "written", "other")
_DATE = ("year", "month", "day")


@dataclass(slots=True)
class LabelLine:
    """What a label line says. `free` is text that belongs to no label; `kinds` are the kinds of its labels."""

    found: list[FieldValue] = field(default_factory=list)
    free: list[Span] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    clock: bool = False


class _Open(NamedTuple):
    """The label whose value comes next: its kind, whether it has a colon (plain) or not (bare), where it begins, and
    whether a pen name may stand behind it.
    """

    kind: str = ""
    form: str = ""
    start: int = 0
    pen: bool = False


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


class LabelLines:
    """Reads label lines: labels, dates and words of the page of ontology/article.toml."""

    def __init__(self, ontology: Ontology) -> None:
        table = ontology.table(Article)
        self._names = person_names(ontology)
        self._digits = {c: str(max(n - 3, 0)) for n, c in enumerate(table.date.digits)}
        self._ten = table.date.ten
        self._pattern = _pattern(table, ontology)
        junk = "|".join(f"(?:{line})" for line in table.junk.lines)
        self._junk = ontology.expression(Article, ("junk", "lines"), junk)
        notes = "|".join(f"(?:{note})" for note in table.junk.notes)
        self._notes = ontology.expression(Article, ("junk", "notes"), notes)
        self._nobody = table.junk.nobody
        self._pictures = table.credit.verbs
        self._pen = {word.rstrip(_COLON) for word in table.labels.author.pen}

    def is_junk(self, view: str, span: Span) -> bool:
        """Whether a line is the page's and none of the article's."""
        if len(span) <= _LONGEST and self._junk.fullmatch(view, span.start, span.end):
            return True
        return len(span) <= _NOTE and self._notes.fullmatch(view, span.start, span.end) is not None

    def is_picture(self, view: str, span: Span) -> bool:
        """Whether a stretch ends as the credit of a picture does: 摄, 画."""
        if len(span) > _FREE or _STOP.search(view, span.start, span.end):
            return False
        return self._pictures.search(view, span.start, span.end) is not None

    def is_credit(self, view: str, span: Span) -> bool:
        """Whether a stretch before 摄 or 画 is names, with or without 记者 before them."""
        line = self.parse(view, span)
        return bool(line and line.kinds & {"author", "credit"}) or bool(self._names.find(view, span, "alone"))

    def iso(self, groups: Mapping[str, Any]) -> str | None:
        """A date in ISO 8601 from groups year, month and day (or without day); None where there is none.

        >>> from kg.ontology.ontology import load
        >>> label_lines(load()).iso({"year": "二〇二〇", "month": "十一", "day": "二十三"})
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
        tens, ten, ones = text.rpartition(self._ten)
        unit = int(self._digits.get(ones, "0")) if ones else 0
        return unit + 10 * (int(self._digits[tens]) if tens else 1) if ten else unit

    def parse(self, view: str, span: Span) -> LabelLine | None:
        """What a label line says, or None where the stretch is none: some of it belongs to the article's text.

        >>> from kg.ontology.ontology import load
        >>> view = "2021-03-05 10:20 来源：临江日报"
        >>> [(f.field, f.value) for f in label_lines(load()).parse(view, Span(0, len(view))).found]
        [('day', '2021-03-05'), ('source', '临江日报')]
        """
        if len(span) > _LONGEST or not self._pattern.search(view, span.start, min(span.end, span.start + _FIRST)):
            return None
        line = LabelLine()
        label, at = _Open(start=span.start), span.start
        for piece in self._pattern.finditer(view, span.start, span.end):
            if label.kind == "title" and not str(piece.lastgroup).endswith(("_plain", "_bare")):
                continue  # a title may hold words of the page
            after = self._after(piece, label, line) if self._value(view, Span(at, piece.start()), label, line) else None
            if after is None:
                return None
            label, at = after, piece.end()
        return self._checked(view, span, line) if self._value(view, Span(at, span.end), label, line) else None

    def _after(self, piece: re.Match[str], label: _Open, line: LabelLine) -> _Open | None:
        """Take in a label, date or word of the page: the label whose value comes next, None where a date is wrong."""
        group = str(piece.lastgroup)
        if group.endswith(("_plain", "_bare")):
            return self._label(piece, label, line)
        if group == "when" and not self._date(piece, label, line):
            return None
        if group == "address" and label.kind in _OWN and label.form == "plain":
            line.found.append(FieldValue("label_url", piece[0], Span(*piece.span())))
        elif group in ("short", "hour"):
            line.kinds.add("short")
            line.clock = line.clock or bool(piece["hour"])
        elif group == "junk":
            line.kinds.add("junk")
        return label if label.kind == "other" else label._replace(kind="")

    def _date(self, piece: re.Match[str], label: _Open, line: LabelLine) -> bool:
        """Take in a date; False where it is none, or only a month without a label."""
        date = self.iso(piece.groupdict())
        if date is None or not (label.kind or piece["day"]):
            return False
        kind = label.kind if label.kind in ("date", "written") else "day"
        line.found += [FieldValue(kind, date, Span(*piece.span()))] if label.kind != "other" else []
        line.clock = line.clock or bool(piece["clock"])
        return True

    def _label(self, piece: re.Match[str], label: _Open, line: LabelLine) -> _Open:
        """Take in a label; `label` is the one before it."""
        group = str(piece.lastgroup)
        named = any(f.field == label.kind and f.span and f.span.start >= label.start for f in line.found)
        # 图／临江晚报记者 张三: a label without a colon, behind one of a picture's.
        inherits = group == "author_bare" and label.kind == "credit" and not named
        kind, form = ("credit", "bare") if inherits else group.split("_")
        line.kinds.add(kind)
        return _Open(kind, form, piece.start(), form == "plain" and piece[0].strip(_COLON) in self._pen)

    def _checked(self, view: str, span: Span, line: LabelLine) -> LabelLine | None:
        """The line, or None where all that it says is too little for a label line."""
        if "author" in line.kinds and self.is_picture(view, span):
            # 新华社记者张三 摄: whose picture it is, not whose text.
            line.kinds = line.kinds - {"author"} | {"credit"}
            line.found = [f for f in line.found if f.field != "author"]
        if line.kinds == {"short"} and not line.clock:
            return None
        if "unknown" in line.kinds and not line.kinds & {"source", "date", "written", "publisher", "editor"}:
            return None
        return line if line.kinds or line.found else None

    def _value(self, view: str, gap: Span, label: _Open, line: LabelLine) -> bool:
        """Take in the text behind a label; False where it is no value of the label's kind."""
        kind = label.kind
        value = trim(view, gap.start, gap.end)
        if not len(value):
            return label.form != "bare" or kind not in _PERSONS
        if kind in _PERSONS:
            return self._persons(view, value, label, line)
        if kind in ("source", "publisher", "title"):
            return self._named(view, value, kind, line)
        if kind == "other":
            return True
        labelled = kind in ("date", "written", "unknown")
        line.free += [] if labelled else [value]
        length = len(value) if labelled else sum(map(len, line.free))
        return length <= _FREE and not _STOP.search(view, value.start, value.end)

    def _named(self, view: str, value: Span, kind: str, line: LabelLine) -> bool:
        """Take in a title, or a source or publisher without the bracket behind it; False where it is too much."""
        if kind != "title":
            end = view.find("（", value.start, value.end)
            value = trim(view, value.start, end if end > value.start else value.end)
            if view.count("《", value.start, value.end) > view.count("》", value.start, value.end):
                value = Span(value.start, value.end + 1) if view[value.end : value.end + 1] == "》" else value
            if len(value) > _VALUE or _CLAUSE.search(view, value.start, value.end):
                return False
        name = view[value.start : value.end]
        if name not in self._nobody and not (kind == "publisher" and self._names.find(view, value, "alone")):
            line.found.append(FieldValue(kind, name, value))
        return True

    def _persons(self, view: str, value: Span, label: _Open, line: LabelLine) -> bool:
        place: Place = "penned" if label.pen else "labelled" if label.form == "plain" else "announced"
        found = self._names.find(view, value, place)
        if found is None and label[:2] == ("author", "bare") and len(value) <= _COLLECTIVE:
            return any(f.field == "author" for f in line.found)  # 记者 张三 通讯员 供水宣
        if found is None:
            return False
        line.found += [FieldValue(label.kind, view[s.start : s.end].replace(" ", ""), s) for s in found]
        return True


def _pattern(table: Article, ontology: Ontology) -> re.Pattern[str]:
    """The pattern of a label, a date or a word of the page; its last group is what it is."""
    labels, junk, date = table.labels, table.junk, table.date
    ontology.expression(Article, ("date", "full"), date.full, groups=_DATE)
    kinds: dict[str, Label] = {kind: getattr(labels, kind) for kind in _GROUPS}
    pieces = [_of_kind(kind, label, labels) for kind, label in kinds.items()]
    glued = "".join(f"(?<!{re.escape(label)})" for label in labels.glued)
    unknown = f"(?P<unknown_plain>{labels.unknown.replace('{not}', glued)})"
    address = f"(?P<address>{table.labels.address})"
    when = f"(?P<when>(?<!\\d){date.full}{table.parts.weekday}?(?P<clock>{table.parts.clock})?)"
    short = f"(?P<short>{date.short})(?P<hour> ?{table.parts.clock})?"
    words = f"(?P<junk>{_any(junk.words)}|{junk.page})"
    known = "|".join([*pieces, when, short, words, address])
    # Only where a word, a number or a page's letter may begin is the long pattern tried: half the time.
    every = [word for label in kinds.values() for word in (*label.plain, *label.bare)]
    begins = "".join(sorted({word[0] for word in (*every, *junk.words)} | set(labels.before)))
    whole = f"(?=[{re.escape(begins)}{labels.begins}])(?:{known})|{unknown}"
    return ontology.expression(Article, ("labels",), whole)


def _of_kind(kind: str, label: Label, labels: Labels) -> str:
    """The pattern of one kind of label: a group for those with a colon, one for those right before a name.

    Labels of persons may follow words of `before`; those in `glued`, with a colon, may follow a name.
    """
    person, behind = kind in _PERSONS, r"(?<![\u4e00-\u9fff])"
    before, after = (f"(?:{labels.before})*", labels.after) if person else ("", "")
    long = [word for word in label.plain if len(word) >= _LONG]
    short = [word for word in label.plain if len(word) < _LONG]
    ends = " *(?:：|】：?|(?<=／)|／|｜) *"
    bounds = [f"(?:{_any(long)})"] if long else []
    bounds += [f"{behind}{before}(?:{_any(short)})"] if short else []
    bounds += [f"(?:{_any(set(labels.glued) & set(short))})"] if person else []
    pattern = f"(?P<{kind}_plain>(?:{'|'.join(bounds)}){after}{ends})"
    if label.bare:
        bare = _bare(label.bare, before, behind, glued=kind == "author")
        pattern += rf"|(?P<{kind}_bare>(?:{bare})(?= *[\u4e00-\u9fff]))"
    firsts = {word[0] for word in (*label.plain, *label.bare)} | set(re.findall(r"[\u4e00-\u9fff]", before))
    return f"(?=[{''.join(sorted(firsts))}])(?:{pattern})"  # a look at one character, since nearly all stretches fail


def _bare(labels: Iterable[str], before: str, behind: str, *, glued: bool) -> str:
    """The pattern of labels without a colon; with `glued` they may stand right behind a word: 临江日报记者 张三.

    Those with a stroke may not: the name in 记者 陈立文／白山报导 is 陈立文.
    """
    open_, apart = (
        [word for word in labels if (glued and not word.endswith("／")) is right] for right in (True, False)
    )
    parts = [f"{before}(?:{_any(open_)})"] if open_ else []
    return "|".join([*parts, f"{behind}{before}(?:{_any(apart)})"] if apart else parts)


def label_lines(ontology: Ontology) -> LabelLines:
    """The reader of label lines by an ontology."""
    return ontology.once(LabelLines)
