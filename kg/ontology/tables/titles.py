"""ontology/titles.toml: documents and works by their titles, and by what they are about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from kg.ontology.table import Fragment, SchemaClass, Share, Table, Word


class About(Table, frozen=True):
    """Documents that are named by what they are about."""

    opens: Word
    pair: Fragment
    not_between: Word
    nouns: Mapping[SchemaClass, tuple[Word, ...]]


class Alias(Table, frozen=True):
    """Short names of titles."""

    words: tuple[Word, ...]
    form: Fragment


class Issuers(Table, frozen=True):
    """The bodies that a title begins with: who issued the document, and who confers what it is about."""

    joins: Word
    opens: tuple[Word, ...]
    confers: re.Pattern[str]
    score: Share


class TitleScores(Table, frozen=True):
    """How sure a title is."""

    outer: Share
    nested: Share
    alias: Share
    about: Share
    about_body: Share


class Titles(Table, frozen=True):
    """Titles in 《》, and documents that are named by what they are about."""

    FILE: ClassVar[str] = "titles.toml"

    ends: Mapping[SchemaClass, tuple[Word, ...]]
    after: Mapping[SchemaClass, tuple[Word, ...]]
    about: About
    alias: Alias
    issuers: Issuers
    scores: TitleScores
