"""ontology/roles.toml: how a role is composed around a base of words/roles.tsv."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from kg.ontology.table import Fragment, Share, Table, Word


class RoleScores(Table, frozen=True):
    """How sure a role is, by its kind."""

    post: Share
    person: Share


class SharedRoles(Table, frozen=True):
    """Roles whose first character also ends the name of the organ: 财政厅|长 is a 厅长 at 财政厅."""

    roles: tuple[Word, ...]
    not_behind: str


class Roles(Table, frozen=True):
    """How a role is composed around a base of words/roles.tsv, and where a base is no role."""

    FILE: ClassVar[str] = "roles.toml"

    prefix: tuple[Word, ...]
    unless_before: Mapping[Word, str]
    suffix: tuple[Word, ...]
    holding: tuple[Word, ...]
    deeds: frozenset[Word]
    not_before: Fragment
    not_roles: tuple[Word, ...]
    committees: tuple[Word, ...]
    level_committees: tuple[Word, ...]
    level: re.Pattern[str]
    shared: SharedRoles
    scores: RoleScores
