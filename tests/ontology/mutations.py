"""Mistakes of all kinds in a table of the ontology, made from the types that declare its keys.

    class Roles(Table):                       prefix = ["副"]
        prefix: tuple[Word, ...]      ->      ""                  # deleted
                                              prefixx = ["副"]    # misspelled
                                              prefix = 3          # wrong type
                                              prefix = [3]
                                              prefix = ["副"      # unbalanced

Each must be told: an OntologyError with file and line, what is wrong and what to do. `count_told` tries them all.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

import msgspec

from kg.errors import OntologyError
from kg.ontology.ontology import Ontology, load
from kg.ontology.table import Characters, Fragment, Row, SchemaClass, SchemaProperty, Table, Words
from kg.text.toml import KeyPath

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_TEXT = re.compile(r'"""(?:\\.|[^\\])*?"""|' r"'''.*?'''" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'", re.DOTALL)
_PLAIN = re.compile(r"[^,\]}\n#]+")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[\w-]+)\s*([=.])""")
_HEADER = re.compile(r"(\[\[?)([^\[\]\n]+)(\]\]?)")

Spot = tuple[int, int]


class Place(NamedTuple):
    """Where a key and its value stand in a TOML text: a table's value is all of its lines, an item has no key."""

    key: Spot
    value: Spot


class Mutation(NamedTuple):
    """A text with one mistake, what it is, and the line that an error should name (0: any)."""

    what: str
    text: str
    line: int = 0


class Changed(Ontology):
    """The shipped ontology with another text for one of its files."""

    def __init__(self, file: str, text: str) -> None:
        super().__init__(load().path)
        self.__dict__["_schema"] = load()._schema  # parsed once for all
        self._file, self._text = file, text

    def text(self, name: str) -> str:
        return self._text if name == self._file else super().text(name)


