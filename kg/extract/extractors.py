"""The extractors by name, and what each can be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from kg.errors import KgError
from kg.ontology import Ontology
from kg.types import Layer, Mention, Parsed, Span

DEFAULT = "rules"


@dataclass(frozen=True, slots=True)
class Triple:
    """A relation in the words of a data set: three strings; `predicate` is a label of the set, or words of the text."""

    subject: str
    predicate: str
    object: str


class Names(Protocol):
    """Parsed texts -> for each its names and values, outermost only.

    `convention` is the data set in whose manner names are wanted (`msra`, `cluener` …: a key of its label map), or None.
    The types may be classes of the ontology (and Role, Date), unified labels (PER, LOC …), or, for a convention in the
    extractor's `mention_labels`, the set's own labels. Only mentions of form `name` and `value` count.
    """

    def __call__(
        self, batch: Sequence[Parsed], ontology: Ontology, convention: str | None
    ) -> Sequence[Sequence[Mention]]: ...


class Relations(Protocol):
    """Parsed texts -> for each its triples in the own labels of the data set `convention`.

    `pairs` has, for each text, the spans (head, tail) to tell the relation of: then each text's answer has one triple a
    pair, in their order, with predicate `unknown` for none. It is None where all triples of the text are wanted.
    """

    def __call__(
        self,
        batch: Sequence[Parsed],
        ontology: Ontology,
        convention: str,
        pairs: Sequence[Sequence[tuple[Span, Span]]] | None,
    ) -> Sequence[Sequence[Triple]]: ...


@dataclass(frozen=True, slots=True)
class Extractor:
    """One way from Parsed to Layer, and how it answers in the manner of a data set.

    `mention_labels` and `relation_labels` name the data sets whose own labels it gives, with these labels (empty where
    a set's labels are words of its texts). For any other set, `mentions` gives types of the ontology, and relations are
    read off the layer.
    """

    name: str
    extract: Callable[[Parsed, Ontology], Layer]
    mentions: Names
    relations: Relations | None = None
    mention_labels: Mapping[str, frozenset[str]] = field(default_factory=dict)
    relation_labels: Mapping[str, frozenset[str]] = field(default_factory=dict)


def _rules() -> Extractor:
    from kg.extract.rules.rules import candidates, extract
    from kg.extract.rules.select import select

    def mentions(batch: Sequence[Parsed], ontology: Ontology, convention: str | None) -> list[list[Mention]]:
        return [select(candidates(parsed, ontology))[0] for parsed in batch]

    return Extractor("rules", extract, mentions)


EXTRACTORS: Mapping[str, Callable[[], Extractor]] = {"rules": _rules}


def extractor(name: str) -> Extractor:
    """The extractor of a name; KgError where there is none.

    >>> extractor("rules").name
    'rules'
    """
    if name not in EXTRACTORS:
        raise KgError(f"there is no extractor {name}", hint=f"use {', '.join(EXTRACTORS)}")
    return EXTRACTORS[name]()
