from __future__ import annotations

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import TargetError
from kg.rdf.terms import Names, literal, local, number, text, unlocal, value
from kg.types import Value
from tests.strategies import values, words


@given(words | st.text(alphabet=st.characters(exclude_categories=())))
def test_a_local_name_is_one_segment_and_leads_back(name: str) -> None:
    segment = local(name)
    assert unlocal(f"https://zhkg.example/id/{segment}") == name
    assert not set(segment) & set('/?#[] <>"{}|\\^`\u2028\u200f\n')
    assert segment not in (".", "..")


@pytest.mark.parametrize(
    "name", ["宜宾市司法局", "阿卜杜·买买提", "《民法典》（草案）", "“枫桥式”工作法", "C919", "𠮷野家", "三官·一律"]
)
def test_names_stay_readable(name: str) -> None:
    assert local(name) == name


@pytest.mark.parametrize(
    ("iso", "kind"),
    [
        ("2020", "gYear"),
        ("2020-07", "gYearMonth"),
        ("2020-07-09", "date"),
        ("2021-06-09T15:11:00", "dateTime"),
        ("-0220", "gYear"),
    ],
)
def test_dates_keep_their_precision(iso: str, kind: str) -> None:
    assert literal(Value(iso, "date")) == f'"{iso}"^^<http://www.w3.org/2001/XMLSchema#{kind}>'


@given(values)
def test_a_value_comes_back(one: Value) -> None:
    graph = rdflib.Graph().parse(data=f"<a:s> <a:p> {literal(one)} .", format="nt")
    found = next(iter(graph.objects()))
    assert isinstance(found, rdflib.Literal)
    kind = str(found.datatype or "http://www.w3.org/2001/XMLSchema#string")
    if one.datatype != "quantity":  # rdflib rewrites numbers
        assert value(str(found), kind) == one


@pytest.mark.parametrize(
    ("share", "lexical"), [(0.5, "0.5"), (1.0, "1.0"), (1e-7, "0.0000001"), (0.93, "0.93"), (0.0, "0.0")]
)
def test_decimals_have_no_exponent(share: float, lexical: str) -> None:
    assert number(share).startswith(f'"{lexical}"^^')


def test_what_cannot_be_seen_is_escaped() -> None:
    assert text("甲\u2028\u202e\x00\ud800乙") == '"甲\\u2028\\u202E\\u0000\ufffd乙"'


@pytest.mark.parametrize(
    "base", ["", "zhkg", "https://a.example", "https://a.example/>x/", "file:///etc/", "https://a b/"]
)
def test_a_base_must_be_one(base: str) -> None:
    with pytest.raises(TargetError, match="no base IRI"):
        Names(base)
