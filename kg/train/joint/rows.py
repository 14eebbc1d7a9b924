"""Rows of public data sets of names as windows with labels; a type that a set does not have is left open in it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from kg.extract.neural.joint_labels import Labels
from kg.extract.neural.pieces import Vocabulary
from kg.extract.neural.windows import windows
from kg.ontology.name_labels import classes
from kg.ontology.ontology import Ontology
from kg.train.joint.annotated import Labelled
from kg.train.joint.examples import Example, example
from kg.train.json_rows import entity_offsets, parse_row, rows, set_name
from kg.types import Span


def name_examples(
    files: Sequence[Path],
    limit: Mapping[str, int],
    ontology: Ontology,
    labels: Labels,
    vocabulary: Vocabulary,
    seed: int,
) -> list[Example]:
    """The rows of all files, of each data set up to `limit` characters; TrainingError where a row is none."""
    found: list[Example] = []
    for file in files:
        name = set_name(file)
        known = {label: kind for (set_, label), kind in classes(ontology).items() if set_ == name}
        meanings = {label: ontology.coarse.get(kind, kind) for label, kind in known.items()}
        covered = frozenset(labels.types.index(kind) for kind in meanings.values() if kind in labels.spans)
        room = limit.get(name, -1)
        every = list(rows(file))
        random.Random(seed).shuffle(every)
        for where, row in every:
            if room == 0:
                break
            text = row["text"]
            spans = []
            for one in row.get("entities", ()):
                start, end = entity_offsets(one, text, where)
                if meanings.get(one.get("type")) in labels.spans:
                    spans.append(Labelled(Span(start, end), meanings[one["type"]]))
            parsed = parse_row(text, ontology)
            if parsed.view.text != text:
                continue  # its offsets are of another text
            for window in windows(parsed, vocabulary):
                made = example(window, spans, (), labels)
                made.covered, made.labelled = covered, frozenset()
                found.append(made)
            room = max(0, room - len(text)) if room > 0 else room
    return found
