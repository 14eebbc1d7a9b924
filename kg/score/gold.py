"""Annotated articles on disk: one JSON file an article, beside its text of the same name."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from kg.ontology import Ontology

_SUFFIXES = (".txt", ".html", ".htm")
_KEYS = ("entities", "facts", "document")


@dataclass(frozen=True)
class Gold:
    """One article: the file of its text, and the annotation as its JSON says it (`entities`, `facts`, `document`)."""

    id: str
    text: Path
    data: dict[str, Any]


def articles(folder: Path, ontology: Ontology) -> list[Gold]:
    """The annotated articles of a folder, in the order of their names.

    Raises SourceError where the folder holds none, where a file is no annotation or names a class that the ontology has
    not, and where a text is missing or is not the one that was annotated (`sha256` of its bytes).
    """
    files = sorted(folder.glob("*.json"))
    if not files:
        raise SourceError("it holds no annotation", where=str(folder), hint="name a folder with ID.json beside ID.txt")
    return [_article(file, ontology) for file in files]


def _article(file: Path, ontology: Ontology) -> Gold:
    try:
        data = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SourceError(f"it cannot be read as JSON: {error}", where=str(file)) from None
    if not isinstance(data, dict) or any(key not in data for key in _KEYS):
        raise SourceError(f"it is no annotation: it lacks one of {', '.join(_KEYS)}", where=str(file))
    for entity in data["entities"]:
        if entity["type"] not in ontology.classes:
            raise SourceError(f"{entity['id']} has the unknown type {entity['type']}", where=str(file))
    text = next((found for suffix in _SUFFIXES if (found := file.with_suffix(suffix)).is_file()), None)
    if text is None:
        raise SourceError("its text is missing", where=str(file), hint=f"put {file.stem}.txt beside it")
    wanted = data.get("sha256")
    if wanted and hashlib.sha256(text.read_bytes()).hexdigest() != wanted:
        raise SourceError(
            "its text is not the one that was annotated", where=str(text), hint=f"see sha256 in {file.name}"
        )
    return Gold(file.stem, text, data)
