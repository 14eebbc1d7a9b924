"""The table of extractors: this package's own, and those of other distributions. Listing them loads none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from kg.errors import KgError
from kg.extract.entry_points import Found, Unreadable, installed
from kg.extract.extractor import Conventions, Extractor, Names, Pairs, Settings, Triple
from kg.ontology.ontology import Ontology
from kg.types import Layer, Mention, Parsed

DEFAULT = "all"
_CODE = (Path(__file__).parent,)
_LONGEST = 200  # characters that are shown of what is no extractor


@dataclass(frozen=True, slots=True)
class Row:
    """An extractor that can be asked for: `load` imports what it needs."""

    name: str
    summary: str
    load: Callable[[], Extractor]


def _rules() -> Extractor:
    from kg.extract.batch import one_by_one
    from kg.extract.candidates.select import select
    from kg.extract.rules import candidates, extract, written

    def mentions(batch: Sequence[Parsed], ontology: Ontology, convention: str | None) -> list[list[Mention]]:
        return [written(parsed, select(candidates(parsed, ontology))[0]) for parsed in batch]

    def layer(parsed: Parsed, settings: Settings) -> Layer:
        return extract(parsed, settings.ontology)

    return Extractor("rules", one_by_one(layer), _CODE, conventions=lambda: Conventions(mentions))


def _model() -> Extractor:
    from kg.extract.model import extract, mentions

    return _with_networks("model", extract, mentions)


def _all() -> Extractor:
    from kg.extract.all import extract, mentions

    return _with_networks("all", extract, mentions)


def _fast() -> Extractor:
    from kg.extract.fast import extract, mentions

    return _with_networks("fast", extract, mentions)


def _with_networks(name: str, extract: Callable[[Parsed, Ontology], Layer], mentions: Names) -> Extractor:
    from kg.extract.batch import one_by_one
    from kg.extract.neural.scheme_labels import CLOSED, NAMES, OPEN, PAIRS
    from kg.extract.neural.schemes import labelled, learned, triples
    from kg.extract.neural.session import shipped, verify

    def layer(parsed: Parsed, settings: Settings) -> Layer:
        return extract(parsed, settings.ontology)

    def relations(
        batch: Sequence[Parsed], ontology: Ontology, convention: str, pairs: Sequence[Pairs] | None
    ) -> list[list[Triple]]:
        if pairs is None:
            return [[Triple(*found) for found in triples(one, convention, ontology)] for one in batch]
        seen = [
            [(one.view.from_document(left), one.view.from_document(right)) for left, right in some]
            for one, some in zip(batch, pairs, strict=True)
        ]
        labels = [labelled(one, convention, some, ontology) for one, some in zip(batch, seen, strict=True)]
        return [
            [Triple(one.document.cut(left), label, one.document.cut(right)) for (left, right), label in both]
            for one, both in zip(batch, map(zip, pairs, labels), strict=True)
        ]

    def whole() -> None:
        for file in shipped():
            verify(file)

    return Extractor(
        name,
        one_by_one(layer),
        code=_CODE,
        weights=shipped(),
        distributions=("numpy", "onnxruntime"),
        verify=whole,
        conventions=lambda: Conventions(mentions, relations, learned(NAMES), learned(CLOSED, OPEN, PAIRS)),
    )


OWN = (
    Row("all", "rules and model vote on names; patterns join what was elected", _all),
    Row("fast", "rules on all sentences, the model on those that promise most: half the time of all", _fast),
    Row("rules", "word lists and patterns", _rules),
    Row("model", "networks trained on annotated text, with grammars for dates and quantities", _model),
)
_OWN_NAMES = {row.name for row in OWN}


def rows() -> list[Row]:
    """The extractors that can be asked for: this package's own, then those that are installed, by name.

    >>> [row.name for row in rows()][:3]
    ['all', 'fast', 'rules']
    """
    by_name: dict[str, list[Found]] = {}
    for one in installed():
        if isinstance(one, Found) and one.entry.name not in _OWN_NAMES:
            by_name.setdefault(one.entry.name, []).append(one)
    return [*OWN, *(_row(name, found) for name, found in by_name.items())]


def left_out() -> list[str]:
    """What is wrong with each installed extractor that cannot be asked for."""
    return [
        f"the entry points of {one.distribution} cannot be read: {one.error}"
        if isinstance(one, Unreadable)
        else f"{one.entry.name} of {one.distribution} has the name of a built-in extractor"
        for one in installed()
        if isinstance(one, Unreadable) or one.entry.name in _OWN_NAMES
    ]


def _row(name: str, found: list[Found]) -> Row:
    return Row(name, f"from {' and '.join(one.distribution for one in found)}", lambda: _load(name, found))


def _load(name: str, found: list[Found]) -> Extractor:
    """An installed extractor; KgError, which names its distribution, where it cannot be loaded."""
    if len(found) > 1:
        given = " and ".join(one.distribution for one in found)
        raise KgError(f"there are several extractors {name}: from {given}", hint="uninstall all but one")
    entry, distribution = found[0].entry, found[0].distribution
    hint = f"update or uninstall {distribution}"
    try:
        loaded = entry.load()
    except Exception as error:
        raise KgError(f"the extractor {name} of {distribution} cannot be loaded: {error!r}", hint=hint) from error
    if not isinstance(loaded, Extractor) or loaded.name != name:
        what = f"{entry.value} of {distribution} is no Extractor with the name {name}: {loaded!r}"[:_LONGEST]
        raise KgError(what, hint=hint)
    return replace(loaded, distributions=(*loaded.distributions, distribution.rpartition(" ")[0]))


@lru_cache(maxsize=32)
def extractor(name: str) -> Extractor:
    """The extractor of a name; KgError where there is none, or it cannot be loaded.

    >>> extractor("rules").name
    'rules'
    """
    known = {row.name: row for row in rows()}
    if name not in known:
        raise KgError(f"there is no extractor {name}", hint=f"use {', '.join(known)}")
    return known[name].load()
