"""Texts as pieces of the encoder's vocabulary, and documents as windows of pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.neural.joint import table
from kg.extract.neural.pieces import Vocabulary, compatible
from kg.extract.neural.windows import FARTHEST, NOWHERE, POSITIONS, ROOM, Window, windows
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId, Parsed

ONTOLOGY = load()
VOCABULARY = Vocabulary(["?", "▁", "水", "利", "局", "水利", "水利局", "1"], [0.0, -3, -4, -4, -4, -6, -9, -5], 0)
ODD = "宜宾市😀a\udc80\U0001f9ff\ue000　\t1，（"


def test_the_best_path_is_taken() -> None:
    found = VOCABULARY.encode("水利局水", 5)
    assert found.ids == [6, 2]
    assert found.piece == [0, 0, 0, 1]
    assert (found.left, found.right) == ([0, 1, 2, 0], [2, 1, 0, 0])
    assert found.characters == [2, 3, 4, 2]


def test_what_is_unknown_is_one_character_long_and_a_blank_its_own_piece() -> None:
    assert VOCABULARY.encode("水 雾\n局", 5).ids == [2, 1, 0, 1, 4]


@given(st.text(max_size=80))
def test_every_character_has_a_piece(text: str) -> None:
    seen = compatible(text)
    assert len(seen) == len(text)
    found = VOCABULARY.encode(seen, 5)
    assert all(len(row) == len(text) for row in found[1:])
    assert sorted(set(found.piece)) == list(range(len(found.ids)))


@pytest.mark.parametrize("size", [1, 40, 900, 20_000])
@pytest.mark.parametrize("unit", ["海州市水利局召开会议。", "海州市水利局召开会议", "1", ODD])
def test_windows_hold_every_sentence_and_fit_the_encoder(unit: str, size: int) -> None:
    parsed = segment(Document(DocumentId("a"), "标题\n" + unit * (size // len(unit) + 1)), ONTOLOGY)
    check_windows(parsed, windows(parsed, table().vocabulary))
    check_windows(parsed, windows(parsed, table().vocabulary, 200, ROOM))


def check_windows(parsed: Parsed, found: list[Window]) -> None:
    assert all(len(one.pieces.ids) <= POSITIONS for one in found)
    held = {offset for one in found for offset in one.offsets} - {NOWHERE}
    assert {at for span in parsed.sentences for at in range(span.start, span.end)} <= held
    for one in found:
        assert all(len(row) == len(one.offsets) for row in one.pieces[1:])
        assert max(one.pieces.piece) == len(one.pieces.ids) - 1
        assert max(one.pieces.left + one.pieces.right) <= FARTHEST


def test_windows_are_small_and_a_long_sentence_has_its_own() -> None:
    short, long = "海州市水利局召开会议。" * 60, "海州市水利局召开会议，" * 40 + "会议结束。"
    parsed = segment(Document(DocumentId("a"), short + long + short), ONTOLOGY)
    found = windows(parsed, table().vocabulary, 100, 200)
    sizes = [len(one.pieces.ids) for one in found]
    assert sizes[0] <= 102 and sum(size > 202 for size in sizes) == 1  # 2 marks
    [whole] = [one for one in found if len(one.pieces.ids) > 202]
    assert whole.offsets[1:-1] == list(range(len(short), len(short + long)))
