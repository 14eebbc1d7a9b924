"""story.toml: scenes that a page plays one after another.

title = "一年之中"                                  # optional
seconds = 8                                         # optional: how long a scene stands when the story plays

[[scene]]
caption = "宜宾市司法局获全国先进集体称号"
show = "v=graph&e=宜宾市司法局"                     # what stands behind # in the page's address, or the whole address
seconds = 12                                        # optional
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from kg.errors import StoryError
from kg.text.toml import KeyPath, line_of, toml_values
from kg.types import Graph

_SECONDS = 8
_LONGEST = 600  # seconds
_MOST = 200  # scenes
_CAPTION = 500  # characters
_BYTES = 1_000_000
_HASHED = "~"  # begins a list of entities that is too long for their ids
_TABLE = {"title": str, "seconds": int, "scene": list}
_SCENE = {"caption": str, "show": str, "seconds": int}
_KINDS: Mapping[type, str] = {str: "a text", int: "a whole number", list: "tables [[scene]]"}
_NAMES = {
    "e": "entity",
    "a": "entity",
    "p": "entity",
    "n": "entity",
    "x": "entity",
    "f": "fact",
    "d": "document",
    "in": "document",
}


def read_story(file: Path, graph: Graph) -> dict[str, Any]:
    """The scenes of a file, as the page has them: {title?, scenes: [{caption, show, seconds}]}.

    Raises StoryError, with file and line, where the file cannot be read or does not say what it should, and where a
    scene shows what the graph does not have.
    """
    try:
        content = file.read_bytes()
        text = content.decode("utf-8")
    except OSError as error:
        raise StoryError(error.strerror or "it cannot be read", where=str(file), hint="name a file of scenes") from None
    except UnicodeDecodeError as error:
        raise StoryError(f"it is not UTF-8 at byte {error.start}", where=str(file), hint="save it as UTF-8") from None
    if len(content) > _BYTES:
        raise StoryError(f"it has {len(content):,} bytes", where=str(file), hint=f"a story has up to {_BYTES:,}")
    return story(text, str(file), graph)


def story(text: str, file: str, graph: Graph) -> dict[str, Any]:
    """The scenes of a TOML text; `file` names it in errors. Raises StoryError as `read_story` does."""

    def wrong(path: KeyPath, what: str, hint: str) -> StoryError:
        return StoryError(what, where=f"{file}:{line_of(text, path)}", hint=hint)

    values = toml_values(text, file, StoryError)
    _checked(values, _TABLE, (), wrong)
    scenes = values.get("scene", [])
    if not scenes:
        raise wrong((), "it has no scene", "write one as [[scene]] with caption and show")
    if len(scenes) > _MOST:
        raise wrong(("scene", _MOST), f"it has {len(scenes)} scenes", f"a story has up to {_MOST}")
    ids: dict[str, set[Any]] = {
        "entity": {entity.id for entity in graph.entities},
        "fact": {fact.id for fact in graph.facts},
        "document": {document.id for document in graph.documents},
    }
    usual = values.get("seconds", _SECONDS)
    made = [_scene(raw, ("scene", n), usual, ids, wrong) for n, raw in enumerate(scenes)]
    return {"title": values.get("title"), "scenes": made} if values.get("title") else {"scenes": made}


_Wrong = Callable[[KeyPath, str, str], StoryError]


def _checked(raw: Any, keys: Mapping[str, type], path: KeyPath, wrong: _Wrong) -> None:
    if not isinstance(raw, dict):
        raise wrong(path, "a scene is a table", "write it as [[scene]] with caption and show")
    for key, value in raw.items():
        if key not in keys:
            raise wrong((*path, key), f"key '{key}' is unknown", f"use {', '.join(keys)}")
        if not isinstance(value, keys[key]) or isinstance(value, bool):
            raise wrong((*path, key), f"'{key}' is {_KINDS[keys[key]]}", "see docs/exports.md")
    if not 1 <= raw.get("seconds", 1) <= _LONGEST:
        raise wrong((*path, "seconds"), f"a scene stands for 1 to {_LONGEST} seconds", "write a whole number of them")


def _scene(raw: Any, path: KeyPath, usual: int, ids: Mapping[str, set[Any]], wrong: _Wrong) -> dict[str, Any]:
    _checked(raw, _SCENE, path, wrong)
    for key in ("caption", "show"):
        if key not in raw:
            raise wrong(path, f"a scene has no '{key}'", f'write {key} = "…"')
    if len(raw["caption"]) > _CAPTION:
        raise wrong((*path, "caption"), f"the caption has {len(raw['caption'])} characters", f"write up to {_CAPTION}")
    show = raw["show"].rpartition("#")[2]
    for part in filter(None, show.split("&")):
        key, equals, value = part.partition("=")
        if not equals:
            raise wrong((*path, "show"), f"'{part}' is no part of a page's address", "copy what stands behind its #")
        if key in _NAMES and not value.startswith(_HASHED):
            for name in map(unquote, value.split(",")[:1] if key == "a" else value.split(",")):
                if name not in ids[_NAMES[key]]:
                    raise wrong((*path, "show"), f"the graph has no {_NAMES[key]} '{name}'", "copy the address anew")
    return {"caption": raw["caption"], "show": show, "seconds": raw.get("seconds", usual)}
