"""The decision thresholds of the networks, from the ontology."""

from __future__ import annotations

from kg.ontology.tables.neural import Neural
from tests.ontology.mutations import count_told


def test_every_mistake_in_the_table_is_told() -> None:
    assert count_told(Neural) >= 10
