"""Learns which signs tell that two articles speak of one person: the weights of same_person.toml.

What people decided of a name is a line of JSON: {"name": "李明", "clusters": [["a", "b"], ["c"]]}. The articles a and b
speak of one 李明, c of another; articles are called by their files, without suffix.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from msgspec.structs import astuple

from kg.errors import ExtractionError, TrainingError
from kg.extract.extractor import Settings
from kg.extract.extractors import extractor
from kg.ontology.ontology import Ontology
from kg.ontology.tables.same_person import SamePerson, Signs
from kg.read.read import read_one
from kg.read.sources import Source, sources
from kg.resolve.document_things import DocumentThing, DocumentThings
from kg.resolve.same_person import Person, same_persons
from kg.resolve.within_document import WithinDocument
from kg.segment.parse import segment
from kg.text.names import normal_form
from kg.train.json_rows import numbered_lines
from kg.train.output import make_folder, writing
from kg.train.regression import Floats, fit
from kg.types import Layer

_PENALTY = 2.0
_FOLDS = 10  # of cross-validation, by name
_DIGITS = 3  # of a weight
_BARS = tuple(n / 100 for n in range(50, 100, 5))
_WANTED = 0.998  # of pairs of the names that most people bear, so many of those above the bar should be right
_HINT = 'write {"name": "…", "clusters": [["article", …], …]}'
_BAR_LINE = re.compile(r"(?m)^bar = .*$")
Warn = Callable[[str], None]


@dataclass(frozen=True)
class DecidedName:
    """What people decided of a name: the articles of each person who has it."""

    name: str
    persons: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class LabelledPairs:
    """The signs of all pairs of persons of a name, and which are one; what a byline decides is left out."""

    name: str
    rows: tuple[Signs, ...]
    right: tuple[bool, ...]


@dataclass(frozen=True)
class Learned:
    """The weights of the signs, the bar, and what they give in cross-validation by name."""

    weights: Mapping[str, float]
    bar: float
    facts: Mapping[str, Any]


def decided_names(files: Iterable[Path]) -> list[DecidedName]:
    """What people decided, by the lines of files; TrainingError where a line is no such decision."""
    found = []
    for where, line in (one for file in files for one in numbered_lines(file)):
        try:
            row = json.loads(line)
            persons = tuple(frozenset(map(_text, one)) for one in row["clusters"])
            found.append(DecidedName(normal_form(_text(row["name"])), persons))
        except (json.JSONDecodeError, RecursionError, KeyError, TypeError):
            raise TrainingError("it does not say which articles speak of one person", where=where, hint=_HINT) from None
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def persons_of(
    folder: Path, names: Collection[DecidedName], ontology: Ontology, warn: Warn
) -> Iterator[tuple[str, DocumentThing]]:
    """The persons of the articles that people decided on, each with the article's name; rules find them."""
    found = _articles(folder, {article for one in names for articles in one.persons for article in articles}, warn)
    parsed = (segment(read_one(source, ontology), ontology) for source in found.values())
    stems = {source.id: stem for stem, source in found.items()}
    for layer in extractor("rules").extract_batch(parsed, Settings(ontology)):
        if isinstance(layer, ExtractionError):
            warn(str(layer))
        else:
            yield from ((stems[layer.document.id], thing) for thing in persons_in(layer, ontology))


def _articles(folder: Path, wanted: Collection[str], warn: Warn) -> dict[str, Source]:
    """The files of articles, by their names without suffix."""
    every = {source.path.stem: source for source in sources([str(folder)]) if source.path}
    if missing := sorted(set(wanted) - every.keys()):
        warn(f"{len(missing)} of {len(wanted)} articles are not in {folder}: {missing[0]} …")
    return {stem: every[stem] for stem in sorted(wanted) if stem in every}


def persons_in(layer: Layer, ontology: Ontology) -> list[DocumentThing]:
    """The persons of a layer."""
    within = WithinDocument(layer, ontology)
    things = DocumentThings(within, tuple(within.links()), ontology).all()
    return [thing for thing in things if thing.coarse == "Person"]


