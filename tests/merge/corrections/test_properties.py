"""What must hold of any corrections: KG_CORRECTION_EXAMPLES=2000 tries that many lists of them."""

from __future__ import annotations

import os
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.check.corrections import contradicted, holding
from kg.types import Correction, CorrectionKind, Graph, Layer, Named, Value
from tests.layers import ONTOLOGY, layer
from tests.merge.corrections.made import built, correction, named

EXAMPLES = int(os.environ.get("KG_CORRECTION_EXAMPLES", "25"))
LAYERS = (
    layer("[海州大学|Organization]的[张伟|Person]会见[李梅|Person]。", "memberOf(张伟, 海州大学)", id_="a"),
    layer("[张伟|Person]获[红旗杯|Award]。", "received(张伟, 红旗杯)", id_="b"),
    layer(
        "[海州大学|Organization]授予[张伟|Person][红旗杯|Award]。",
        "received(张伟, 红旗杯, conferredBy=海州大学)",
        id_="c",
    ),
    layer("[海州大学|Organization]的[李梅|Person]。", "memberOf(李梅, 海州大学)", id_="d"),
)
NAMES = ("张伟", "李梅", "海州大学", "红旗杯", "无此人")


def things() -> st.SearchStrategy[Named]:
    documents = st.lists(st.sampled_from("abcd"), max_size=2, unique=True)
    return st.builds(lambda name, some: named(name, None, *sorted(some)), st.sampled_from(NAMES), documents)


@st.composite
def said(draw: st.DrawFn, day: int) -> Correction:
    """A correction of some day: what it says may be of nothing, or contradict another."""
    when, subject = f"2026-11-{day + 1:02}", draw(things())
    kind: CorrectionKind = draw(st.sampled_from(get_args(CorrectionKind)))
    if kind in ("same", "different"):
        return correction(kind, subject, when, object=draw(things()))
    if kind in ("retype", "rename"):
        to = st.sampled_from(["Person", "Company", "Event"] if kind == "retype" else ["甲", "乙", "李梅"])
        return correction(kind, subject, when, to=draw(to))
    predicate = draw(st.sampled_from(["memberOf", "received"]))
    more: dict[str, Any] = (
        {"qualifiers": (("time", Value("2021", "date")),)} if draw(st.booleans()) and predicate == "received" else {}
    )
    return correction(kind, subject, when, predicate=predicate, object=draw(things()), **more)


@st.composite
def lists(draw: st.DrawFn) -> list[Correction]:
    return [draw(said(day)) for day in range(draw(st.integers(1, 5)))]


def content(graph: Graph) -> tuple[object, ...]:
    return graph.entities, graph.facts, set(graph.corrections)


@settings(max_examples=EXAMPLES, deadline=None)
@given(lists(), st.permutations(range(5)), st.permutations(LAYERS))
def test_no_order_matters_and_what_is_said_to_hold_does(
    some: list[Correction], at: list[int], texts: list[Layer]
) -> None:
    graph = built(LAYERS, *some)
    shuffled = [some[n] for n in at if n < len(some)]
    assert content(built(texts, *shuffled)) == content(graph)
    assert list(contradicted(graph, ONTOLOGY)) == []
    assert holding(graph, ONTOLOGY) == sum(one.state == "holds" for one in graph.corrections)
    assert [one.correction for one in graph.corrections if one.state != "holds" and not one.reason] == []
    assert {one.correction for one in graph.corrections} == set(some)


@settings(max_examples=EXAMPLES, deadline=None)
@given(lists())
def test_what_is_lost_changes_nothing(some: list[Correction]) -> None:
    """A correction that names nothing is as good as none."""
    graph = built(LAYERS, *some)
    found = [one.correction for one in graph.corrections if one.state != "missing"]
    without = built(LAYERS, *found)
    assert (without.entities, without.facts) == (graph.entities, graph.facts)
