"""Persons of one name: who is one, who reports, and that few of many are compared."""

from __future__ import annotations

import random
from itertools import permutations

import pytest

from kg.resolve.document_things import DocumentThings
from kg.resolve.person_signs import PersonSigns
from kg.resolve.same_person import Person, same_persons
from kg.resolve.within_document import WithinDocument
from kg.types import Layer, Meta
from tests.layers import ONTOLOGY, graph, layer

REPORTER = "本报海州1月2日电记者[李红|Person]、[张伟|Person]报道：今日开馆。"


def signs(made: Layer, name: str) -> PersonSigns:
    within = WithinDocument(made, ONTOLOGY)
    things = DocumentThings(within, tuple(within.links()), ONTOLOGY).all()
    return next(thing.person for thing in things if name in thing.forms)


def people(*layers: Layer) -> list[set[str]]:
    """The documents of each person called 张伟."""
    return [{str(d) for d, _ in e.mentions} for e in graph(*layers).entities if e.name == "张伟"]


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (REPORTER, "本报"),
        ("新华社海州1月2日电（记者[张伟|Person]）今日开馆。", "新华社"),
        ("据海州社记者李红、海江日报记者[张伟|Person]报道，今日开馆。", "日报"),
        ("今日开馆。（[李红|Person] [张伟|Person]摄）", ""),
    ],
)
def test_reporters(text: str, agency: str) -> None:
    found = signs(layer(text), "张伟")
    assert found.reporter and found.agency.endswith(agency)


@pytest.mark.parametrize("text", ["记者采访了[张伟|Person]。", "[张伟|Person]对记者说。", "（[张伟|Person]）来了"])
def test_no_reporters(text: str) -> None:
    assert not signs(layer(text), "张伟").reporter


def test_names_in_brackets_at_the_end_are_authors() -> None:
    assert signs(layer("今日开馆。（[李红|Person]、[张伟|Person]）\n"), "张伟").author
    assert signs(layer("[张伟|Person]到场。", meta=Meta(authors=("张伟",))), "张伟").author


def test_a_reporter_is_never_whom_an_article_speaks_of() -> None:
    same = "海州市档案馆[张伟|Person]、[李红|Person]到场。[海州市档案馆|Organization]"
    assert people(layer(same, id_="a"), layer(same, id_="b")) == [{"a", "b"}]
    reported = "海州市档案馆记者[张伟|Person]、[李红|Person]到场。[海州市档案馆|Organization]"
    assert sorted(map(sorted, people(layer(same, id_="a"), layer(reported, id_="b")))) == [["a"], ["b"]]


def test_reporters_by_agency() -> None:
    ours = [layer(REPORTER, id_=name) for name in "ab"]
    theirs = layer(REPORTER.replace("本报", "新华社"), id_="c")
    assert sorted(map(sorted, people(*ours, theirs))) == [["a", "b"], ["c"]]


def test_the_paper_itself_is_another_one_in_another_paper() -> None:
    a, b = (layer(REPORTER, id_=name, meta=Meta(publisher=f"{name}报")) for name in "ab")
    assert len(people(a, b)) == 2


def test_the_same_post_at_two_bodies_is_no_sign() -> None:
    made = [
        layer(
            f"[{school}|AcademicInstitution][校长|Role][张伟|Person]说。",
            f"positionAt(张伟, {school}, role=校长)",
            id_=school,
        )
        for school in ("海州大学", "绵阳大学")
    ]
    assert len(people(*made)) == 2


def test_a_rare_name_needs_no_sign() -> None:
    for name, count in (("尉迟敬初", 1), ("张伟", 2)):
        a = layer(f"昨日上午，[{name}|Person]在会议上会见了来宾。", id_="a")
        b = layer(f"[{name}|Person]昨日上午主持会议，会见了代表。", id_="b")
        assert len([e for e in graph(a, b).entities if e.type == "Person"]) == count


def test_two_of_one_article_are_never_one() -> None:
    """Not even where the short name of each is that of another article's."""
    one = "[约翰·布什|Person]和[乔治·布什|Person]到海州。"
    found = graph(layer(one, id_="a"), layer("[布什|Person]到海州。", id_="b"), layer("[布什|Person]到海州。", id_="c"))
    assert {"约翰·布什", "乔治·布什"} <= {e.name for e in found.entities}


def many(count: int) -> list[Layer]:
    """Articles about few persons of one name, each with a colleague and a body of its own."""
    chance = random.Random(7)
    made = []
    for number in range(count):
        which = chance.randrange(3)
        place, other = ("海州", "绵阳", "临江")[which], ("李红", "王芳", "曲红")[which]
        text = f"[{place}大学|AcademicInstitution]校长[张伟|Person]与[{other}|Person]到场{number}。"
        made.append(layer(text, id_=f"{number:03}"))
    return made


def test_of_many_namesakes_each_is_found_by_what_it_shares() -> None:
    layers = many(90)
    assert sorted(map(len, people(*layers))) == sorted(
        sum(place in one.document.text for one in layers) for place in ("海州", "绵阳", "临江")
    )


def test_the_order_of_articles_does_not_matter() -> None:
    layers = many(4)
    assert len({repr(graph(*order)) for order in permutations(layers)}) == 1


def test_each_join_has_one_link() -> None:
    layers = many(60)
    made = graph(*layers)
    persons = [e for e in made.entities if e.type == "Person"]
    things = sum(len({d for d, _ in e.mentions}) for e in persons)
    assert len([link for link in made.links if link.left.mention.type == "Person"]) == things - len(persons)


def test_chances_are_sure_of_nothing() -> None:
    same = same_persons(ONTOLOGY)
    made = layer("[海州大学|AcademicInstitution]校长[张伟|Person]与[李红|Person]。")
    within = WithinDocument(made, ONTOLOGY)
    thing = next(t for t in DocumentThings(within, (), ONTOLOGY).all() if "张伟" in t.forms)
    chance = same.likely(same.structure("张伟"), Person(thing), Person(thing))
    assert 0.9 < chance < 1
