"""JSON as RFC 8259 has it: what Python's reader lets pass beyond it, and what would fill the memory, is refused."""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from kg.store.canonical import HALF

DIGITS = 300  # about as many as a float may have
_SHOWN = 40  # characters of what is complained about
_EXPONENT = 330  # of the smallest float and its digits
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def loads(text: str) -> Any:
    """What a JSON text says, decimal numbers as Decimal.

    Raises ValueError with a sentence where it is no JSON, an object has a key twice, a number is not finite or has
    more than 300 digits, or a string holds half a character (a lone surrogate).

    >>> loads('{"a": 1, "a": 2}')
    Traceback (most recent call last):
    ValueError: the key 'a' is there twice in one object
    """
    try:
        found = json.loads(
            text, parse_float=_decimal, parse_int=_integer, parse_constant=_constant, object_pairs_hook=_object
        )
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if _HALF.search(text) or HALF.search(text):
        _refuse_halves(found)
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen = set[str]()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"the key {twice[:_SHOWN]!r} is there twice in one object")
    return made


def _integer(digits: str) -> int:
    if len(digits) > DIGITS:
        raise _long(digits)
    return int(digits)


def _decimal(digits: str) -> Decimal:
    try:
        made = Decimal(digits)
    except InvalidOperation:  # an exponent that no computer holds
        made = None
    if made is None or len(digits) > DIGITS or abs(made.adjusted()) > _EXPONENT:
        raise _long(digits)
    return made


def _long(digits: str) -> ValueError:
    shown = digits if len(digits) <= _SHOWN else f"{digits[:_SHOWN]}…"
    return ValueError(f"the number {shown} has more than {DIGITS} digits")


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _refuse_halves(found: Any) -> None:
    left = [found]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            left += value.keys()
            left += value.values()
        elif isinstance(value, list):
            left += value
        elif isinstance(value, str) and (half := HALF.search(value)):
            raise ValueError(f"a string holds half a character, \\u{ord(half[0]):04x}")
