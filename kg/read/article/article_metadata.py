"""The metadata of an article: the lines above and below its body, and what they state; patterns: ontology/article.toml.

    临江日报                                        site: 临江日报
    新馆开馆                                        title: 新馆开馆
    2021-03-05 10:20 来源：临江日报                 day: 2021-03-05, source: 临江日报
    本报讯（记者 王小明）档案馆新馆今天开馆。       author: 王小明; the body begins at 档案馆
    责任编辑：赵敏                                  editor: 赵敏

Lines are taken from the top down to the body, then from the bottom up to it; what is left is the body. Within the body
only its first lines (datelines) and its last ones (names, credits) are read, and lines of the page in between.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from kg.ontology.ontology import Ontology
from kg.read.article.fields import FieldValue, choices, meta_of
from kg.read.article.label_lines import LabelLine, trim
from kg.read.article.line_patterns import LinePatterns
from kg.read.article.page_fields import page_fields
from kg.read.article.page_parts import plain
from kg.read.article.reading import Reading
from kg.read.page import LeftOut, Page
from kg.types import Meta, Span

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_TITLE = 100  # characters of a title
_SITE = 20  # characters of a site's name
_SHORT = 60  # characters of a line that may stand between a title and the lines that state its source
_PEN = 3  # characters of a pen name
_BYLINE = 18  # characters of a line of names
_REPORTING = 12  # lines of a body that may say whose reporter asked
_AHEAD = 5  # lines below a title, and lines of a body, that may hold metadata
_MOST = 500  # lines at either end of a text that may hold metadata
_LAST = 8  # lines of a text's end that may hold labels between others
_SENTENCE = re.compile(r"[。；，、：]$")  # what no title ends in
_INNER = re.compile(r"[，。；！？](?=.)")  # within a line of running text
_PAGE = "words of the page"  # why a line is left out
_RAGGED = 2  # columns by which lines that were cut at one width differ


class _Reader:
    """Reads one text's metadata; `spans` and `found` grow as its parts are recognised."""

    def __init__(self, text: str, patterns: LinePatterns, page: Page | None) -> None:
        self.text, self.p = text, patterns
        links = [line for line in page.lines if line.linked] if page else []
        self.linked = {plain(text) for line in links for text in (line.text, *(one.text for one in line.pieces))}
        self.view = text.translate(patterns.fold)
        trimmed = (_trim(self.view, *m.span()) for m in _LINE.finditer(self.view))
        self.lines = [span for span in trimmed if len(span)]
        self.taken: dict[int, str] = {}  # lines that are no part of the body, each with the reason, for people
        self.title: int | None = None
        self.spans: list[tuple[Span, str]] = []  # parts of lines that are none, with the reason
        self.found: list[FieldValue] = []

    def cut(self, n: int) -> str:
        """Line `n` of the view."""
        return self.view[self.lines[n].start : self.lines[n].end]

    def take(self, n: int, why: str) -> None:
        """Line `n` is metadata or the page's: no part of the body."""
        self.taken.setdefault(n, why)

    def body(self) -> list[int]:
        """The lines that are not taken."""
        return [n for n in range(len(self.lines)) if n not in self.taken]

    def take_part(self, part: tuple[Span, list[FieldValue]] | None, why: str) -> None:
        """Take a part of a line, if there is one, with its values."""
        if part:
            self.spans.append((part[0], why))
            self.keep(part[1])

    def keep(self, found: list[FieldValue]) -> None:
        """Add values; those that are words of the text are taken from the text itself."""
        self.found += [FieldValue(item.field, item.written(self.text), item.span) for item in found]

    def told(self, value: FieldValue) -> FieldValue:
        """A value of the text with the line that states it, for people."""
        if value.span is None or value.where:
            return value
        n = bisect_right(self.lines, value.span.start, key=lambda line: line.start) - 1
        line = self.lines[max(0, n)]
        return replace(value, where=f"line {n + 1} of the text", raw=self.text[line.start : line.end])

    # -- lines ---------------------------------------------------------------------------------------------------

    def label_line(self, n: int, *, tail: bool = False) -> bool:
        """Take line `n` if it is a label line or the page's own."""
        labels = self.p.labels.parse(self.view, self.lines[n])
        if labels and self.holds(labels):
            rename = {"day": "signature", "source": "source_tail"} if tail else {}
            self.keep([FieldValue(rename.get(f.field, f.field), f.value, f.span) for f in labels.found])
            for span in labels.free:
                self.outlet(span, labels)
            self.take(n, "labels and their values")
        elif self.p.labels.is_junk(self.view, self.lines[n]):
            self.take(n, _PAGE)
        else:
            return False
        return True

    def holds(self, labels: LabelLine) -> bool:
        """Whether the text without a label in a label line can be a medium or a name."""
        free = [self.view[s.start : s.end] for s in labels.free]
        return not free or labels.clock or bool(labels.kinds - {"junk"}) or all(map(self.p.strong.fullmatch, free))

    def outlet(self, span: Span, labels: LabelLine) -> None:
        """A medium beside a date or before 记者: 华夏时评 2020-03-09 18:14, 澎湃新闻记者 张三, 新华社记者 张三."""
        if "credit" in labels.kinds and "author" not in labels.kinds:
            return  # 新华社记者张三摄: whose picture it is.
        agency = self.p.agency.match(self.view, span.start, span.end)
        if agency or "《" in self.view[max(0, span.start - 2) : span.start]:  # 《临江日报》（2021年3月5日 02版）
            self.keep([FieldValue("dateline_source", "", Span(*agency.span()) if agency else span)])
        elif self.p.own.match(self.view, span.start, span.end):
            return
        elif "author" in labels.kinds:
            medium = self.p.medium.match(self.view, span.start, span.end)
            self.keep([FieldValue("outlet", "", Span(*medium.span()))] if medium else [])
        elif labels.clock or self.p.strong.fullmatch(self.view, span.start, span.end):
            persons = self.p.names.find(self.view, span, "alone") or []
            self.keep([FieldValue("author", "", s) for s in persons] or [FieldValue("beside", "", span)])

    def begins(self, n: int) -> bool:
        """Whether line `n` is a paragraph or a label line."""
        ends = len(self.lines[n]) > _SHORT or self.cut(n)[-1] in "。！？…”"
        return ends or self.p.labels.parse(self.view, self.lines[n]) is not None

    def byline(self, n: int) -> bool:
        """Take line `n` if it is names and nothing else; a post and a name name the author and stay in the body."""
        span = self.lines[n]
        official = self.p.official.fullmatch(self.view, span.start, span.end)
        if official and self.p.names.find(self.view, Span(*official.span("name")), "announced"):
            self.keep([FieldValue("author", "", Span(*official.span("name")))])
            return False
        name = trim(self.view, *_pair(span))
        below = n - 1 == self.title and n + 1 < len(self.lines) and self.begins(n + 1)
        pen = below and 2 <= len(name) <= _PEN
        if self.p.labels.is_picture(self.view, name):
            return False
        found = self.p.names.find(self.view, name, "pen" if pen else "alone") if len(span) <= _BYLINE else None
        if not found and below and len(span) <= _BYLINE:
            found = self.p.names.behind(self.view, name)
        if found:
            self.keep([FieldValue("author", "", s) for s in found])
            self.take(n, "a byline")
        return bool(found)

    # -- top -----------------------------------------------------------------------------------------------------

    def top(self, title: str | None) -> None:
        """Lines above the title, the title, lines below it."""
        n = self.site(self.label_lines(0))
        n = self.headline(n, title)
        for m in range(n, min(n + _AHEAD, len(self.lines))):
            if self.label_line(m) or self.byline(m):
                continue
            if len(self.lines[m]) > _SHORT or _SENTENCE.search(self.cut(m)):
                break
        for m in range(n, min(n + _AHEAD, len(self.lines))):
            beside = {m - 1, m + 1} & self.taken.keys() - {self.title}
            if m not in self.taken and beside and self.p.strong.fullmatch(self.cut(m)):
                self.keep([FieldValue("beside", "", self.lines[m])])
                self.take(m, "a medium's name")

    def site(self, n: int) -> int:
        """Take the site's name above the title: a medium, or an organ that the text's end or its next lines confirm."""
        if n + 1 >= len(self.lines) or self.cut(n + 1) == self.cut(n):
            return n
        name, below = self.cut(n), self.lines[n + 2 : n + 3]
        sure = self.p.strong.fullmatch(name) or name == self.cut(-1)
        weak = self.p.weak.fullmatch(name) and any((s := self.p.labels.parse(self.view, b)) and s.found for b in below)
        weak = weak or (self.p.weak.fullmatch(name) and self.cut(n + 1).startswith(name))
        if (
            len(name) > _SITE
            or not (sure or weak)
            or len(self.lines[n + 1]) > _TITLE
            or _SENTENCE.search(self.cut(n + 1))
        ):
            return n
        self.keep([FieldValue("site", "", self.lines[n])])
        self.take(n, "the site's name")
        return self.label_lines(n + 1)

    def label_lines(self, n: int) -> int:
        """Take the label lines from line `n` on; the number of the line below them."""
        last = min(len(self.lines), n + _MOST)
        while n < last and self.label_line(n):
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
            self.keep([FieldValue("title", "", below), FieldValue("site", "", site)])
            self.take(n, "the title with the site's name")
            return self._titled(n + 1)
        known = title is not None and plain(title) == plain(self.text[line.start : line.end])
        if not known and self.is_running(n):
            return n
        if not known and (page := self.p.suffix.fullmatch(name)):
            self.keep([FieldValue("site", "", Span(line.start + page.start("site"), line.end))])
            line = Span(line.start, line.start + page.end("title"))
        self.keep([FieldValue("title", "", line)])
        after = self._titled(n)
        while after < len(self.lines) - 1 and self.cut(after) == self.view[line.start : line.end]:
            after = self._titled(after)
        return after

    def is_running(self, n: int) -> bool:
        """Whether line `n` is of the body, and no title: long, a sentence, behind a dateline, or cut at the width."""
        line = self.lines[n]
        if len(line) > _TITLE or _SENTENCE.search(self.cut(n)) or self.p.datelines.opening(self.view, line):
            return True
        return self.is_wrapped(n)

    def is_wrapped(self, n: int) -> bool:
        """Whether line `n` is the first of a paragraph that was cut at a constant width: no title."""
        three = [self.cut(m) for m in range(n, min(n + 3, len(self.lines)))]
        widths = [2 * len(line) - len(line.encode("ascii", "ignore")) for line in three]
        running = all(_INNER.search(line) and not _SENTENCE.search(line[-1:]) for line in three[1:])
        return len(three) == 3 and max(widths) - min(widths) <= _RAGGED and running

    def _titled(self, n: int) -> int:
        self.title = n
        self.take(n, "the title")
        return n + 1

    # -- bottom and between --------------------------------------------------------------------------------------

    def bottom(self) -> None:
        """Lines below the body, from the last upward, and links to other articles."""
        sites = {f.value for f in self.found if f.field in ("site", "publisher", "beside")}
        n = len(self.lines) - 1
        last = n - _MOST
        while n > max(0, last) and n not in self.taken:
            if self.text[self.lines[n].start : self.lines[n].end] in sites:
                self.take(n, "the site's name")
            elif self.is_link(n):
                self.take(n, "links")
            elif not self.label_line(n, tail=True):
                break
            n -= 1
        for n in self.body()[-_LAST:]:
            labels = self.p.labels.parse(self.view, self.lines[n]) if len(self.lines[n]) <= _SHORT else None
            if labels and not labels.free and labels.kinds & {"source", "author", "editor", "credit"}:
                self.label_line(n, tail=True)
        self.links()

    def is_link(self, n: int) -> bool:
        """Whether line `n` is a link of the page, or the date below one, and no label."""
        labels = self.p.labels.parse(self.view, self.lines[n])
        if labels and labels.kinds - {"junk", "short"}:
            return False
        if plain(self.text[slice(*_pair(self.lines[n]))]).lstrip("-") in self.linked:
            return True
        return bool(labels and not labels.free and n) and self.is_link(n - 1)

    def links(self) -> None:
        """Take a heading of links to other articles in the lower half, and what stands below it."""
        body = self.body()
        for n in body[len(body) // 2 :]:
            if self.p.related.fullmatch(self.cut(n)):
                for m in range(n, len(self.lines)):
                    self.take(m, "links to other articles")
                return
            if self.p.links.fullmatch(self.cut(n)):
                self.take(n, "links")
                for m in range(n + 1, len(self.lines)):
                    if len(self.lines[m]) > _SHORT or self.cut(m)[-1] in "。！？":
                        break
                    self.take(m, "links")
                return

    def between(self) -> None:
        """The dateline, credits of pictures, names behind the last line; lines of the page amid the body."""
        for n in self.body()[:_AHEAD]:
            labels = self.p.labels.parse(self.view, self.lines[n]) if self.title is not None else None
            if labels and labels.kinds & {"source", "author"} and self.holds(labels):
                self.label_line(n)
        body = self.body()
        openings = (self.p.datelines.opening(self.view, self.lines[n]) for n in body[:_AHEAD])
        self.take_part(next(filter(None, openings), None), "a dateline")
        reporting = (self.p.datelines.reporting(self.view, self.lines[n]) for n in body[:_REPORTING])
        if outlet := next(filter(None, reporting), None):
            self.keep([outlet])
        last = set(body[-2:])
        for n in body if len(body) <= 2 * _MOST else [*body[:_MOST], *body[-_MOST:]]:
            if self.is_page(n):
                self.take(n, _PAGE)
            else:
                self.take_part(self.p.datelines.ending(self.view, self.lines[n], last=n in last), "a credit")

    def is_page(self, n: int) -> bool:
        """Whether line `n` amid the body is the page's, or a picture's credit."""
        span = self.lines[n]
        labels = (self.p.labels.parse(self.view, span) if len(span) <= _SHORT else None) or LabelLine()
        kinds = bool(labels.kinds) and labels.kinds <= {"editor", "credit", "junk"}
        return self.p.labels.is_junk(self.view, span) or (kinds and ("credit" in labels.kinds or not labels.free))

    def signed(self) -> None:
        """The organ above the date that ends a document."""
        dates = [f.span for f in self.found if f.field == "signature" and f.span]
        body = self.body()
        if not dates or len(body) < 2 or self.lines[body[-1]].end > min(dates, key=lambda s: s.start).start:
            return
        n = body[-1]
        if self.p.board.fullmatch(re.sub(r"\s", "", self.cut(n))) and self.p.organ.fullmatch(self.cut(body[-2])):
            n = body[-2]
        if self.p.organ.fullmatch(self.cut(n)) and not self.p.board.fullmatch(self.cut(n)):
            self.keep([FieldValue("signed", "", self.lines[n])])

    # -- values --------------------------------------------------------------------------------------------------

    def today(self) -> None:
        """今天（5月27日） or a dateline's day, where the text leaves no doubt of the year."""
        years = {m["year"] for m in self.p.present.finditer(self.view)}
        if not years:
            return
        days = [f for f in self.found if f.field == "dateline_day"]
        if days:
            self.found.append(FieldValue("today", max(years) + days[0].value[4:], days[0].span))
        for n in self.body()[:_AHEAD]:
            if match := self.p.today.search(self.view, *_pair(self.lines[n])):
                iso = self.p.labels.iso({"year": max(years), "month": match["month"], "day": match["day"]})
                self.keep([FieldValue("today", iso, Span(match.start("month"), match.end("day")))] if iso else [])


def _trim(view: str, start: int, end: int) -> Span:
    while start < end and view[start].isspace():
        start += 1
    while end > start and view[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _pair(span: Span) -> tuple[int, int]:
    return span.start, span.end


def article_metadata(text: str, ontology: Ontology, *, encoding: str = "utf-8", page: Page | None = None) -> Meta:
    """What an article states of itself, and the spans that state it: they are no part of the body.

    The title is no part of the body, unless nothing else would be left. `page` is what the text's HTML says beside it.

    >>> from kg.ontology.ontology import load
    >>> text = "新馆开馆\\n2021-03-05 10:20 来源：临江日报\\n本报讯（记者 王小明）档案馆新馆今天开馆。"
    >>> meta = article_metadata(text, load())
    >>> meta.title, meta.source, meta.datePublished, meta.authors
    ('新馆开馆', '临江日报', '2021-03-05', ('王小明',))
    """
    return article_reading(text, ontology, encoding=encoding, page=page).meta


def article_reading(
    text: str, ontology: Ontology, *, encoding: str = "utf-8", page: Page | None = None, url: str = ""
) -> Reading:
    """What an article states of itself, from which places, and what is no part of its body and why.

    `url` is the address that it was fetched from, if it was.
    """
    reader = _Reader(text, ontology.once(LinePatterns), page)
    title = page.title if page else None
    reader.top(title)
    reader.bottom()
    reader.between()
    reader.signed()
    reader.today()
    if url:
        reader.found.append(FieldValue("fetched_url", url, None, "the address that it was fetched from", url))
    if page:
        reader.found += page_fields(page, ontology)
    if reader.title is not None and not reader.body():
        reader.taken.pop(reader.title, None)
    parts = [*reader.spans, *((reader.lines[n], why) for n, why in reader.taken.items())]
    order = reader.p.order
    meta = meta_of(reader.found, [span for span, _ in parts], title, encoding, order)
    left_out = [LeftOut(text[span.start : span.end], why) for span, why in sorted(parts)]
    told = [reader.told(value) for value in reader.found]
    return Reading(meta, tuple(choices(told, order).values()), (*left_out, *(page.left_out if page else ())))
