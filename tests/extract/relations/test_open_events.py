"""The event that a clause means without naming it."""

from __future__ import annotations

import pytest

from kg.ontology.ontology import load
from kg.pipeline import graph, layer
from kg.types import Document, DocumentId

ONTOLOGY = load()


def said(text: str, predicate: str = "participatedIn") -> set[tuple[str, str]]:
    """Names of subjects and objects of the facts of a text."""
    document = Document(DocumentId("a"), text)
    found = graph([layer(document, ONTOLOGY, "rules")], ONTOLOGY)
    names = {entity.id: entity.name for entity in found.entities}
    return {(names[f.subject], names[f.object]) for f in found.facts if f.predicate == predicate and f.object in names}


MEETING = "第三届海州茶业大会昨日在海州召开。"


@pytest.mark.parametrize(
    "words",
    [
        "张建国出席会议。",
        "海州市市长张建国应邀出席大会并讲话。",
        "会上，张建国作了报告。",
        "张建国在会上介绍了有关情况。",
        "副市长张建国致辞。",
        "参加会议的还有张建国。",
        "张建国等领导参加了此次活动。",
    ],
)
def test_a_meeting_that_is_not_named(words: str) -> None:
    assert said(MEETING + words) == {("张建国", "第三届海州茶业大会")}


def test_a_list_with_members_that_nobody_knows() -> None:
    found = said(MEETING + "张建国、李文斌、立某某、王秀英等8位专家参加会议。")
    assert found == {(name, "第三届海州茶业大会") for name in ("张建国", "李文斌", "王秀英")}


def test_bodies_whose_officials_attend() -> None:
    found = said(MEETING + "海州市教育局、海州市财政局等有关部门负责人出席会议。")
    assert found == {(name, "第三届海州茶业大会") for name in ("海州市教育局", "海州市财政局")}


def test_a_meeting_of_another_kind_is_not_meant() -> None:
    assert ("张建国", "第三届海州茶业大会") not in said(MEETING + "张建国参加了座谈会。")


def test_an_accident_is_no_meeting() -> None:
    assert not said("“5·8”海州山洪灾害过去了一年。张建国出席会议。")


def test_the_meeting_that_is_held_not_one_in_passing() -> None:
    text = MEETING + "此前有第二届海州茶业大会。张建国主持会议。"
    assert said(text, "chaired") == {("张建国", "第三届海州茶业大会")}


def test_those_who_play_each_other() -> None:
    found = said("第五届海州网球公开赛昨日开赛。王秀英以2比1战胜李文斌。")
    assert found == {(name, "第五届海州网球公开赛") for name in ("王秀英", "李文斌")}


def test_what_a_person_has_is_not_the_person() -> None:
    assert not said(MEETING + "张建国的学生参加会议。")


def test_all_the_events_that_the_text_has_spoken_of() -> None:
    text = "张建国昨日出席第三届海州茶业大会。晚上，张建国出席首届海州读书节。李文斌参加上述活动。"
    assert {event for person, event in said(text) if person == "李文斌"} == {"第三届海州茶业大会", "首届海州读书节"}
