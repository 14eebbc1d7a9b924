"""kg.toml: options of the command line, kept in a file.

    ontology = "my-ontology"     for all commands that have the option

    [build]                      for `kg build`
    processes = 4

    [train.joint]                for `kg train joint`
    seed = 7

The keys are the long names of the options. A path is relative to the folder of the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click
import msgspec

from kg.cli import options
from kg.cli.verb import Verb
from kg.errors import ProjectError
from kg.text.toml import KeyPath, line_of, toml_values

FILE = "kg.toml"
Words = tuple[str, ...]
_LISTED = 12  # keys, at most, that an error lists
_HINT = "kg init writes a kg.toml with all keys"


class Project(msgspec.Struct, frozen=True):
    """What a project file says: its path (None: there is none), and values by the words of a command, then by key."""

    file: Path | None = None
    tables: Mapping[Words, Mapping[str, Any]] = MappingProxyType({})
    verbs: Mapping[Words, Verb] = MappingProxyType({})
    text: str = ""

    def defaults(self, words: Words) -> dict[str, Any]:
        """The values for a command as click wants them; ProjectError where its option does not take one."""
        found: dict[str, Any] = {}
        settings = self.verbs[words].settings() if self.file else {}
        for path in ((), words):
            for key, value in self.tables.get(path, {}).items():
                if key in settings:
                    found[str(settings[key].name)] = self._checked(settings[key], value, (*path, key))
        return found

    def _checked(self, option: click.Option, value: Any, path: KeyPath) -> Any:
        assert self.file is not None
        try:
            given = [_given(option, one, self.file.parent) for one in (value if option.multiple else [value])]
            for one in given:
                option.type.convert(one, option, None)
        except click.BadParameter as error:
            raise _wrong(self, f"key '{path[-1]}': {error.message.rstrip('.')}", path) from None
        return given if option.multiple else given[0]


def load(file: Path | None, verbs: Mapping[Words, click.Command]) -> Project:
    """The project file of that name, or else that of this folder, if there is one.

    Raises ProjectError, with file and line, where it cannot be read or a key or its type is wrong.
    """
    if file is None and not Path(FILE).is_file():
        return Project()
    path = file or Path(FILE)
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        hint = "check the path (--config, KG_CONFIG); save it as UTF-8"
        raise ProjectError(f"it cannot be read: {error}", where=str(path), hint=hint) from None
    raw = toml_values(text, str(path), ProjectError)
    known = {words: one for words, one in verbs.items() if isinstance(one, Verb) and one.project}
    read = Project(path, {}, known, text)
    return msgspec.structs.replace(read, tables=MappingProxyType(_tables(read, raw, ())))


def shared(verbs: Mapping[Words, click.Command]) -> dict[str, click.Option]:
    """The options that mean the same in all commands that have them, two at least: keys outside of any table."""
    by_key: defaultdict[str, list[click.Option]] = defaultdict(list)
    for one in verbs.values():
        for key, option in one.settings().items() if isinstance(one, Verb) else ():
            by_key[key].append(option)
    return {
        key: same[0] for key, same in sorted(by_key.items()) if len(same) > 1 and len({one.help for one in same}) == 1
    }


def _tables(project: Project, raw: Mapping[str, Any], words: Words) -> dict[Words, Mapping[str, Any]]:
    """The values of a table and of the tables in it, each checked: its keys, and the types of their values."""
    settings = project.verbs[words].settings() if words in project.verbs else shared(project.verbs) if not words else {}
    inner = {one[len(words)] for one in project.verbs if one[: len(words)] == words and len(one) > len(words)}
    kind = table_type(settings)
    found: dict[Words, Mapping[str, Any]] = {}
    values: dict[str, Any] = {}
    for key, value in raw.items():
        path = (*words, key)
        if key in inner:
            if not isinstance(value, dict):
                raise _wrong(project, f"'{key}' is a command", path, f"write [{'.'.join(path)}], and its options below")
            found |= _tables(project, value, path)
        elif key not in settings:
            raise _unknown(project, key, path, [*settings, *sorted(inner)])
        else:
            values[key] = value
            _typed(project, kind, key, value, path)
    return {**found, words: MappingProxyType(values)}


def table_type(settings: Mapping[str, click.Option]) -> type[msgspec.Struct]:
    """The type of a table: a frozen structure with a field for each option."""
    fields = [(f"option_{n}", _type(one), None) for n, one in enumerate(settings.values())]
    names = {f"option_{n}": key for n, key in enumerate(settings)}
    return msgspec.defstruct("Options", fields, rename=names, frozen=True, forbid_unknown_fields=True)


def _type(option: click.Option) -> Any:
    one: Any = str
    if option.is_flag:
        one = bool
    elif isinstance(option.type, click.types.IntParamType):
        one = int
    elif isinstance(option.type, click.types.FloatParamType) or option.type is options.SECONDS:
        one = float
    elif option.type is options.SIZE:
        one = int | str
    return tuple[one, ...] if option.multiple else one


def _typed(project: Project, kind: type[msgspec.Struct], key: str, value: Any, path: KeyPath) -> None:
    try:
        msgspec.convert({key: value}, kind)
    except msgspec.ValidationError as error:
        what = str(error).partition(" - at ")[0].replace("`", "")
        raise _wrong(project, f"key '{key}': {what[:1].lower()}{what[1:]}", path) from None


def _given(option: click.Option, value: Any, folder: Path) -> Any:
    """A value as it would be typed; a path is seen from the folder of the file."""
    if option.type is options.PATH and value:
        return str(folder / value)
    return value if isinstance(value, bool) else str(value)


def _unknown(project: Project, key: str, path: Words, known: list[str]) -> ProjectError:
    """An unknown key, with the nearest, the table where it belongs, or all keys."""
    table = f" of [{'.'.join(path[:-1])}]" if len(path) > 1 else ""
    near = get_close_matches(key.replace("_", "-"), known, 1)
    owners = [f"[{'.'.join(words)}]" for words, one in sorted(project.verbs.items()) if key in one.settings()]
    if near:
        hint = f"did you mean '{near[0]}'?"
    elif owners:
        hint = f"it is a key of {', '.join(owners)}"
    elif len(known) <= _LISTED:
        hint = f"its keys are {', '.join(known)}"
    else:
        hint = _HINT
    return _wrong(project, f"key '{key}'{table} is unknown", path, hint)


def _wrong(project: Project, what: str, path: KeyPath, hint: str = _HINT) -> ProjectError:
    return ProjectError(what, where=f"{project.file}:{line_of(project.text, path)}", hint=hint)
