"""A row of a table, or a record of another format -> a document.

{"id": 17, "title": "新馆开馆", "date": 1614913200000, "content": "<p>本报讯 …</p>"}
-> news#17, titled 新馆开馆, of 2021-03-05; the text is read as HTML
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from kg.errors import SourceError, SourceWarning
from kg.ontology.ontology import Ontology
from kg.ontology.tables.records import Records
from kg.read.article.titles import titled
from kg.read.encoding.decode import check_text
from kg.read.html.html_reader import is_html, page
from kg.read.html.html_text import shown_text
from kg.read.page import Page, Stated
from kg.read.reader import Content
from kg.read.records.columns import cell, columns
from kg.store.canonical import HALF
from kg.types import Document

_HEAD = 4000  # characters that show whether a text is HTML
_LONGEST = 200  # characters of an id
_FIELD = 2000  # characters of another field
_UNSHOWN = re.compile(r"[\s#]+|[^\x20-\U0010ffff]")


class Rows:
    """Makes documents of the rows of one source, whose columns have these names.

    Raises SourceError where none of them holds the text.
    """

    def __init__(self, content: Content, ontology: Ontology, names: Sequence[str]) -> None:
        self._content, self._ontology = content, ontology
        self.columns = columns(names, content, ontology)
        self._markup = ontology.once(Markup)
        self._seen = Seen() if self.columns.id else None

    def document(self, number: int, row: Mapping[str, Any], encoding: str = "utf-8") -> Document:
        """The document of a row, counted from 1; SourceError where it has none."""
        record = self._record(number, row)
        where = f"{self._content.where}#{record}"
        if self._seen and not self._seen.add(record):
            hint = "name a column that tells them apart: --id-field NAME, or --id-field '' to number the rows"
            raise SourceError(f"row {number} has the id of an earlier one", where=where, hint=hint)
        text = text_of(cell(row, self.columns.text))
        if not text.strip():
            what = f"row {number} has no text in the column {self.columns.text!r}"
            raise SourceError(what, where=where, hint="leave it out, or name another column: --text-field NAME")
        check(text, where, self._content, self._ontology)
        stated = tuple(
            Stated("field", column, words[:_FIELD], thing=field)
            for field, column in self.columns.stated
            if (words := " ".join(words_of(cell(row, column)).split()))
        )
        found = self._page(text, where)
        whole = titled(replace(found, stated=(*stated, *found.stated)), self._ontology)
        return self._content.document(whole.text, self._ontology, encoding=encoding, page=whole, record=record)

    def _page(self, text: str, where: str) -> Page:
        """A text that is a page, or a piece of one, as the reader of HTML has it; any other as it is."""
        if is_html(text):
            return page(text, self._ontology, where=where)
        return Page(shown_text(text, where) if self._markup.is_in(text) else text)

    def _record(self, number: int, row: Mapping[str, Any]) -> str:
        """The key of a row: its id, or else its number."""
        if self.columns.id is None:
            return str(number)
        return record_key(words_of(cell(row, self.columns.id))) or f"row-{number}"


def documents(content: Content, step: Callable[[], Document | SourceError | None]) -> Iterator[Document | SourceError]:
    """What each call of `step` gives or raises, until it raises StopIteration; nothing for None."""
    while True:
        try:
            found = step()
        except StopIteration:
            return
        except SourceError as error:
            found = error
        except RecursionError:
            found = SourceError("a record is nested too deeply", where=content.where, hint="leave it out")
        if found is not None:
            yield found


def record_key(words: str) -> str:
    """An id as it stands in a document's: no blanks, no `#`, nothing that cannot be shown; a long one ends in its hash.

    >>> record_key(" a b#c ")
    'a_b_c'
    """
    key = _UNSHOWN.sub("_", words.strip())
    return key if len(key) <= _LONGEST else f"{key[:_LONGEST]}~{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def text_of(value: Any) -> str:
    """The text of a cell: as it is, or the paragraphs of a list."""
    if isinstance(value, list):
        return "\n".join(text for one in value if (text := words_of(one)).strip())
    return words_of(value)


def words_of(value: Any) -> str:
    """A cell in words: a number, a date, names in a list; empty for what is none.

    >>> words_of(1614913200.0), words_of(["李红", "王强"]), words_of({"$oid": "5f1"}), words_of(None)
    ('1614913200', '李红、王强', '5f1', '')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None or value != value:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list):
        return "、".join(words for one in value if (words := words_of(one)))
    if isinstance(value, Mapping):
        return words_of(next(iter(value.values()))) if len(value) == 1 else ""
    return str(value)


def check(text: str, where: str, content: Content, ontology: Ontology) -> None:
    """Raise SourceError for a text with characters that are none, and for mojibake; a little of it is a warning."""
    if "\0" in text or HALF.search(text):
        what = "it holds a NUL character" if "\0" in text else "it holds half a character (a lone surrogate)"
        raise SourceError(what, where=where, hint="leave it out, or take the text as it was before")

    def warn(what: str, hint: str) -> None:
        content.warnings.append(SourceWarning(what, where=where, hint=hint))

    check_text(text, ontology, where=where, warn=warn)


class Markup:
    """Tells whether a text is HTML."""

    def __init__(self, ontology: Ontology) -> None:
        names = "|".join(map(re.escape, ontology.table(Records).elements))
        self._begin = re.compile(rf"(?i)\s*+<(?:!doctype|!--|(?:{names})\b[^<>]{{0,2000}}/?>)")
        self._tag = re.compile(rf"(?i)</?(?:{names})\b[^<>]{{0,300}}>")

    def is_in(self, text: str) -> bool:
        """Whether it begins with a tag, or has at least two near its beginning.

        >>> from kg.ontology.ontology import load
        >>> markup = load().once(Markup)
        >>> [markup.is_in(text) for text in ("<p>档案馆开馆。", "本报讯<br>今天<br>开馆", "若a<b且b>c，则a<c。")]
        [True, True, False]
        """
        if "<" not in text[:_HEAD]:
            return False
        begins = self._begin.match(text, 0, _HEAD) is not None
        return begins or len(list(islice(self._tag.finditer(text, 0, _HEAD), 2))) == 2


class Seen:
    """The ids of a source so far, kept on disk where they are many."""

    def __init__(self) -> None:
        import sqlite3

        self._table = sqlite3.connect("", check_same_thread=False)  # a temporary file, of which SQLite caches a part
        self._table.executescript("PRAGMA journal_mode = OFF; CREATE TABLE ids (id TEXT PRIMARY KEY) WITHOUT ROWID")

    def add(self, id_: str) -> bool:
        """Note an id; whether it is new."""
        return self._table.execute("INSERT OR IGNORE INTO ids VALUES (?)", (id_,)).rowcount == 1
