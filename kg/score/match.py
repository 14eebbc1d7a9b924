"""When a found thing is the wanted one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

_WRAP = re.compile(r"[\s“”\"'‘’《》〈〉「」『』()（）]")


def normal(name: object) -> str:
    """A name as names are compared: NFKC, in lower case, without spaces, quotes and brackets.

    >>> normal("《民法典》（ＡＢ）")
    '民法典ab'
    """
    return _WRAP.sub("", unicodedata.normalize("NFKC", str(name))).lower()


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
    wanted, got = sorted((normal(gold["value"]), normal(found.get("value", ""))), key=len)
    return bool(wanted) and wanted in got and len(wanted) * 2 >= len(got)


def _same_quantity(gold: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    try:
        equal = abs(float(gold["value"]) - float(found["value"])) < 1e-6
    except (KeyError, TypeError, ValueError):
        return False
    return equal and normal(gold.get("unit", "")) == normal(found.get("unit", ""))


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
    return normal(gold) in {normal(one) for one in (found if isinstance(found, list) else [found])}


def same_role(gold: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """Whether a post's role, where the gold names one, is the found one or one of the found ones."""
    if "role" not in gold:
        return True
    roles = found.get("role")
    return normal(gold["role"]) in {normal(role or "") for role in (roles if isinstance(roles, list) else [roles])}
