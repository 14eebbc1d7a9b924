"""Which column of a table, or key of a record, holds what: as the user names it, or by ontology/records.toml.

doc_id, publishDate, 标题, content      id: doc_id, date: publishDate, title: 标题, text: content
docno, article_zh                       SourceError: its columns are docno, article_zh; name one: --text-field
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any

from kg.errors import SourceError
from kg.ontology.ontology import Ontology
from kg.ontology.tables.records import Records
from kg.read.field_names import FieldNames
from kg.read.reader import Content
from kg.text.visible import one_line

_SHOWN = 30  # columns that an error lists
_LONGEST = 60  # characters of a column's name that it shows
_BLANK = re.compile(r"[\s_\-\ufeff]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a file by what they hold."""

    text: str
    id: str | None
    stated: tuple[tuple[str, str], ...]  # (field, column)


def columns(names: Sequence[str], content: Content, ontology: Ontology) -> Columns:
    """The columns of a file with these names.

    Raises SourceError where none holds the text, or where the user names one for the text or the id that is not there;
    for another field the content is warned.
    """
    table, found = ontology.table(Records), dict[str, str]()
    for one in fields(FieldNames):
        field, given = one.name, getattr(content.names, one.name)
        if given is None:
            column = _called(names, getattr(table, field))
        else:
            column = _named(names, given)
            if given and column is None:
                _miss(field, given, names, content)
        if column is not None:
            found[field] = column
    if "text" not in found:
        what = f"none of its columns is known to hold the text: they are {listed(names)}"
        raise SourceError(what, where=content.where, hint="name the one that does: --text-field NAME")
    stated = tuple((field, column) for field, column in found.items() if field not in ("text", "id"))
    return Columns(found["text"], found.get("id"), stated)


def knows(names: Sequence[str], ontology: Ontology) -> bool:
    """Whether one of the names is that of a text."""
    return _called(names, ontology.table(Records).text) is not None


def listed(names: Sequence[str]) -> str:
    """Names of columns for a message."""
    shown = [one_line(name[:_LONGEST]) for name in names[:_SHOWN]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def cell(row: Mapping[str, Any], column: str) -> Any:
    """What a column of a row holds; `a.b` is b in a, in each where a is a list. None where it is not there.

    >>> cell({"meta": {"title": "开馆"}}, "meta.title"), cell({"parts": [{"text": "甲"}, {"text": "乙"}]}, "parts.text")
    ('开馆', ['甲', '乙'])
    """
    if column in row:
        return row[column]
    first, _, rest = column.partition(".")
    inner = row.get(first) if rest else None
    if isinstance(inner, list):
        return [cell(one, rest) for one in inner if isinstance(one, Mapping)]
    return cell(inner, rest) if isinstance(inner, Mapping) else None


def _plain(name: str) -> str:
    return _BLANK.sub("", name).casefold()


def _called(names: Sequence[str], known: Sequence[str]) -> str | None:
    """The column with the first of the known names that there is."""
    by_name = {_plain(name): name for name in reversed(names)}
    return next((by_name[one] for one in known if one in by_name), None)


def _named(names: Sequence[str], given: str) -> str | None:
    """The column that a user means."""
    if given in names or (given and given.partition(".")[0] in names):
        return given
    return _called(names, [_plain(given)]) if given else None


def _miss(field: str, given: str, names: Sequence[str], content: Content) -> None:
    """Say that a column which is named is not there."""
    what = f"it has no column {given!r}: its columns are {listed(names)}"
    near = get_close_matches(given, names, 1)
    hint = f"did you mean --{field}-field {one_line(near[0])}?" if near else f"name one of them: --{field}-field NAME"
    if field in ("text", "id"):
        raise SourceError(what, where=content.where, hint=hint)
    content.warn(what, hint)
