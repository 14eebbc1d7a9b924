"""Tables of the ontology as checked values: TOML files and word lists, read against the type that declares their keys.

    # ontology/roles.toml                 class Roles(Table):
    prefix = ["副", "常务副"]        ->        prefix: tuple[Word, ...]
    not_before = "会(?!见)|级"                not_before: re.Pattern[str]

A key that is missing, unknown or of another type is an OntologyError with file, line and what is expected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, TypeVar, get_args, get_origin

import msgspec

from kg.errors import OntologyError
from kg.text.toml import KeyPath, line_of, toml_values

T = TypeVar("T")
PLACEHOLDER = re.compile(r"\{([a-zA-Z_]+)\}")  # in an expression, for another part
_AT = re.compile(r"(.*?)(?: - (at `key` )?(?:at|in) `([^`]*)`)?", re.DOTALL)
_STEP = re.compile(r"\.([^.\[]+)|\[(\d+)\]|\[(\.\.\.)\]")  # [...] is some key of a mapping
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`")
_CHOICE = re.compile(r"Invalid enum value [`'](.*)[`']")
_MISSING = re.compile(r"Object missing required field `(.*)`")


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a TOML file: its fields are all the keys that it may have, those without a default must be there."""

    FILE: ClassVar[str] = ""  # of the table that is a whole file, below the ontology's folder


