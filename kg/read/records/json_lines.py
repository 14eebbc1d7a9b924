"""JSON lines: an object a line, each a document.

{"id": 7, "title": "新馆开馆", "text": "…"}
{"id": 8, "title": "图书节", "text": "…"}
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from kg.errors import SourceError
from kg.ontology.ontology import Ontology
from kg.read.encoding.whatwg import CODECS
from kg.read.reader import Content, Reader
from kg.read.records.lines import Lines, row_place
from kg.read.records.rows import Rows, documents
from kg.types import Document

_HEAD = 400_000  # bytes that show whether each line is an object
_BEGIN = re.compile(r'\s*+\{\s?"')
_ESCAPED = 6  # bytes of a character that is written as \u4e2d
_BESIDE = 1_000_000  # bytes of a line beside its text
_FIRST = 100  # lines that show which keys there are
_FORM = "write one object a line"


def _documents(content: Content, ontology: Ontology) -> Iterator[Document | SourceError]:
    most = _ESCAPED * content.limit + _BESIDE
    with content.open() as file:
        keys = _keys(Lines(content, file, ontology, most), content)
    content.warnings.clear()  # of lines that are read once more
    rows = Rows(content, ontology, keys)
    with content.open() as file:
        lines = Lines(content, file, ontology, most)

        def step() -> Document | None:
            lines.begin(lines.number + 1)
            line = next(lines)
            if not line.strip():
                return None
            return rows.document(lines.number, _row(line, row_place(content, lines.number)), lines.encoding)

        yield from documents(content, step)


def _keys(lines: Lines, content: Content) -> list[str]:
    """The keys of the first lines, in their order; SourceError where none of these is an object."""
    keys: dict[str, None] = {}
    found, size, error = False, 0, None
    while lines.number < _FIRST and size < _BESIDE:
        try:
            lines.begin(lines.number + 1)
            line = next(lines)
            size += len(line)
            if line.strip():
                keys |= dict.fromkeys(_row(line, row_place(content, lines.number)))
                found = True
        except StopIteration:
            break
        except SourceError as told:
            error = error or told
    if error and not found:
        if content.data.lstrip()[:1] == b"[":
            what = "it is one list of JSON, and no object a line"
            raise SourceError(what, where=content.where, hint="make it such: jq -c '.[]' LIST > LINES")
        raise error
    return list(keys)


def _row(line: str, where: str) -> dict[str, Any]:
    """The object of a line."""
    try:
        row = json.loads(line)
    except ValueError as error:
        told = str(error).partition(": line")[0]
        raise SourceError(f"its line is no JSON: {told[:1].lower()}{told[1:]}", where=where, hint=_FORM) from None
    except RecursionError:
        raise SourceError("its line is nested too deeply", where=where, hint=_FORM) from None
    if not isinstance(row, dict):
        raise SourceError("its line is JSON, but no object", where=where, hint=_FORM)
    return row


def _recognizes(data: bytes) -> bool:
    """Whether bytes begin with two objects, a line each, in one of the encodings."""
    return any(_is_two(data[:_HEAD].decode(codec, "replace")) for codec in CODECS.values())


def _is_two(text: str) -> bool:
    first, _, rest = text.lstrip("\ufeff \t\r\n").partition("\n")
    return bool(_BEGIN.match(first) and first.rstrip().endswith("}") and _BEGIN.match(rest))


READER = Reader(
    "JSON lines",
    (".jsonl", ".ndjson", ".jsonlines"),
    ("application/jsonl", "application/x-ndjson", "application/jsonlines", "application/x-jsonlines"),
    _documents,
    _recognizes,
    stream=True,
)
