"""ontology/article.toml: how an article states its title, source, date and authors around its body."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

import msgspec

from kg.ontology.table import Characters, Fragment, Table, Word

Digits = Annotated[str, msgspec.Meta(min_length=13, max_length=13)]
"""Four characters for zero, then those for one to nine."""


class Fold(Table, frozen=True, rename={"from_": "from"}):
    """Characters that are read as others, one for one."""

    from_: Word
    to: Word


class Parts(Table, frozen=True):
    """Parts that other expressions name in braces."""

    agency: Fragment
    own: Fragment
    medium: Fragment
    name: Fragment
    place: Fragment
    day: Fragment
    word: Fragment
    other: Fragment
    weekday: Fragment
    clock: Fragment


class Dates(Table, frozen=True):
    """Dates of publication."""

    full: Fragment
    short: Fragment
    today: Fragment
    present: Fragment
    digits: Digits
    ten: Annotated[str, msgspec.Meta(min_length=1, max_length=1)]


class Label(Table, frozen=True):
    """The labels of one kind: those with a colon, those that may also stand right before a name.

    `pen` are those with a colon behind which a pen name may stand.
    """

    plain: tuple[Word, ...]
    bare: tuple[Word, ...] = ()
    pen: tuple[Word, ...] = ()


class Labels(Table, frozen=True):
    """Labels by kind, and what may stand around them."""

    before: Fragment
    after: Fragment
    glued: tuple[Word, ...]
    unknown: Fragment
    begins: Characters
    address: Fragment
    source: Label
    publisher: Label
    date: Label
    written: Label
    title: Label
    author: Label
    editor: Label
    credit: Label
    other: Label


class Junk(Table, frozen=True):
    """Words and lines of a page that are not the article's."""

    words: tuple[Word, ...]
    nobody: frozenset[Word]
    page: Fragment
    lines: tuple[Fragment, ...]
    notes: tuple[Fragment, ...]
    related: re.Pattern[str]
    links: re.Pattern[str]


class Persons(Table, frozen=True):
    """What persons' names look like beside labels and in lines of their own."""

    drop: frozenset[Word]
    tails: tuple[Word, ...]
    code: re.Pattern[str]
    organ: Fragment
    outlet: re.Pattern[str]
    likely: float
    pen: float
    possible: float
    unseen: float
    pen_name: Fragment
    whose: re.Pattern[str]
    between: re.Pattern[str]
    official: Fragment


class Site(Table, frozen=True):
    """The site's own name."""

    strong: re.Pattern[str]
    weak: re.Pattern[str]
    suffix: Fragment


class Dateline(Table, frozen=True):
    """Who reports from where, at a body's beginning and end."""

    open: tuple[Fragment, ...]
    by: Fragment
    bracket: Fragment
    reporters: Fragment
    wire: Fragment
    number: re.Pattern[str]
    topic: Fragment
    after: Fragment
    reporting: Fragment
    programme: Fragment
    close: Fragment


class Credit(Table, frozen=True):
    """Whose picture it is."""

    close: Fragment
    verbs: re.Pattern[str]


class Signature(Table, frozen=True):
    """Whose document it is."""

    organ: re.Pattern[str]
    board: re.Pattern[str]


class Article(Table, frozen=True):
    """How an article states its title, source, date and authors around its body."""

    FILE: ClassVar[str] = "article.toml"

    fold: Fold
    parts: Parts
    date: Dates
    labels: Labels
    junk: Junk
    names: Persons
    site: Site
    dateline: Dateline
    credit: Credit
    signature: Signature
