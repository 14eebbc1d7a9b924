"""The table sentences.toml: how a fact is said as a sentence."""

from __future__ import annotations

from typing import ClassVar

from kg.ontology.table import SchemaProperty, Table, Word


class Sentence(Table, frozen=True):
    """How a fact of a property is said that has all the qualifiers of `needs`.

    `{subject}`, `{object}` and `{name of a qualifier}` stand for what the fact has.
    """

    property: SchemaProperty
    zh: Word
    en: Word
    needs: tuple[SchemaProperty, ...] = ()


class Sentences(Table, frozen=True):
    """All of them; the first of a property whose needs a fact meets says it."""

    FILE: ClassVar[str] = "sentences.toml"

    sentence: tuple[Sentence, ...]
