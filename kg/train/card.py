"""The card of a folder of weights: card.json for programs, MODEL_CARD.md made from it for people."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.errors import TrainingError
from kg.extract.neural import joint, schemes, session
from kg.extract.vote import name_vote
from kg.extract.vote.offer_weights import offer_weights
from kg.train.output import writing

READABLE = "MODEL_CARD.md"
_MEGABYTE = 1_000_000
_INTRODUCTION = """# Model card

Weights of zhkg: compact models that find names and relations in Chinese text, run by onnxruntime on a CPU.
They were made by `kg train`; `kg train --help` tells how to make them again from your own data. This page is made
from `card.json`, whose checksums are checked whenever weights are loaded.
"""


def update(
    folder: Path, part: str, facts: Mapping[str, Any], files: Mapping[str, bytes], without: str | None = None
) -> None:
    """Write files of weights into a folder, and what they were made from into its card under the name `part`.

    Other parts and files of the card stay, but for those whose names begin with `without`. Raises TrainingError where
    it cannot be read or written.
    """
    card = read(folder)
    if without:
        card = {name: one for name, one in card.items() if not name.startswith(without)}
        card["files"] = {name: one for name, one in card.get("files", {}).items() if not name.startswith(without)}
    sums = {name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in files.items()}
    card = {"files": dict(sorted({**card.get("files", {}), **sums}.items()))} | {
        name: card[name] for name in card if name not in ("files", part)
    }
    card[part] = facts
    texts = {session.CARD: json.dumps(card, ensure_ascii=False, indent=1) + "\n", READABLE: page(card)}
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in [*files.items(), *((name, text.encode()) for name, text in texts.items())]:
            half = folder / f".{name}.part"
            half.write_bytes(data)
            half.replace(folder / name)
    _forget()


def _forget() -> None:
    """Drop what was read from folders of weights: a file may be another one now."""
    for kept in (session.card, session.session, joint.table, schemes.schemes, name_vote.learned, offer_weights):
        kept.cache_clear()


def read(folder: Path) -> dict[str, Any]:
    """The card of a folder, empty where there is none; TrainingError where it is damaged."""
    file = folder / session.CARD
    if not file.is_file():
        return {}
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingError(f"the card is damaged: {error}", where=str(file), hint="delete it") from None
    if not isinstance(found, dict):
        raise TrainingError("the card is no JSON object", where=str(file), hint="delete it")
    return found


def page(card: Mapping[str, Any]) -> str:
    """The card as Markdown: a section for each part, tables where all entries of an object are objects."""
    files = {name: {"megabytes": round(one["bytes"] / _MEGABYTE, 2)} | one for name, one in card["files"].items()}
    lines = [_INTRODUCTION, *_sections({"files": files, **{n: card[n] for n in card if n != "files"}}, 2)]
    return "\n".join(lines).rstrip() + "\n"


def _section(name: str, value: Any, depth: int) -> list[str]:
    heading = f"{'#' * depth} {name.replace('_', ' ').capitalize() if depth < 4 else name}"
    return [heading, "", *_body(name, value, depth + 1)]


def _body(name: str, value: Any, depth: int) -> list[str]:
    """What stands below a heading; a list of objects is a table, or sections where these hold such lists themselves."""
    if _is_rows(value):
        if not any(_is_rows(part) for row in value for part in row.values()):
            return _table([_flat(row) for row in value])
        return _sections({f"{name} {number}": row for number, row in enumerate(value, 1)}, depth)
    return _object(value, depth) if isinstance(value, dict) else [_cell(value), ""]


def _object(value: Mapping[str, Any], depth: int) -> list[str]:
    """A table where all values are objects, else a list of what fits on a line, and a section for each of the rest."""
    if _is_rows([*value.values()]):
        return _table([{"": key} | _flat(row) for key, row in value.items()])
    wide = {key: part for key, part in value.items() if _is_rows(part) or (part and isinstance(part, dict))}
    items = [f"- {key.replace('_', ' ')}: {_cell(part)}" for key, part in value.items() if key not in wide]
    return [*items, *([""] if items else []), *_sections(wide, depth)]


def _sections(parts: Mapping[str, Any], depth: int) -> list[str]:
    return [line for name, value in parts.items() for line in _section(name, value, depth)]


def _is_rows(value: Any) -> bool:
    """Whether a value is a list of objects, and not an empty one."""
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in row.items():
        flat |= (
            {f"{key} {inner}": one for inner, one in _flat(value).items()} if isinstance(value, dict) else {key: value}
        )
    return flat


def _table(rows: list[dict[str, Any]]) -> list[str]:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    head = "| " + " | ".join(key.replace("_", " ") for key in columns) + " |"
    body = ["| " + " | ".join(_cell(row.get(key, "")) for key in columns) + " |" for row in rows]
    return [head, "|" + " --- |" * len(columns), *body, ""]


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_cell(one) for one in value) or "none"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_cell(one)}" for key, one in value.items()) or "none"
    return "none" if value is None else str(value).replace("|", "\\|").replace("\n", " ")
