"""The values of a TOML text, and the line on which each of them stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from typing import Any

from kg.errors import KgError

KeyPath = tuple[str | int, ...]  # keys and places in lists, from the top of a TOML file

_HEADER = re.compile(r"\s*\[(\[)?([^\[\]]+)\]")
_KEY = re.compile(r"""\A\s*("[^"]*"|'[^']*'|[\w-]+)\s*[=.]""")
_LINE = re.compile(r"at line (\d+)")


def toml_values(text: str, file: str, wrong: type[KgError]) -> dict[str, Any]:
    """The values of a TOML text; where it is none, the error `wrong` with file and line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        where = f"{file}:{line[1] if line else text.count(chr(10)) + 1}"
        raise wrong(f"not valid TOML: {error}", where=where, hint="check its quotes and brackets") from None


def line_of(text: str, path: KeyPath) -> int:
    """The line of a TOML text, from 1, where the key at `path` stands, or else the closest table in or around it.

    >>> line_of('[a]\\nx = 1\\n\\n[[b]]\\ny = 1\\n[[b]]\\ny = 2\\n', ("b", 1, "y"))
    7
    """
    best, line = 0, 1
    for n, at in _keys(text):
        depth = next((i for i, (a, b) in enumerate(zip(at, path, strict=False)) if a != b), min(len(at), len(path)))
        if depth == min(len(at), len(path)) and depth > best:
            best, line = depth, n
    return line


def _keys(text: str) -> Iterable[tuple[int, KeyPath]]:
    """Every table and key of a TOML text with its line, in order."""
    around: KeyPath = ()
    times: dict[str, int] = {}
    depth = 0
    quoted = ""
    for n, line in enumerate(text.split("\n"), 1):
        if quoted or depth:
            depth, quoted = _open(line, depth, quoted)
            continue
        if header := _HEADER.match(line):
            names = tuple(name.strip().strip("\"'") for name in header[2].split("."))
            around = names
            if header[1]:
                times[header[2]] = times.get(header[2], -1) + 1
                around = (*names, times[header[2]])
            yield n, around
        elif key := _KEY.match(line):
            yield n, (*around, key[1].strip("\"'"))
            depth, quoted = _open(line, 0, "")


def _open(line: str, depth: int, quoted: str) -> tuple[int, str]:
    """How many brackets are open behind a line, and the quotation marks of a text of several lines that is open."""
    at = 0
    while at < len(line):
        if quoted:
            end = line.find(quoted, at)
            if end < 0:
                return (depth, quoted) if len(quoted) == 3 else (depth, "")
            if quoted == '"' and line[at:end].endswith("\\") and not line[at:end].endswith("\\\\"):
                at = end + 1
                continue
            at, quoted = end + len(quoted), ""
        elif line[at] == "#":
            break
        elif line[at] in "\"'":
            quoted = line[at] * 3 if line.startswith(line[at] * 3, at) else line[at]
            at += len(quoted)
        else:
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(line[at], 0)
            at += 1
    return depth, quoted if len(quoted) == 3 else ""
