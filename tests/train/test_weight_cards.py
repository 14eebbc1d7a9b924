"""The card of a folder of weights."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kg.errors import TrainingError
from kg.extract.neural.session import weights
from kg.train.card import read, update


def test_parts_are_kept_side_by_side(tmp_path: Path) -> None:
    update(tmp_path, "sails", {"date": "2026-01-02", "data": {"own": {"rows": 3}}}, {"a.bin": b"one"})
    update(tmp_path, "oars", {"curve": [{"epoch": 1, "dev": {"own": 0.5}}]}, {"b.bin": b"two"})
    update(tmp_path, "sails", {"date": "2026-01-03"}, {"a.bin": b"three"})
    card = read(tmp_path)
    assert card["sails"] == {"date": "2026-01-03"}
    assert card["files"]["a.bin"] == {"sha256": hashlib.sha256(b"three").hexdigest(), "bytes": 5}
    assert weights("a.bin", tmp_path) == b"three"
    page = (tmp_path / "MODEL_CARD.md").read_text("utf-8")
    assert "## Oars" in page
    assert "| 1 | 0.5 |" in page
    assert "2026-01-02" not in page
    assert sorted(file.name for file in tmp_path.iterdir()) == ["MODEL_CARD.md", "a.bin", "b.bin", "card.json"]


@pytest.mark.parametrize("content", ["{", "[]"])
def test_a_damaged_card(content: str, tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text(content, "utf-8")
    with pytest.raises(TrainingError, match="the card is"):
        update(tmp_path, "sails", {}, {})
