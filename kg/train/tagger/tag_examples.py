"""Annotated sentences to examples of the tagger: features and tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import TrainingError
from kg.extract.neural.batches import parts
from kg.extract.neural.tag_decoding import LabelledSpan, encode
from kg.ontology.ontology import Ontology
from kg.ontology.tables.set_labels import NameLabelRow
from kg.train.json_rows import entity_offsets, parse_row, rows, set_name
from kg.types import Parsed, Span

NAMES = NameLabelRow.FILE
_MIN_LENGTH = 8  # characters of a piece of raw text that is worth guessing at


@dataclass(frozen=True)
class Example:
    """A piece of a row: features of shape (5, characters), tags of shape (characters), spans.

    `lost` are the labels of the row's spans that no piece holds; they count as missed.
    """

    features: NDArray[np.int32]
    tags: NDArray[np.int64]
    spans: tuple[LabelledSpan, ...]
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


def labels(ontology: Ontology, files: Sequence[Path]) -> dict[str, tuple[str, ...]]:
    """The data sets that files belong to, each with its labels, in the order of the ontology's table.

    Raises TrainingError where a set is not in the table, OntologyError where a line of it is not of three columns.
    """
    table: dict[str, list[str]] = {}
    path = ontology.path / NAMES
    for row in ontology.word_list(NameLabelRow):
        table.setdefault(row.set, []).append(row.label)
    for file in files:
        if set_name(file) not in table:
            name = set_name(file)
            hint = f"add a line for each of its labels, such as {name}<tab>PERSON<tab>Person (- for no class)"
            raise TrainingError(f"the data set {name!r} is not in {path}", where=str(file), hint=hint)
    wanted = {set_name(file) for file in files}
    return {name: tuple(dict.fromkeys(found)) for name, found in table.items() if name in wanted}


def _span(where: str, text: str, entity: Any, known: Mapping[str, int]) -> LabelledSpan:
    if not isinstance(entity, dict) or not {"start", "end", "type"} <= entity.keys():
        raise TrainingError("an entity lacks start, end or type", where=where, hint="give it all three")
    start, end = entity_offsets(entity, text, where)
    label = entity["type"]
    if not isinstance(label, str) or label not in known:
        hint = f"labels known for this set: {', '.join(known)}; others go into {NAMES} of the ontology"
        raise TrainingError(f"the label {label!r} is unknown", where=where, hint=hint)
    return start, end, known[label]


def _spans(where: str, row: Mapping[str, Any], known: Mapping[str, int]) -> list[LabelledSpan]:
    """The spans of a row, outermost only; TrainingError where offsets or a label are wrong."""
    entities = row.get("entities")
    if not isinstance(entities, list):
        raise TrainingError("it has no list of entities", where=where, hint="a row without names has an empty one")
    kept: list[LabelledSpan] = []
    found = {_span(where, row["text"], entity, known) for entity in entities}
    for span in sorted(found, key=lambda one: (one[0], -one[1], one[2])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _pieces(parsed: Parsed, spans: Sequence[LabelledSpan], count: int) -> list[Example]:
    """What the tagger sees of a text at run time, with the spans that lie wholly within one piece."""
    found, lost = [], set(spans)
    for piece, seen in parts(parsed):
        inside = [span for span in spans if piece.start <= span[0] and span[1] <= piece.end]
        lost.difference_update(inside)
        moved = [(start - piece.start, end - piece.start, label) for start, end, label in inside]
        found.append((np.stack(seen.arrays), encode(moved, len(piece), count), tuple(moved)))
    labels_ = tuple(label for _, _, label in sorted(lost))
    return [Example(*one, () if number else labels_) for number, one in enumerate(found)]


def read(files: Sequence[Path], known: Sequence[str], ontology: Ontology) -> Data:
    """The rows of a data set's files, `known` being its labels; TrainingError where a row is wrong."""
    data, number = Data([file.name for file in files]), {label: place for place, label in enumerate(known)}
    for file in files:
        for where, row in rows(file):
            spans = _spans(where, row, number)
            parsed = parse_row(row["text"], ontology)
            seen = ((parsed.view.from_document(Span(start, end)), label) for start, end, label in spans)
            pieces = _pieces(parsed, [(span.start, span.end, label) for span, label in seen], len(known))
            if spans and not pieces:
                hint = "delete the row, or give it text in Chinese"
                raise TrainingError("its names lie in no sentence", where=where, hint=hint)
            data.nested += len(row["entities"]) - len(spans)
            data.rows.append(pieces)
    return data


def raw(files: Sequence[Path], ontology: Ontology) -> Iterator[NDArray[np.int32]]:
    """Features of all pieces of the files' texts, of shape (5, characters); pieces of a few characters are left out."""
    for file in files:
        for _, row in rows(file):
            for piece, seen in parts(parse_row(row["text"], ontology)):
                if len(piece) >= _MIN_LENGTH:
                    yield np.stack(seen.arrays)
