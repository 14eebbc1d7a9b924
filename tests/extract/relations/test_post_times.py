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
