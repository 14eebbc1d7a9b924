"""The weights of what figures are about are learned from annotated articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import TrainingError
from kg.extract.relations.figure_choice import Before, best
from kg.extract.relations.figure_owners import Owner
from kg.ontology.ontology import load
from kg.ontology.tables.figures import FigureWeights
from kg.segment.parse import segment
from kg.text.names import normal_form
from kg.train.gold import AnnotatedArticle
from kg.types import Document, DocumentId, Mention, Span

pytest.importorskip("torch", reason="training needs torch: pip install 'zhkg[train]'")
from kg.train.figures import figures, fit, learn, write


def article(number: int) -> AnnotatedArticle:
    """An article whose figure is about the subject of its clause."""
    text = f"王秀英在扬州市开展普法讲座{number}场。"
    facts = {("statistic", normal_form("王秀英"), str(number)): 0}
    return AnnotatedArticle(segment(Document(DocumentId("a"), text), load()), frozenset(), facts)


def owner(words: str, *signs: str) -> Owner:
    return Owner(Mention(Span(0, len(words)), "Person", "name"), words, list(signs), words)


def test_proposals_know_what_is_right() -> None:
    (found,) = figures(article(300), load())
    assert {one.words for one, right in zip(found.owners, found.right, strict=True) if right} == {"王秀英"}
    assert {one.words for one in found.owners} == {"王秀英", "扬州市"}


def test_a_mention_has_the_names_of_what_it_means() -> None:
    text = "扬州市司法局昨日公布，扬州市律师增加。去年，全市举办讲座300场。"
    facts = {("statistic", normal_form("扬州市"), "300"): 0}
    parsed = segment(Document(DocumentId("a"), text), load())
    (found,) = figures(AnnotatedArticle(parsed, frozenset(), facts), load())
    assert "全市" in {one.words for one, right in zip(found.owners, found.right, strict=True) if right}


def test_too_few_articles() -> None:
    with pytest.raises(TrainingError, match="too few figures"):
        learn([article(20)], load())


def test_the_right_owner_is_learned(tmp_path: Path) -> None:
    weights = learn([article(number) for number in range(20, 50)], load())
    assert weights["Person unit=场"] > weights["AdministrativeArea unit=场"]
    write(weights, tmp_path)
    assert '"Person unit=场" = ' in (tmp_path / FigureWeights.FILE).read_text("utf-8")
    (found,) = figures(article(70), load())
    chosen = best(found.nothing, found.owners, Before(), weights)
    assert chosen and chosen.owner.words == "王秀英" and chosen.share > 0.5


def test_without_rows_of_a_sign_it_has_no_weight() -> None:
    assert fit([], ["a"]) == {}


def test_proposals_of_the_same_words_are_one() -> None:
    chosen = best(["none"], [owner("甲"), owner("乙", "good"), owner("乙", "good")], Before(), {"good": 1.0})
    assert chosen and chosen.owner.words == "乙" and chosen.share > 0.7


def test_the_owner_before_is_a_sign() -> None:
    weights = {"again=True near=True": 2.0}
    before = Before().after(best([], [owner("甲")], Before(), {}), 0.25)
    chosen = best([], [owner("乙"), owner("甲")], before, weights)
    assert chosen and chosen.owner.words == "甲"
    assert before.after(None, 0.25) == Before("甲", near=False)
