"""What stands where a page states a field, as a value of that field: a date, names of persons, a medium's name.

    2021-03-04T23:30:00Z      2021-03-05        the day in China
    1614913200                2021-03-05        seconds since 1970
    来源：临江日报（记者）     临江日报
    半亩方塘                   an author, only where a page says that it is one: class="author"
    微信公众平台               none: a word of the page
    临江网版权所有             临江网, and only since its form is a site's

[none] of ontology/metadata.toml says what is no value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from kg.ontology.ontology import Ontology
from kg.ontology.tables.article import Article
from kg.ontology.tables.metadata import FieldName, Metadata
from kg.read.article.addresses import web_address
from kg.read.article.label_lines import trim
from kg.read.article.line_patterns import LinePatterns
from kg.read.article.page_parts import plain
from kg.types import Span

_CHINA = timezone(timedelta(hours=8))
_SECONDS = re.compile(r"1\d{9}(?:\d{3}){0,3}(?:\.\d{1,9})?")  # since 1970, or thousandths, millionths … of them
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])(?:\d{4,6})?(?!\d)")
_ZONE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:?\d\d)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_STOP = re.compile(r"[，。；！？：“”<>]")
_BRACKET = re.compile(r" ?[(（][^()（）]{0,30}[)）]\Z")  # an address behind a name
_PROSE = re.compile(r"[，。；！？]")
_MARKS = " ，,；;、｜|·•-—–_*《》“”\"'【】[]"
_LONGEST = 40  # characters of a medium's name


class Checked(NamedTuple):
    """The values that a text holds, and where there are none the reason, for people."""

    values: tuple[str, ...]
    wrong: str = ""


class PageValues:
    """Reads values by [none] and [site] of ontology/metadata.toml and the labels of ontology/article.toml."""

    def __init__(self, ontology: Ontology) -> None:
        table, article = ontology.table(Metadata), ontology.table(Article)
        self._p = ontology.once(LinePatterns)
        self._none, self._site = table.none, table.site
        self._copyright = ontology.expression(Metadata, ("none", "copyright"), table.none.copyright, groups=("owner",))
        self._full = ontology.expression(Article, ("date", "full"), article.date.full)

    def check(self, field: FieldName, raw: str, known: Iterable[str] = (), *, pen: bool = False) -> Checked:
        """The values of `field` in `raw`; `known` are names that other places of the page give.

        With `pen` an author's name may be of any form.

        >>> from kg.ontology.ontology import load
        >>> values = load().once(PageValues)
        >>> values.check("source", "来源：临江日报（记者）").values, values.check("publisher", "微信公众平台").wrong
        (('临江日报',), 'words of the page')
        """
        if field == "date":
            found = self._date(raw)
            return Checked((found,)) if found else Checked((), "no date")
        if field in ("author", "editor"):
            return self._persons(field, raw, pen=pen)
        if field == "url":
            found = web_address(raw)
            return Checked((found,)) if found else Checked((), "no address of an article")
        if field in ("publisher", "source"):
            return self._medium(field, raw, known)
        return Checked((raw,)) if raw.strip(_MARKS) else Checked((), "empty")

    def view(self, text: str) -> str:
        """A text in which the patterns of article.toml are looked for."""
        return text.translate(self._p.fold)

    def labelled(self, field: FieldName, raw: str) -> tuple[str, ...] | None:
        """The values behind labels of `field` in a text; None where it has no label."""
        view = self.view(raw)
        line = self._p.labels.parse(view, Span(0, len(view)))
        if line is None or not line.kinds - {"junk", "short"}:
            return None
        return tuple(found.written(raw) for found in line.found if found.field == field)

    def day_before(self, line: str) -> str | None:
        """The day that a short line begins with: 2023年9月2日 第A02版：要闻; none that a sentence begins with."""
        view = self.view(line)
        match = self._full.match(view) if len(view) <= _LONGEST and not _PROSE.search(view) else None
        return self._p.labels.iso(match.groupdict()) if match and match["day"] else None

    def _date(self, raw: str) -> str | None:
        if _SECONDS.fullmatch(raw):
            return datetime.fromtimestamp(int(raw[:10]), _CHINA).date().isoformat()
        if zoned := _ZONE.match(raw):
            try:
                return datetime.fromisoformat(zoned[0]).astimezone(_CHINA).date().isoformat()
            except (ValueError, OverflowError):
                return None
        match = _COMPACT.match(raw) or self._full.search(self.view(raw))
        return self._p.labels.iso(match.groupdict()) if match else None

    def _persons(self, field: FieldName, raw: str, *, pen: bool) -> Checked:
        """Persons' names: 李红; 记者 李红、王强; 临江日报记者李红."""
        if labelled := self.labelled(field, raw):
            return Checked(labelled)
        if self._none.interface.fullmatch(raw.strip(_MARKS)):
            return Checked((), "words of the page")
        view = self.view(raw)
        named = self._p.names.find(view, Span(0, len(view)), "announced")
        spans = named or self._p.names.behind(view, Span(0, len(view)))
        if named is None and not spans and pen and not self.is_site(raw):
            spans = self._p.names.pen_name(view, trim(view, 0, len(view)))
        values = tuple(plain(raw[span.start : span.end]) for span in spans)
        return Checked(values) if values else Checked((), "no person's name")

    def _medium(self, field: FieldName, raw: str, known: Iterable[str]) -> Checked:
        """The name of a medium or an organ, without a label, a bracket or an address."""
        labelled = self.labelled(field, raw)
        if labelled == ():
            return Checked((), "labels of other fields")
        name = self._none.address.sub(" ", labelled[0] if labelled else raw)
        if field == "publisher":
            name = next((part for part in self._site.sure.split(name) if part.strip(_MARKS)), "")
        if owned := self._copyright.fullmatch(name.strip()):
            name = (owned["owner"] or "").strip(_MARKS)
            if not self.is_medium(name) and name not in known:
                return Checked((), "a line of copyright")
        name = name.strip(_MARKS)
        view = self.view(name)
        end = view.find("（")
        name, view = (name[:end].strip(_MARKS), view[:end].strip(_MARKS)) if end > 0 else (name, view)
        return Checked((), wrong) if (wrong := self._no_medium(field, name, view)) else Checked((name,))

    def _no_medium(self, field: FieldName, name: str, view: str) -> str:
        """Why a text is no medium's name; empty where it may be one."""
        if self._none.interface.fullmatch(view) or self._none.interface.fullmatch(name):
            return "words of the page"
        if not _HAN.search(name):
            return "no Chinese name"
        if len(name) > _LONGEST or _STOP.search(view) or self._full.search(view):
            return "too long, or a sentence"
        if field == "publisher" and self._p.names.find(view, Span(0, len(view)), "alone"):
            return "a person's name"
        return ""

    def is_medium(self, name: str) -> bool:
        """Whether a name is a medium's by its form: …网, …报."""
        return self._p.strong.fullmatch(self.view(name)) is not None

    def is_site(self, name: str) -> bool:
        """Whether a name behind a title is a site's, or an organ's that has one."""
        name = _BRACKET.sub("", name)
        view = self.view(name)
        forms = (self._p.strong, self._p.weak, self._site.name)
        return any(form.fullmatch(view) or form.fullmatch(name) for form in forms)


def page_values(ontology: Ontology) -> PageValues:
    """The reader of values by an ontology."""
    return ontology.once(PageValues)