def labelled(
    names: Iterable[DecidedName], persons: Iterable[tuple[str, DocumentThing]], ontology: Ontology
) -> list[LabelledPairs]:
    """The pairs of persons that people decided on; `persons` are those of the articles, with the article's name."""
    same, by_name = same_persons(ontology), defaultdict[str, dict[str, Person]](dict)
    for article, thing in persons:
        for form in thing.forms:
            by_name[form].setdefault(article, Person(thing))
    found = []
    for one in names:
        number = {article: n for n, articles in enumerate(one.persons) for article in articles}
        there = sorted((article, person) for article, person in by_name[one.name].items() if article in number)
        spoken = [(article, person) for article, person in there if not person.signs.reporter]
        pairs = list(combinations(spoken, 2))
        rows = tuple(same.pair(same.structure(one.name), left[1], right[1]) for left, right in pairs)
        found.append(LabelledPairs(one.name, rows, tuple(number[a] == number[b] for (a, _), (b, _) in pairs)))
    return [one for one in found if one.rows]


def learn(names: Sequence[LabelledPairs]) -> Learned:
    """Weights and bar; TrainingError where all pairs are one person, or none is."""
    right = {right for one in names for right in one.right}
    if len(right) < len((True, False)):
        raise TrainingError("the names do not show what tells persons apart", hint="give names that two persons have")
    judged = _cross_validated(names)
    bar = _bar(judged)
    weights = dict(zip(Signs.__struct_fields__, (round(float(one), _DIGITS) for one in _fitted(names)), strict=True))
    common = [row for row in judged if row[0]]
    facts = {"names": len(names), "pairs": len(judged), "all": _at(judged, bar), "two_characters": _at(common, bar)}
    return Learned(weights, bar, facts)


def _fitted(names: Sequence[LabelledPairs]) -> Floats:
    """The weights: a name counts as much as the root of its pairs."""
    rows = np.array([astuple(row) for one in names for row in one.rows], dtype=float)
    right = np.array([float(right) for one in names for right in one.right])
    counts = np.array([1 / math.sqrt(len(one.rows)) for one in names for _ in one.rows])
    return fit(rows, right, _PENALTY, counts=counts)


Judged = list[tuple[bool, float, bool]]  # whether its name has two characters, how likely by other names, if right


def _cross_validated(names: Sequence[LabelledPairs]) -> Judged:
    judged: Judged = []
    kept = sorted({one.name for one in names})
    for fold in range(min(_FOLDS, len(kept))):
        held = set(kept[fold::_FOLDS])
        weights = _fitted([one for one in names if one.name not in held])
        for one in (one for one in names if one.name in held):
            chances = 1 / (1 + np.exp(-(np.array([*map(astuple, one.rows)], dtype=float) @ weights)))
            judged += [
                (bool(row.two_characters), float(chance), right)
                for row, chance, right in zip(one.rows, chances, one.right, strict=True)
            ]
    return judged


def _bar(judged: Judged) -> float:
    """The lowest bar above which as many pairs of names of two characters are right as wanted, or the highest."""
    for bar in _BARS:
        above = [right for common, chance, right in judged if common and chance >= bar]
        if above and sum(above) >= _WANTED * len(above):
            return bar
    return _BARS[-1]


def _at(judged: Judged, bar: float) -> dict[str, float]:
    above = [right for _, chance, right in judged if chance >= bar]
    wanted = sum(right for *_, right in judged)
    return {"same": wanted, "joined": len(above), "right": sum(above)}


def write(learned: Learned, out: Path, ontology: Ontology) -> Path:
    """Put weights and bar into same_person.toml of a folder, or into the ontology's own words where it has none."""
    file = out / SamePerson.FILE
    text = file.read_text("utf-8") if file.is_file() else ontology.text(SamePerson.FILE)
    head = _BAR_LINE.sub(f"bar = {learned.bar}", text.partition("[weights]")[0])
    lines = [f"{name} = {learned.weights[name]}" for name in Signs.__struct_fields__]
    make_folder(out)
    with writing(file):
        file.write_text(f"{head}[weights]\n" + "\n".join(lines) + "\n", "utf-8")
    return file
