"""Every statement of queries.sql fits the schema, and is called by somebody."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from kg.store.database.connection import migrations
from kg.store.database.statements import sql, statements

CODE = "".join(file.read_text("utf-8") for file in (Path(__file__).parents[3] / "kg").rglob("*.py"))
LOOPS = re.compile(r'f"(\w+)_\{table\}"')  # of statements that differ by a table only


@pytest.fixture(scope="module")
def schema() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    for text in (sql("schema.sql"), *migrations().values()):
        connection.executescript(text)
    return connection


@pytest.mark.parametrize("name", statements())
def test_it_fits_the_schema(name: str, schema: sqlite3.Connection) -> None:
    text = statements()[name]
    schema.execute(f"EXPLAIN {text}", [None] * text.count("?"))


@pytest.mark.parametrize("name", statements())
def test_it_is_called(name: str) -> None:
    verb, _, table = name.partition("_")
    in_a_loop = verb in LOOPS.findall(CODE) and f'"{table}"' in CODE
    assert in_a_loop or f'"{name}"' in CODE
