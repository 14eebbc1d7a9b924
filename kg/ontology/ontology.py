"""ontology/ -> one read-only value. Each part is read when it is first asked for."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from msgspec.structs import fields

from kg.errors import OntologyError
from kg.ontology.schema import Class, Property, Schema, read_schema
from kg.ontology.table import (
    PLACEHOLDER,
    Row,
    SchemaClass,
    SchemaName,
    SchemaProperty,
    Table,
    decode_rows,
    decode_toml,
    row_lines,
    schema_names,
)
from kg.ontology.turtle_lines import parsed
from kg.text.toml import KeyPath, line_of

T = TypeVar("T")
_Table = TypeVar("_Table", bound=Table)
_Row = TypeVar("_Row", bound=Row)


class Ontology:
    """The files of one ontology folder, read on demand and kept."""

    def __init__(self, path: Path) -> None:
        """`path` is the folder that holds schema.ttl, patterns/, words/ and questions/.

        Raises OntologyError where there is no schema.ttl in it.
        """
        self.path = path
        if not (path / "schema.ttl").is_file():
            hint = "name a folder laid out like the shipped ontology/"
            raise OntologyError("it holds no schema.ttl", where=str(path), hint=hint)
        self._made: dict[object, Any] = {}

    def once(self, make: Callable[[Ontology], T]) -> T:
        """What a function makes of this ontology: made when it is first asked for, and kept as long as the ontology.

        `make` is a function or class of a module, so that equal calls share one value.
        """
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    def table(self, kind: type[_Table]) -> _Table:
        """The TOML file that a table type describes (`FILE`); OntologyError, with file and line, where it is wrong."""
        if kind not in self._made:
            found = decode_toml(self.text(kind.FILE), kind, str(self.path / kind.FILE))
            for path, named, name in schema_names(kind, found):
                self._known(named, name, kind.FILE, path)
            self._made[kind] = found
        table: _Table = self._made[kind]
        return table

    def word_list(self, kind: type[_Row]) -> tuple[_Row, ...]:
        """The word list that a row type describes (its FILE); OntologyError, with file and line, where it is wrong."""
        if kind not in self._made:
            found = decode_rows(self.text(kind.FILE), kind, str(self.path / kind.FILE))
            for column in (one for one in fields(kind) if one.type in (SchemaClass, SchemaProperty)):
                for n, row in enumerate(found):
                    self._known(column.type, getattr(row, column.name), kind.FILE, n)
            self._made[kind] = found
        rows: tuple[_Row, ...] = self._made[kind]
        return rows

    def _known(self, kind: type[SchemaName], name: str, file: str, at: KeyPath | int) -> None:
        """OntologyError where a key, or a row, of a file names a class or property that schema.ttl does not have."""
        what, names = ("class", self.classes) if kind is SchemaClass else ("property", self.properties)
        if name in names:
            return
        text = self.text(file)
        line = list(row_lines(text))[at][0] if isinstance(at, int) else line_of(text, at)
        near = difflib.get_close_matches(name, names, 1)
        hint = f"did you mean '{near[0]}'?" if near else f"use a {what} of schema.ttl"
        raise OntologyError(f"{what} '{name}' is unknown", where=f"{self.path / file}:{line}", hint=hint)

    def error(self, kind: type[Table], path: KeyPath, what: str, hint: str) -> OntologyError:
        """The error to raise about the key at `path` of a table, such as ("words", "former"), with file and line."""
        line = line_of(self.text(kind.FILE), path)
        return OntologyError(what, where=f"{self.path / kind.FILE}:{line}", hint=hint)

    def expression(
        self, kind: type[Table], path: KeyPath, text: str, *, parts: Mapping[str, str] = {}, groups: Iterable[str] = ()
    ) -> re.Pattern[str]:
        """The regular expression that is composed of the key at `path` of a table and of others.

        `{name}` in the text, and in what is put there, stands for the part of that name, if there are `parts` at all.
        The expression must have all named `groups`. Raises OntologyError, with file and line of the key, where it is
        none, or lacks a part or a group.
        """
        text = self.composed(kind, path, text, parts)
        try:
            pattern = re.compile(text)
        except re.error as error:
            what = f"with the others it is no expression: {error}"
            raise self.error(kind, path, what, "check its brackets and the names of its groups") from None
        for group in groups:
            if group not in pattern.groupindex:
                hint = f"mark the part that it means: (?P<{group}>…)"
                raise self.error(kind, path, f"it has no group '{group}'", hint)
        return pattern

    def composed(self, kind: type[Table], path: KeyPath, text: str, parts: Mapping[str, str]) -> str:
        """The text with each `{name}`, and those within what is put there, replaced by the part of that name.

        With no `parts` it stays as it is. Raises OntologyError, with file and line of the key, where a part is missing
        or holds itself.
        """

        def put(text: str, within: tuple[str, ...]) -> str:
            for name in PLACEHOLDER.findall(text):
                if name not in parts:
                    raise self.error(kind, path, f"{{{name}}} stands for nothing", f"use {', '.join(parts)}")
                if name in within:
                    hint = "write that part without its own name"
                    raise self.error(kind, path, f"the part {{{name}}} holds itself", hint)
            return PLACEHOLDER.sub(lambda found: put(parts[found[1]], (*within, found[1])), text)

        return put(text, ()) if parts else text

    def text(self, name: str) -> str:
        """The text of one file, such as `words/surnames.tsv`; OntologyError where it is missing or not UTF-8."""
        file = self.path / name
        try:
            return file.read_text("utf-8")
        except FileNotFoundError:
            raise OntologyError("it is missing", where=str(file), hint="copy it from the shipped ontology/") from None
        except UnicodeDecodeError as error:
            what = f"it is not UTF-8 at byte {error.start}"
            raise OntologyError(what, where=str(file), hint="save it as UTF-8") from None

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over all files, in hexadecimal: part of what a Layer depends on."""
        digest = hashlib.sha256()
        for file in sorted(p for p in self.path.rglob("*") if p.is_file()):
            digest.update(f"{file.relative_to(self.path).as_posix()}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
        return digest.hexdigest()

    @cached_property
    def quads(self) -> tuple[Any, ...]:
        """The triples of schema.ttl, as quads of pyoxigraph, sorted; OntologyError where it is no Turtle."""
        return parsed(self.path / "schema.ttl", self.text("schema.ttl"))

    @cached_property
    def _schema(self) -> Schema:
        return read_schema(self.path / "schema.ttl", self.text("schema.ttl"), self.quads)

    @property
    def classes(self) -> Mapping[str, Class]:
        """Classes by local name."""
        return self._schema.classes

    @property
    def properties(self) -> Mapping[str, Property]:
        """Properties by local name."""
        return self._schema.properties

    @cached_property
    def distinguishing(self) -> tuple[str, ...]:
        """The properties that tell homonyms apart, the best first."""
        ranked = [(known.homonym_rank, name) for name, known in self.properties.items()]
        return tuple(name for rank, name in sorted((r, n) for r, n in ranked if r is not None))

    @cached_property
    def coarse(self) -> Mapping[str, str]:
        """The coarse type of every class: its topmost superclass within the ontology."""

        def top(name: str) -> str:
            parent = self.classes[name].parent
            return name if parent is None else top(parent)

        return {name: top(name) for name in self.classes}

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether class `name` is `ancestor` or lies below it."""
        current: str | None = name
        while current is not None:
            if current == ancestor:
                return True
            found = self.classes.get(current)
            current = found.parent if found else None
        return False


def load(path: Path | None = None) -> Ontology:
    """The ontology in a folder, or the shipped one: beside the package in a clone, inside it in a wheel.

    One folder gives one value, however it is asked for, so that its tables are read and compiled once.
    """
    if path is None:
        package = Path(__file__).parents[1]
        inside = package / "_ontology"
        path = inside if inside.is_dir() else package.parent / "ontology"
    return loaded(path)


@lru_cache(maxsize=8)
def loaded(path: Path) -> Ontology:
    """The ontology in a folder; the last few are kept."""
    return Ontology(path)
