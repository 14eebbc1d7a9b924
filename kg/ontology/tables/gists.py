"""ontology/questions/gists.toml: which words a question has, in any order, where no pattern fits it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from kg.ontology.table import SchemaClass, Table, Word

Ask = Literal["who", "what", "which", "where", "when"]


class Gist(Table, frozen=True):
    """The gist of a wording of `wordings.toml`: what fills its slots, how it asks, and the words beside.

    One of each list of `words` must be there, those of `may` may be. A slot takes things of its class in `only`.
    `yes` and `no` examples have 〔〕 around names.
    """

    wording: Word
    slots: tuple[Word, ...]
    asks: tuple[Ask, ...]
    words: tuple[tuple[Word, ...], ...]
    may: tuple[Word, ...]
    yes: tuple[Word, ...]
    only: Mapping[Word, SchemaClass] = {}
    no: tuple[Word, ...] = ()


class Gists(Table, frozen=True):
    """The gists of questions in Chinese."""

    FILE: ClassVar[str] = "questions/gists.toml"

    plain: tuple[Word, ...]
    asks: Mapping[Ask, tuple[Word, ...]]
    gist: tuple[Gist, ...]
