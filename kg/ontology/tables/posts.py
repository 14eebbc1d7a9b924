"""The table posts.toml: how a text says who holds which post."""

from __future__ import annotations

import re
from typing import ClassVar

from kg.ontology.table import Characters, Fragment, Share, Table, Word


class PostWords(Table, frozen=True):
    """Words beside roles, persons and organizations."""

    former: Fragment
    joint: Fragment
    hold: Fragment
    career: Fragment
    since: Fragment
    listing: Characters
    acting: Fragment
    late: re.Pattern[str]
    ended: re.Pattern[str]
    over: re.Pattern[str]
    leave: Fragment
    relieve: Fragment
    by: Fragment
    held: Fragment
    called: Fragment
    behind_called: Fragment
    within: Fragment
    there: Fragment
    headed: Fragment
    anew: re.Pattern[str]
    now: re.Pattern[str]
    led: Characters
    others: Characters
    candidate: Fragment
    replace: Fragment
    appoint: Fragment
    before_appointee: Fragment
    behind_appointee: Fragment
    acts: frozenset[Word]
    behind_acts: Characters
    unit: Characters
    not_in_unit: Characters
    abroad: Fragment
    listed: Characters
    clear: Characters
    saying: Characters


class PostScores(Table, frozen=True):
    """The confidence of claims about posts."""

    named: Share
    home: Share
    origin: Share
    appointed: Share


class Member(Table, frozen=True):
    """Roles by which one is a member of an organization."""

    role: re.Pattern[str]


class Sole(Table, frozen=True):
    """Roles that one person holds."""

    role: re.Pattern[str]


class Area(Table, frozen=True):
    """Roles that an area has no post of."""

    never: re.Pattern[str]
    comes: re.Pattern[str]
    over: re.Pattern[str]
    committee: re.Pattern[str]
    levels: Characters


class Department(Table, frozen=True):
    """Units and organs within an organization."""

    unit: re.Pattern[str]
    party: re.Pattern[str]
    inner: re.Pattern[str]
    organ: re.Pattern[str]


class Home(Table, frozen=True):
    """Names of the organizations that a role belongs to where it stands alone."""

    role: re.Pattern[str]
    name: re.Pattern[str]
    own: bool = False


class Governing(Table, frozen=True):
    """Names of a party and of the foreign country that it governs."""

    party: re.Pattern[str]
    country: re.Pattern[str]


class PostTable(Table, frozen=True):
    """How a text says who holds which post, and where a role without an organization belongs."""

    FILE: ClassVar[str] = "posts.toml"

    words: PostWords
    scores: PostScores
    member: Member
    sole: Sole
    area: Area
    department: Department
    governing: tuple[Governing, ...]
    home: tuple[Home, ...]
