"""What a page states of its article beside the article's text, as values of the places in ontology/metadata.toml."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import get_args

from kg.ontology.ontology import Ontology
from kg.ontology.tables.metadata import FieldName, Metadata
from kg.read.article.fields import FieldValue
from kg.read.article.label_lines import LabelLine
from kg.read.article.line_patterns import LinePatterns
from kg.read.article.page_parts import Parts, parts
from kg.read.article.page_values import page_values
from kg.read.article.places import places
from kg.read.article.titles import Titles
from kg.read.page import Line, Page
from kg.types import Span

_FIELDS: tuple[FieldName, ...] = get_args(FieldName)
_ELEMENTS: tuple[FieldName, ...] = ("publisher", "source", "date", "author", "editor")
_LABELS = ("publisher", "source", "date", "written", "author", "editor", "label_url")
_BARE = ("beside", "label_url")  # places that are the same anywhere on a page


class PageFields:
    """Reads the fields of pages."""

    def __init__(self, ontology: Ontology) -> None:
        self._titles = ontology.once(Titles)
        self._values, self._places = page_values(ontology), places(ontology)
        self._p = ontology.once(LinePatterns)
        table = ontology.table(Metadata).element
        self._elements = [(field, getattr(table, field)) for field in _ELEMENTS]

    def read(self, page: Page) -> list[FieldValue]:
        """All values that the places of a page give, those that are none with the reason."""
        found = self._titles.read(page)
        known = {value.value for value in found if value.field == "title_publisher"}
        for one in self._places.stated(page):
            field = next(field for field in _FIELDS if one.place.endswith(f"_{field}"))
            if field != "title":
                found += self._checked(one.place, field, one.where, one.raw, known, pen=one.is_person)
        part = parts(page)
        for n in part.head:
            pen = not any(value.value for value in found if value.field == "element_author")
            found += self._elements_of(page.lines[n], pen=pen)
        for n, line in enumerate(page.lines):
            found += self._labels_of(line, _place(n, part), below=n in part.below)
        return list(dict.fromkeys(found))

    def _checked(
        self, place: str, field: FieldName, where: str, raw: str, known: set[str], *, pen: bool = False
    ) -> list[FieldValue]:
        checked = self._values.check(field, raw, known, pen=pen)
        values = [FieldValue(place, value, None, where, raw) for value in checked.values]
        return values or [FieldValue(place, "", None, where, raw, checked.wrong)]

    def _elements_of(self, line: Line, *, pen: bool) -> Iterator[FieldValue]:
        """What elements of a line hold that are named after a field; the innermost name decides.

        With `pen` an author's name may be of any form.
        """

        def named(names: tuple[str, ...]) -> tuple[FieldName, str] | None:
            pairs = ((field, name) for name in names for field, form in self._elements if form.fullmatch(name))
            return next(pairs, None)

        for key, pieces in groupby(line.pieces, key=lambda piece: named(piece.names)):
            if key is None:
                continue
            raw = " ".join(piece.text for piece in pieces)
            found = self._checked(f"element_{key[0]}", key[0], f"element {key[1]}", raw, set(), pen=pen)
            yield from (value for value in found if value.wrong != "labels of other fields")

    def _labels_of(self, line: Line, place: str, *, below: bool) -> Iterator[FieldValue]:
        """What a label line of the page says, or the parts of a line that has more than labels.

        A line that is links says when and by whom without a label only `below` the title, with the time of day:
        elsewhere it belongs to another article.
        """
        whole = self._label_line(line.text)
        own = place == "line" and (not line.linked or (below and whole is not None and whole.clock))
        parts = line.pieces if whole is None and len(line.pieces) > 1 else ()
        for text, labels in [(line.text, whole), *((one.text, self._label_line(one.text)) for one in parts)]:
            if labels is None and own and (day := self._values.day_before(text)):
                yield FieldValue("line_day", day, None, _called(place), line.text)
            for field, value in self._said(text, labels, unlabelled=own):
                name = field if field in _BARE else f"{place}_{field}"
                yield FieldValue(name, value, None, _called(place), line.text)

    def _said(self, text: str, labels: LabelLine | None, *, unlabelled: bool) -> Iterator[tuple[str, str]]:
        """Fields and their values in a label line; `unlabelled` where a day and a medium count without a label."""
        if labels is None:
            return
        labelled = bool(labels.kinds - {"junk", "short"})
        for value in labels.found:
            if (labelled and value.field in _LABELS) or (unlabelled and value.field == "day"):
                yield value.field, value.written(text)
        if unlabelled and labels.clock and len(labels.free) == 1:
            medium = text[labels.free[0].start : labels.free[0].end]
            if self._values.is_medium(medium):
                yield "beside", medium

    def _label_line(self, text: str) -> LabelLine | None:
        view = self._values.view(text)
        return self._p.labels.parse(view, Span(0, len(view)))


def _place(n: int, part: Parts) -> str:
    return "line" if n in part.head else "foot"


def _called(place: str) -> str:
    return "line above the article" if place == "line" else "line of the page"


def page_fields(page: Page, ontology: Ontology) -> list[FieldValue]:
    """All values that the places of a page give."""
    return ontology.once(PageFields).read(page)
