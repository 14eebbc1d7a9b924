"""ontology/pdf.toml: how the text of a PDF is put together from characters that stand somewhere on a page."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

import msgspec

from kg.ontology.table import Count, Fragment, Share, Table

Length = Annotated[float, msgspec.Meta(ge=0, le=10)]
"""A length in ems, or how many times another it is."""


class PdfLines(Table, frozen=True):
    """What makes characters a line, and gaps a blank."""

    same: Length
    overlap: Length
    join: Length
    join_blank: Length
    word: Length
    mixed: Length
    blank: Length
    step: Length
    spaced: Share


class PdfColumns(Table, frozen=True):
    """What makes lines columns, and what a table."""

    gutter: Length
    cell: Length
    fewest: Count
    most: Count
    narrow: Length
    full: Share
    running: Share


class PdfParagraphs(Table, frozen=True):
    """What makes lines a paragraph."""

    indent: Length
    short: Length
    size: Share
    gap: Length
    loose: Length
    centre: Length
    heading: Length


class PdfRunning(Table, frozen=True):
    """What makes a row a running head or foot."""

    rows: Count
    apart: Length
    few: Count
    room: Length
    numeral: re.Pattern[str]
    written: re.Pattern[str]
    number: Fragment


class PdfBroken(Table, frozen=True):
    """How much of a text may have no meaning."""

    most: Share
    some: Share
    least: Share
    enough: Count


class PdfLimits(Table, frozen=True):
    """How much a file may hold."""

    pages: Count
    characters: Count
    few: Count


class PdfDocument(Table, frozen=True):
    """Which information of a file is sane."""

    untitled: re.Pattern[str]
    known: Share
    year: Fragment


class Pdf(Table, frozen=True):
    """How the text of a PDF is put together."""

    FILE: ClassVar[str] = "pdf.toml"

    lines: PdfLines
    columns: PdfColumns
    paragraphs: PdfParagraphs
    running: PdfRunning
    broken: PdfBroken
    limits: PdfLimits
    document: PdfDocument
