"""Annotated articles to learn votes on: folders with ID.json beside ID.txt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.ontology.ontology import Ontology
from kg.read.read import read_one
from kg.read.sources import sources
from kg.score.gold import Gold, articles
from kg.segment.parse import segment
from kg.text.names import normal_form
from kg.train.card import read
from kg.types import Parsed

Warn = Callable[[str], None]
Fact = tuple[str, str, str]  # property, subject, object: names in `normal_form`, values as annotated


@dataclass(frozen=True)
class AnnotatedArticle:
    """A parsed article, the (coarse type, name) of its entities by all their names, and its facts between these.

    A fact is worded with each name of its ends; each wording has the number of its fact.
    """

    parsed: Parsed
    names: frozenset[tuple[str, str]]
    facts: Mapping[Fact, int]


def parsed_text(gold: Gold, ontology: Ontology, warn: Warn) -> Parsed:
    """The text of an annotated article; `warn` is told what of it is not read as it should be."""
    (source,) = sources([str(gold.text)])
    document = read_one(source, ontology)
    for warning in document.warnings:
        warn(str(warning))
    return segment(document, ontology)


def annotated_articles(
    folders: Sequence[Path], ontology: Ontology, warn: Warn, ids: Collection[str] = ()
) -> Iterator[AnnotatedArticle]:
    """The articles of all folders, or those with some ids; `warn` is told what is not read as it should be.

    Raises SourceError where an article is not annotated as it should be.
    """
    for folder in folders:
        for gold in articles(folder, ontology):
            if ids and gold.id not in ids:
                continue
            parsed = parsed_text(gold, ontology, warn)
            entities = gold.data["entities"]
            coarse = frozenset((ontology.coarse[one["type"]], name) for one in entities for name in _names(one))
            yield AnnotatedArticle(parsed, coarse, dict(_facts(gold.data)))


def held_out(folders: Sequence[Path], weights: Path, ontology: Ontology, warn: Warn) -> list[AnnotatedArticle]:
    """The articles that the network in a folder was not trained on: those that its card names, if it does."""
    ids = set(read(weights).get("joint", {}).get("articles", {}).get("held out", ()))
    return list(annotated_articles(folders, ontology, warn, ids))


def _names(entity: dict[str, Any]) -> list[str]:
    return [normal_form(name) for name in (entity["name"], *entity.get("aliases", ()))]


def _facts(annotation: dict[str, Any]) -> Iterator[tuple[Fact, int]]:
    names = {one["id"]: _names(one) for one in annotation["entities"]}
    for number, fact in enumerate(annotation["facts"]):
        object_ = fact["object"]
        objects = names[object_] if isinstance(object_, str) else [str(object_["value"])]
        for subject in names[fact["subject"]]:
            for one in objects:
                yield (fact["predicate"], subject, one), number
