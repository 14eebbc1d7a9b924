"""Ids: given once, kept, and the suffixes of homonyms."""

from __future__ import annotations

from kg.merge.ids import Distinction, Identity, give
from kg.types import NO_DECISIONS, ClassName, Decisions, DocumentId, EntityId, Layer, NameKey
from tests.layers import graph, layer


def thing(*places: str, name: str = "张伟", kind: str = "Person") -> Identity:
    """A thing that is named in some documents."""
    return Identity(tuple(NameKey(DocumentId(place), ClassName(kind), name) for place in sorted(places)), name)


def ids(*things: Identity, after: Decisions = NO_DECISIONS, label: str = "人物") -> tuple[list[EntityId], Decisions]:
    found, decisions = give(dict(enumerate(things)), after, lambda _: Distinction(label))
    return list(found.values()), decisions


def merged(decisions: Decisions) -> dict[str, str]:
    return {given.id: given.merged_into for given in decisions.given if given.merged_into}


def test_one_of_its_name_has_the_bare_name() -> None:
    assert ids(thing("a", "b"), thing("c", name="长\n江"))[0] == ["张伟", "长 江"]


def test_the_first_keeps_the_bare_name_when_another_comes() -> None:
    _, before = ids(thing("m"))
    assert ids(thing("a"), thing("m"), after=before)[0] == ["张伟（人物）", "张伟"]


def test_what_tells_no_two_apart_is_followed_by_a_hash() -> None:
    two, _ = ids(thing("a"), thing("b"))
    five, _ = ids(*map(thing, "abcde"))
    assert five[:2] == two
    assert len({*five}) == 5
    assert all(id_.startswith("张伟（人物·") for id_ in five)


def test_where_nothing_tells_them_apart_each_has_a_hash_at_once() -> None:
    def unknown(_: int) -> Distinction:
        return Distinction("人物", enough=False)

    one, _ = give({0: thing("b")}, ids(thing("a"))[1], unknown)
    two, _ = give({0: thing("b"), 1: thing("c")}, NO_DECISIONS, unknown)
    assert one == {0: two[0]}
    assert two[0].startswith("张伟（人物·")


def test_a_name_that_looks_like_a_suffixed_one_keeps_its_own() -> None:
    found, _ = ids(thing("a"), thing("b"), thing("c", name="张伟（人物）"))
    assert found[2] == "张伟（人物）"
    assert len({*found}) == 3


def test_two_that_become_one_have_the_id_that_was_given_first() -> None:
    _, first = ids(thing("m"))
    (newer, older), both = ids(thing("a"), thing("m"), after=first)
    one, after = ids(thing("a", "m", "z"), after=both)
    assert one == [older]
    assert merged(after) == {newer: older}
    assert ids(thing("a", "m", "z"), after=after) == (one, after)


def test_one_that_was_merged_has_its_own_id_again_when_it_is_held_apart() -> None:
    before, decisions = ids(thing("a"), thing("m"))
    _, decisions = ids(thing("a", "m"), after=decisions)
    again, decisions = ids(thing("a"), thing("m"), after=decisions)
    assert again == before
    assert merged(decisions) == {}


def test_of_one_that_becomes_two_the_greater_part_keeps_the_id() -> None:
    (whole,), before = ids(thing("a", "b", "c"))
    parts, after = ids(thing("a"), thing("b", "c"), after=before)
    assert parts == ["张伟（人物）", whole]
    assert ids(thing("a"), thing("b", "c"), after=after) == (parts, after)
    assert ids(thing("a"), thing("b", "c", "d"), after=after)[0] == parts


def test_of_equal_parts_the_first_keeps_the_id() -> None:
    (whole,), before = ids(thing("a", "b"))
    assert ids(thing("b"), thing("a"), after=before)[0][1] == whole


def test_an_id_whose_documents_are_gone_is_not_given_again() -> None:
    _, before = ids(thing("a"))
    (other,), after = ids(thing("b"), after=before)
    assert other == "张伟（人物）"
    assert ids(thing("a"), after=after)[0] == ["张伟"]


def test_of_ten_thousand_none_has_the_id_of_another() -> None:
    """Some of them have the same six digits at first."""
    found, _ = ids(*(thing(f"{n}") for n in range(10_000)))
    assert len({*found}) == 10_000


# Corpora that are built apart, without decisions (docs/how-to/ids.md)


def employed(place: str, school: str) -> Layer:
    """A document about 张伟 of a school."""
    text = f"[{school}|AcademicInstitution][校长|Role][张伟|Person]发言。"
    return layer(text, f"positionAt(张伟, {school}, role=校长)", id_=place)


def persons(*layers: Layer) -> list[EntityId]:
    return [entity.id for entity in graph(*layers).entities if entity.type == "Person"]


ONE, TWO, THREE = employed("m", "海州大学"), employed("a", "绵阳大学"), employed("z", "方圆大学")


def test_a_suffix_is_the_same_in_every_corpus_that_has_a_homonym() -> None:
    other = layer("[海州大学|AcademicInstitution]与[方圆大学|AcademicInstitution]合作，[李红|Person]到场。", id_="b")
    for corpus in ((ONE, TWO), (ONE, THREE), (ONE, TWO, THREE), (other, ONE, TWO)):
        assert "张伟（海州大学）" in persons(*corpus)
    assert len(persons(ONE, TWO, THREE)) == 3


def test_the_only_one_of_a_name_has_no_suffix_whoever_it_is() -> None:
    """The two are not one person: so what is built apart needs a base of its own."""
    assert persons(ONE) == persons(TWO) == ["张伟"]


def test_nothing_that_a_corpus_does_not_say_can_be_in_an_id() -> None:
    """Why 张伟（海州大学） cannot always be written: another corpus has only his name, and knows no school."""
    assert persons(layer("校友[张伟|Person]到场。", id_="m")) == ["张伟"]
