from __future__ import annotations

import pytest

from kg.store.cells import guard


@pytest.mark.parametrize("cell", ["=1", "+a", "-a", "@a", "\t1", "\r1", "＝1", "－a", "\u200b=1", "-1-2", "-INF"])
def test_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert guard(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "a", "-1", "+1.5", "-.5", "1e9", "-1.5E-7", "a=1", "'=1", "宜宾市"])
def test_anything_else_stays(cell: str) -> None:
    assert guard(cell) == cell
