"""ontology/questions/forms.toml: what turns a question into others that `wordings.toml` knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from kg.ontology.table import Fragment, SchemaClass, Table, Word

Bounds = Literal["within", "since", "before", "between"]


class Rewriting(Table, frozen=True):
    """What is found in a question, and what is put in its place; `yes` shows it: before => after."""

    find: Fragment
    put: str
    yes: tuple[Word, ...]


class Period(Table, frozen=True):
    """How a time is said that limits a question: {date} in `find` is the date, two of them where it is between two."""

    find: Fragment
    bounds: Bounds
    yes: tuple[Word, ...]


class StandIns(Table, frozen=True):
    """What asks for a name of a class, the coarsest class that it lies below first, and for values."""

    classes: Mapping[SchemaClass, tuple[Word, ...]]
    role: tuple[Word, ...]
    date: tuple[Word, ...]
    number: tuple[Word, ...]


class QuestionForms(Table, frozen=True):
    """Slips of the pen, half sentences, yes or no, how many, and times that limit a question."""

    FILE: ClassVar[str] = "questions/forms.toml"

    date: Fragment
    number: Fragment
    slip: tuple[Rewriting, ...]
    half: tuple[Word, ...]
    statement: tuple[Rewriting, ...]
    auxiliary: Fragment
    preposition: Fragment
    zh: StandIns
    en: StandIns
    how_many: tuple[Rewriting, ...]
    period: tuple[Period, ...]
