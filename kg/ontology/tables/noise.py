"""ontology/noise.toml: what a page holds beside its article, by the structure of its HTML, and a book beside text."""

from __future__ import annotations

import re
from typing import ClassVar

from kg.ontology.table import Table, Word


class NamedParts(Table, frozen=True):
    """Classes and ids of elements that are no article, and what they are, for people."""

    why: Word
    names: re.Pattern[str]


class Captions(Table, frozen=True):
    """What tells a picture's caption: names of elements, the place behind a picture."""

    names: re.Pattern[str]
    behind: re.Pattern[str]
    credited: re.Pattern[str]
    longest: int
    centred: re.Pattern[str]
    never: re.Pattern[str]


class Refused(Table, frozen=True):
    """What tells a page that holds no article."""

    error: re.Pattern[str]
    login: re.Pattern[str]
    waiting: re.Pattern[str]
    moved: re.Pattern[str]
    leading: re.Pattern[str]
    prose: re.Pattern[str]
    ends: re.Pattern[str]
    short: int
    linked: float
    links: int
    summaries: float


class Book(Table, frozen=True):
    """What tells a file of a book that is no chapter: its type, its name, its title in the table of contents."""

    types: re.Pattern[str]
    files: re.Pattern[str]
    titles: re.Pattern[str]


class Noise(Table, frozen=True):
    """What a page holds beside its article."""

    FILE: ClassVar[str] = "noise.toml"

    hidden: re.Pattern[str]
    note: re.Pattern[str]
    dense: float
    parts: tuple[NamedParts, ...]
    caption: Captions
    refused: Refused
    book: Book
