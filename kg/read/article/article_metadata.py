"""The frame of an article: the lines above and below its body, and what they say; patterns: ontology/frame.toml."""

from __future__ import annotations

import re
from functools import cache

from kg.ontology.ontology import Ontology
from kg.read.article.bylines import names
from kg.read.article.datelines import inline
from kg.read.article.label_lines import Found, Strip, strips, trim
from kg.read.page import Page
from kg.types import Meta, Span

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_TITLE = 100  # characters of a title
_SHORT = 60  # characters of a line that may stand between a title and the lines that state its source
_PEN = 3  # characters of a pen name
_BYLINE = 18  # characters of a line of names
_AHEAD = 5  # lines below a title, and lines of a body, that may hold the frame's values
_FRAMES = 500  # lines at either end of a text that may be of its frame
_LAST = 8  # lines of a text's end that may hold labels between others
_SENTENCE = re.compile(r"[。；，、：]$")  # what no title ends in
# The first of these that is found gives the value.
_DATES = ("date", "day", "page_date", "written", "dateline", "signature", "today")
_DAYS = (*_DATES, "dateline_day")
_SOURCES = ("source", "source_tail", "dateline_source")
_PUBLISHERS = ("publisher", "site", "page_publisher", "dateline_publisher", "outlet", "signed")


class Grammar:
    """The patterns of ontology/frame.toml for whole lines, compiled."""

    def __init__(self, ontology: Ontology) -> None:
        frame = ontology.toml("frame.toml")
        parts = frame["parts"]
        self.fold = str.maketrans(frame["fold"]["from"], frame["fold"]["to"])
        self.strips, self.names, self.inline = strips(ontology), names(ontology), inline(ontology)
        self.strong, self.weak = re.compile(frame["site"]["strong"]), re.compile(frame["site"]["weak"])
        self.suffix = re.compile(frame["site"]["suffix"])
        self.related, self.links = re.compile(frame["junk"]["related"]), re.compile(frame["junk"]["links"])
        self.today, self.present = re.compile(frame["date"]["today"]), re.compile(frame["date"]["present"])
        self.agency, self.own = re.compile(parts["agency"]), re.compile(parts["own"])
        self.organ = re.compile(frame["signature"]["organ"])
        self.board = re.compile(frame["signature"]["board"])
        self.official = re.compile(frame["names"]["official"])
        self.medium = re.compile(f"[\u4e00-\u9fffA-Za-z]{{1,10}}?(?:{parts['medium']})")


@cache
def _grammar(ontology: Ontology) -> Grammar:
    return Grammar(ontology)


