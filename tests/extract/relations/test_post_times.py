"""From when to when somebody held a post."""

from __future__ import annotations

import pytest

from tests.resolve.test_pronouns import built


@pytest.mark.parametrize(
    ("text", "time", "end"),
    [
        ("2010年至2015年，王强任宜宾市教育局局长。", "2010", "2015"),
        ("王强2010年至2015年任宜宾市教育局局长。", "2010", "2015"),
        ("王强2003年3月—2008年2月担任宜宾市教育局局长。", "2003-03", "2008-02"),
        ("2003年3月至5月，王强任宜宾市教育局局长。", "2003-03", "2003-05"),
        ("王强任宜宾市教育局局长至2018年。", None, "2018"),
        ("2018年3月，王强任宜宾市教育局局长，直至2020年退休。", "2018-03", "2020"),
        ("王强2018年至今任宜宾市教育局局长。", "2018", None),
        ("王强2018年起任宜宾市教育局局长。", "2018", None),
        ("王强已于2019年卸任宜宾市教育局局长。", None, "2019"),
    ],
)
def test_start_and_end(text: str, time: str | None, end: str | None) -> None:
    (fact,) = (f for f in built(text).facts if f.predicate == "positionAt")
    qualifiers = {name: value.text for name, value in fact.qualifiers if not isinstance(value, str)}
    assert (qualifiers.get("time"), qualifiers.get("end")) == (time, end)


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        (
            "王强2015年至2018年任扬州市教育局局长，现任扬州市水利局局长。",
            {("扬州市教育局", "2015", "2018", None), ("扬州市水利局", None, None, None)},
        ),
        (
            "2015年，王强任扬州市教育局局长，现任扬州市水利局局长。",
            {("扬州市教育局", "2015", None, None), ("扬州市水利局", None, None, None)},
        ),
        (
            "王强曾任扬州市教育局局长，现任扬州市水利局局长。",
            {("扬州市教育局", None, None, "曾任"), ("扬州市水利局", None, None, None)},
        ),
        (
            "王强历任扬州市教育局局长、扬州市商会会长，后任扬州市水利局局长。",
            {
                ("扬州市教育局", None, None, "历任"),
                ("扬州市商会", None, None, "历任"),
                ("扬州市水利局", None, None, None),
            },
        ),
        (
            "2015年，王强升任扬州市教育局局长，扬州市水利局副局长。",
            {("扬州市教育局", "2015", None, None), ("扬州市水利局", "2015", None, None)},
        ),
    ],
)
def test_what_somebody_is_now_has_no_time_of_what_he_was(
    text: str, posts: set[tuple[str, str | None, str | None, str | None]]
) -> None:
    graph = built(text)
    names = {entity.id: entity.name for entity in graph.entities}
    found = set()
    for fact in graph.facts:
        if fact.predicate == "positionAt":
            said = {name: value.text for name, value in fact.qualifiers if not isinstance(value, str)}
            found.add((names[fact.object], *map(said.get, ("time", "end", "former"))))  # type: ignore[index]
    assert found == posts


def test_what_somebody_is_now_is_said_of_who_was_something_before() -> None:
    text = "扬州市商会原会长李明受审。前任会长王强2015年任扬州市教育局局长，现任扬州市水利局局长。"
    graph = built(text)
    names = {entity.id: entity.name for entity in graph.entities}
    found = {(names[f.subject], names[f.object]) for f in graph.facts if f.predicate == "positionAt"}  # type: ignore[index]
    assert ("王强", "扬州市水利局") in found and ("李明", "扬州市水利局") not in found


def test_no_post_of_an_area_that_nobody_found() -> None:
    text = "王强曾任扬州市教育局局长，现任海州市副市长。"
    assert [fact.predicate for fact in built(text).facts if fact.predicate == "positionAt"] == ["positionAt"]
