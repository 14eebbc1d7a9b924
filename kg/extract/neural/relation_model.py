"""The relation model at work: the triples of a text in the manner of a data set."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from kg.extract.neural.batches import whole
from kg.extract.neural.relation_input import Asked, marks, padded, pairs
from kg.extract.neural.relation_triples import Answer, Ask, Manner, label_of, of_pairs, scored, words
from kg.extract.neural.session import FOLDER, session
from kg.types import Parsed, Span

WEIGHTS = "relations.onnx"
_TAGS, _LABELS = "tags.", "labels."  # of outputs
_FEATURES = ("character", "left", "right", "word", "place")


def asking(model: Any) -> Ask:
    """The answers of an onnxruntime session: labels where pairs are asked about, else tags."""
    outputs = [one.name for one in model.get_outputs()]

    def ask(asked: Sequence[Asked]) -> Answer:
        x = padded(asked)
        arrays: dict[str, Any] = dict(zip(_FEATURES, np.moveaxis(x, 1, 0).astype(np.int32), strict=True))
        arrays |= pairs(asked, x.shape[2]) | {"marks": marks(asked, x.shape[2]).astype(np.int32)}
        wanted = _LABELS if any(one.pairs for one in asked) else _TAGS
        names = [name for name in outputs if name.startswith(wanted)]
        found = {name[len(wanted) :]: one for name, one in zip(names, model.run(names, arrays), strict=True)}
        return Answer(found, {}) if wanted == _TAGS else Answer({}, found)

    return ask


def answered(model: bytes) -> Ask:
    """The answers of the bytes of an ONNX file."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return asking(onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"]))


@cache
def manners(folder: Path = FOLDER) -> Mapping[str, Manner]:
    """The data sets that the model learned, each with its manner."""
    facts = json.loads(session(WEIGHTS, folder).get_modelmeta().custom_metadata_map["manners"])
    return {one["name"]: _manner(one) for one in facts}


def trained(folder: Path = FOLDER) -> dict[str, frozenset[str]]:
    """The data sets that the model learned, with their labels: none where these are words of the texts."""
    return {name: frozenset(one.labels) for name, one in manners(folder).items() if one.form != "silver"}


def _manner(one: Mapping[str, Any]) -> Manner:
    ends = tuple((subject, object_) for subject, object_ in one["ends"])
    return Manner(**{**one, "labels": tuple(one["labels"]), "ends": ends, "kinds": tuple(one["kinds"])})


@cache
def asker(folder: Path = FOLDER) -> Ask:
    """The answers of the shipped weights; ModelError where they are missing or damaged."""
    return asking(session(WEIGHTS, folder))


def triples(batch: Sequence[Parsed], name: str, folder: Path = FOLDER) -> list[list[tuple[str, str, str]]]:
    """The triples of each text in the words of a data set."""
    one = manners(folder)[name]
    found = scored([whole(parsed) for parsed in batch], one, asker(folder))
    return [
        list(dict.fromkeys(words(parsed.view.text, triple) for triple in some if triple.likely >= one.bar))
        for parsed, some in zip(batch, found, strict=True)
    ]


def labelled(
    batch: Sequence[Parsed], name: str, pairs: Sequence[Sequence[tuple[Span, Span]]], folder: Path = FOLDER
) -> list[list[str]]:
    """The label of each pair (head, tail) of each text in the words of a data set, `unknown` for none."""
    one, asked = manners(folder)[name], []
    for parsed, some in zip(batch, pairs, strict=True):
        ends = [(end.start, end.end, one.kinds[0]) for pair in some for end in pair]
        places = {end: n for n, end in enumerate(dict.fromkeys(ends))}
        joined = [(places[left], places[right]) for left, right in zip(ends[::2], ends[1::2], strict=True)]
        asked.append(Asked(whole(parsed), list(places), joined))
    chances = of_pairs(asked, one, asker(folder))
    return [[label_of(row, one)[0] for row in rows] for rows in chances]
