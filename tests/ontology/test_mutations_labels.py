"""Mistakes in the tables of data sets' labels are told with file and line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.ontology.name_labels import classes
from kg.ontology.ontology import Ontology
from kg.ontology.relation_labels import annotated_sets
from kg.ontology.table import Row
from kg.ontology.tables.set_labels import NameLabelRow, RelationLabelRow
from tests.ontology.mutations import count_told


@pytest.mark.parametrize(("kind", "compiled"), [(NameLabelRow, classes), (RelationLabelRow, annotated_sets)])
def test_every_mistake_in_a_table_of_labels_is_told(kind: type[Row], compiled: Callable[[Ontology], object]) -> None:
    assert count_told(kind, compiled) >= 1
