"""The values that an article states of itself, and which of them count.

    来源：临江日报 … 新华社临江3月5日电（记者 王小明）   ->   FieldValue("source", "临江日报", Span(3, 7))
                                                              FieldValue("dateline_source", "新华社", Span(…))
                                                              FieldValue("author", "王小明", Span(…))

A value's field tells where it was found: `source` and `dateline_source` are two places of a source. [order] of
ontology/metadata.toml lists the places of each field, best first; the first that has a value wins.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace

from kg.ontology.tables.metadata import FieldName, Order
from kg.read.article.addresses import web_address
from kg.read.article.page_parts import plain
from kg.types import Meta, Span

_BLANKS = re.compile(r"\s+")
_DAYS = ("dateline_day", "day", "date", "written", "dateline", "signature", "today")
_PERSONS: tuple[FieldName, ...] = ("author", "editor")
_OTHERS: tuple[FieldName, ...] = ("url", "column", "keywords")
_NAMES: dict[str, str] = {"date": "datePublished"}  # as the metadata call them


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A value that an article states: the place, the value in normal form, its span (None beside the text).

    `where` says for people where on the page it stands, `raw` in what words. Where `wrong` says why it is none, the
    value is empty.
    """

    field: str
    value: str
    span: Span | None
    where: str = ""
    raw: str = ""
    wrong: str = ""

    def written(self, text: str) -> str:
        """The value as `text` has it: a date as it is, words as they stand there, names without blanks.

        An address that is none of an article is empty.
        """
        if self.span is None or self.field in _DAYS:
            return self.value
        if self.field == "label_url":
            return web_address(text[self.span.start : self.span.end]) or ""
        return _BLANKS.sub("" if self.field in _PERSONS else " ", text[self.span.start : self.span.end])


@dataclass(frozen=True, slots=True)
class Choice:
    """What a field's places say: the values that count, and those that do not, the best place first."""

    field: FieldName
    won: tuple[FieldValue, ...]
    lost: tuple[FieldValue, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The values that count, each once."""
        return tuple(dict.fromkeys(value.value for value in self.won))

    @property
    def value(self) -> str | None:
        """The value of a field that has one only."""
        return self.won[0].value if self.won else None


def choices(found: Iterable[FieldValue], order: Order) -> dict[FieldName, Choice]:
    """For each field the values that count: those of the first of its places that has any; of most fields, one.

    What names the publisher is not the source too, unless another place says so. Whom a place names that is one of
    authors and of editors is an author, unless another place says that it is the editor, or names the author.
    """
    ranked = _Ranked(found, order)
    publisher = ranked.first("publisher")
    source = ranked.first("source", but=publisher.won)
    if not publisher.won and (outlet := ranked.programme()):
        publisher = replace(publisher, won=(outlet,))
    both = set(order.author) & set(order.editor)
    editors = [value for value in ranked.of("editor") if value.field not in both]
    author = ranked.all("author", but=editors, of=both)
    persons = [author, ranked.all("editor", but=author.won)]
    others = [ranked.first(field) for field in _OTHERS]
    made = [ranked.first("title"), publisher, source, ranked.first("date"), *persons, *others]
    return {one.field: one for one in made}


class _Ranked:
    """Values by the order of their places."""

    def __init__(self, found: Iterable[FieldValue], order: Order) -> None:
        self._by_place: dict[str, list[FieldValue]] = {}
        self._order = order
        for value in found:
            self._by_place.setdefault(value.field, []).append(value)

    def of(self, field: FieldName) -> list[FieldValue]:
        """All values of a field, the best place first."""
        places: tuple[str, ...] = getattr(self._order, field)
        return [value for place in places for value in self._by_place.get(place, ())]

    def first(self, field: FieldName, but: Sequence[FieldValue] = ()) -> Choice:
        """The first value of a field that is not one of `but`."""
        every = self.of(field)
        won = next((value for value in every if value.value and value not in but), None)
        placed = (self._placed(won, every),) if won else ()
        return Choice(field, placed, tuple(value for value in every if value is not won))

    @staticmethod
    def _placed(won: FieldValue, every: list[FieldValue]) -> FieldValue:
        """A value with the place in the text where the same stands."""
        same = (value.span for value in every if value.span and plain(value.value) == plain(won.value))
        return won if won.span else replace(won, span=next(same, None))

    def all(self, field: FieldName, but: Sequence[FieldValue] = (), of: Container[str] | None = None) -> Choice:
        """All values of the first place that has any but the persons of `but`, in the order of the text.

        With `of`, only these places are kept from naming the persons of `but`.
        """
        every = self.of(field)
        others = {value.value for value in but}
        named = [v for v in every if v.value and (v.value not in others or not (of is None or v.field in of))]
        won = [value for value in named if value.field == named[0].field]
        won.sort(key=lambda value: (value.span is None, value.span.start if value.span else 0))
        return Choice(field, tuple(won), tuple(value for value in every if value not in won))

    def programme(self) -> FieldValue | None:
        """央视网消息（新闻联播）：… names its page and its source; 临江日报讯 only its source."""
        outlet, source = (
            next((value for value in self._by_place.get(place, ()) if value.value), None)
            for place in ("dateline_publisher", "dateline_source")
        )
        return outlet if outlet and source and source.value != outlet.value else None


def meta_of(found: Sequence[FieldValue], lines: Sequence[Span], title: str | None, encoding: str, order: Order) -> Meta:
    """The values that count, and where they and the lines that state them stand.

    `title` is what the article is called where no place says so.
    """
    chosen = choices(found, order)
    stated: list[tuple[str, FieldValue]] = [(name, value) for name, one in chosen.items() for value in one.won]
    stated += [(value.field, value) for value in found if value.field == "dateline_place"]
    fields = {(_NAMES.get(name, name), value.span) for name, value in stated if value.span}
    return Meta(
        title=chosen["title"].value or title,
        publisher=chosen["publisher"].value,
        source=chosen["source"].value,
        datePublished=chosen["date"].value,
        authors=chosen["author"].values,
        editors=chosen["editor"].values,
        frame=tuple(sorted(set(lines))),
        fields=tuple(sorted(fields, key=lambda field: (field[1], field[0]))),
        encoding=encoding,
        url=chosen["url"].value,
    )