class _Reader:
    """The places of all keys and values of a TOML text, by their paths."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places: dict[KeyPath, Place] = {}
        around: KeyPath = ()
        times: dict[str, int] = {}
        opened: KeyPath | None = None
        at = self._skip(0)
        while at < len(text):
            if header := _HEADER.match(text, at):
                if opened is not None:
                    self.places[opened] = self.places[opened]._replace(value=(self.places[opened].value[0], at))
                around = tuple(name.strip().strip("\"'") for name in header[2].split("."))
                if len(header[1]) == 2:
                    times[header[2]] = times.get(header[2], -1) + 1
                    around = (*around, times[header[2]])
                opened = around
                self.places[around] = Place(header.span(2), (at, len(text)))
                at = header.end()
            else:
                at = self._pair(at, around)
            at = self._skip(at)

    def _skip(self, at: int) -> int:
        found = _BLANK.match(self.text, at)
        assert found
        return found.end()

    def _pair(self, at: int, path: KeyPath) -> int:
        """Read `key = value` and give its end."""
        start = at
        while True:
            key = _KEY.match(self.text, at)
            assert key, self.text[at : at + 40]
            path, at = (*path, key[1].strip("\"'")), key.end()
            if key[2] == "=":
                break
        begin = self._skip(at)
        end = self._value(begin, path)
        self.places[path] = Place((start, key.end(1)), (begin, end))
        return end

    def _value(self, at: int, path: KeyPath) -> int:
        if found := _TEXT.match(self.text, at):
            return found.end()
        if self.text[at] in "[{":
            closing, n = "]" if self.text[at] == "[" else "}", 0
            at = self._skip(at + 1)
            while self.text[at] != closing:
                if closing == "]":
                    end = self._value(at, (*path, n))
                    self.places[(*path, n)] = Place((at, at), (at, end))
                    at = end
                else:
                    at = self._pair(at, path)
                n, at = n + 1, self._skip(at)
                at = self._skip(at + 1) if self.text[at] == "," else at
            return at + 1
        plain = _PLAIN.match(self.text, at)
        assert plain
        return at + len(plain[0].rstrip())


def toml_mutations(kind: type[Table], text: str) -> Iterator[Mutation]:
    """A mistake of each kind at every key that the type declares, in a right text of its file."""
    yield from _of_table(kind, tomllib.loads(text), (), _Reader(text))


def _of_table(kind: Any, raw: Any, path: KeyPath, reader: _Reader) -> Iterator[Mutation]:
    for field in msgspec.structs.fields(kind):
        if field.encode_name in raw:
            at = (*path, field.encode_name)
            if at in reader.places:  # a table that has only tables in it has no place of its own
                yield from _of_key(at, field.required, reader)
            yield from _of_value(field.type, raw[field.encode_name], at, reader)


def _of_key(path: KeyPath, required: bool, reader: _Reader) -> Iterator[Mutation]:
    text, place, name = reader.text, reader.places[path], ".".join(map(str, path))
    end = place.value[1]
    if required:
        comma = re.match(r"\s*,", text[end:])
        yield Mutation(f"{name} deleted", text[: place.key[0]] + text[end + (comma.end() if comma else 0) :])
    elif text[place.value[0]] == "[" and place.value[0] < place.key[0]:
        return  # the header of a table that may be missing, whose keys would be those of the table before
    misspelled = text[: place.key[0]] + _misspelled(text[slice(*place.key)]) + text[place.key[1] :]
    yield Mutation(f"{name} misspelled", misspelled)


def _misspelled(key: str) -> str:
    return f"{key[:-1]}x{key[-1]}" if key[-1] in "\"'" else f"{key}x"


def _of_value(kind: Any, raw: Any, path: KeyPath, reader: _Reader) -> Iterator[Mutation]:
    """Wrong types and unbalanced brackets in a value, and in the values within it (of lists, the first and last)."""
    kind = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    parts = [part for part in get_args(kind) if part is not Ellipsis and part is not type(None)]
    if isinstance(raw, dict):
        table = isinstance(kind, type) and issubclass(kind, msgspec.Struct)
        if path in reader.places:
            yield from _replaced(path, reader, "3", "wrong type")
        if table:
            yield from _of_table(kind, raw, path, reader)
            return
        key_kind, value_kind = parts
        for n, (key, value) in enumerate(raw.items()):
            at = (*path, key)
            if key_kind in (SchemaClass, SchemaProperty) or get_origin(key_kind) is Literal:
                yield from _misspelled_key(at, reader)
            if n in (0, len(raw) - 1):
                yield from _of_value(value_kind, value, at, reader)
    elif isinstance(raw, list):
        if path in reader.places:
            yield from _replaced(path, reader, "3", "wrong type")
            yield from _replaced(path, reader, reader.text[slice(*reader.places[path].value)][:-1], "unbalanced")
        for n in dict.fromkeys((0, len(raw) - 1) if raw else ()):
            yield from _of_value(parts[0], raw[n], (*path, n), reader)
    else:
        yield from _of_plain(kind, raw, path, reader)


def _misspelled_key(path: KeyPath, reader: _Reader) -> Iterator[Mutation]:
    if path in reader.places:
        spot, text = reader.places[path].key, reader.text
        changed = text[: spot[0]] + _misspelled(text[slice(*spot)]) + text[spot[1] :]
        yield Mutation(f"{'.'.join(map(str, path))}: no such name in the schema", changed, _line(path, reader))


def _of_plain(kind: Any, raw: Any, path: KeyPath, reader: _Reader) -> Iterator[Mutation]:
    if isinstance(raw, bool | int | float):
        yield from _replaced(path, reader, '"x"', "wrong type")
        return
    yield from _replaced(path, reader, "3", "wrong type")
    source = reader.text[slice(*reader.places[path].value)]
    if kind in (Fragment, re.Pattern) or get_origin(kind) is re.Pattern:
        yield from _replaced(path, reader, json.dumps(raw + "(", ensure_ascii=False), "unbalanced")
        yield from _replaced(path, reader, json.dumps(raw + ")", ensure_ascii=False), "unbalanced")
    elif kind is Characters:
        yield from _replaced(path, reader, json.dumps(raw + "z-a", ensure_ascii=False), "unbalanced")
    elif kind in (SchemaClass, SchemaProperty) or get_origin(kind) is not None:  # a name, or a Literal
        yield from _replaced(path, reader, json.dumps(raw + "x", ensure_ascii=False), "unknown")
    else:
        yield from _replaced(path, reader, source[:-1] if len(source) < 3 else source[:-1] + "\n", "unbalanced")


def _line(path: KeyPath, reader: _Reader) -> int:
    """The line of the nearest key that begins a line, at `path` or around it."""
    text = reader.text
    for depth in range(len(path), 0, -1):
        place = reader.places.get(path[:depth])
        if place is None or place.key[0] == place.key[1]:
            continue
        start = place.key[0]
        if not text[text.rfind("\n", 0, start) + 1 : start].strip(" ["):
            return text.count("\n", 0, start) + 1
    return 0


def _replaced(path: KeyPath, reader: _Reader, value: str, what: str) -> Iterator[Mutation]:
    """The mistake of another value at `path`."""
    text, place, name = reader.text, reader.places[path], ".".join(map(str, path))
    line = _line(path, reader) if what != "unbalanced" else 0
    if place.value[0] < place.key[0]:  # a table with a header: its lines go, and the key stands in the table around it
        above, key = path[:-1], path[-1]
        if above or isinstance(key, int):
            return
        changed = f"{key} = {value}\n" + text[: place.value[0]] + text[place.value[1] :]
        yield Mutation(f"{name}: {what} {value[:20]}", changed)
    else:
        yield Mutation(f"{name}: {what} {value[:20]}", text[: place.value[0]] + value + text[place.value[1] :], line)


def row_mutations(kind: type[Row], text: str) -> Iterator[Mutation]:
    """A column too many, one missing, and cells that are not of their type, in the last row of a word list."""
    lines = text.rstrip("\n").split("\n")
    fields = msgspec.structs.fields(kind)
    cells = lines[-1].split("\t")
    required = [field for field in fields if field.required]
    rows = {
        "a column too many": [*cells, *["1"] * (len(fields) - len(cells) + 1)],
        "a column missing": cells[: len(required) - 1],
    }
    for n, field in enumerate(fields[: len(cells)]):
        if field.type not in (str, Words) and get_args(field.type)[:1] != (str,):
            rows[f"{field.name} wrong"] = [*cells[:n], "x+", *cells[n + 1 :]]
    for what, row in rows.items():
        if row:
            yield Mutation(what, "\n".join([*lines[:-1], "\t".join(row), ""]), len(lines))


def count_told(
    kind: type[Table] | type[Row], use: Callable[[Ontology], object] | None = None, *, but: Mapping[str, str] = {}
) -> int:
    """Make every mistake in the shipped file of `kind`, and see that each is told; how many there were.

    `use` compiles what is composed of the table, for mistakes that only show there. `but` lists those that are none,
    with the reason.
    """
    shipped = load().text(kind.FILE)
    made = row_mutations(kind, shipped) if issubclass(kind, Row) else toml_mutations(kind, shipped)
    count = 0
    for mutation in made:
        if mutation.what not in but:
            _told(kind, mutation, use)
            count += 1
    return count


def _told(kind: type[Table] | type[Row], mutation: Mutation, use: Callable[[Ontology], object] | None) -> None:
    changed = Changed(kind.FILE, mutation.text)
    try:
        if issubclass(kind, Row):
            changed.word_list(kind)
        else:
            changed.table(kind)
        if use is not None:
            use(changed)
    except OntologyError as error:
        where = re.fullmatch(r".*/(.+?):(\d+)", error.where or "")
        assert where and error.where == f"{changed.path / kind.FILE}:{where[2]}", f"{mutation.what}: {error}"
        line = int(where[2])
        assert 1 <= line <= mutation.text.count("\n") + 1 and mutation.line in (0, line), f"{mutation.what}: {error}"
        assert error.what and error.hint, f"{mutation.what}: {error}"
        return
    raise AssertionError(f"{kind.FILE}: {mutation.what}: nothing is told")
