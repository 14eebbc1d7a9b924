"""Rows of data sets, of our own making, and an ontology with one table changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kg.ontology.ontology import Ontology, load


def marked(text: str, *spans: tuple[str, str], nested: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """A row on names: each (words, label) is marked where the words first stand."""

    def entity(words: str, label: str) -> dict[str, Any]:
        start = text.index(words)
        return {"start": start, "end": start + len(words), "type": label, "text": words}

    return {"text": text, "entities": [entity(*span) for span in spans], "nested": [entity(*span) for span in nested]}


def stated(text: str, *triples: tuple[str, str, str]) -> dict[str, Any]:
    """A row on relations: subject, label, object."""
    return {"text": text, "spo": [{"subject": s, "predicate": p, "object": o} for s, p, o in triples]}


def asked(text: str, head: str, label: str, tail: str) -> dict[str, Any]:
    """A row on the relation of a given pair."""
    row = marked(text, (head, "ENT"), (tail, "ENT"))
    return row | {"relations": [{"head": 0, "tail": 1, "type": label}]}


def written(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def changed(folder: Path, name: str, text: str) -> Ontology:
    """The shipped ontology with another text in one file."""
    shutil.copytree(load().path, folder)
    (folder / name).write_text(text, "utf-8")
    return Ontology(folder)
