"""What an HTML page gives beside its markup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["title", "meta", "json_ld", "script", "field"]


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page states of its article beside the text: where, under what name, in what words.

    `name` is that of a meta element or a script's variable, or for JSON-LD type and property: `NewsArticle.headline`.
    `node` numbers the things that the JSON-LD of a page describes, `thing` is the type of the one that the words name.
    Of a field of a record `name` is that of its column, and `thing` says what it holds: `date`.
    """

    kind: Kind
    name: str
    raw: str
    node: int = 0
    thing: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line; `names` are the classes, ids and itemprops of the elements around it, innermost first."""

    text: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """What a browser shows between two line breaks; `linked` where it is the text of links more than anything else."""

    text: str
    pieces: tuple[Piece, ...] = ()
    heading: bool = False
    linked: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A stretch that is no text of the article, and why, for people."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Page:
    """The parts of a page.

    `text` is the article's, one paragraph a line, `lines` are all that the page shows, in order, `left_out` what was
    taken out of it before; `kg.read.article.titles` adds the title, which then is the first line of the text.
    """

    text: str
    stated: tuple[Stated, ...] = ()
    lines: tuple[Line, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    title: str | None = None
