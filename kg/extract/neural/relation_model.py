"""The relation network at run time: the triples of a text in the annotation scheme of a data set."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from kg.extract.neural.batches import whole
from kg.extract.neural.character_features import INPUTS
from kg.extract.neural.label_scheme import LabelScheme, restored
from kg.extract.neural.relation_input import RelationQuery, marks, padded, pairs
from kg.extract.neural.relation_triples import (
    RelationLogits,
    RelationScorer,
    best_label,
    pair_probabilities,
    scored_triples,
    triple_strings,
)
from kg.extract.neural.session import FOLDER, MAX_FOLDERS, opened, session
from kg.ontology.ontology import Ontology
from kg.types import Parsed, Span

WEIGHTS = "relations.onnx"
SCHEMES = "manners"  # the key of the label schemes in the metadata of the weights' file; older than their name here
_TAGS, _LABELS = "tags.", "labels."  # of outputs


def session_scorer(model: Any) -> RelationScorer:
    """The logits of an onnxruntime session: of labels where a query has pairs, else of tags."""
    outputs = [one.name for one in model.get_outputs()]

    def score(queries: Sequence[RelationQuery]) -> RelationLogits:
        x = padded(queries)
        arrays: dict[str, Any] = dict(zip(INPUTS, np.moveaxis(x, 1, 0).astype(np.int32), strict=True))
        arrays |= pairs(queries, x.shape[2]) | {"marks": marks(queries, x.shape[2]).astype(np.int32)}
        wanted = _LABELS if any(one.pairs for one in queries) else _TAGS
        names = [name for name in outputs if name.startswith(wanted)]
        found = {name[len(wanted) :]: one for name, one in zip(names, model.run(names, arrays), strict=True)}
        return RelationLogits(found, {}) if wanted == _TAGS else RelationLogits({}, found)

    return score


def onnx_scorer(model: bytes) -> RelationScorer:
    """The logits that the bytes of an ONNX file give."""
    return session_scorer(opened(model))


@lru_cache(maxsize=MAX_FOLDERS)
def relation_scorer(folder: Path = FOLDER) -> RelationScorer:
    """The logits of a folder's weights; ModelError where they are missing or damaged."""
    return session_scorer(session(WEIGHTS, folder))


@lru_cache(maxsize=MAX_FOLDERS)
def label_schemes(folder: Path = FOLDER) -> Mapping[str, LabelScheme]:
    """The annotation schemes of the data sets that the model learned, by name."""
    tables = json.loads(session(WEIGHTS, folder).get_modelmeta().custom_metadata_map[SCHEMES])
    return {table["name"]: restored(table) for table in tables}


def trained(folder: Path = FOLDER) -> dict[str, frozenset[str]]:
    """The data sets that the model learned, with their labels: none where these are words of the texts."""
    return {name: frozenset(one.labels) for name, one in label_schemes(folder).items() if one.form != "silver"}


def triples(
    batch: Sequence[Parsed], name: str, ontology: Ontology, folder: Path = FOLDER
) -> list[list[tuple[str, str, str]]]:
    """The triples of each text in the labels of a data set."""
    scheme = label_schemes(folder)[name].within(ontology)
    found = scored_triples([whole(parsed) for parsed in batch], scheme, relation_scorer(folder))
    answers = []
    for parsed, some in zip(batch, found, strict=True):
        likely = [triple for triple in some if triple.score >= scheme.threshold]
        answers.append(list(dict.fromkeys(triple_strings(parsed.view.text, triple) for triple in likely)))
    return answers


def labelled(
    batch: Sequence[Parsed],
    name: str,
    pairs: Sequence[Sequence[tuple[Span, Span]]],
    ontology: Ontology,
    folder: Path = FOLDER,
) -> list[list[str]]:
    """The label of each pair (head, tail) of each text in the labels of a data set, `unknown` for none."""
    scheme, queries = label_schemes(folder)[name].within(ontology), []
    for parsed, some in zip(batch, pairs, strict=True):
        ends = [(end.start, end.end, scheme.kinds[0]) for pair in some for end in pair]
        places = {end: n for n, end in enumerate(dict.fromkeys(ends))}
        joined = [(places[left], places[right]) for left, right in zip(ends[::2], ends[1::2], strict=True)]
        queries.append(RelationQuery(whole(parsed), list(places), joined))
    probabilities = pair_probabilities(queries, scheme, relation_scorer(folder))
    return [[best_label(row, scheme)[0] for row in rows] for rows in probabilities]
