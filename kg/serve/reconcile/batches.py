"""The JSON that a client of the reconciliation API sends -> jobs. What has another form is told with its place."""

from __future__ import annotations

import json
import re
from typing import Any

from kg.ontology.namespace import KG
from kg.serve.http.problem import Problem
from kg.serve.reconcile.jobs import Extend, Match, Question

LONGEST = 500  # characters of a name, an id, a value
_BATCH, _IDS, _PROPERTIES, _VALUES = 200, 500, 20, 20  # the most of each in one request
_LIMIT, _CANDIDATES, _ENDLESS = 10, 100, 1000
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,80}")
_BROKEN = re.compile(r"[\x00-\x20<>\"{}|\\^`\ud800-\udfff]")


def questions(text: str) -> Match:
    """A batch of names: {"q0": {"query": …, "type": …, "limit": …, "properties": […]}}. Problem 400, 413."""
    batch = _object(_parsed(text, "queries"), "queries")
    if len(batch) > _BATCH:
        raise Problem(413, f"a batch may have {_BATCH} queries, this has {len(batch)}")
    return Match({key: _question(_object(one, f"queries.{key}"), f"queries.{key}") for key, one in batch.items()})


def extension(text: str) -> Extend:
    """{"ids": […], "properties": [{"id": …, "settings": {"limit": …}}]}. Problem 400, 413."""
    found = _object(_parsed(text, "extend"), "extend")
    ids, wanted = _list(found.get("ids"), "extend.ids"), _list(found.get("properties"), "extend.properties")
    if len(ids) > _IDS or len(wanted) > _PROPERTIES:
        raise Problem(413, f"at most {_IDS} ids and {_PROPERTIES} properties may be asked for at once")
    names = tuple(_text(one, "extend.ids") for one in ids)
    for name in names:
        if _BROKEN.search(name):
            raise Problem(400, f"extend.ids: {name[:80]!r} is no id")
    properties = []
    for n, one in enumerate(wanted):
        where = f"extend.properties[{n}]"
        settings = _object(_object(one, where).get("settings") or {}, f"{where}.settings")
        limit = _number(settings.get("limit", 0), f"{where}.settings.limit")
        properties.append((_property(one.get("id"), f"{where}.id"), min(limit or _ENDLESS, _ENDLESS)))
    return Extend(names, tuple(properties))


def _question(given: dict[str, Any], where: str) -> Question:
    types = given.get("type") or []
    limit = _number(given.get("limit", _LIMIT), f"{where}.limit")
    wanted = _list(given.get("properties") or [], f"{where}.properties")[:_PROPERTIES]
    return Question(
        _text(given.get("query"), f"{where}.query"),
        tuple(
            _kind(one, f"{where}.type") for one in ([types] if isinstance(types, str | dict) else _list(types, where))
        ),
        min(limit or _LIMIT, _CANDIDATES),
        tuple(_constraint(_object(one, f"{where}.properties"), f"{where}.properties") for one in wanted),
    )


def _constraint(given: dict[str, Any], where: str) -> tuple[str, tuple[str, ...]]:
    value = given.get("v")
    values = value if isinstance(value, list) else [value]
    return _property(given.get("pid"), f"{where}.pid"), tuple(_value(one, f"{where}.v") for one in values[:_VALUES])


def _kind(given: Any, where: str) -> str:
    name = _text(given.get("id") if isinstance(given, dict) else given, where)
    return name.removeprefix(KG).removeprefix("kg:")


def _property(given: Any, where: str) -> str:
    name = _text(given, where).removeprefix(KG).removeprefix("kg:")
    if not _NAME.fullmatch(name):
        raise Problem(400, f"{where}: {name[:80]!r} is no property of the ontology")
    return name


def _value(given: Any, where: str) -> str:
    if isinstance(given, dict):
        given = given.get("id") or given.get("name")
    if isinstance(given, bool) or given is None:
        return str(given).lower()
    return str(given)[:LONGEST] if isinstance(given, int | float) else _text(given, where)


def _parsed(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Problem(400, f"{where} is no JSON: {error}") from None


def _object(given: Any, where: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise Problem(400, f"{where} has to be an object")
    return given


def _list(given: Any, where: str) -> list[Any]:
    if not isinstance(given, list):
        raise Problem(400, f"{where} has to be a list")
    return given


def _text(given: Any, where: str) -> str:
    if not isinstance(given, str):
        raise Problem(400, f"{where} has to be a string")
    return given[:LONGEST]


def _number(given: Any, where: str) -> int:
    if isinstance(given, str) and given.isascii() and given.isdecimal() and len(given) < 10:
        return int(given)
    if isinstance(given, bool) or not isinstance(given, int) or given < 0:
        raise Problem(400, f"{where} has to be a whole number")
    return given
