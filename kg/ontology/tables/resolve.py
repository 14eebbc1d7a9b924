"""ontology/resolve.toml: how one thing is named in more than one way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar, Literal

from kg.ontology.table import Fragment, SchemaClass, Share, Table, Word


class Short(Table, frozen=True):
    """A longer wording within names, and the shorter one that means the same."""

    long: Word
    short: Word


class Names(Table, frozen=True):
    """What parts of names say nothing, what names are relative or common."""

    home: Word
    ordinal: re.Pattern[str]
    state: re.Pattern[str]
    area: frozenset[Word]
    zone: frozenset[Word]
    relative: re.Pattern[str]
    of_each_country: re.Pattern[str]
    holder: re.Pattern[str]
    local: re.Pattern[str]
    passing: re.Pattern[str]
    anonymous: re.Pattern[str]
    generic: re.Pattern[str]
    trailing: re.Pattern[str]
    draft: re.Pattern[str]
    company: re.Pattern[str]
    own: re.Pattern[str]
    all: re.Pattern[str]
    state_organs: frozenset[SchemaClass]
    tailed: frozenset[SchemaClass]
    cored: frozenset[SchemaClass]
    joined: re.Pattern[str]
    document: frozenset[Word]


class EditionWords(Table, frozen=True):
    """What tells one edition of a thing from the next; `types` are the coarse types that come in editions."""

    types: frozenset[SchemaClass]
    ordinal: re.Pattern[str]
    first: re.Pattern[str]
    year: re.Pattern[str]


class Text(Table, frozen=True):
    """What stands around names and anaphors in a text."""

    alias: tuple[Fragment, ...]
    renamed: tuple[Fragment, ...]
    between: re.Pattern[str]
    sentence: re.Pattern[str]
    clause: re.Pattern[str]
    governed: re.Pattern[str]
    with_another: re.Pattern[str]
    agent: re.Pattern[str]
    passing_event: re.Pattern[str]
    woman: re.Pattern[str]
    man: re.Pattern[str]
    kinswoman: re.Pattern[str]
    kinsman: re.Pattern[str]
    pair: re.Pattern[str]


class Home(Table, frozen=True):
    """What the home area and the home country of an article are called."""

    levels: Mapping[Word, tuple[Word, ...]]
    city: Word
    above: frozenset[Word]
    local: frozenset[Word]
    own: Fragment
    sent: Fragment
    seat: Fragment
    country: re.Pattern[str]
    nation: frozenset[Word]
    near: re.Pattern[str]
    toward: tuple[Word, ...]


class Pronouns(Table, frozen=True):
    """Pronouns by whom they may mean."""

    man: frozenset[Word]
    woman: frozenset[Word]
    own: frozenset[Word]
    first: frozenset[Word]
    second: frozenset[Word]


class Titles(Table, frozen=True):
    """What persons are called by their posts."""

    post: re.Pattern[str]


class Nominal(Table, frozen=True):
    """A kind of anaphor, and which names it may mean."""

    words: re.Pattern[str]
    types: frozenset[SchemaClass]
    ends: tuple[Word, ...] = ()
    kinds: frozenset[SchemaClass] = frozenset()


class OpenEvent(Table, frozen=True):
    """A kind of word for an event that was named before, and what the names that it may mean end with."""

    words: re.Pattern[str]
    ends: re.Pattern[str]
    types: frozenset[SchemaClass] = frozenset({SchemaClass("Event")})


class Alone(Table, frozen=True):
    """Words for a kind of body (or event) that mean one without its name.

    It is the one whose name ends so, or in `ends`; else it is completed by what it is `of`. `home` is what the one of
    the home country is called; without it, that country has none.
    """

    words: frozenset[Word]
    of: Literal["country", "area", "event", "name"] = "name"
    ends: tuple[Word, ...] = ()
    home: Word | None = None


class Scores(Table, frozen=True):
    """How sure a link is, by why it was made."""

    alias: Share
    area: Share
    zone: Share
    tail_of_holder: Share
    rewording: Share
    relative: Share
    tail: Share
    brand: Share
    initials: Share
    document: Share
    family_name: Share
    anaphor: Share
    across: Share
    apart: Share


class Resolve(Table, frozen=True):
    """How one thing is named in more than one way."""

    FILE: ClassVar[str] = "resolve.toml"

    short: tuple[Short, ...]
    names: Names
    edition: EditionWords
    text: Text
    home: Home
    pronouns: Pronouns
    titles: Titles
    nominal: tuple[Nominal, ...]
    event: tuple[OpenEvent, ...]
    alone: tuple[Alone, ...]
    scores: Scores
