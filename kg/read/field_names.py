"""Which column of a table, or key of a record, holds what, as the user says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class FieldNames:
    """The name of the column for each part of an article; None: the one that is called so, empty: none.

    >>> FieldNames.of({"text": "content", "id": ""})
    FieldNames(text='content', id='', title=None, date=None, url=None, author=None, source=None)
    """

    text: str | None = None
    id: str | None = None
    title: str | None = None
    date: str | None = None
    url: str | None = None
    author: str | None = None
    source: str | None = None

    @classmethod
    def of(cls, names: Mapping[str, str | None]) -> FieldNames:
        """From a mapping; ValueError for a key that is no part of an article."""
        known = [one.name for one in fields(cls)]
        if unknown := [name for name in names if name not in known]:
            raise ValueError(f"{unknown[0]!r} is no field; use {', '.join(known)}")
        return cls(**names)


DEFAULT_NAMES = FieldNames()
