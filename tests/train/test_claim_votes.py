"""The vote on relations that only the model sees, learned on labelled candidates."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from kg.errors import TrainingError
from kg.extract.neural.session import FOLDER, card
from kg.extract.vote.claim_vote import STRONGEST, claim_weights
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.train.relations.relation_rows import is_held_out
from kg.train.votes.claim_votes import (
    LabelledCandidates,
    RelatedText,
    TextCandidates,
    held_out_texts,
    learn,
    text_candidates,
)
from kg.types import Document, DocumentId

ONTOLOGY = load()
TEXT = "《远山》是由陈立新执导，李明月、王建国主演的电影，于2019年5月1日上映。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("tagger.onnx", "relations.onnx", "vote.json", "card.json"):
        shutil.copy(FOLDER / name, tmp_path)
    return tmp_path


def text(*odds: float) -> TextCandidates:
    """Candidates of which those with positive log odds are right."""
    columns = len(claim_weights().weights)
    rows = np.zeros((len(odds), columns))
    rows[:, 0], rows[:, STRONGEST] = 1, odds
    some = LabelledCandidates(rows, (np.array(odds) > 0).astype(np.float64))
    return TextCandidates(some, some)


def test_what_is_learned_is_what_is_loaded(folder: Path) -> None:
    articles = [text(3, -3, 2, -2, 1, -1) for _ in range(8)]
    facts = learn(articles, [text(2, -2)], ONTOLOGY, folder, "2026-01-02")
    for alone in (False, True):
        weights = claim_weights(folder, alone=alone)
        assert len(weights.weights) == 6 + len(weights.sets) + len(weights.properties)
        assert weights.weights[STRONGEST] > 1
        assert weights.cut in [n / 100 for n in range(40, 100, 5)]
    row = facts["cross_validated"]["articles alone"]
    assert (row["candidates"], row["right"]) == (48, 24)
    assert row["kept"] == row["kept right"] > 0
    assert card(folder)["claims"]["articles"] == 8


def test_too_little_to_learn_from(folder: Path) -> None:
    for articles in ([text(3)], [text(-3), text(-2)]):
        with pytest.raises(TrainingError, match="no right relation to learn from; give more"):
            learn(articles, [], ONTOLOGY, folder, "2026-01-02")


def test_candidates_are_right_where_the_text_states_their_fact() -> None:
    parsed, fact = segment(Document(DocumentId("a"), TEXT), ONTOLOGY), ("directed", "陈立新", "远山")
    shipped = text_candidates(RelatedText(parsed, frozenset()), ONTOLOGY, FOLDER)
    assert len(shipped.alone.right) > 0
    assert not shipped.alone.right.any()
    known = text_candidates(RelatedText(parsed, frozenset([fact]), frozenset(["directed"])), ONTOLOGY, FOLDER)
    assert 0 < len(known.alone.right) < len(shipped.alone.right)
    assert known.alone.right.sum() == 1


def test_held_out_texts_are_read_in_the_ontologys_properties(tmp_path: Path) -> None:
    songs = [f"《远山{n}》是李明月演唱的歌曲。" for n in range(60)]
    file = tmp_path / "duie1.own.jsonl"
    spo = [{"text": song, "spo": [{"subject": song[1:4], "predicate": "歌手", "object": "李明月"}]} for song in songs]
    file.write_text("".join(json.dumps(row) + "\n" for row in spo), "utf-8")
    found = list(held_out_texts([file], ONTOLOGY))
    assert [one.parsed.document.text for one in found] == [song for song in songs if is_held_out(song)]
    assert found
    assert all(len(one.facts) == 1 for one in found)
    file.write_text("".join(json.dumps({"text": song}) + "\n" for song in songs), "utf-8")
    with pytest.raises(TrainingError, match="no triples in the labels"):
        list(held_out_texts([file], ONTOLOGY))
