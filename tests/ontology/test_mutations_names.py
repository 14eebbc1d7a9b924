"""Mistakes in the tables that say how names look are told with file and line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.names.roles import lexicon as role_lexicon
from kg.ontology.ontology import Ontology
from kg.ontology.table import Row, Table
from kg.ontology.tables import word_lists, words_names
from kg.ontology.tables.roles import Roles
from tests.ontology.mutations import count_told

ROWS = [
    kind
    for module in (word_lists, words_names)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Row) and kind.FILE
]


@pytest.mark.parametrize(("kind", "compiled", "least"), [(Roles, role_lexicon, 30)])
def test_every_mistake_in_a_table_is_told(
    kind: type[Table], compiled: Callable[[Ontology], object], least: int
) -> None:
    assert count_told(kind, compiled) >= least


@pytest.mark.parametrize("kind", ROWS)
def test_every_mistake_in_a_word_list_is_told(kind: type[Row]) -> None:
    assert count_told(kind) >= 1
