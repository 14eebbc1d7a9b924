"""Data sets on disk: one JSON object a line, plain or gzipped. Every row is checked; none is skipped."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from kg.types import Span

_GZIP = b"\x1f\x8b"
_KINDS = {str: "string", int: "whole number", list: "list"}
_FORM = "see README.md on `kg score` for the form of a row"


@dataclass(frozen=True, slots=True)
class Named:
    """A span of the text and the label that the set gives it."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class NamedText:
    """A row of a set on names; `nested` are those that lie within others. `where` is file:line."""

    where: str
    text: str
    entities: tuple[Named, ...]
    nested: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """A triple as the set words it; `pair` has the spans of subject and object where the set asks about these two."""

    subject: str
    predicate: str
    object: str
    pair: tuple[Span, Span] | None = None


@dataclass(frozen=True, slots=True)
class RelatedText:
    """A row of a set on relations. `where` is file:line; `asked` tells whether the set asks about given pairs."""

    where: str
    text: str
    triples: tuple[Stated, ...]
    asked: bool


def set_name(path: Path) -> str:
    """What a file is called in a report: its name without .jsonl and .gz.

    >>> set_name(Path("ner/msra.test.jsonl.gz"))
    'msra.test'
    """
    return path.name.removesuffix(".gz").removesuffix(".jsonl")


def convention(path: Path) -> str:
    """The data set that a file is a part of: its name up to the first dot.

    >>> convention(Path("ner/msra.test.jsonl.gz"))
    'msra'
    """
    return path.name.partition(".")[0]


def named_texts(path: Path) -> list[NamedText]:
    """The rows of a set on names: {"text", "entities": [{"start", "end", "type", "text"}], "nested": the same}.

    Offsets are code points, half-open. Raises SourceError, with the line, where the file cannot be read, a row is no
    JSON or lacks a key, or where offsets do not cut the text that the entity says it has.
    """
    return [_named_text(row, where) for row, where in _rows(path)]


def related_texts(path: Path) -> list[RelatedText]:
    """The rows of a set on relations.

    Either {"text", "spo": [{"subject", "predicate", "object"}]}, or {"text", "entities", "relations": [{"head", "tail",
    "type"}]} with head and tail as indices into entities: then the set asks about these pairs. Other keys (`neg`: wrong
    triples to train with) are not read. Raises SourceError like `named_texts`.
    """
    return [_related_text(row, where) for row, where in _rows(path)]


def _lines(path: Path) -> Iterator[bytes]:
    """The lines of a file; gzip is known by its first bytes."""
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    if not packed and path.suffix == ".gz":
        raise SourceError("it is not gzip, as its name says", where=str(path), hint="pack it or rename it")
    with gzip.open(path) if packed else path.open("rb") as file:
        yield from file


def _rows(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Each row with its file:line."""
    number = 0
    try:
        for number, line in enumerate(_lines(path), 1):
            where = f"{path}:{number}"
            try:
                row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
            except (ValueError, RecursionError) as error:
                raise SourceError(f"it is not JSON: {error}", where=where, hint="give one object a line") from None
            if not isinstance(row, dict):
                raise SourceError("it is no JSON object", where=where, hint=_FORM)
            yield row, where
    except (OSError, EOFError, zlib.error) as error:
        what = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"it cannot be read: {what}", where=str(path), hint="check the file") from None
    if number == 0:
        raise SourceError("it holds no rows", where=str(path), hint=_FORM)


def _get(row: dict[str, Any], key: str, kind: type, where: str, part: str = "") -> Any:
    """The value of a key that must be there and of a kind."""
    name = f"{part}.{key}" if part else key
    if key not in row:
        raise SourceError(f"{name} is missing", where=where, hint=_FORM)
    value = row[key]
    if not isinstance(value, kind) or isinstance(value, bool):
        raise SourceError(f"{name} is no {_KINDS[kind]}", where=where, hint=_FORM)
    if isinstance(value, str) and any("\ud800" <= char <= "\udfff" for char in value):
        raise SourceError(f"{name} holds half a surrogate pair", where=where, hint="mend the characters")
    return value


def _objects(row: dict[str, Any], key: str, where: str) -> Iterator[tuple[dict[str, Any], str]]:
    """The objects of a list, each with its name in messages."""
    for n, item in enumerate(_get(row, key, list, where)):
        if not isinstance(item, dict):
            raise SourceError(f"{key}[{n}] is no object", where=where, hint=_FORM)
        yield item, f"{key}[{n}]"


def _named(row: dict[str, Any], key: str, where: str) -> Iterator[Named]:
    text = row["text"]
    for item, part in _objects(row, key, where):
        start, end = _get(item, "start", int, where, part), _get(item, "end", int, where, part)
        given = _get(item, "text", str, where, part)
        if not 0 <= start < end <= len(text):
            what = f"{part} has offsets {start} to {end}, and the text has {len(text)} characters"
            raise SourceError(what, where=where, hint="count code points, the end excluded")
        if text[start:end] != given:
            what = f"{part} says {given!r}, but offsets {start} to {end} cut {text[start:end]!r}"
            raise SourceError(what, where=where, hint="count code points, the end excluded")
        yield Named(Span(start, end), _get(item, "type", str, where, part))


def _named_text(row: dict[str, Any], where: str) -> NamedText:
    text = _get(row, "text", str, where)
    nested = tuple(_named(row, "nested", where)) if "nested" in row else ()
    return NamedText(where, text, tuple(_named(row, "entities", where)), nested)


def _related_text(row: dict[str, Any], where: str) -> RelatedText:
    text = _get(row, "text", str, where)
    if "spo" in row:
        found = [_stated(item, where, part) for item, part in _objects(row, "spo", where)]
        return RelatedText(where, text, tuple(found), asked=False)
    if "relations" not in row:
        raise SourceError("both spo and relations are missing", where=where, hint=_FORM)
    return RelatedText(where, text, tuple(_asked(row, where)), asked=True)


def _stated(item: dict[str, Any], where: str, part: str) -> Stated:
    subject, predicate, object_ = (str(_get(item, key, str, where, part)) for key in ("subject", "predicate", "object"))
    return Stated(subject, predicate, object_)


def _asked(row: dict[str, Any], where: str) -> Iterator[Stated]:
    entities = list(_named(row, "entities", where))
    for item, part in _objects(row, "relations", where):
        ends = []
        for key in ("head", "tail"):
            at = _get(item, key, int, where, part)
            if not 0 <= at < len(entities):
                what = f"{part}.{key} is {at}, and there are {len(entities)} entities"
                raise SourceError(what, where=where, hint="count entities from 0")
            ends.append(entities[at].span)
        head, tail = ends
        text = row["text"]
        predicate = _get(item, "type", str, where, part)
        yield Stated(text[head.start : head.end], predicate, text[tail.start : tail.end], (head, tail))
