"""Annotations without their texts: each name and each piece of evidence is a place in the text, [offset, length].

An article is one line: `[id, sha256 of the text, document, entities, facts]`, an entity `[type, core, name, aliases]`
and a fact `[subject, predicate, object, core, evidence, qualifiers]`, whose entities are numbers. What does not stand
in the text by these words (a name that is composed, a date) is a string; `{"…": …}` is a value.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "articles.jsonl.xz"
LINKS = ("conferredBy", "at")  # qualifiers that are entities


def without_text(data: Mapping[str, Any], text: str) -> list[Any]:
    """An annotation as places in its text."""
    number = {one["id"]: n for n, one in enumerate(data["entities"])}

    def place(words: Any) -> Any:
        if isinstance(words, list):
            return {"list": [place(one) for one in words]}
        at = text.find(words) if isinstance(words, str) and words else -1
        return [at, len(words)] if at >= 0 else words

    def object_(value: Any) -> Any:
        return number[value] if isinstance(value, str) else value | {"value": place(value["value"])}

    entities = [
        [one["type"], int(one["core"]), place(one["name"]), [place(form) for form in one.get("aliases", ())]]
        for one in data["entities"]
    ]
    facts = []
    for one in data["facts"]:
        more = {k: number[v] if k in LINKS else place(v) for k, v in one.get("qualifiers", {}).items()}
        whose, what = number[one["subject"]], object_(one["object"])
        facts.append([whose, one["predicate"], what, int(one["core"]), place(one["evidence"]), more])
    known = {name: place(value) for name, value in data["document"].items() if value is not None}
    return [data["id"], hashlib.sha256(text.encode()).hexdigest(), known, entities, facts]


def with_text(line: list[Any], text: str) -> dict[str, Any]:
    """The annotation of a text from its places; ValueError where it is not the text that was annotated."""
    id_, digest, known, entities, facts = line
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        raise ValueError(f"{id_}: this is not the text that was annotated")

    def words(place: Any) -> Any:
        if isinstance(place, dict):
            return [words(one) for one in place["list"]]
        return text[place[0] : sum(place)] if isinstance(place, list) else place

    def name(number: int) -> str:
        return f"e{number + 1}"

    def fact(subject: int, predicate: str, object_: Any, core: int, evidence: Any, more: dict[str, Any]) -> Any:
        value = name(object_) if isinstance(object_, int) else object_ | {"value": words(object_["value"])}
        made = {"subject": name(subject), "predicate": predicate, "object": value, "evidence": words(evidence)}
        qualifiers = {k: name(v) if k in LINKS else words(v) for k, v in more.items()}
        return made | ({"qualifiers": qualifiers} if qualifiers else {}) | {"core": bool(core)}

    return {
        "id": id_,
        "sha256": digest,
        "document": {key: words(value) for key, value in known.items()},
        "entities": [
            {"id": name(n), "name": words(one), "type": type_, "aliases": [words(a) for a in forms], "core": bool(core)}
            for n, (type_, core, one, forms) in enumerate(entities)
        ],
        "facts": [fact(*one) for one in facts],
    }


def text_of(row: Mapping[str, str]) -> str:
    """The text that was annotated of a row of raw articles: its title is the first line."""
    title, text = (row.get("title") or "").strip(), row["text"].strip()
    return text if text.startswith(title) else f"{title}\n{text}"


def read(file: Path = FILE) -> Iterator[list[Any]]:
    """The lines of a file, as they were written."""
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def write(articles: Iterable[list[Any]], file: Path = FILE) -> None:
    """Write lines in the order of their ids."""
    with lzma.open(file, "wt", encoding="utf-8", preset=9) as out:
        for one in sorted(articles, key=lambda line: str(line[0])):
            out.write(json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n")
