"""corrections.toml: what people say of a graph, one table each.

    [[correction]]
    kind = "retype"
    subject = { name = "蓝鲸", type = "Organization", id = "蓝鲸" }
    to = "Product"
    who = "周敏"
    when = 2026-11-29T08:30:00Z
    why = "是船名，不是公司"

`kg.merge.corrections` has what each kind means, `kg.store.correction_json` the keys.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kg.errors import CorrectionError
from kg.store.canonical import HALF
from kg.store.correction_json import from_json, to_json
from kg.store.json_record import Record
from kg.text.toml import KeyPath, line_of, toml_values
from kg.types import Correction

FILE = "corrections.toml"
_TABLE = "correction"
HEADER = f"[[{_TABLE}]]\n"  # of each
_HINT = "docs/corrections.md shows one of each kind"
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_HEAD = "# Corrections of the graph, which every build takes in. docs/corrections.md explains them.\n"


class _Entry(Record):
    """A table of the file: what is wrong with it is told with file and line."""

    def __init__(self, data: Any, at: str, where: str, text: str) -> None:
        self._text = text
        super().__init__(data, at, where, _HINT)

    def wrong(self, key: str, what: str) -> CorrectionError:
        """The error to raise about a key."""
        path = ".".join(part for part in (self.at, key) if part)
        steps: KeyPath = tuple(int(n) if n else name for name, n in _STEP.findall(path))
        shown = path.partition("].")[2] or "a correction"
        return CorrectionError(f"{shown} {what}", where=f"{self.where}:{line_of(self._text, steps)}", hint=_HINT)

    def inner(self, data: Any, at: str) -> Record:
        """An object within this one."""
        return _Entry(data, at, self.where or "", self._text)


def read(file: Path) -> tuple[Correction, ...]:
    """The corrections of a file; CorrectionError where it cannot be read, and as in `loads`."""
    return loads(content(file), str(file))


def content(file: Path) -> str:
    """The text of a file of corrections; CorrectionError where it cannot be read."""
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        hint = "check the path, and save it as UTF-8"
        raise CorrectionError(f"it cannot be read: {error}", where=str(file), hint=hint) from None


def loads(text: str, where: str = FILE) -> tuple[Correction, ...]:
    """The corrections of a file, in its order; `where` names it in errors.

    Raises CorrectionError, with file and line, where the text is no TOML or a correction is not of its form.
    """
    raw = toml_values(text, where, CorrectionError)
    for key in raw:
        if key != _TABLE:
            line = line_of(text, (key,))
            raise CorrectionError(f"key '{key}' is unknown", where=f"{where}:{line}", hint=f"write [[{_TABLE}]]")
    return _Entry(_plain(raw), "", where, text).records(_TABLE, from_json)


def _plain(value: Any) -> Any:
    """Values of TOML as those of JSON: dates are written out."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def appended(text: str, corrections: Iterable[Correction], where: str = FILE) -> str:
    """The text of a file with corrections added at its end; what stands there stays as it is.

    Raises CorrectionError where the file cannot be read, or could not be read afterwards.
    """
    added = tuple(corrections)
    before = loads(text, where)
    head = (text if text.endswith("\n") else f"{text}\n") if text.strip() else _HEAD
    made = head + "".join(f"\n{dumps(one)}" for one in added)
    if loads(made, where) != (*before, *added):
        hint = f"write each as a table, [[{_TABLE}]]"
        raise CorrectionError("nothing can be added to it as it stands", where=where, hint=hint)
    return made


def dumps(correction: Correction) -> str:
    """A correction as a table of the file."""
    pairs = (f"{key} = {_toml(value, bare=key == 'when')}\n" for key, value in to_json(correction).items())
    return HEADER + "".join(pairs)


def _toml(value: Any, *, bare: bool = False) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_toml(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if bare and _plain_date(value):
        return str(value)
    words = HALF.sub("\ufffd", str(value))
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _toml(key)


def _plain_date(value: str) -> bool:
    """Whether a date stands the same as a date of TOML and as a string."""
    try:
        found = toml_values(f"x = {value}", "", CorrectionError)["x"]
    except CorrectionError:
        return False
    return isinstance(found, date) and _plain(found) == value
