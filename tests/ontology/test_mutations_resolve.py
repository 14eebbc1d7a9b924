"""Mistakes in the tables that readers of articles and the resolver use are told with file and line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.errors import OntologyError
from kg.ontology.ontology import Ontology
from kg.ontology.table import Row, Table
from kg.ontology.tables.article import Article
from kg.ontology.tables.encoding import Encoding
from kg.ontology.tables.words_article import CharacterRow
from kg.read.article.article_metadata import LinePatterns
from kg.read.decode import plausibility
from tests.ontology.mutations import Changed, count_told


def decoder(ontology: Ontology) -> object:
    return plausibility("司法局", ontology)


@pytest.mark.parametrize(("kind", "compiled", "least"), [(Article, LinePatterns, 300), (Encoding, decoder, 25)])
def test_every_mistake_in_a_table_is_told(
    kind: type[Table], compiled: Callable[[Ontology], object], least: int
) -> None:
    assert count_told(kind, compiled) >= least


@pytest.mark.parametrize("kind", [CharacterRow])
def test_every_mistake_in_a_word_list_is_told(kind: type[Row]) -> None:
    assert count_told(kind) >= 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('to   = "来', 'to   = "', "key 'to': it has "),
        ("(?P<site>", "(?P<page>", "it has no group 'site'"),
        (
            "(?P<by>(?:{own}|{agency})?",
            "(?P<by>(?:{own}|{agnecy})?",
            "{agnecy} stands for nothing; use agency, own, medium",
        ),
        ('name = "', 'name = "{name}', "it holds a part that holds itself"),
        ("(?P<name>", "(?:", "it has no group 'name'"),
    ],
)
def test_parts_that_do_not_fit_together_are_told(old: str, new: str, message: str) -> None:
    text = Changed("", "").text(Article.FILE)
    line = text[: text.index(old)].count("\n") + 1
    with pytest.raises(OntologyError, match=rf"article\.toml:{line}: .*{message}"):
        LinePatterns(Changed(Article.FILE, text.replace(old, new, 1)))
