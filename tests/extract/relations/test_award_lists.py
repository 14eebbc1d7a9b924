"""Those who are honoured together, in lists of our own."""

from __future__ import annotations

import pytest

from kg.extract.rules import extract
from kg.ontology.ontology import load
from kg.segment.parse import segment
from kg.types import Document, DocumentId


def received(text: str) -> set[str]:
    """Who received an award by a list."""
    document = Document(DocumentId("a"), text)
    claims = extract(segment(document, load()), load()).claims
    subjects = (claim.role("subject") for claim in claims if claim.evidence.rule == "award.list")
    return {document.cut(mention.span) for mention in subjects if mention}


@pytest.mark.parametrize(
    "text",
    [
        "市政府决定，授予下列单位“全市科普先进集体”称号：\n海州市科委\n云岭大学\n扬州市京剧团\n希望各单位再接再厉。",
        "市里授予海州市科委 云岭大学 扬州市京剧团等3个集体“全市科普先进集体”称号。",
        "市里表彰“全市科普先进集体”。\n受表彰的先进集体（3个）\n海州市科委 云岭大学 扬州市京剧团\n",
    ],
)
def test_bodies(text: str) -> None:
    assert received(text) == {"海州市科委", "云岭大学", "扬州市京剧团"}


def test_names_without_marks_between_them() -> None:
    """A member that nobody found ends no list that stands on lines of its own."""
    heading = "市里表彰“全市科普先进集体”。\n一、“全市科普先进集体”（共5个）\n"
    text = f"{heading}海州市科委云岭大学九七小组扬州市京剧团\n海州大学\n"
    assert {"海州市科委", "云岭大学", "扬州市京剧团", "海州大学"} <= received(text)


@pytest.mark.parametrize(
    "text",
    [
        "“海州工匠”称号获得者名单：\n李文斌　海州机械厂工人\n王秀英　海州纺织厂技师\n张建国（船舶）\n",
        "市里授予“海州工匠”称号。3人获得该称号，分别是李文斌、王秀英、张建国。",
        "他们获得“海州工匠”称号。当选的3名工匠是：李文斌（田径），王秀英（中国，游泳），张建国（船舶）。",
    ],
)
def test_persons_and_not_those_for_whom_they_work(text: str) -> None:
    assert received(text) == {"李文斌", "王秀英", "张建国"}


@pytest.mark.parametrize(
    "text",
    [
        "李文斌荣获“海州工匠”称号：王秀英说，他很努力。海州大学、云岭大学、扬州大学表示祝贺。",
        "李文斌荣获“海州工匠”称号。海州大学、云岭大学、扬州大学表示祝贺。",
    ],
)
def test_no_list(text: str) -> None:
    assert received(text) == set()
