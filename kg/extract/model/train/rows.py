"""Annotated sentences to examples: features and tags. What is wrong with a row is said with its file and line."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import TrainingError
from kg.extract.model.batch import pieces
from kg.extract.model.decode import Found, encode
from kg.extract.model.features import features
from kg.segment.view import uniform
from kg.segment.words import tokens
from kg.types import Span

NAMES = "labels/names.tsv"


@dataclass(frozen=True)
class Example:
    """A piece of a row: features of shape (5, characters), tags of shape (characters), spans."""

    features: NDArray[np.int32]
    tags: NDArray[np.int64]
    spans: tuple[Found, ...]

    def __len__(self) -> int:
        """The number of characters."""
        return len(self.tags)


def set_name(file: Path) -> str:
    """The data set that a file belongs to: its name up to the first dot.

    >>> set_name(Path("data/msra.train.jsonl.gz"))
    'msra'
    """
    return file.name.split(".")[0]


def rows(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a file of JSON lines, plain or .gz, each with `file:line`; TrainingError where one is no row."""
    opened = gzip.open if file.suffix == ".gz" else open
    try:
        with opened(file, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                where = f"{file}:{number}"
                try:
                    row = json.loads(line)
                except json.JSONDecodeError as error:
                    raise TrainingError(f"not JSON: {error.msg}", where=where) from None
                if not isinstance(row, dict) or not isinstance(row.get("text"), str):
                    raise TrainingError("it has no text", where=where, hint='a row is {"text": …, "entities": […]}')
                yield where, row
    except (OSError, UnicodeDecodeError, EOFError) as error:
        raise TrainingError(f"it cannot be read: {error}", where=str(file)) from None


def _spans(where: str, row: Mapping[str, Any], labels: Mapping[str, int]) -> list[Found]:
    """The spans of a row, outermost only; TrainingError where offsets or a label are wrong."""
    text, found = row["text"], []
    for entity in row.get("entities", ()):
        try:
            start, end, label = entity["start"], entity["end"], entity["type"]
        except (KeyError, TypeError):
            raise TrainingError("an entity lacks start, end or type", where=where) from None
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
            raise TrainingError(f"{start} to {end} is no span of a text of {len(text)} characters", where=where)
        said = entity.get("text", text[start:end])
        if said != text[start:end]:
            hint = "offsets are code points from 0, the end excluded"
            raise TrainingError(f"{start} to {end} cuts {text[start:end]!r}, not {said!r}", where=where, hint=hint)
        if label not in labels:
            hint = f"labels known for this set: {', '.join(sorted(labels))}; others go into ontology/{NAMES}"
            raise TrainingError(f"the label {label!r} is unknown", where=where, hint=hint)
        found.append((start, end, labels[label]))
    kept, last = [], 0
    for span in sorted(found, key=lambda one: (one[0], -one[1])):
        if span[0] >= last:
            kept.append(span)
            last = span[1]
    return kept


def example(view: str, span: Span, spans: list[Found], labels: int) -> Example:
    """One piece of a text with the spans that lie wholly within it."""
    seen = features(view, span.start, span.end, tokens(view, (span,)))
    inside = [(s - span.start, e - span.start, k) for s, e, k in spans if span.start <= s and e <= span.end]
    return Example(np.stack(seen.arrays), encode(inside, len(span), labels), tuple(inside))


def examples(file: Path, labels: tuple[str, ...]) -> Iterator[list[Example]]:
    """The pieces of each row of a file."""
    number = {label: place for place, label in enumerate(labels)}
    for where, row in rows(file):
        spans = _spans(where, row, number)
        view = uniform(row["text"])
        yield [
            example(view, piece, spans, len(labels))
            for piece in pieces(view, [Span(0, len(view))])
            if view[piece.start : piece.end].strip()
        ]


def raw(file: Path) -> Iterator[NDArray[np.int32]]:
    """Features of all pieces of a file's texts, of shape (5, characters)."""
    for _, row in rows(file):
        view = uniform(row["text"])
        for piece in pieces(view, [Span(0, len(view))]):
            if len(view[piece.start : piece.end].strip()) >= 8:
                yield example(view, piece, [], 1).features
