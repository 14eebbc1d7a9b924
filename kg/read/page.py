"""What an HTML page gives beside its markup."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """The parts of a page: `text` is title and article, one paragraph a line; `lines` are all its short blocks."""

    text: str
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    author: str | None = None
    lines: tuple[str, ...] = ()
