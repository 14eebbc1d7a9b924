"""Mention <-> JSON list: `[start, end, class, form, value, name]`, without what stands at its end and is as usual.

[36,39,"Person"]                                            a name
[54,58,"Date","value",["2020-07","date"]]                   a value; of a quantity also its unit
[61,63,"GovernmentBody","name",null,"浙江省委"]             a name that is not the text itself
"""

from __future__ import annotations

from typing import Any, get_args

from kg.types import Datatype, Form, Mention, Span, Value

SHAPE = "a mention, [start, end, class, form, [value, datatype, unit], name]"
_USUAL: tuple[Any, ...] = ("name", None, None)  # form, value and name
_FEWEST = 3  # start, end and class
_FORMS, _DATATYPES = frozenset(get_args(Form)), frozenset(get_args(Datatype))


def to_row(mention: Mention) -> list[object]:
    """The list that stands for a mention."""
    span, value = mention.span, mention.value
    row: list[object] = [span.start, span.end, mention.type]
    if mention.name is not None:
        return [*row, mention.form, value and _value_row(value), mention.name]
    if value is not None:
        return [*row, mention.form, _value_row(value)]
    return row if mention.form == "name" else [*row, mention.form]


def _value_row(value: Value) -> list[object]:
    return [value.text, value.datatype] if value.unit is None else [value.text, value.datatype, value.unit]


def from_row(row: Any) -> Mention:
    """The mention that a list stands for. ValueError where it stands for none."""
    given: list[Any] = row
    start, end, kind, form, value, name = [*given, *_USUAL[len(given) - _FEWEST :]]
    if form not in _FORMS:
        raise ValueError(form)
    return Mention(span(start, end), text(kind), form, _value(value), None if name is None else text(name))


def _value(row: Any) -> Value | None:
    if row is None:
        return None
    words, datatype, *unit = row
    if datatype not in _DATATYPES or len(unit) > 1:
        raise ValueError(row)
    return Value(text(words), datatype, text(unit[0]) if unit else None)


def span(start: object, end: object) -> Span:
    """The span of two offsets. ValueError where they are none."""
    found = Span(offset(start), offset(end))
    if found.end < found.start:
        raise ValueError(found)
    return found


def offset(found: object) -> int:
    """An offset, a number or a count. ValueError where it is none."""
    if type(found) is not int or found < 0:
        raise ValueError(found)
    return found


def text(found: object) -> str:
    """A string. ValueError where it is none."""
    if not isinstance(found, str):
        raise ValueError(found)
    return found
