"""Rows to train on: files of JSON lines, plain or .gz. An error names the file and line of the row."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kg.errors import TrainingError
from kg.ontology.ontology import Ontology
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Parsed


def set_name(file: Path) -> str:
    """The data set that a file belongs to: its name up to the first dot.

    >>> set_name(Path("data/msra.train.jsonl.gz"))
    'msra'
    """
    return file.name.split(".")[0]


def by_set(files: Sequence[Path]) -> dict[str, list[Path]]:
    """The files of each data set."""
    found: dict[str, list[Path]] = {}
    for file in files:
        found.setdefault(set_name(file), []).append(file)
    return found


def parse_row(text: str, ontology: Ontology) -> Parsed:
    """The text of a row as a document of its own."""
    return segment(Document(DocumentId("row"), text), ontology)


def rows(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a file of JSON lines, each with `file:line`.

    Raises TrainingError where a line is no row, and where there is none.
    """
    hint, where = 'a row is {"text": …, "entities": [{"start", "end", "type"}]}', ""
    for where, line in numbered_lines(file):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise TrainingError(f"not JSON: {error.msg}", where=where, hint=hint) from None
        except RecursionError:
            raise TrainingError("not a row: it is nested too deeply", where=where, hint=hint) from None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise TrainingError("it has no text", where=where, hint=hint)
        if any("\ud800" <= character <= "\udfff" for character in row["text"]):
            half = "its text has half a surrogate pair, which is no character"
            raise TrainingError(half, where=where, hint="delete it")
        yield where, row
    if not where:
        raise TrainingError("it is empty", where=str(file), hint=hint)


def numbered_lines(file: Path) -> Iterator[tuple[str, str]]:
    """The lines of a file, each with `file:line`. TrainingError where it cannot be read or is not UTF-8."""
    opened = gzip.open if file.suffix == ".gz" else open
    try:
        with opened(file, "rb") as lines:
            for number, line in enumerate(lines, 1):
                where = f"{file}:{number}"
                try:
                    yield where, line.decode("utf-8-sig" if number == 1 else "utf-8")
                except UnicodeDecodeError:
                    raise TrainingError("not UTF-8", where=where, hint="save the file as UTF-8") from None
    except (OSError, EOFError, zlib.error) as error:
        raise TrainingError(f"it cannot be read: {error}", where=str(file), hint="check the file's name") from None


def entity_offsets(entity: Any, text: str, where: str) -> tuple[int, int]:
    """Start and end of an entity of a row; TrainingError where they cut no span, or not the entity's `text`."""
    hint = "offsets are code points from 0, the end excluded"
    try:
        start, end = entity["start"], entity["end"]
    except (KeyError, TypeError):
        raise TrainingError("an entity lacks start or end", where=where, hint=hint) from None
    if not (type(start) is int and type(end) is int and 0 <= start < end <= len(text)):
        raise TrainingError(f"{start} to {end} is no span of a text of {len(text)} characters", where=where, hint=hint)
    stated = entity.get("text", text[start:end])
    if stated != text[start:end]:
        raise TrainingError(f"{start} to {end} cuts {text[start:end]!r}, not {stated!r}", where=where, hint=hint)
    return start, end
