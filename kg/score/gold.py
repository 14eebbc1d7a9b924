"""Annotated articles on disk: one JSON file an article, beside its text of the same name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import SourceError
from kg.ontology.ontology import Ontology

_SUFFIXES = (".txt", ".html", ".htm")
_KEYS = ("entities", "facts", "document")
_PARTS: dict[str, dict[str, type | tuple[type, ...]]] = {
    "entities": {"id": str, "type": str, "name": str, "core": bool},
    "facts": {"subject": str, "predicate": str, "object": (str, dict), "core": bool},
}
_OPTIONAL: dict[str, type] = {"aliases": list, "qualifiers": dict}
_HINT = "see the annotation guide"


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
        data = json.loads(file.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise SourceError(f"it cannot be read as JSON: {error}", where=str(file), hint="mend it") from None
    if problem := next(_problems(data), None):
        raise SourceError(f"it is no annotation: {problem}", where=str(file), hint=_HINT)
    for entity in data["entities"]:
        if entity["type"] not in ontology.classes:
            raise SourceError(f"{entity['id']} has the unknown type {entity['type']}", where=str(file), hint=_HINT)
    text = next((found for suffix in _SUFFIXES if (found := file.with_suffix(suffix)).is_file()), None)
    if text is None:
        raise SourceError("its text is missing", where=str(file), hint=f"put {file.stem}.txt beside it")
    wanted = data.get("sha256")
    if wanted and hashlib.sha256(text.read_bytes()).hexdigest() != wanted:
        raise SourceError(
            "its text is not the one that was annotated", where=str(text), hint=f"see sha256 in {file.name}"
        )
    return Gold(file.stem, text, data)


def _problems(data: Any) -> Iterator[str]:
    """What is not of the form of an annotation.

    >>> fact = {"subject": "e1", "predicate": "met", "core": True}
    >>> list(_problems({"entities": [], "facts": [fact], "document": {}}))
    ['facts[0].object is missing or of the wrong kind']
    """
    if not isinstance(data, dict) or any(key not in data for key in _KEYS):
        yield f"it lacks one of {', '.join(_KEYS)}"
        return
    if not isinstance(data["document"] or {}, dict):
        yield "document is no object"
    for part, keys in _PARTS.items():
        if not isinstance(data[part], list):
            yield f"{part} is no list"
            continue
        for n, item in enumerate(data[part]):
            yield from (f"{part}[{n}]{wrong}" for wrong in _wrong(item, keys))


def _wrong(item: Any, keys: Mapping[str, type | tuple[type, ...]]) -> Iterator[str]:
    """What is not of the form of an entity or a fact that must have these keys."""
    if not isinstance(item, dict):
        yield " is no object"
        return
    wrong = [key for key, kind in keys.items() if not isinstance(item.get(key), kind)]
    wrong += [key for key, kind in _OPTIONAL.items() if not isinstance(item.get(key, kind()), kind)]
    if isinstance(item.get("object"), dict):
        wrong += [f"object.{key}" for key in ("value", "type") if key not in item["object"]]
    yield from (f".{key} is missing or of the wrong kind" for key in wrong)
