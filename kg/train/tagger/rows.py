"""Annotated sentences to examples: features and tags. What is wrong with a row is said with its file and line."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import OntologyError, TrainingError
from kg.extract.neural.batches import parts
from kg.extract.neural.tag_decoding import Found, encode
from kg.ontology.ontology import Ontology
from kg.types import Parsed, Span

NAMES = "labels/names.tsv"
_SHORTEST = 8  # characters of a piece of raw text that is worth guessing at

Parse = Callable[[str], Parsed]


@dataclass(frozen=True)
class Example:
    """A piece of a row: features of shape (5, characters), tags of shape (characters), spans.

    `lost` are the labels of the row's spans that no piece holds; they count as missed.
    """

    features: NDArray[np.int32]
    tags: NDArray[np.int64]
    spans: tuple[Found, ...]
    lost: tuple[int, ...] = ()

    def __len__(self) -> int:
        """The number of characters."""
        return len(self.tags)


@dataclass
class Data:
    """The rows of a data set, each as its pieces, and what was counted on the way."""

    files: list[str] = field(default_factory=list)
    rows: list[list[Example]] = field(default_factory=list)
    nested: int = 0  # names within a longer name: left out

    @property
    def pieces(self) -> list[Example]:
        """The pieces of all rows."""
        return [piece for row in self.rows for piece in row]

    @property
    def counts(self) -> dict[str, int]:
        """Rows, characters, names, those within a longer one (left out), those across sentences (left out)."""
        pieces = self.pieces
        names, lost = sum(len(one.spans) for one in pieces), sum(len(one.lost) for one in pieces)
        sizes = {"rows": len(self.rows), "characters": sum(map(len, pieces))}
        return sizes | {"names": names, "nested_left_out": self.nested, "across_sentences_left_out": lost}


def set_name(file: Path) -> str:
    """The data set that a file belongs to: its name up to the first dot.

    >>> set_name(Path("data/msra.train.jsonl.gz"))
    'msra'
    """
    return file.name.split(".")[0]


def labels(ontology: Ontology, files: Sequence[Path]) -> dict[str, tuple[str, ...]]:
    """The data sets that files belong to, each with its labels, in the order of the ontology's table.

    Raises TrainingError where a set is not in the table, OntologyError where a line of it is not three columns.
    """
    table: dict[str, list[str]] = {}
    path = ontology.path / NAMES
    for row in ontology.rows(NAMES):
        if len(row) != 3:
            raise OntologyError(f"{' '.join(row)!r} is not: set, label, class", where=str(path), hint="part by tabs")
        table.setdefault(row[0], []).append(row[1])
    for file in files:
        if set_name(file) not in table:
            name = set_name(file)
            hint = f"add a line for each of its labels, such as {name}<tab>PERSON<tab>Person (- for no class)"
            raise TrainingError(f"the data set {name!r} is not in {path}", where=str(file), hint=hint)
    wanted = {set_name(file) for file in files}
    return {name: tuple(dict.fromkeys(found)) for name, found in table.items() if name in wanted}


def _lines(file: Path) -> Iterator[tuple[str, str]]:
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
        raise TrainingError(f"it cannot be read: {error}", where=str(file)) from None


def rows(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a file of JSON lines, plain or .gz, each with `file:line`.

    Raises TrainingError where a line is no row, and where there is none.
    """
    hint, where = 'a row is {"text": …, "entities": [{"start", "end", "type"}]}', ""
    for where, line in _lines(file):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise TrainingError(f"not JSON: {error.msg}", where=where, hint=hint) from None
        except RecursionError:
            raise TrainingError("not a row: it is nested too deeply", where=where, hint=hint) from None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise TrainingError("it has no text", where=where, hint=hint)
        if any("\ud800" <= character <= "\udfff" for character in row["text"]):
            raise TrainingError("its text has half a surrogate pair, which is no character", where=where)
        yield where, row
    if not where:
        raise TrainingError("it is empty", where=str(file), hint=hint)


def _span(where: str, text: str, entity: Any, known: Mapping[str, int]) -> Found:
    try:
        start, end, label = entity["start"], entity["end"], entity["type"]
    except (KeyError, TypeError):
        raise TrainingError("an entity lacks start, end or type", where=where) from None
    if not (type(start) is int and type(end) is int and 0 <= start < end <= len(text)):
        raise TrainingError(f"{start} to {end} is no span of a text of {len(text)} characters", where=where)
    said = entity.get("text", text[start:end])
    if said != text[start:end]:
        hint = "offsets are code points from 0, the end excluded"
        raise TrainingError(f"{start} to {end} cuts {text[start:end]!r}, not {said!r}", where=where, hint=hint)
    if not isinstance(label, str) or label not in known:
        hint = f"labels known for this set: {', '.join(known)}; others go into {NAMES} of the ontology"
        raise TrainingError(f"the label {label!r} is unknown", where=where, hint=hint)
    return start, end, known[label]


def _spans(where: str, row: Mapping[str, Any], known: Mapping[str, int]) -> list[Found]:
    """The spans of a row, outermost only; TrainingError where offsets or a label are wrong."""
    entities = row.get("entities")
    if not isinstance(entities, list):
        raise TrainingError("it has no list of entities", where=where, hint="a row without names has an empty one")
    kept: list[Found] = []
    found = {_span(where, row["text"], entity, known) for entity in entities}
    for span in sorted(found, key=lambda one: (one[0], -one[1], one[2])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _pieces(parsed: Parsed, spans: Sequence[Found], count: int) -> list[Example]:
    """What the tagger sees of a text at run time, with the spans that lie wholly within one piece."""
    found, lost = [], set(spans)
    for piece, seen in parts(parsed):
        inside = [span for span in spans if piece.start <= span[0] and span[1] <= piece.end]
        lost.difference_update(inside)
        moved = [(start - piece.start, end - piece.start, label) for start, end, label in inside]
        found.append((np.stack(seen.arrays), encode(moved, len(piece), count), tuple(moved)))
    labels_ = tuple(label for _, _, label in sorted(lost))
    return [Example(*one, () if number else labels_) for number, one in enumerate(found)]


def read(files: Sequence[Path], known: Sequence[str], parse: Parse) -> Data:
    """The rows of a data set's files, `known` being its labels; TrainingError where a row is wrong."""
    data, number = Data([file.name for file in files]), {label: place for place, label in enumerate(known)}
    for file in files:
        for where, row in rows(file):
            spans = _spans(where, row, number)
            parsed = parse(row["text"])
            seen = ((parsed.view.from_document(Span(start, end)), label) for start, end, label in spans)
            pieces = _pieces(parsed, [(span.start, span.end, label) for span, label in seen], len(known))
            if spans and not pieces:
                raise TrainingError("its names lie in no sentence", where=where)
            data.nested += len(row["entities"]) - len(spans)
            data.rows.append(pieces)
    return data


def raw(files: Sequence[Path], parse: Parse) -> Iterator[NDArray[np.int32]]:
    """Features of all pieces of the files' texts, of shape (5, characters); pieces of a few characters are left out."""
    for file in files:
        for _, row in rows(file):
            for piece, seen in parts(parse(row["text"])):
                if len(piece) >= _SHORTEST:
                    yield np.stack(seen.arrays)
