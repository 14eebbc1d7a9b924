"""The values that an article states of itself, and which of them count.

    来源：临江日报 … 新华社临江3月5日电（记者 王小明）   ->   FieldValue("source", "临江日报", Span(3, 7))
                                                              FieldValue("dateline_source", "新华社", Span(…))
                                                              FieldValue("author", "王小明", Span(…))

A field tells where a value was found: of `source` and `dateline_source`, both are a source, and the first counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.types import Meta, Span

# The first of these that is found gives the value.
_DATES = ("date", "day", "page_date", "written", "dateline", "signature", "today")
_SOURCES = ("source", "source_tail", "dateline_source")
_PUBLISHERS = ("publisher", "site", "page_publisher", "outlet", "signed")
_DAYS = (*_DATES, "dateline_day")
_PERSONS = ("author", "editor")


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A value that an article states: its field, the value in normal form, its place (None in a page's metadata)."""

    field: str
    value: str
    span: Span | None

    def written(self, text: str) -> str:
        """The value as `text` has it: a date as it is, words as they stand there, names without blanks."""
        if self.span is None or self.field in _DAYS:
            return self.value
        return re.sub(r"\s+", "" if self.field in _PERSONS else " ", text[self.span.start : self.span.end])


def meta_of(found: Sequence[FieldValue], lines: Sequence[Span], title: str | None, encoding: str) -> Meta:
    """The values that count, and where they and the lines that state them stand.

    `title` is what the article is called where no line of it is its title.
    """
    chosen = _chosen(found)
    values = {name: value.value for name, value in chosen}
    persons = [value for value in found if value.field in _PERSONS]
    persons.sort(key=lambda value: (value.span is None, value.span.start if value.span else 0))
    named = [(value.field, value) for value in (*persons, *(v for v in found if v.field == "dateline_place"))]
    fields = {(name, value.span) for name, value in (*chosen, *named) if value.span}

    def names(field: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value.value for value in persons if value.field == field))

    return Meta(
        title=values.get("title", title),
        publisher=values.get("publisher"),
        source=values.get("source"),
        datePublished=values.get("datePublished"),
        authors=names("author"),
        editors=names("editor"),
        frame=tuple(sorted(set(lines))),
        fields=tuple(sorted(fields, key=lambda field: (field[1], field[0]))),
        encoding=encoding,
    )


def _chosen(found: Sequence[FieldValue]) -> list[tuple[str, FieldValue]]:
    """The values that count, by the names that they have in the metadata."""

    def first(*fields: str) -> FieldValue | None:
        return next((value for field in fields for value in found if value.field == field and value.value), None)

    publisher, source, outlet = first(*_PUBLISHERS), first(*_SOURCES), first("dateline_publisher")
    programme = first("dateline_source")
    if publisher is None and outlet and programme and programme.value != outlet.value:
        publisher = outlet  # 央视网消息（新闻联播）：… names its page and its source; 临江日报讯 only its source
    source = source or outlet or first("reporting")
    chosen = {"title": first("title"), "publisher": publisher, "source": source, "datePublished": first(*_DATES)}
    return [(name, value) for name, value in chosen.items() if value]
