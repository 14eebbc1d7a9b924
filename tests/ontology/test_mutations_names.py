"""Mistakes in the tables that say how names look are told with file and line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.names.places.abbreviated_places import abbreviated_places
from kg.extract.names.places.gazetteer import gazetteer
from kg.extract.names.roles import lexicon
from kg.ontology.ontology import Ontology
from kg.ontology.table import Row, Table
from kg.ontology.tables import word_lists, words_names
from kg.ontology.tables.places import Places
from kg.ontology.tables.roles import Roles
from tests.ontology.mutations import count_told

ROWS = [
    kind
    for module in (word_lists, words_names)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Row) and kind.FILE
]


TABLES: list[tuple[type[Table], tuple[Callable[[Ontology], object], ...], int]] = [
    (Roles, (lexicon,), 30),
    (Places, (gazetteer, abbreviated_places), 300),
]


@pytest.mark.parametrize(("kind", "compiled", "least"), TABLES)
def test_every_mistake_in_a_table_is_told(
    kind: type[Table], compiled: tuple[Callable[[Ontology], object], ...], least: int
) -> None:
    assert count_told(kind, lambda ontology: [one(ontology) for one in compiled]) >= least


@pytest.mark.parametrize("kind", ROWS)
def test_every_mistake_in_a_word_list_is_told(kind: type[Row]) -> None:
    assert count_told(kind) >= 1
