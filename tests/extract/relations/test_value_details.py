"""Times keep both their ends, and rough numbers the word that says so."""

from __future__ import annotations

import pytest

from kg.types import Graph
from tests.resolve.test_pronouns import built


def _qualifiers(graph: Graph, predicate: str) -> dict[str, str]:
    (fact,) = (f for f in graph.facts if f.predicate == predicate)
    return {name: value.text for name, value in fact.qualifiers if not isinstance(value, str)}


@pytest.mark.parametrize(
    ("text", "through"),
    [
        ("2019年8月1日至8月5日，第三届海州书展在海州会展中心举行。", "2019-08-05"),
        ("2019年8月1日，第三届海州书展在海州会展中心举行。", None),
    ],
)
def test_an_event_of_several_days(text: str, through: str | None) -> None:
    graph = built(text)
    (time,) = (f.object.text for f in graph.facts if f.predicate == "time" and not isinstance(f.object, str))
    assert (time, _qualifiers(graph, "time").get("through")) == ("2019-08-01", through)


@pytest.mark.parametrize(
    ("words", "rough"),
    [
        ("近20万吨", "近"),
        ("20万余吨", "余"),
        ("20万吨左右", "左右"),
        ("超过20万吨", "超过"),
        ("20万吨", None),
    ],
)
def test_a_rough_number(words: str, rough: str | None) -> None:
    found = _qualifiers(built(f"海州钢铁公司2021年至2022年生产钢材{words}。"), "statistic")
    assert (found["time"], found["through"], found.get("approximate")) == ("2021", "2022", rough)


def test_a_quarter() -> None:
    found = _qualifiers(built("海州钢铁公司2022年第一季度生产钢材20万吨。"), "statistic")
    assert (found["time"], found["through"]) == ("2022-01", "2022-03")
