"""The extractors by name, and what each can be asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kg.errors import KgError
from kg.ontology.ontology import Ontology
from kg.types import Layer, Mention, Parsed, Span

DEFAULT = "all"


@dataclass(frozen=True, slots=True)
class Triple:
    """A relation in the words of a data set: three strings; `predicate` is a label of the set, or words of the text."""

    subject: str
    predicate: str
    object: str


Pairs = Sequence[tuple[Span, Span]]
Names = Callable[[Sequence[Parsed], Ontology, str | None], Sequence[Sequence[Mention]]]
Relations = Callable[[Sequence[Parsed], Ontology, str, Sequence[Pairs] | None], Sequence[Sequence[Triple]]]


@dataclass(frozen=True, slots=True)
class Extractor:
    """One way from Parsed to Layer, and how it answers in the annotation scheme of a data set.

    `mentions(texts, ontology, convention)` gives for each text its names and values, outermost only. `convention` is
    the data set in whose annotation scheme they are wanted (`msra`, `cluener` …: a key of its label map), or None.
    Types are classes of the ontology (and Role, Date), unified labels (PER, LOC …), or, for a set in `mention_labels`,
    its own labels. Only mentions of form `name` and `value` count.

    `relations(texts, ontology, convention, pairs)` gives for each text its triples in the own labels of a data set in
    `relation_labels`. `pairs` is None where all are wanted; or it has for each text the spans (head, tail) to tell the
    relation of: then each text's answer is one triple a pair, in their order, with predicate `unknown` for none.

    `mention_labels` and `relation_labels` name the data sets that were learned, each with its labels (no labels where
    they are words of the texts). Of any other set, relations are read off the layer that `extract` gives.
    `weights` are the files that it loads besides the ontology.
    """

    name: str
    extract: Callable[[Parsed, Ontology], Layer]
    mentions: Names
    relations: Relations | None = None
    mention_labels: Mapping[str, frozenset[str]] = field(default_factory=dict)
    relation_labels: Mapping[str, frozenset[str]] = field(default_factory=dict)
    weights: tuple[Path, ...] = ()


def _rules() -> Extractor:
    from kg.extract.candidates.select import select
    from kg.extract.rules import candidates, extract

    def mentions(batch: Sequence[Parsed], ontology: Ontology, convention: str | None) -> list[list[Mention]]:
        return [select(candidates(parsed, ontology))[0] for parsed in batch]

    return Extractor("rules", extract, mentions)


def _model() -> Extractor:
    from kg.extract.model import extract, mentions

    return _with_models("model", extract, mentions)


def _all() -> Extractor:
    from kg.extract.all import extract, mentions

    return _with_models("all", extract, mentions)


def _with_models(name: str, extract: Callable[[Parsed, Ontology], Layer], mentions: Names) -> Extractor:
    from kg.extract.neural import relation_model as model
    from kg.extract.neural.session import shipped
    from kg.extract.neural.tagged_names import trained

    def relations(
        batch: Sequence[Parsed], ontology: Ontology, convention: str, pairs: Sequence[Pairs] | None
    ) -> list[list[Triple]]:
        if pairs is None:
            return [[Triple(*one) for one in found] for found in model.triples(batch, convention, ontology)]
        labels = model.labelled(batch, convention, pairs, ontology)
        return [
            [Triple(one.document.cut(left), label, one.document.cut(right)) for (left, right), label in both]
            for one, both in zip(batch, map(zip, pairs, labels), strict=True)
        ]

    return Extractor(name, extract, mentions, relations, trained(), model.trained(), shipped())


EXTRACTORS: Mapping[str, Callable[[], Extractor]] = {"rules": _rules, "model": _model, "all": _all}


@cache
def extractor(name: str) -> Extractor:
    """The extractor of a name; KgError where there is none.

    >>> extractor("rules").name
    'rules'
    """
    if name not in EXTRACTORS:
        raise KgError(f"there is no extractor {name}", hint=f"use {', '.join(EXTRACTORS)}")
    return EXTRACTORS[name]()
