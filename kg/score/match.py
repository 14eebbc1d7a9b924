"""When a value, a qualifier or a role of a graph is that of the annotation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.text.names import normal_form

_DIGITS = 6  # behind the point, in which two equal quantities are the same


def form(value: object) -> str:
    """What names, texts and units of a gold file or a graph are compared by: their normal form, of a number its digits.

    >>> form("《民法典》（ＡＢ）"), form(3)
    ('民法典ab', '3')
    """
    return normal_form(str(value))


def same_value(gold: Mapping[str, Any], found: object) -> bool:
    """Whether a found value says what the gold one says.

    A date may be finer than the gold one, a quantity must be equal with the same unit, and of two texts the shorter
    must lie in the longer and be at least half as long.

    >>> same_value({"type": "date", "value": "2020-07"}, {"type": "date", "value": "2020-07-01"})
    True
    """
    if not isinstance(found, Mapping) or gold["type"] != found.get("type"):
        return False
    if gold["type"] == "date":
        return str(found.get("value", "")).startswith(str(gold["value"]))
    if gold["type"] == "quantity":
        return _same_quantity(gold, found)
    wanted, got = sorted((form(gold["value"]), form(found.get("value", ""))), key=len)
    return bool(wanted) and wanted in got and len(wanted) * 2 >= len(got)


def _same_quantity(gold: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    try:
        equal = round(float(gold["value"]) - float(found["value"]), _DIGITS) == 0
    except (KeyError, TypeError, ValueError, OverflowError):
        return False
    return equal and form(gold.get("unit", "")) == form(found.get("unit", ""))


def right_qualifiers(
    gold: Mapping[str, Any], found: Mapping[str, Any], linked: Mapping[str, str]
) -> tuple[int, int, int]:
    """How many qualifiers are right, found and wanted; `of` is free. `linked`: found entity id -> gold entity id."""
    wanted = {name: value for name, value in gold.items() if name != "of"}
    right = sum(_same_qualifier(name, value, found[name], linked) for name, value in wanted.items() if name in found)
    return right, sum(name != "of" for name in found), len(wanted)


def _same_qualifier(name: str, gold: object, found: object, linked: Mapping[str, str]) -> bool:
    if linked.get(str(found)) == gold or (name == "time" and str(found).startswith(str(gold))):
        return True
    return form(gold) in {form(value) for value in (found if isinstance(found, list) else [found])}


def same_role(gold: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """Whether a post's role, where the gold names one, is the found one or one of the found ones."""
    if "role" not in gold:
        return True
    roles = found.get("role")
    return form(gold["role"]) in {form(role or "") for role in (roles if isinstance(roles, list) else [roles])}
