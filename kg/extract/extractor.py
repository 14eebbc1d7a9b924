"""What an extractor is: parsed documents in, a Layer or an ExtractionError for each out.

An extractor of your own is a value of `Extractor`, found through the entry point group `zhkg.extractors`. This one, in
the module `shout.py` of a distribution with the entry point `shout = shout:EXTRACTOR`, takes what is between
exclamation marks for the title of a work:

    def _extract(parsed: Parsed, settings: Settings) -> Layer:
        found = re.finditer("！([^！]+)！", parsed.document.text)
        return Layer(parsed.document, "shout", tuple(Mention(Span(*m.span(1)), "CreativeWork") for m in found), ())

    EXTRACTOR = Extractor("shout", one_by_one(_extract), code=(Path(__file__),))

and `kg build --extractor shout` builds with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import ExtractionError
from kg.ontology.ontology import Ontology
from kg.types import Layer, Mention, Parsed, Span


@dataclass(frozen=True, slots=True)
class Settings:
    """What an extractor is asked with: the ontology, and values for `Extractor.options`, sorted by name."""

    ontology: Ontology
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Triple:
    """A relation in the words of a data set: three strings; `predicate` is a label of the set, or words of the text."""

    subject: str
    predicate: str
    object: str


Batch = Callable[[Iterable[Parsed], Settings], Iterator[Layer | ExtractionError]]
Pairs = Sequence[tuple[Span, Span]]
Names = Callable[[Sequence[Parsed], Ontology, str | None], Sequence[Sequence[Mention]]]
Relations = Callable[[Sequence[Parsed], Ontology, str, Sequence[Pairs] | None], Sequence[Sequence[Triple]]]


@dataclass(frozen=True, slots=True)
class Conventions:
    """How an extractor answers by the conventions of data sets. All of it is optional, and only `kg score` asks for it.

    `mentions(texts, ontology, convention)` gives for each text its names and values, outermost only, with spans of the
    document (not of the view). `convention` is the data set by whose guidelines they are wanted (`msra`, `cluener` …: a
    key of its label map), or None. Types are classes of the ontology (and Role, Date), unified labels (PER, LOC …), or,
    for a set in `mention_labels`, its own labels. Only mentions of form `name` and `value` count. Where it is None, the
    names of the layers count.

    `relations(texts, ontology, convention, pairs)` gives for each text its triples in the own labels of a data set in
    `relation_labels`. `pairs` is None where all are wanted; or it has for each text the spans (head, tail) whose
    relation is wanted: then each text's answer is one triple a pair, in their order, with predicate `unknown` for none.

    `mention_labels` and `relation_labels` name the data sets that were learned, each with its labels (no labels where
    they are words of the texts). Relations of any other set are taken from the layers.
    """

    mentions: Names | None = None
    relations: Relations | None = None
    mention_labels: Mapping[str, frozenset[str]] = field(default_factory=dict)
    relation_labels: Mapping[str, frozenset[str]] = field(default_factory=dict)


def _nothing() -> None:
    """There is nothing to verify."""


@dataclass(frozen=True, slots=True)
class Extractor:
    """One way from Parsed to Layer.

    `extract_batch(texts, settings)` gives for each text, in their order, its Layer, or an ExtractionError where it
    fails on this text. It may read ahead, to work on several texts at a time, but not without bound. A Layer depends
    on its document and on the settings alone, never on the other texts; its `extractor` is `name`. A KgError of
    another kind (weights are missing, a service cannot be reached) ends the run.

    `options` are the names of the options that it understands. `code` are the files and folders (of these, their .py
    files) that it is made of, `weights` are files that it loads besides the ontology, and `distributions` are
    installed packages that its answers depend on: the three are part of its fingerprint. `verify` raises ModelError
    where a file that it loads is missing or damaged; it is called before anything is read.
    """

    name: str
    extract_batch: Batch
    code: tuple[Path, ...] = ()
    weights: tuple[Path, ...] = ()
    distributions: tuple[str, ...] = ()
    options: frozenset[str] = frozenset()
    verify: Callable[[], None] = _nothing
    conventions: Callable[[], Conventions] = Conventions