class _Reader:
    """Reads one text's frame; `spans` and `found` grow as its parts are recognised."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        self.text, self.g = text, grammar
        self.view = text.translate(grammar.fold)
        trimmed = (_trim(self.view, *m.span()) for m in _LINE.finditer(self.view))
        self.lines = [span for span in trimmed if len(span)]
        self.framed: set[int] = set()
        self.title: int | None = None
        self.spans: list[Span] = []
        self.found: list[Found] = []

    def cut(self, n: int) -> str:
        """Line `n` of the view."""
        return self.view[self.lines[n].start : self.lines[n].end]

    def take(self, n: int) -> None:
        """Line `n` is frame."""
        self.framed.add(n)

    def body(self) -> list[int]:
        """The lines that are not frame."""
        return [n for n in range(len(self.lines)) if n not in self.framed]

    def keep(self, found: list[Found]) -> None:
        """Add values; those that are words of the text are taken from the text itself."""
        self.found += [Found(item.field, _value(item, self.text), item.span) for item in found]

    # -- lines ---------------------------------------------------------------------------------------------------

    def strip(self, n: int, *, tail: bool = False) -> bool:
        """Take line `n` if it is a strip or the page's own."""
        strip = self.g.strips.parse(self.view, self.lines[n])
        if strip and self.holds(strip):
            rename = {"day": "signature", "source": "source_tail"} if tail else {}
            self.keep([Found(rename.get(f.field, f.field), f.value, f.span) for f in strip.found])
            for span in strip.free:
                self.outlet(span, strip)
        elif not self.g.strips.is_junk(self.view, self.lines[n]):
            return False
        self.take(n)
        return True

    def holds(self, strip: Strip) -> bool:
        """Whether the text without a label in a strip can be a medium or a name."""
        free = [self.view[s.start : s.end] for s in strip.free]
        return not free or strip.clock or bool(strip.kinds - {"junk"}) or all(map(self.g.strong.fullmatch, free))

    def outlet(self, span: Span, strip: Strip) -> None:
        """A medium beside a date or before 记者: 华夏时评 2020-03-09 18:14, 澎湃新闻记者 张三, 新华社记者 张三."""
        if "credit" in strip.kinds and "author" not in strip.kinds:
            return  # 新华社记者张三摄: whose picture it is.
        agency = self.g.agency.match(self.view, span.start, span.end)
        if agency or "《" in self.view[max(0, span.start - 2) : span.start]:  # 《临江日报》（2021年3月5日 02版）
            self.keep([Found("dateline_source", "", Span(*agency.span()) if agency else span)])
        elif self.g.own.match(self.view, span.start, span.end):
            return
        elif "author" in strip.kinds:
            medium = self.g.medium.match(self.view, span.start, span.end)
            self.keep([Found("outlet", "", Span(*medium.span()))] if medium else [])
        elif strip.clock or self.g.strong.fullmatch(self.view, span.start, span.end):
            persons = self.g.names.find(self.view, span, "alone") or []
            self.keep([Found("author", "", s) for s in persons] or [Found("publisher", "", span)])

    def begins(self, n: int) -> bool:
        """Whether line `n` is a paragraph or a strip."""
        ends = len(self.lines[n]) > _SHORT or self.cut(n)[-1] in "。！？…”"
        return ends or self.g.strips.parse(self.view, self.lines[n]) is not None

    def byline(self, n: int) -> bool:
        """Take line `n` if it is names and nothing else; a post and a name name the author and stay in the body."""
        span = self.lines[n]
        official = self.g.official.fullmatch(self.view, span.start, span.end)
        if official and self.g.names.find(self.view, Span(*official.span("name")), "announced"):
            self.keep([Found("author", "", Span(*official.span("name")))])
            return False
        name = trim(self.view, *_pair(span))
        below = n - 1 == self.title and n + 1 < len(self.lines) and self.begins(n + 1)
        pen = below and 2 <= len(name) <= _PEN
        if self.g.strips.is_picture(self.view, name):
            return False
        found = self.g.names.find(self.view, name, "pen" if pen else "alone") if len(span) <= _BYLINE else None
        if not found and below and len(span) <= _BYLINE:
            found = self.g.names.behind(self.view, name)
        if found:
            self.keep([Found("author", "", s) for s in found])
            self.take(n)
        return bool(found)

    # -- top -----------------------------------------------------------------------------------------------------

    def top(self, title: str | None) -> None:
        """Lines above the title, the title, lines below it."""
        n = self.site(self.strips(0))
        n = self.headline(n, title)
        for m in range(n, min(n + _AHEAD, len(self.lines))):
            if self.strip(m) or self.byline(m):
                continue
            if len(self.lines[m]) > _SHORT or _SENTENCE.search(self.cut(m)):
                break
        for m in range(n, min(n + _AHEAD, len(self.lines))):
            beside = {m - 1, m + 1} & self.framed - {self.title}
            if m not in self.framed and beside and self.g.strong.fullmatch(self.cut(m)):
                self.keep([Found("publisher", "", self.lines[m])])
                self.take(m)

    def site(self, n: int) -> int:
        """Take the site's name above the title: a medium, or an organ that the text's end or its next lines confirm."""
        if n + 1 >= len(self.lines) or self.cut(n + 1) == self.cut(n):
            return n
        name, below = self.cut(n), self.lines[n + 2 : n + 3]
        sure = self.g.strong.fullmatch(name) or name == self.cut(-1)
        weak = self.g.weak.fullmatch(name) and any((s := self.g.strips.parse(self.view, b)) and s.found for b in below)
        weak = weak or (self.g.weak.fullmatch(name) and self.cut(n + 1).startswith(name))
        if len(name) > 20 or not (sure or weak) or len(self.lines[n + 1]) > _TITLE or _SENTENCE.search(self.cut(n + 1)):
            return n
        self.keep([Found("site", "", self.lines[n])])
        self.take(n)
        return self.strips(n + 1)

    def strips(self, n: int) -> int:
        """Take the strips from line `n` on; the number of the line below them."""
        last = min(len(self.lines), n + _FRAMES)
        while n < last and self.strip(n):
            n += 1
        return n

    def headline(self, n: int, title: str | None) -> int:
        """Take the title's line; `title` is what a page's metadata call it. The number of the line below it."""
        if n + 1 >= len(self.lines):
            return n
        line, below = self.lines[n], self.lines[n + 1]
        name, second = self.cut(n), self.cut(n + 1)
        if 6 <= len(second) < len(name) and name.startswith(second) and not name[len(second)].isalnum():
            site = trim(self.view, line.start + len(second), line.end)
            self.keep([Found("title", "", below), Found("site", "", site)])
            self.take(n)
            return self._titled(n + 1)
        known = title is not None and _plain(title) == _plain(self.text[line.start : line.end])
        if not known and (len(line) > _TITLE or _SENTENCE.search(name) or self.g.inline.opening(self.view, line)):
            return n
        if not known and (page := self.g.suffix.fullmatch(name)):
            self.keep([Found("site", "", Span(line.start + page.start("site"), line.end))])
            line = Span(line.start, line.start + page.end("title"))
        self.keep([Found("title", "", line)])
        after = self._titled(n)
        while after < len(self.lines) - 1 and self.cut(after) == self.view[line.start : line.end]:
            after = self._titled(after)
        return after

    def _titled(self, n: int) -> int:
        self.title = n
        self.take(n)
        return n + 1

    # -- bottom and between --------------------------------------------------------------------------------------

    def bottom(self) -> None:
        """Lines below the body, from the last upward, and links to other articles."""
        sites = {f.value for f in self.found if f.field in ("site", "publisher")}
        n = len(self.lines) - 1
        last = n - _FRAMES
        while n > max(0, last) and n not in self.framed:
            if self.text[self.lines[n].start : self.lines[n].end] in sites:
                self.take(n)
            elif not self.strip(n, tail=True):
                break
            n -= 1
        for n in self.body()[-_LAST:]:
            strip = self.g.strips.parse(self.view, self.lines[n]) if len(self.lines[n]) <= _SHORT else None
            if strip and not strip.free and strip.kinds & {"source", "author", "editor", "credit"}:
                self.strip(n, tail=True)
        body = self.body()
        for n in body[len(body) // 2 :]:
            if self.g.related.fullmatch(self.cut(n)):
                self.framed.update(range(n, len(self.lines)))
                return
            if self.g.links.fullmatch(self.cut(n)):
                self.take(n)
                for m in range(n + 1, len(self.lines)):
                    if len(self.lines[m]) > _SHORT or self.cut(m)[-1] in "。！？":
                        break
                    self.take(m)
                return

    def between(self) -> None:
        """The dateline, credits of pictures, names behind the last line; lines of the page amid the body."""
        for n in self.body()[:_AHEAD]:
            strip = self.g.strips.parse(self.view, self.lines[n]) if self.title is not None else None
            if strip and strip.kinds & {"source", "author"} and self.holds(strip):
                self.strip(n)
        body = self.body()
        for n in body[:_AHEAD]:
            if opening := self.g.inline.opening(self.view, self.lines[n]):
                self.spans.append(opening[0])
                self.keep(opening[1])
                break
        last = set(body[-2:])
        for n in body if len(body) <= 2 * _FRAMES else [*body[:_FRAMES], *body[-_FRAMES:]]:
            span = self.lines[n]
            strip = (self.g.strips.parse(self.view, span) if len(span) <= _SHORT else None) or Strip()
            page = strip.kinds and strip.kinds <= {"editor", "credit", "junk"}
            if self.g.strips.is_junk(self.view, span) or (page and ("credit" in strip.kinds or not strip.free)):
                self.take(n)
            elif ending := self.g.inline.ending(self.view, span, last=n in last):
                self.spans.append(ending[0])
                self.keep(ending[1])

    def signed(self) -> None:
        """The organ above the date that ends a document."""
        dates = [f.span for f in self.found if f.field == "signature" and f.span]
        body = self.body()
        if not dates or len(body) < 2 or self.lines[body[-1]].end > min(dates, key=lambda s: s.start).start:
            return
        n = body[-1]
        if self.g.board.fullmatch(re.sub(r"\s", "", self.cut(n))) and self.g.organ.fullmatch(self.cut(body[-2])):
            n = body[-2]
        if self.g.organ.fullmatch(self.cut(n)) and not self.g.board.fullmatch(self.cut(n)):
            self.keep([Found("signed", "", self.lines[n])])

    # -- values --------------------------------------------------------------------------------------------------

    def today(self) -> None:
        """今天（5月27日） or a dateline's day, where the text leaves no doubt of the year."""
        years = {m["year"] for m in self.g.present.finditer(self.view)}
        if not years:
            return
        days = [f for f in self.found if f.field == "dateline_day"]
        if days:
            self.found.append(Found("today", max(years) + days[0].value[4:], days[0].span))
        for n in self.body()[:_AHEAD]:
            if match := self.g.today.search(self.view, *_pair(self.lines[n])):
                iso = self.g.strips.iso({"year": max(years), "month": match["month"], "day": match["day"]})
                self.keep([Found("today", iso, Span(match.start("month"), match.end("day")))] if iso else [])

    def first(self, fields: tuple[str, ...]) -> Found | None:
        """The first value of the first of these fields that has one."""
        return next((f for field in fields for f in self.found if f.field == field and f.value), None)


def _trim(view: str, start: int, end: int) -> Span:
    while start < end and view[start].isspace():
        start += 1
    while end > start and view[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _pair(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _plain(title: str) -> str:
    return re.sub(r"\s+", "", title)


def _value(item: Found, text: str) -> str:
    """A date as it is, words as the text has them; names without blanks."""
    if item.span is None or item.field in _DAYS:
        return item.value
    return re.sub(r"\s+", "" if item.field in ("author", "editor") else " ", text[item.span.start : item.span.end])


def _from_page(reader: _Reader, page: Page) -> None:
    """Add what a page's metadata say, and for what is still missing what its short lines say; these have no span."""
    grammar = reader.g
    lines: list[Found] = []
    for line in page.lines:
        view = line.translate(grammar.fold)
        strip = grammar.strips.parse(view, Span(0, len(view)))
        if strip and strip.kinds - {"junk"}:
            lines += [Found(f.field, _value(f, line), None) for f in strip.found]
    if page.author:
        spans = grammar.names.find(page.author, Span(0, len(page.author)), "announced")
        lines += [Found("author", page.author[s.start : s.end], None) for s in spans or []]
    if page.date:
        reader.found.append(Found("page_date", page.date, None))
    if page.publisher:
        reader.found.append(Found("page_publisher", page.publisher, None))
    have = {f.field for f in reader.found}
    reader.found += [f for f in lines if f.field not in have]


def _meta(reader: _Reader, encoding: str, title: str | None) -> Meta:
    """The values that count, and where they and the frame's lines stand."""
    chosen: list[tuple[str, Found | None]] = [
        ("title", reader.first(("title",))),
        ("publisher", reader.first(_PUBLISHERS)),
        ("source", reader.first(_SOURCES)),
        ("datePublished", reader.first(_DATES)),
    ]
    values = {name: found.value for name, found in chosen if found}
    dateline = reader.first(("dateline_publisher",))
    if "source" not in values and dateline and dateline.value != values["publisher"]:
        chosen.append(("source", dateline))
        values["source"] = dateline.value
    found = sorted(reader.found, key=lambda f: f.span.start if f.span else len(reader.text))
    persons = [(f.field, f) for f in found if f.field in ("author", "editor")]
    places = [(f.field, f) for f in reader.found if f.field == "dateline_place"]
    fields = {(name, f.span) for name, f in [*chosen, *persons, *places] if f and f.span}
    spans = [*reader.spans, *(reader.lines[n] for n in reader.framed)]
    return Meta(
        title=values.get("title", title),
        publisher=values.get("publisher"),
        source=values.get("source"),
        datePublished=values.get("datePublished"),
        authors=tuple(dict.fromkeys(f.value for field, f in persons if field == "author")),
        editors=tuple(dict.fromkeys(f.value for field, f in persons if field == "editor")),
        frame=tuple(sorted(set(spans))),
        fields=tuple(sorted(fields, key=lambda field: (field[1], field[0]))),
        encoding=encoding,
    )


def frame(text: str, ontology: Ontology, *, encoding: str = "utf-8", page: Page | None = None) -> Meta:
    """What an article states of itself, and the spans that state it: they are no part of the body.

    The title counts as frame, unless nothing else would be left. `page` is what the text's HTML says beside it.

    >>> from kg.ontology.ontology import load
    >>> meta = frame("新馆开馆\\n2021-03-05 10:20 来源：临江日报\\n本报讯（记者 王小明）档案馆新馆今天开馆。", load())
    >>> meta.title, meta.source, meta.datePublished, meta.authors
    ('新馆开馆', '临江日报', '2021-03-05', ('王小明',))
    """
    reader = _Reader(text, _grammar(ontology))
    title = page.title if page else None
    reader.top(title)
    reader.bottom()
    reader.between()
    reader.signed()
    reader.today()
    if page:
        _from_page(reader, page)
    if reader.title is not None and not reader.body():
        reader.framed.discard(reader.title)
    return _meta(reader, encoding, title)
