"""Mistakes in the tables of dates, values, figures, posts and patterns are told with file, line and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kg.errors import OntologyError
from kg.extract.relations.figures import figure_table
from kg.extract.relations.patterns import patterns
from kg.extract.relations.posts import post_forms
from kg.extract.relations.shared_grammar import grammar
from kg.extract.values.date_forms import date_forms
from kg.extract.values.quantities import quantity_rules
from kg.ontology.ontology import Ontology, load
from kg.ontology.table import Table, decode_toml
from kg.ontology.tables.containment import ContainmentTable
from kg.ontology.tables.dates import DateTable
from kg.ontology.tables.figures import FigureTable
from kg.ontology.tables.grammar import GrammarTable
from kg.ontology.tables.patterns import PatternFile
from kg.ontology.tables.posts import PostTable
from kg.ontology.tables.values import ValueTable
from tests.ontology.mutations import Changed, count_told, toml_mutations

COMPILED: dict[type[Table], Callable[[Ontology], object]] = {
    DateTable: date_forms,
    ValueTable: quantity_rules,
    FigureTable: figure_table,
    GrammarTable: grammar,
    PostTable: post_forms,
}


@pytest.mark.parametrize(
    ("kind", "least"),
    [(DateTable, 1), (ValueTable, 1), (FigureTable, 1), (GrammarTable, 1), (PostTable, 1), (ContainmentTable, 1)],
)
def test_every_mistake_in_a_table_is_told(kind: type[Table], least: int) -> None:
    n = count_told(kind)
    print(kind, n)
    assert n >= least
