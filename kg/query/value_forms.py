"""A date or a number as the graph writes it, from other ways to write it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.ontology.ontology import Ontology

_NUMERIC = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?")
_LONGEST = 40  # characters of a date or number


def other_forms(value: str, ontology: Ontology) -> Iterator[str]:
    """What a date or number is in a graph, where it is written in another way.

    >>> from kg.ontology.ontology import load
    >>> [list(other_forms(value, load())) for value in ("2022年9月", "2022-9-2", "3.6亿", "2022-09", "宜宾")]
    [['2022-09'], ['2022-09-02'], ['360000000'], [], []]
    """
    if len(value) > _LONGEST:
        return
    for form in (date_form(value, ontology), _number(value, ontology)):
        if form is not None and form != value:
            yield form
            return


def date_form(value: str, ontology: Ontology) -> str | None:
    """An ISO date at the precision of the text; None where it is no date with a year.

    >>> from kg.ontology.ontology import load
    >>> date_form("二〇二二年九月", load()), date_form("2022", load()), date_form("9月2日", load())
    ('2022-09', '2022', None)
    """
    from kg.extract.values.date_context import DateContext
    from kg.extract.values.date_forms import date_forms

    if value.isdecimal() and len(value) == 4:
        return value
    if numeric := _NUMERIC.fullmatch(value):
        return "-".join(part.zfill(2) for part in numeric.groups() if part)
    forms = date_forms(ontology)
    match = forms.pattern.fullmatch(value)
    day = DateContext(forms, None).resolve(forms.fields(match), ahead=False) if match else None
    return str(day) if day and day.real else None


def _number(value: str, ontology: Ontology) -> str | None:
    from kg.extract.values.numerals import parse_number

    number = parse_number(value, ontology)
    return None if number is None else f"{number:f}"
