"""The vote on offers, learned on labelled ones."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from kg.errors import TrainingError
from kg.extract.neural.session import FOLDER, card
from kg.extract.vote.offer_weights import SHARED, Voters, offer_weights
from kg.extract.vote.offers import Offer
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.train.gold import AnnotatedArticle
from kg.train.votes.offer_votes import LabelledOffers, learn, stated
from kg.types import Document, DocumentId, Mention, Span, Value

ONTOLOGY = load()
TEXT = "海州大学校长李明月说：“学校有学生三万名。”2020年5月1日建校。"
SCHOOL, DEAN = Mention(Span(0, 4), "AcademicInstitution"), Mention(Span(6, 9), "Person")
FACTS = (
    ("positionAt", "李明月", "海州大学"),
    ("said", "李明月", "学校有学生三万名"),
    ("statistic", "海州大学", "30000"),
    ("foundedOn", "海州大学", "2020"),
    ("spouse", "王建国", "李明月"),
)
ARTICLE = AnnotatedArticle(
    segment(Document(DocumentId("a"), TEXT), ONTOLOGY), frozenset(), {fact: n for n, fact in enumerate(FACTS)}
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(FOLDER / "card.json", tmp_path)
    return tmp_path


def offer(predicate: str, subject: Mention, object_: Mention, chance: float = 0.9) -> Offer:
    return Offer(predicate, subject, object_, None, chance)


def some(*chances: float) -> LabelledOffers:
    """Offers of which the likely ones are right."""
    made = tuple(offer("met", DEAN, DEAN, chance) for chance in chances)
    right = np.array([float(chance > 0.5) for chance in chances])
    return LabelledOffers(made, right, np.ones(len(chances)))


def test_what_is_learned_is_what_is_loaded(folder: Path) -> None:
    offered = some(0.9, 0.9, 0.8, 0.8, 0.2, 0.2, 0.1, 0.1)
    articles: list[Mapping[Voters, LabelledOffers]] = [{"beside": offered, "alone": offered} for _ in range(8)]
    row = learn(articles, folder, "2026-01-02")["cross_validated"]["alone"]
    table = offer_weights(folder, "alone")
    assert len(table.columns) == SHARED + len(table.properties) + len(table.classes)
    assert set(table.bars) == {"", "met"}
    assert table.columns[1] > 0.3
    assert (row["facts"], row["right"]) == (64, 32)
    assert row["kept"] == row["kept right"] > 0
    assert card(folder)["offers"]["articles"] == 8


def test_too_little_to_learn_from(folder: Path) -> None:
    for articles in ([some(0.9)], [some(0.1), some(0.2)]):
        with pytest.raises(TrainingError, match="no right relation to learn from; give more"):
            learn([{"beside": one} for one in articles], folder, "2026-01-02")


def test_how_sure_rules_are_is_learned_beside(folder: Path) -> None:
    offered = some(0.9, 0.9, 0.8, 0.8, 0.2, 0.2, 0.1, 0.1)
    articles: list[Mapping[Voters, LabelledOffers]] = [{"beside": offered, "ruled": offered} for _ in range(8)]
    row = learn(articles, folder, "2026-01-02")["cross_validated"]["ruled"]
    assert set(offer_weights(folder, "ruled").bars) == {""}
    assert row["kept right"] == row["right"] == 32
    assert row["kept"] < row["facts"] == 64


@pytest.mark.parametrize(
    ("predicate", "subject", "object_", "right"),
    [
        ("positionAt", DEAN, SCHOOL, True),
        ("studiedAt", DEAN, SCHOOL, False),
        ("positionAt", SCHOOL, DEAN, False),
        ("said", DEAN, Mention(Span(11, 19), "Text", "value", Value("学校有学生三万", "text")), True),
        ("said", DEAN, Mention(Span(11, 13), "Text", "value", Value("学校", "text")), False),
        ("statistic", SCHOOL, Mention(Span(16, 19), "Quantity", "value", Value("30000", "quantity", "名")), True),
        ("statistic", SCHOOL, Mention(Span(16, 19), "Quantity", "value", Value("3", "quantity", "名")), False),
        ("foundedOn", SCHOOL, Mention(Span(21, 30), "Date", "value", Value("2020-05-01", "date")), True),
        ("foundedOn", SCHOOL, Mention(Span(21, 30), "Date", "value", Value("2021", "date")), False),
        ("spouse", DEAN, Mention(Span(0, 3), "Person", name="王建国"), True),
    ],
)
def test_offers_are_right_where_the_annotation_says_so(
    predicate: str, subject: Mention, object_: Mention, right: bool
) -> None:
    assert (stated(predicate, subject, object_, ARTICLE, ONTOLOGY) is not None) == right
