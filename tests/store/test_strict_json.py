from __future__ import annotations

import json
from decimal import Decimal

import pytest

from kg.store.strict_json import loads


def test_json_is_read() -> None:
    text = '{"a": [1, -2.50, 1e300, 5e-324, true, null, "\\ud83d\\ude00"], "b": {"a": {}}}'
    assert loads(text) == json.loads(text, parse_float=Decimal)
    assert loads("9" * 300) == int("9" * 300)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[{"a": {"b": 1, "c": 2, "b": 1}}]', "the key 'b' is there twice in one object"),
        ('{{"{}": 1, "{}": 2}}'.format("k" * 1000, "k" * 1000), f"the key '{'k' * 40}' is there twice in one object"),
        ("[NaN]", "NaN is no number"),
        ("[-Infinity]", "-Infinity is no number"),
        ("1e999", "the number 1e999 has more than 300 digits"),
        ("1e-999", "the number 1e-999 has more than 300 digits"),
        ("-1e99999999999999999999", "the number -1e99999999999999999999 has more than 300 digits"),
        ("9" * 100_000, f"the number {'9' * 40}… has more than 300 digits"),
        ("0." + "3" * 100_000, f"the number 0.{'3' * 38}… has more than 300 digits"),
        ('{"a": ["\\ud800"]}', "a string holds half a character, \\ud800"),
        ('{"\\uDC00\\ud800": 1}', "a string holds half a character, \\udc00"),
        ('"\ud800"', "a string holds half a character, \\ud800"),
        ("[" * 100_000, "it is nested too deeply"),
        ('{"a":' * 100_000, "it is nested too deeply"),
    ],
)
def test_what_is_not_as_it_should_be_is_told(text: str, complaint: str) -> None:
    with pytest.raises(ValueError) as caught:
        loads(text)
    assert str(caught.value) == complaint
