"""ontology/questions/wordings.toml: how the questions of that folder are asked in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from kg.ontology.table import Fragment, SchemaClass, Table, Word


class Slot(Table, frozen=True):
    """What may stand in the place of a parameter: a thing of the classes (any, where there are none), or a text.

    A `phrase` is what is counted, `words` are some of what was said.
    """

    classes: tuple[SchemaClass, ...] = ()
    form: Literal["thing", "role", "date", "phrase", "words"] = "thing"


class Wording(Table, frozen=True):
    """Ways to ask one question; `answer` are the columns that answer it, the first one above all.

    `set` narrows choices of the question. With `wider`, a place that is an answer makes true what is asked of a larger
    one (在四川吗, of what is in 宜宾市). A `yes` example is followed by the parameters that it sets, and a `no`
    example must not be taken for any question.
    """

    id: Word
    question: Word
    answer: tuple[Word, ...]
    zh: tuple[Word, ...]
    yes: tuple[Word, ...]
    en: tuple[Word, ...] = ()
    no: tuple[Word, ...] = ()
    set: Mapping[Word, Word] = {}
    wider: bool = False


class Wordings(Table, frozen=True):
    """How the shipped questions are asked in words."""

    FILE: ClassVar[str] = "questions/wordings.toml"

    before: Fragment
    after: Fragment
    date: Fragment
    behind: Fragment
    marks: Fragment
    same: tuple[tuple[Word, ...], ...]
    words: Mapping[Word, Fragment]
    kinds: Mapping[Word, SchemaClass]
    roles: Mapping[Word, tuple[Word, ...]]
    slots: Mapping[Word, Slot]
    wording: tuple[Wording, ...]
