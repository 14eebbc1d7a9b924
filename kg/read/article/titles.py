"""The title of a page: what its places call the article, without the names of channel and site behind it.

<title>新馆开馆_要闻_临江网</title>  <h1>临江网</h1>  <h2>新馆开馆</h2>
agreed_title 新馆开馆  ·  heading_title 新馆开馆  ·  page_title 新馆开馆  ·  title_publisher 临江网
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from kg.ontology.ontology import Ontology
from kg.ontology.tables.metadata import Metadata
from kg.read.article.fields import FieldValue, choices
from kg.read.article.page_parts import headings, plain
from kg.read.article.page_values import page_values
from kg.read.article.places import places
from kg.read.page import Line, Page

_LEAST = 4  # characters of a title that is agreed on, and of one that is left where a site's name is cut
_CHANNEL = 6  # characters of a title that may be a channel's name
_COLUMN = 4  # characters of a column's name before a title: 深度｜…
_LONGEST = 120  # characters of a title
_ABOVE = 200  # lines above the body that may be its title
_STATED = 12  # stated titles that a heading may agree with
_HEADINGS = 4  # headings that are told
_CUT = re.compile(r"(?:\.{2,}|…+)$")  # of a title that is too long for its place
_STOP = re.compile(r"[。；，、：]$")


class Titles:
    """Reads titles by [site], [none] and [element] of ontology/metadata.toml."""

    def __init__(self, ontology: Ontology) -> None:
        table = ontology.table(Metadata)
        self._site, self._untitled = table.site, table.none.untitled
        self._named, self._order = table.element.title, table.order
        self._values, self._places = page_values(ontology), places(ontology)

    def read(self, page: Page) -> list[FieldValue]:
        """What the places of a page call its article, and the site's name that its title ends in."""
        stated = [("page_title", "<title>", one.raw) for one in page.stated if one.kind == "title"]
        stated += [one[:3] for one in self._places.stated(page) if one.place.endswith("_title")]
        found = [value for one in stated for value in self._stated(*one)]
        lines = [line for line in islice(headings(page), _ABOVE) if 1 < len(line.text) <= _LONGEST]
        above = [line for line in lines if self._is_heading(line)]
        found += [self._value("heading_title", line.text, "heading", line.text) for line in above[:_HEADINGS]]
        return found + self._agreed(lines, [raw for _, _, raw in stated[:_STATED]])

    def _stated(self, place: str, where: str, raw: str) -> Iterator[FieldValue]:
        """A stated title without the site's name, and that of the <title> by itself."""
        title, site = self.cut(raw)
        short = place == "page_title" and len(title) <= _CHANNEL
        yield self._value("short_title" if short else place, title, where, raw)
        if site and place == "page_title":
            checked = self._values.check("publisher", site)
            wrong = "a channel's name" if self._site.channel.fullmatch(site) else checked.wrong
            yield FieldValue("title_publisher", "" if wrong else checked.values[0], None, where, raw, wrong)

    def best(self, found: list[FieldValue]) -> str | None:
        """The title that wins among what the places say."""
        return choices(found, self._order)["title"].value

    def _value(self, place: str, title: str, where: str, raw: str) -> FieldValue:
        wrong = ""
        if not title or self._untitled.fullmatch(title):
            wrong = "the page's, no article's"
        elif place in ("heading_title", "page_title", "short_title") and self._values.is_site(title):
            wrong = "a site's name"
        return FieldValue(place, "" if wrong else title, None, where, raw, wrong)

    def _is_heading(self, line: Line) -> bool:
        named = any(self._named.fullmatch(name) for piece in line.pieces for name in piece.names)
        return (line.heading or named) and not _STOP.search(self._values.view(line.text))

    def _agreed(self, lines: list[Line], stated: list[str]) -> list[FieldValue]:
        """The longest line above the body that is what a stated title says, or the part of it before a separator."""
        best: tuple[int, str, str] | None = None  # its length, the title as it is stated, or else as the line has it
        for raw in stated:
            parts = self._beginnings(raw)
            for line in lines:
                text = plain(line.text)
                agreed = text in parts or (self._is_heading(line) and any(self._is_cut(part, text) for part in parts))
                if agreed and len(text) >= max(_LEAST, best[0] + 1 if best else 0):
                    title = parts.get(text, line.text)
                    best = best if self._untitled.fullmatch(title) else (len(text), title, line.text)
        return [FieldValue("agreed_title", best[1], None, "<title> and heading", best[2])] if best else []

    def _beginnings(self, raw: str) -> dict[str, str]:
        """What a stated title may mean, without blanks and as it is written: the whole, each part, and all up to a
        separator; no site's name.
        """
        found = [raw]
        for separator in (self._site.sure, self._site.doubtful):
            found += [raw[: mark.start()] for mark in separator.finditer(raw)]
            found += separator.split(raw)
        return {plain(part): part.strip() for part in found if part == raw or not self._values.is_site(part.strip())}

    @staticmethod
    def _is_cut(stated: str, heading: str) -> bool:
        """Whether a stated title is the beginning of a heading, cut for its place."""
        begin = _CUT.sub("", stated)
        return len(begin) > 2 * _LEAST and heading.startswith(begin)

    def cut(self, raw: str) -> tuple[str, str | None]:
        """A title without what stands behind it on a page, and the site's name, if that is there.

        >>> from kg.ontology.ontology import load
        >>> load().once(Titles).cut("新馆今天开馆_要闻_临江网"), load().once(Titles).cut("临江-青河高速通车")
        (('新馆今天开馆', '临江网'), ('临江-青河高速通车', None))
        """
        marks = list(self._site.sure.finditer(raw.strip()))
        begins, ends = [0, *(m.end() for m in marks)], [*(m.start() for m in marks), len(raw.strip())]
        segments = [(b, e) for b, e in zip(begins, ends, strict=True) if e > b]
        raw = raw.strip()
        sites = [raw[b:e] for b, e in segments if self._values.is_site(raw[b:e])] if len(segments) > 1 else []
        while len(segments) > 1 and raw[slice(*segments[0])] in sites:
            del segments[0]  # the site's name before the title
        if not segments:
            return "", None
        (begin, end), *others = segments
        second = raw[slice(*others[0])] if others else ""
        if end - begin <= _COLUMN < len(second) and second not in sites:
            end = others[0][1]
        title, site = self._without_site(raw[begin:end])
        return title, sites[-1] if sites else site

    def _without_site(self, title: str) -> tuple[str, str | None]:
        """A title without the site's name before or behind a dash, which may belong to a title too."""
        site = None
        first = self._site.doubtful.search(title)
        if first and self._values.is_site(title[: first.start()]) and not self._values.is_site(title[first.end() :]):
            site, title = title[: first.start()], title[first.end() :]
        for mark in reversed(list(self._site.doubtful.finditer(title))):
            behind = title[mark.end() :]
            if mark.start() < _LEAST or not self._values.is_site(behind):
                break
            site, title = site or behind, title[: mark.start()]
        return title, site


def titled(page: Page, ontology: Ontology) -> Page:
    """A page with its title as the first line of its text."""
    titles = ontology.once(Titles)
    title = titles.best(titles.read(page))
    if title is None:
        return page
    begin, whole = plain(page.text.lstrip().split("\n", 1)[0]), plain(title)
    text = page.text if begin and whole.startswith(begin) else f"{title}\n{page.text}"
    return replace(page, title=title, text=text)
