"""What 会议, 大会, 此次比赛 and the like mean, on texts of our own."""

from __future__ import annotations

import pytest

from kg.extract.rules import extract
from kg.ontology.ontology import load
from kg.resolve.resolve import resolve
from kg.segment.parse import segment
from kg.types import Document, DocumentId


def meant(text: str) -> set[tuple[str, str]]:
    """For each nominal event of a text, its words and the name that it means."""
    layer = extract(segment(Document(DocumentId("a"), text), load()), load())
    cut = layer.document.cut
    return {
        (cut(link.left.mention.span), cut(link.right.mention.span))
        for link in resolve([layer], load())
        if link.left.mention.form == "nominal" and link.left.mention.type == "Event"
    }


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("第三届海州茶叶博览会昨日开幕。本届博览会展出茶具。", "本届博览会", "第三届海州茶叶博览会"),
        ("海州护理技能大赛昨日举行。张建国出席比赛。", "比赛", "海州护理技能大赛"),
        ("全省茶业工作会议昨日在海州召开。张建国参加了会议。", "会议", "全省茶业工作会议"),
        # The nearest of those that end with the word itself.
        ("海州茶业发展论坛和海州渔业发展论坛先后举行。此次论坛由商会主办。", "此次论坛", "海州渔业发展论坛"),
    ],
)
def test_a_word_for_an_event_that_is_open(text: str, words: str, name: str) -> None:
    assert (words, name) in meant(text)


@pytest.mark.parametrize(
    "text",
    [
        "党的二十大以来，各地变化很大。张建国出席会议。",  # only spoken of in passing
        "海州护理技能大赛昨日举行。该案由法院审理。",  # another kind
        "张建国出席会议。",  # none was named
    ],
)
def test_a_word_for_none_that_was_named(text: str) -> None:
    assert not meant(text)
