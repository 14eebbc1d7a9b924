"""Mistakes in the tables that say how names look are told with file and line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.names.conferred_names import conferred
from kg.extract.names.known_names import formed
from kg.extract.names.nominals import nominals
from kg.extract.names.persons.person_signs import model
from kg.extract.names.places.abbreviated_places import abbreviated_places
from kg.extract.names.places.gazetteer import gazetteer
from kg.extract.names.quoted_names import quoted
from kg.extract.names.roles import lexicon
from kg.extract.names.titles import titled
from kg.ontology.ontology import Ontology, load
from kg.ontology.table import Row, Table
from kg.ontology.tables import word_lists, words_names
from kg.ontology.tables.conferred_names import ConferredNames
from kg.ontology.tables.corrected_words import CorrectedWords
from kg.ontology.tables.events import Events
from kg.ontology.tables.headed_names import HeadedNames
from kg.ontology.tables.known_names import KnownNames
from kg.ontology.tables.name_vote import NameVote
from kg.ontology.tables.nominals import Nominals
from kg.ontology.tables.organizations import Organizations
from kg.ontology.tables.persons import Persons
from kg.ontology.tables.places import Places
from kg.ontology.tables.quoted_names import QuotedNames
from kg.ontology.tables.roles import Roles
from kg.ontology.tables.text import TextTable
from kg.ontology.tables.titles import Titles
from kg.segment.normal_form import normal_form
from kg.segment.parse import segment
from kg.types import Document, DocumentId
from tests.ontology.mutations import count_told

PARSED = segment(Document(DocumentId("a"), "《通知》和“先进集体”。"), load())
ROWS = [
    kind
    for module in (word_lists, words_names)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Row) and kind.FILE
]


TABLES: list[tuple[type[Table], tuple[Callable[[Ontology], object], ...], int]] = [
    (Roles, (lexicon,), 30),
    (Persons, (model,), 80),
    (Places, (gazetteer, abbreviated_places), 250),
    (CorrectedWords, (), 10),
    (TextTable, (lambda ontology: normal_form(PARSED.document, ontology),), 20),
    (Organizations, (), 200),
    (HeadedNames, (), 150),
    (Events, (), 80),
    (KnownNames, (lambda ontology: formed("", ontology),), 80),
    (ConferredNames, (lambda ontology: conferred("", ontology),), 20),
    (Titles, (lambda ontology: titled(PARSED, ontology),), 80),
    (QuotedNames, (lambda ontology: quoted(PARSED, ontology),), 100),
    (NameVote, (), 15),
    (Nominals, (lambda ontology: nominals(PARSED, ontology),), 80),
]


@pytest.mark.parametrize(("kind", "compiled", "least"), TABLES)
def test_every_mistake_in_a_table_is_told(
    kind: type[Table], compiled: tuple[Callable[[Ontology], object], ...], least: int
) -> None:
    assert count_told(kind, lambda ontology: [one(ontology) for one in compiled]) >= least


@pytest.mark.parametrize("kind", ROWS)
def test_every_mistake_in_a_word_list_is_told(kind: type[Row]) -> None:
    assert count_told(kind) >= 1
