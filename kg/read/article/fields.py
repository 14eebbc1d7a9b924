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
_PUBLISHERS = ("publisher", "site", "page_publisher", "dateline_publisher", "outlet", "signed")
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
    """The values that count, in the order of the text, and where they and the lines that state them stand.

    `title` is what the article is called where no line of it is its title.
    """

    def first(fields: tuple[str, ...]) -> FieldValue | None:
        return next((value for field in fields for value in found if value.field == field and value.value), None)

    chosen = [
        (name, value)
        for name, fields in (
            ("title", ("title",)),
            ("publisher", _PUBLISHERS),
            ("source", _SOURCES),
            ("datePublished", _DATES),
        )
        if (value := first(fields))
    ]
    values = {name: value.value for name, value in chosen}
    dateline = first(("dateline_publisher",))
    if "source" not in values and dateline and dateline.value != values["publisher"]:
        chosen.append(("source", dateline))
        values["source"] = dateline.value
    persons = [(value.field, value) for value in found if value.field in _PERSONS]
    persons.sort(key=lambda item: (item[1].span is None, item[1].span.start if item[1].span else 0))
    places = [(value.field, value) for value in found if value.field == "dateline_place"]
    fields = {(name, value.span) for name, value in [*chosen, *persons, *places] if value.span}

    def names(field: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value.value for kind, value in persons if kind == field))

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