class Row(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A row of a word list: its fields are the columns; those with a default may be left out at the end."""

    FILE: ClassVar[str] = ""  # below the ontology's folder


Word = Annotated[str, msgspec.Meta(min_length=1)]
"""A text that is not empty."""

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
"""A number from 0 to 1: a confidence, a score."""

Count = Annotated[int, msgspec.Meta(ge=0)]
"""A whole number that is not negative."""


class Fragment(str):
    """A part of regular expressions, that is one by itself; `{name}` in it stands for another part."""

    __slots__ = ()


class Characters(str):
    """What stands between the brackets of a character class: `在从对`, `0-9A-Z`."""

    __slots__ = ()


class Words(tuple[str, ...]):
    """A cell of a word list that holds several words, with blanks between them."""

    __slots__ = ()


class SchemaClass(str):
    """The name of a class of schema.ttl, also as the key of a table: `Organization`."""

    __slots__ = ()


class SchemaProperty(str):
    """The name of a property of schema.ttl, also as the key of a table: `hasPart`."""

    __slots__ = ()


SchemaName = SchemaClass | SchemaProperty


def decode_toml(text: str, kind: type[T], file: str) -> T:
    """A TOML file as a value of the table type `kind`; `file` names it in errors.

    Raises OntologyError, with file and line, where the text is not TOML or not such a table.
    """
    raw = toml_values(text, file, OntologyError)
    try:
        return msgspec.convert(raw, kind, dec_hook=_hook)
    except msgspec.ValidationError as error:
        what, path, hint = _explained(str(error), kind, raw)
        raise OntologyError(what, where=f"{file}:{line_of(text, path)}", hint=hint) from None


def decode_rows(text: str, kind: type[T], file: str) -> tuple[T, ...]:
    """A word list (tab-separated, `#` begins a comment line) as rows of the type `kind`.

    Raises OntologyError, with file and line, where a row has a column too many or too few, or a cell is not of its
    type.
    """
    lines = list(row_lines(text))
    try:
        cells = [line.split("\t") for _, line in lines]
        return msgspec.convert(cells, tuple[kind, ...], strict=False, dec_hook=_hook)  # type: ignore[valid-type]
    except msgspec.ValidationError as error:
        what, path, hint = _explained(str(error), tuple[kind, ...], ())  # type: ignore[valid-type]
        line = lines[path[0]][0] if path and isinstance(path[0], int) else 1
        hint = hint if hint.startswith("use ") else f"its columns are {', '.join(_columns(kind))}"
        raise OntologyError(what, where=f"{file}:{line}", hint=hint) from None


def row_lines(text: str) -> Iterator[tuple[int, str]]:
    """The rows of a word list with their lines, from 1."""
    return ((n, line) for n, line in enumerate(text.split("\n"), 1) if line and line[0] != "#")


def schema_names(kind: Any, value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, type[SchemaName], str]]:
    """The classes and properties that a value of type `kind` names, each with its place.

    >>> class Nouns(Table, frozen=True):
    ...     nouns: Mapping[SchemaClass, tuple[Word, ...]]
    >>> list(schema_names(Nouns, Nouns({"Event": ("大会",)})))
    [(('nouns', 'Event'), <class 'kg.ontology.table.SchemaClass'>, 'Event')]
    """
    parts = get_args(kind)
    if kind in (SchemaClass, SchemaProperty):
        yield path, kind, value
    elif _is_table(kind):
        for field in msgspec.structs.fields(kind):
            yield from schema_names(field.type, getattr(value, field.name), (*path, field.encode_name))
    elif isinstance(value, Mapping) and len(parts) == 2:
        for key, item in value.items():
            yield from schema_names(parts[0], key, (*path, key))
            yield from schema_names(parts[1], item, (*path, key))
    elif isinstance(value, tuple | frozenset) and parts and get_origin(parts[0]) is not Annotated:
        for n, item in enumerate(value):
            yield from schema_names(parts[0], item, (*path, n))


def _hook(kind: type, raw: object) -> object:
    """Values of the types that msgspec does not know."""
    if not isinstance(raw, str):
        raise ValueError(f"Expected `str`, got `{type(raw).__name__}`")
    if get_origin(kind) is re.Pattern or kind is re.Pattern:
        return expression(raw)
    if kind is Fragment:
        if not raw:
            raise ValueError("Expected an expression, got an empty text")
        expression(PLACEHOLDER.sub("x", raw))
    elif kind is Characters:
        if not raw:
            raise ValueError("Expected characters, got an empty text")
        expression(f"[{raw}]")
    elif kind is Words:
        return Words(raw.split())
    return kind(raw)


def expression(text: str) -> re.Pattern[str]:
    """A regular expression; ValueError where it is none or matches nothing but the empty text by being empty."""
    if not text:
        raise ValueError("Expected an expression, got an empty text")
    try:
        return re.compile(text)
    except re.error as error:
        raise ValueError(f"it is not an expression: {error}") from None


def _explained(message: str, kind: type, raw: Any) -> tuple[str, KeyPath, str]:
    """What msgspec found wrong with `raw`: in our words, where, and what to do."""
    what, of_key, place = _AT.fullmatch(message).groups()  # type: ignore[union-attr]
    path = _exact(place or "", kind, raw)
    if choice := _CHOICE.match(what):
        named = _at(kind, path)
        choices = get_args(get_args(named)[0] if of_key else named)
        hint = f"use {', '.join(map(str, choices))}" if choices else "write it as in the shipped ontology/"
        return f"'{choice[1]}' is unknown", (*path, choice[1]) if of_key else path, hint
    if missing := _MISSING.match(what):
        return f"key '{missing[1]}' is missing", path, "add it as in the shipped ontology/"
    if unknown := _UNKNOWN.match(what):
        table = _at(kind, path)
        keys = _columns(table) if _is_table(table) else ()
        return f"key '{unknown[1]}' is unknown", (*path, unknown[1]), f"use {', '.join(keys)}" if keys else ""
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    wrong = what[:1].lower() + what[1:].replace("`", "")
    return (f"key '{key}': {wrong}" if key else wrong), path, "write it as in the shipped ontology/"


def _exact(place: str, kind: Any, raw: Any) -> KeyPath:
    """The keys of a place as msgspec writes it (`$.nouns[...][1]`), with the key that it leaves open."""
    path: KeyPath = ()
    for key, n, some in _STEP.findall(place):
        if some and not isinstance(raw, dict):
            break
        wrong = (one for one, value in raw.items() if not _fits(value, _part(kind, one))) if some else iter(())
        step = int(n) if n else key or next(wrong, None)
        if step is None:
            break
        path, kind = (*path, step), _part(kind, step)
        raw = raw[step] if isinstance(raw, dict | list) else ()
    return path


def _fits(raw: Any, kind: Any) -> bool:
    try:
        msgspec.convert(raw, kind, dec_hook=_hook)
    except msgspec.ValidationError:
        return False
    return True


def _part(kind: Any, step: str | int) -> Any:
    """The type of what stands at a key, or place in a list, of a value of type `kind`; None where nothing does."""
    if _is_table(kind):
        fields = msgspec.structs.fields(kind)
        if isinstance(step, int):
            return fields[step].type if step < len(fields) else None
        return next((field.type for field in fields if field.encode_name == step), None)
    parts = get_args(kind)
    if isinstance(step, int):
        return parts[0] if parts else None
    return parts[1] if len(parts) == 2 else None


def _at(kind: Any, path: KeyPath) -> Any:
    """The type of what stands at `path` of a value of type `kind`; None where nothing does."""
    for step in path:
        kind = _part(kind, step)
    return kind


def _is_table(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _columns(kind: Any) -> tuple[str, ...]:
    return tuple(field.encode_name for field in msgspec.structs.fields(kind))
