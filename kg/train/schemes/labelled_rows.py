"""Rows of public data sets as windows with the labels of their own schemes, which have heads of their own."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from kg.errors import TrainingError
from kg.extract.neural.pieces import Vocabulary
from kg.extract.neural.scheme_labels import (
    CLOSED,
    NAMES,
    OPEN,
    PAIRS,
    PARTS,
    UNKNOWN,
    Scheme,
    names_scheme,
    open_scheme,
    relations_scheme,
)
from kg.extract.neural.windows import windows
from kg.ontology.ontology import Ontology
from kg.ontology.relation_labels import TABLE
from kg.train.joint.annotated import Labelled, Pair
from kg.train.joint.examples import Example, example
from kg.train.json_rows import by_set, entity_offsets, parse_row, rows
from kg.types import Span

Offsets = tuple[int, int]
_HELD_OUT = 16


@dataclass
class LabelledRow:
    """Spans with their labels, and labels of pairs (by the spans' numbers), of one text."""

    spans: list[tuple[int, int, str]]
    pairs: list[Pair]


def schemes(files: Sequence[Path], ontology: Ontology, known: Mapping[str, Scheme]) -> dict[str, Scheme]:
    """The schemes of the data sets that files belong to; those that are known already stay as they are.

    Raises TrainingError where a set on relations is not in the ontology's table of labels, or a file has other rows.
    """
    return {name: known.get(name) or _scheme(name, some, ontology) for name, some in by_set(files).items()}


def _scheme(name: str, files: Sequence[Path], ontology: Ontology) -> Scheme:
    form = _form(files)
    if form == NAMES:
        return names_scheme(sorted({str(one.get("type")) for _, row in _rows(files) for one in row["entities"]}))
    scheme = open_scheme() if form == OPEN else relations_scheme(name, form, ontology)
    if scheme is None:
        hint = f"add a line for each of its labels to {ontology.path / TABLE}"
        raise TrainingError(f"the data set {name!r} has no labels", where=str(files[0]), hint=hint)
    return scheme


def _form(files: Sequence[Path]) -> str:
    """How a set annotates, by the first row that shows it."""
    for _, row in _rows(files):
        if row.get("spo"):
            return OPEN if "p_start" in row["spo"][0] else CLOSED
        if "relations" in row:
            return PAIRS
        if row.get("entities"):
            return NAMES
    hint = "see kg train schemes --help for the forms of rows"
    raise TrainingError("no row has entities, relations or spo", where=str(files[0]), hint=hint)


def _rows(files: Sequence[Path]) -> Iterator[tuple[str, dict[str, Any]]]:
    for file in files:
        yield from rows(file)


def held_rows(files: Sequence[Path]) -> list[tuple[str, dict[str, Any]]]:
    """The rows that are held out of training, to choose thresholds on: one in sixteen, always the same."""
    return [(where, row) for where, row in _rows(files) if _is_held_out(row["text"])]


def _is_held_out(text: str) -> bool:
    return hashlib.sha256(text.encode()).digest()[0] % _HELD_OUT == 0


def scheme_examples(
    name: str, files: Sequence[Path], scheme: Scheme, ontology: Ontology, vocabulary: Vocabulary
) -> list[Example]:
    """The rows of a data set's files to learn from as windows; TrainingError where a row is wrong."""
    found = []
    for where, row in _rows(files):
        made = labelled_row(row, scheme, where)
        if _is_held_out(row["text"]):
            continue
        parsed = parse_row(row["text"], ontology)
        spans = [Labelled(parsed.view.from_document(Span(start, end)), label) for start, end, label in made.spans]
        for window in windows(parsed, vocabulary):
            one = example(window, spans, made.pairs, scheme.labels)
            one.labels, one.covered = name, frozenset() if scheme.form == PAIRS else None
            found.append(one)
    return found


def drawn(
    found: Mapping[str, Sequence[Example]], weights: Mapping[str, float], characters: float, chance: random.Random
) -> list[Example]:
    """Rows of all sets, of so many characters together; each set has its share by size, times its weight."""
    sizes = {name: sum(len(one.window.offsets) for one in some) for name, some in found.items()}
    whole = sum(weights.get(name, 1.0) * size for name, size in sizes.items())
    made = []
    for name, some in found.items():
        times = characters * weights.get(name, 1.0) / whole
        made += [*some] * int(times) + chance.sample(some, int(len(some) * (times % 1)))
    return made


def labelled_row(row: Mapping[str, Any], scheme: Scheme, where: str) -> LabelledRow:
    """A row by the scheme of its set; TrainingError, with `where`, where it is wrong."""
    read = {NAMES: _names, CLOSED: _closed, OPEN: _open, PAIRS: _given}[scheme.form]
    return read(row, scheme, where)


def _known(label: object, known: Sequence[str], where: str) -> str:
    if label not in known:
        hint = f"labels known for this set: {', '.join(known[:12])}; others go into {TABLE} of the ontology"
        raise TrainingError(f"the label {label!r} is unknown", where=where, hint=hint)
    return str(label)


def _names(row: Mapping[str, Any], scheme: Scheme, where: str) -> LabelledRow:
    """Names, outermost only."""
    entities = row.get("entities")
    if not isinstance(entities, list):
        raise TrainingError("it has no list of entities", where=where, hint="a row without names has an empty one")
    found = {(*entity_offsets(one, row["text"], where), _known(one.get("type"), scheme.labels.spans, where))
             for one in entities}  # fmt: skip
    made, end = LabelledRow([], []), 0
    for one in sorted(found, key=lambda span: (span[0], -span[1], span[2])):
        if one[0] >= end:
            made.spans.append(one)
            end = one[1]
    return made


def _closed(row: Mapping[str, Any], scheme: Scheme, where: str) -> LabelledRow:
    """Every place of the words of a triple; the two that are nearest to each other state it, others may."""
    ends = {label: (left, right) for left, right, label in scheme.labels.allowed}
    made, place = LabelledRow([], []), {}
    for one in row["spo"]:
        label = _known(one.get("predicate"), scheme.labels.pairs, where)
        both = []
        for key, kind in zip(("subject", "object"), ends[label], strict=True):
            some = [(*at, kind) for at in _occurrences(row["text"], _words(one, key, where))]
            for span in some:
                if span not in place:
                    place[span] = len(made.spans)
                    made.spans.append(span)
            both.append(some)
        stated = [(left, right) for left, right in product(*both) if left != right]
        nearest = min(stated, key=lambda pair: max(pair[0][0], pair[1][0]) - min(pair[0][1], pair[1][1]), default=())
        for left, right in stated:
            made.pairs.append(Pair(label, place[left], place[right], float((left, right) == nearest)))
    return made


def _occurrences(text: str, words: str) -> list[Offsets]:
    """Where words stand in a text, without overlaps.

    >>> _occurrences("王乐和王乐乐", "王乐")
    [(0, 2), (3, 5)]
    """
    found, at = [], text.find(words)
    while at >= 0:
        found.append((at, at + len(words)))
        at = text.find(words, at + len(words))
    return found


def _words(one: Mapping[str, Any], key: str, where: str) -> str:
    words = one.get(key)
    if not isinstance(words, str) or not words:
        raise TrainingError(f"a triple has no {key}", where=where, hint="give subject, predicate and object")
    return words


def _open(row: Mapping[str, Any], scheme: Scheme, where: str) -> LabelledRow:
    made, place = LabelledRow([], []), {}
    for one in row["spo"]:
        numbers = []
        for key in PARTS:
            words, start = _words(one, key, where), one.get(f"{key[0]}_start")
            if not isinstance(start, int) or row["text"][start : start + len(words)] != words:
                hint = "offsets are code points from 0"
                raise TrainingError(f"{words!r} does not stand at {start}", where=where, hint=hint)
            span = start, start + len(words), key
            if span not in place:
                place[span] = len(made.spans)
                made.spans.append(span)
            numbers.append(place[span])
        for label in scheme.labels.pairs:
            left, right = (numbers[PARTS.index(part)] for part in label.split("-"))
            made.pairs.append(Pair(label, left, right, 1.0))
    return made


def _given(row: Mapping[str, Any], scheme: Scheme, where: str) -> LabelledRow:
    kind, entities = scheme.labels.spans[0], row.get("entities", ())
    made = LabelledRow([(*entity_offsets(one, row["text"], where), kind) for one in entities], [])
    for one in row["relations"]:
        numbers = [one.get(key) for key in ("head", "tail")]
        if not all(type(n) is int and 0 <= n < len(made.spans) for n in numbers):
            hint = f"entities are numbered from 0 to {len(made.spans) - 1}"
            raise TrainingError(f"there is no entity {numbers}", where=where, hint=hint)
        if one.get("type") != UNKNOWN:
            label = _known(one.get("type"), scheme.labels.pairs, where)
            made.pairs.append(Pair(label, one["head"], one["tail"], 1.0))
    return made
