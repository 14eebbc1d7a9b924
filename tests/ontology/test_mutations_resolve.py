"""Mistakes in the tables that readers of articles and the resolver use are told with file and line."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kg.errors import OntologyError
from kg.merge.naming import naming
from kg.ontology.ontology import Ontology, load
from kg.ontology.table import Row, Table
from kg.ontology.tables.article import Article
from kg.ontology.tables.encoding import Encoding
from kg.ontology.tables.labels import MentionLabelRow
from kg.ontology.tables.metadata import Metadata
from kg.ontology.tables.pdf import Pdf
from kg.ontology.tables.records import Records
from kg.ontology.tables.resolve import Resolve
from kg.ontology.tables.words_article import CharacterRow
from kg.read.article.article_metadata import article_metadata
from kg.read.article.page_fields import page_fields
from kg.read.encoding.plausibility import plausibility
from kg.read.page import Page
from kg.read.pdf.pdf_paragraphs import paragraphs
from kg.read.pdf.pdf_reader import day
from kg.read.pdf.pdf_running import RunningRows
from kg.read.records.rows import Markup
from kg.resolve.resolve import resolve
from kg.types import Document, DocumentId, Layer
from tests.ontology.mutations import Changed, count_told


def read(ontology: Ontology) -> object:
    return article_metadata("", ontology)


def stated(ontology: Ontology) -> object:
    return page_fields(Page("档案馆开馆。"), ontology)


def marked(ontology: Ontology) -> object:
    return Markup(ontology).is_in("<p>档案馆开馆。")


def decode(ontology: Ontology) -> object:
    return plausibility("司法局", ontology)


def resolved(ontology: Ontology) -> object:
    layer = Layer(Document(DocumentId("a"), ""), "rules", (), ())
    return resolve([layer, layer], ontology), naming(ontology)


def set_as_pages(ontology: Ontology) -> object:
    return RunningRows(ontology).find([[]]), paragraphs([[]], ontology), day("", "2021", ontology)


COMPILED: dict[type[Table], Callable[[Ontology], object]] = {
    Article: read,
    Encoding: decode,
    Metadata: stated,
    Pdf: set_as_pages,
    Records: marked,
    Resolve: resolved,
}
LEAST = {Article: 330, Encoding: 30, Metadata: 200, Pdf: 100, Records: 15, Resolve: 320}


@pytest.mark.parametrize("kind", COMPILED)
def test_every_mistake_in_a_table_is_told(kind: type[Table]) -> None:
    assert count_told(kind, COMPILED[kind]) >= LEAST[kind]


@pytest.mark.parametrize("kind", [CharacterRow, MentionLabelRow])
def test_every_mistake_in_a_word_list_is_told(kind: type[Row]) -> None:
    assert count_told(kind) >= 1


@pytest.mark.parametrize(
    ("kind", "old", "new", "message"),
    [
        (Article, 'to   = "来', 'to   = "', "key 'to': it has "),
        (Article, "(?P<site>", "(?P<page>", "it has no group 'site'"),
        (
            Article,
            "(?P<by>(?:{own}|{agency})?",
            "(?P<by>(?:{own}|{agnecy})?",
            "{agnecy} stands for nothing; use agency",
        ),
        (Article, 'name = "', 'name = "{name}', "the part {name} holds itself"),
        (Article, "(?P<name>", "(?:", "it has no group 'name'"),
        (Article, "(?P<year>(?:19|20)", "((?:19|20)", "it has no group 'year'"),
        (Metadata, "(?P<owner>", "(?:", "it has no group 'owner'"),
        (Resolve, "(?P<level>", "(?:", "it has no group 'level'"),
        (
            Resolve,
            'home = "中国"',
            'home = "中夏"',
            "key 'home': 中夏 is no country; use a name of words/countries.tsv",
        ),
        (Resolve, 'city = "市"', 'city = "城"', "key 'city': 城 is no level; use 市, 省, 区"),
        (Resolve, 'above = ["省"]', 'above = ["府"]', "key 'above': 府 is no level"),
        (
            Resolve,
            'tailed = ["Organization"',
            'tailed = ["Organisation"',
            "class 'Organisation' is unknown; did you mean",
        ),
    ],
)
def test_parts_that_do_not_fit_together_are_told(kind: type[Table], old: str, new: str, message: str) -> None:
    text = load().text(kind.FILE)
    line = text[: text.index(old)].count("\n") + 1
    with pytest.raises(OntologyError, match=re.escape(f"{kind.FILE}:{line}: {message}")):
        COMPILED[kind](Changed(kind.FILE, text.replace(old, new, 1)))


def test_a_label_that_means_no_class_is_told() -> None:
    from kg.score.mentions import _classes

    with pytest.raises(OntologyError, match=r"labels/mentions\.tsv:2: class 'Dragon' is unknown; use a class"):
        _classes(Changed(MentionLabelRow.FILE, "# label\nPER\tDragon\n"))
